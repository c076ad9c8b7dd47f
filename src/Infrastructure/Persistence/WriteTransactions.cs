using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RepairNet.Application.Common;
using SQLitePCL;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>On SQLite: the queue for the writer, then BEGIN IMMEDIATE, which is what the driver's transactions issue.</summary>
internal sealed class SqliteWriteTransactions(RepairNetDb db, SqliteWriter writer, AfterCommit afterCommit) : IWriteTransactions
{
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        var result = await writer.RunAsync(() => RunOnceAsync(work, accept, cancellationToken), cancellationToken);
        afterCommit.Run();
        return result;
    }

    /// <summary>Commits without waiting for the disk, which the writer does for all who wait together. Whatever else this connection is used for waits, as ever.</summary>
    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            Say("PRAGMA synchronous=NORMAL");
            try
            {
                return await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken);
            }
            finally
            {
                Say("PRAGMA synchronous=FULL");
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private void Say(string pragma)
    {
        if (raw.sqlite3_exec(((SqliteConnection)db.Database.GetDbConnection()).Handle, pragma) is not raw.SQLITE_OK and var code)
        {
            throw new SqliteException($"{pragma} is refused.", code);
        }
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
