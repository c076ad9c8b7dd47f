using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Hands out the messages that are due, each to one dispatcher at a time.</summary>
internal interface IOutboxQueue
{
    /// <summary>The next due message, which nobody else gets until it is disposed; null when none is due, or another process has the turn.</summary>
    Task<ITakenMessage?> TakeAsync(CancellationToken cancellationToken);
}

/// <summary>A message in one dispatcher's hands. Disposed without being settled, or lost in a crash, it is due as before.</summary>
internal interface ITakenMessage : IAsyncDisposable
{
    OutboxMessage Message { get; }

    /// <summary>Writes what became of it.</summary>
    Task SettleAsync(Action<OutboxMessage> change);
}

/// <summary>
/// Which messages are due. One that was never tried is due whatever its date, and so is one dated further ahead than any
/// delay: clocks differ between nodes and are set back, and neither may hold a message up.
/// </summary>
internal static class Due
{
    private static readonly Duration Slack = Duration.FromMinutes(5);

    public static Instant Horizon(Instant now) => now + OutboxMessage.LongestDelay + Slack;
}

/// <summary>
/// On PostgreSQL the row itself is locked, in a transaction that lasts as long as the sending (bounded by its timeouts): no
/// lease to agree on between clocks, and the lock of a killed node is gone with its connection.
/// </summary>
internal sealed class PostgresOutboxQueue(IServiceScopeFactory scopes, IClock clock) : IOutboxQueue
{
    public async Task<ITakenMessage?> TakeAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        IDbContextTransaction? transaction = null;
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            var now = clock.GetCurrentInstant();
            var horizon = Due.Horizon(now);
            transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var messages = await db.Outbox.FromSql(
                $"""
                SELECT * FROM outbox
                WHERE sent_at IS NULL AND abandoned_at IS NULL AND dropped_at IS NULL
                  AND (tries = 0 OR next_try_at <= {now} OR next_try_at > {horizon})
                ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                """).AsTracking().ToListAsync(cancellationToken);
            if (messages is [var message])
            {
                return new Taken(scope, db, transaction, message);
            }
        }
        catch
        {
            await GiveBackAsync(scope, transaction);
            throw;
        }

        await GiveBackAsync(scope, transaction);
        return null;
    }

    private static async ValueTask GiveBackAsync(AsyncServiceScope scope, IDbContextTransaction? transaction)
    {
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
        }

        await scope.DisposeAsync();
    }

    private sealed class Taken(AsyncServiceScope scope, RepairNetDb db, IDbContextTransaction transaction, OutboxMessage message) : ITakenMessage
    {
        public OutboxMessage Message => message;

        public async Task SettleAsync(Action<OutboxMessage> change)
        {
            change(message);
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        public ValueTask DisposeAsync() => GiveBackAsync(scope, transaction);
    }
}

/// <summary>
/// On SQLite one process sends: whoever holds the lock on a file beside the database. The kernel drops that lock with the
/// process, so nothing is left to expire after a kill, and the database's one writer is never kept waiting by a mail server.
/// </summary>
internal sealed class SqliteOutboxQueue(IServiceScopeFactory scopes, IClock clock, DatabaseChoice database) : IOutboxQueue
{
    private readonly string _lockFile = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource + "-mail.lock";

    public async Task<ITakenMessage?> TakeAsync(CancellationToken cancellationToken)
    {
        if (TakeTurn() is not { } turn)
        {
            return null;
        }

        AsyncServiceScope? scope = null;
        try
        {
            scope = scopes.CreateAsyncScope();
            var db = scope.Value.ServiceProvider.GetRequiredService<RepairNetDb>();
            var now = clock.GetCurrentInstant();
            var horizon = Due.Horizon(now);
            var message = await db.Outbox.AsNoTracking()
                .Where(m => m.SentAt == null && m.AbandonedAt == null && m.DroppedAt == null)
                .Where(m => m.Tries == 0 || m.NextTryAt <= now || m.NextTryAt > horizon)
                .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id)
                .FirstOrDefaultAsync(cancellationToken);
            if (message is not null)
            {
                // It may be read before the disk has it, and a mail is not taken back.
                await scope.Value.ServiceProvider.GetRequiredService<SqliteWriter>().DurableAsync(cancellationToken);
                return new Taken(turn, scope.Value, db, message);
            }
        }
        catch
        {
            await GiveBackAsync(turn, scope);
            throw;
        }

        await GiveBackAsync(turn, scope);
        return null;
    }

    private FileStream? TakeTurn()
    {
        try
        {
            return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(_lockFile))
        {
            return null;
        }
    }

    private static async ValueTask GiveBackAsync(FileStream turn, AsyncServiceScope? scope)
    {
        if (scope is { } opened)
        {
            await opened.DisposeAsync();
        }

        await turn.DisposeAsync();
    }

    private sealed class Taken(FileStream turn, AsyncServiceScope scope, RepairNetDb db, OutboxMessage message) : ITakenMessage
    {
        public OutboxMessage Message => message;

        public Task SettleAsync(Action<OutboxMessage> change) =>
            scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                () =>
                {
                    // Whoever has the turn is alone with the message: it is as it was read.
                    db.Outbox.Attach(message);
                    change(message);
                    return Task.FromResult(true);
                },
                _ => true,
                CancellationToken.None);

        public ValueTask DisposeAsync() => GiveBackAsync(turn, scope);
    }
}
