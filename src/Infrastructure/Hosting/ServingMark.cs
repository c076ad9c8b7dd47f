using Microsoft.Data.Sqlite;
using Npgsql;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>
/// Says who uses a database: many may serve it, one alone may replace it, never both. The system itself takes the mark away
/// when the process ends, however it ends: on SQLite it is a lock on a file beside the database, on PostgreSQL an advisory
/// lock of a connection of its own.
/// </summary>
public abstract class ServingMark : IAsyncDisposable
{
    /// <summary>Takes the mark of a service, shared with the other services of the database.</summary>
    /// <returns>The mark, held until it is disposed of; null while the database is being replaced.</returns>
    public static Task<ServingMark?> TryServeAsync(DatabaseChoice choice, CancellationToken cancellationToken) => TryTakeAsync(choice, alone: false, cancellationToken);

    /// <summary>Takes the mark of whoever replaces the database.</summary>
    /// <returns>The mark, held until it is disposed of; null while a service uses the database.</returns>
    public static Task<ServingMark?> TryReplaceAsync(DatabaseChoice choice, CancellationToken cancellationToken) => TryTakeAsync(choice, alone: true, cancellationToken);

    public abstract ValueTask DisposeAsync();

    private static async Task<ServingMark?> TryTakeAsync(DatabaseChoice choice, bool alone, CancellationToken cancellationToken) => choice.IsPostgres
        ? await ConnectionMark.TryTakeAsync(choice.ConnectionString, alone, cancellationToken)
        : FileMark.TryTake(new SqliteConnectionStringBuilder(choice.ConnectionString).DataSource + ".service", alone);

    private sealed class FileMark(FileStream file) : ServingMark
    {
        public static FileMark? TryTake(string path, bool alone) => LockedFile.TryOpen(path, alone) is { } file ? new(file) : null;

        public override ValueTask DisposeAsync() => file.DisposeAsync();
    }

    /// <summary>A lock of a connection, taken again when the connection was lost: the server may restart under a service.</summary>
    private sealed class ConnectionMark : ServingMark
    {
        // Any number would do, as long as no other version takes another.
        private const long Key = 0x52_6570_6169_724E;

        private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

        private readonly string _connectionString;
        private readonly bool _alone;
        private readonly CancellationTokenSource _ends = new();
        private readonly Task _kept;
        private NpgsqlConnection? _connection;

        private ConnectionMark(string connectionString, bool alone, NpgsqlConnection connection)
        {
            _connectionString = connectionString;
            _alone = alone;
            _connection = connection;
            _kept = Task.Run(KeepAsync);
        }

        public static async Task<ConnectionMark?> TryTakeAsync(string connectionString, bool alone, CancellationToken cancellationToken) =>
            await LockedConnection.TryOpenAsync(connectionString, Key, alone, cancellationToken) is { } connection ? new(connectionString, alone, connection) : null;

        public override async ValueTask DisposeAsync()
        {
            await _ends.CancelAsync();
            await _kept;
            if (_connection is not null)
            {
                await GiveBackAsync(_connection);
                await _connection.DisposeAsync();
            }

            _ends.Dispose();
        }

        /// <summary>Gives the lock back before the connection ends: the server takes its time to see that it has.</summary>
        private static async Task GiveBackAsync(NpgsqlConnection connection)
        {
            try
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT pg_advisory_unlock_all()";
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception e) when (IsLoss(e))
            {
                // Lost already, and the lock with it.
            }
        }

        private static bool IsLoss(Exception e) => e is NpgsqlException or System.Net.Sockets.SocketException or IOException or TimeoutException or InvalidOperationException;

        private async Task KeepAsync()
        {
            using var timer = new PeriodicTimer(BetweenLooks);
            try
            {
                while (await timer.WaitForNextTickAsync(_ends.Token))
                {
                    await LookAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // It was given back.
            }
        }

        private async Task LookAsync()
        {
            try
            {
                if (_connection is not null)
                {
                    await using var command = _connection.CreateCommand();
                    command.CommandText = "SELECT 1";
                    await command.ExecuteScalarAsync(_ends.Token);
                    return;
                }

                _connection = await LockedConnection.TryOpenAsync(_connectionString, Key, _alone, _ends.Token);
            }
            catch (Exception e) when (IsLoss(e))
            {
                if (_connection is { } lost)
                {
                    _connection = null;
                    await lost.DisposeAsync();
                }
            }
        }
    }
}
