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

/// <summary>On PostgreSQL: READ COMMITTED, tried again when the server picked it as a deadlock's victim or two rows raced for a unique name.</summary>
internal sealed class PostgresWriteTransactions(RepairNetDb db, RidingCommit commit, AfterCommit afterCommit) : IWriteTransactions
{
    private const int MaxTries = 4;

    /// <param name="sharesCommit">Of no use: the server groups commits by itself.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, Func<T, bool> accept, CancellationToken cancellationToken, bool sharesCommit)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            // What is last here is not last in the transaction.
            commit.Stay();
            return await work();
        }

        var mayRide = true;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                commit.Begin(mayRide);
                var result = await WriteTransaction.RunOnceAsync(db, work, accept, afterCommit, cancellationToken, commit);
                afterCommit.Run();
                return result;
            }
            catch (Exception e) when (e is RideLostException || (attempt < MaxTries && IsRace(e)))
            {
                mayRide &= e is not RideLostException;
                db.ChangeTracker.Clear();
                afterCommit.Clear();
            }
        }
    }

    private static bool IsRace(Exception exception) =>
        (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation;
}

/// <summary>
/// On PostgreSQL the last statement of a transaction may bring the COMMIT along, in one message and one answer: of the few that a booking
/// exchanges with the server, that is one less. Whoever wrote it says so here.
/// </summary>
internal sealed class RidingCommit
{
    /// <summary>The last statement of the work may bring the COMMIT along: nobody else's transaction surrounds it.</summary>
    public bool MayRide { get; private set; }

    /// <summary>It did, and all is durable.</summary>
    public bool IsDone { get; private set; }

    /// <summary>A transaction begins.</summary>
    public void Begin(bool mayRide) => (MayRide, IsDone) = (mayRide, false);

    /// <summary>Nothing rides in this transaction any more.</summary>
    public void Stay() => MayRide = false;

    public void Done() => IsDone = true;
}

/// <summary>The last statement had brought the COMMIT along, and was refused: all is undone, and the work is to be done again with its COMMIT behind it.</summary>
internal sealed class RideLostException(Exception inner) : Exception(inner.Message, inner);

internal static class WriteTransaction
{
    /// <param name="riding">Tells whether the work committed itself; null where nothing can.</param>
    public static async Task<T> RunOnceAsync<T>(RepairNetDb db, Func<Task<T>> work, Func<T, bool> accept, AfterCommit afterCommit, CancellationToken cancellationToken, RidingCommit? riding = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await work();
        if (riding is { IsDone: true })
        {
            if (!accept(result) || db.ChangeTracker.HasChanges())
            {
                throw new InvalidOperationException("What was to be written last was not the last.");
            }
        }
        else if (accept(result))
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
