using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RepairNet.Application.Common;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>What is written in one scope on SQLite, one transaction after the other.</summary>
internal sealed class Durability
{
    /// <summary>It waits for the disk with the last transaction only, for which this is false again: a power cut may take back all of it.</summary>
    public bool AtTheEndOnly { get; set; }
}

/// <summary>On SQLite: the queue for the writer, then BEGIN IMMEDIATE, which is what the driver's transactions issue.</summary>
internal sealed class SqliteWriteTransactions(RepairNetDb db, SqliteWriter writer, SqliteWritingConnection writing, Durability durability, AfterCommit afterCommit) : IWriteTransactions
{
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken, bool sharesCommit)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        var mayShare = sharesCommit && !durability.AtTheEndOnly && !HasConnection;
        var result = await writer.RunAsync(() => RunOnceAsync(work, accept, cancellationToken), cancellationToken, untilDurable: !durability.AtTheEndOnly, mayShare);
        afterCommit.Run();
        return result;
    }

    private bool HasConnection => db.Database.GetDbConnection().State == ConnectionState.Open;

    /// <summary>By the connection that writes; whoever keeps a connection of their own open, and set as they need it, writes by theirs.</summary>
    private async Task<T> RunOnceAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        if (HasConnection)
        {
            return await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken);
        }

        var own = db.Database.GetDbConnection();
        db.Database.SetDbConnection(writing.Get());
        try
        {
            return writing.Shared is { } shared
                ? await RunBehindSavepointAsync(shared, work, accept, cancellationToken)
                : await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken);
        }
        finally
        {
            db.Database.SetDbConnection(own, contextOwnsConnection: true);
            writing.GiveBack();
        }
    }

    /// <summary>In a transaction that others share, who are undone or kept each by themselves.</summary>
    private async Task<T> RunBehindSavepointAsync<T>(SqliteTransaction shared, Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.UseTransactionAsync(shared, cancellationToken) ?? throw new InvalidOperationException("There is no transaction to share.");
        KeptCommands.StatementOf(db, "SAVEPOINT turn").Run();
        var isKept = false;
        try
        {
            var result = await work();
            if (accept(result))
            {
                // To save nothing takes as long as some of the statements.
                if (db.ChangeTracker.HasChanges())
                {
                    await db.SaveChangesAsync(cancellationToken);
                }

                isKept = true;
            }

            return result;
        }
        finally
        {
            if (!isKept)
            {
                db.ChangeTracker.Clear();
                afterCommit.Clear();
            }

            // The database may have undone it all.
            if (writing.IsSharedOpen)
            {
                if (!isKept)
                {
                    KeptCommands.StatementOf(db, "ROLLBACK TO turn").Run();
                }

                KeptCommands.StatementOf(db, "RELEASE turn").Run();
            }
        }
    }
}

/// <summary>
/// On PostgreSQL: READ COMMITTED, tried again when the server picked it as a deadlock's victim or two rows raced for a unique name. What may share its
/// commit is first tried in a group.
/// </summary>
internal sealed class PostgresWriteTransactions(RepairNetDb db, GroupMembership membership, AfterCommit afterCommit) : IWriteTransactions
{
    private const int MaxTries = 4;

    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken, bool sharesCommit)
    {
        if (membership.IsMember)
        {
            throw new LeftGroupException();
        }

        if (db.Database.CurrentTransaction is not null)
        {
            return await work();
        }

        if (sharesCommit)
        {
            var (isDone, result) = await RunInGroupAsync(work, accept);
            if (isDone)
            {
                return result;
            }
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

    /// <summary>False, and nothing of it written, for what a group cannot do.</summary>
    private async Task<(bool IsDone, T Result)> RunInGroupAsync<T>(Func<Task<T>> work, Func<T, bool> accept)
    {
        (bool IsDone, T Result) done = (false, default!);
        try
        {
            membership.Enter();
            var result = await work();
            done = (membership.IsDone || !accept(result), result);
        }
        catch (LeftGroupException)
        {
            // Below.
        }
        finally
        {
            membership.Leave();
            if (!membership.IsDone)
            {
                // What comes next would be on the thread that the others of the group wait for.
                await Task.Yield();
            }
        }

        if (membership.IsDone)
        {
            if (db.ChangeTracker.HasChanges())
            {
                throw new InvalidOperationException("What was to be written last was not the last.");
            }

            afterCommit.Run();
            return done;
        }

        db.ChangeTracker.Clear();
        afterCommit.Clear();
        return done;
    }

    /// <summary>Somebody else was quicker: seen again, what they did is there, or what they took away is not.</summary>
    private static bool IsRace(Exception exception) =>
        exception is DbUpdateConcurrencyException
        || (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
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
