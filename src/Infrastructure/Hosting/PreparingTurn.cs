using Microsoft.Data.Sqlite;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// One process at a time prepares a database: brings it up to this version, loads its reference data, fills it with invented data. Whoever comes second
/// waits, and finds it done; two nodes that are started together would otherwise make the same tables. The system gives the turn back when the process
/// ends, however it ends. Services that already run go on.
/// </summary>
public static class PreparingTurn
{
    // Any number would do, as long as no other version takes another, and no other lock has it.
    private const long Key = 0x52_6570_5072_6570;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the turn, as long as whoever has it takes.</summary>
    /// <returns>The turn, until it is disposed of.</returns>
    public static async Task<IAsyncDisposable> TakeAsync(DatabaseChoice choice, CancellationToken cancellationToken)
    {
        // Asked again and again rather than waited for: on PostgreSQL, a statement that waits keeps what others want to build or clean from ending.
        IAsyncDisposable? turn;
        while ((turn = await TryTakeAsync(choice, cancellationToken)) is null)
        {
            await Task.Delay(BetweenLooks, cancellationToken);
        }

        return turn;
    }

    private static async Task<IAsyncDisposable?> TryTakeAsync(DatabaseChoice choice, CancellationToken cancellationToken) => choice.IsPostgres
        ? await LockedConnection.TryOpenAsync(choice.ConnectionString, Key, alone: true, cancellationToken)
        : LockedFile.TryOpen(new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource + ".preparing", alone: true);
}
