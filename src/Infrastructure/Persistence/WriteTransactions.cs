using Npgsql;
using RepairNet.Application.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>
/// One writer at a time in this process: SQLite has one anyway, and its driver waits by polling. An asynchronous queue in
/// front of it keeps the wait short and fair.
/// </summary>
public sealed class SqliteWriteGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public Task WaitAsync(CancellationToken cancellationToken) => _gate.WaitAsync(cancellationToken);

    public void Release() => _gate.Release();

    public void Dispose() => _gate.Dispose();
}

/// <summary>On SQLite: the gate, then BEGIN IMMEDIATE, which is what the driver's transactions issue.</summary>
internal sealed class SqliteWriteTransactions(RepairNetDb db, SqliteWriteGate gate, AfterCommit afterCommit) : IWriteTransactions
{
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        T result;
        await gate.WaitAsync(cancellationToken);
        try
        {
            result = await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken);
        }
        finally
        {
            gate.Release();
        }

        afterCommit.Run();
        return result;
    }
}

/// <summary>On PostgreSQL: READ COMMITTED, tried again when the server picked it as a deadlock's victim or two rows raced for a unique name.</summary>
internal sealed class PostgresWriteTransactions(RepairNetDb db, AfterCommit afterCommit) : IWriteTransactions
{
    private const int MaxTries = 4;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken);
                afterCommit.Run();
                return result;
            }
            catch (Exception e) when (attempt < MaxTries && IsRace(e))
            {
                db.ChangeTracker.Clear();
                afterCommit.Clear();
            }
        }
    }

    private static bool IsRace(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation;
}

internal static class WriteTransaction
{
    public static async Task<T> RunOnceAsync<T>(RepairNetDb db, Func<Task<T>> work, Func<T, bool> accept, AfterCommit afterCommit, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work();
        if (accept(result))
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            afterCommit.Clear();
        }

        return result;
    }
}
