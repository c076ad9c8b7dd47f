using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>Adds messages to the unit of work, and wakes the dispatcher once it is committed.</summary>
internal sealed class Outbox(RepairNetDb db, AfterCommit afterCommit, ISweepBell bell, MailPace pace, IClock clock) : IOutbox
{
    public void Add(MessageKind kind, Guid subjectId, int occurrence)
    {
        if (db.Outbox.Local.Any(m => m.Kind == kind && m.SubjectId == subjectId && m.Occurrence == occurrence))
        {
            return;
        }

        db.Outbox.Add(Compose(kind, subjectId, occurrence));
    }

    public OutboxMessage Compose(MessageKind kind, Guid subjectId, int occurrence)
    {
        afterCommit.Add(Announce);
        return new OutboxMessage(OutboxMessageId.New(), kind, subjectId, occurrence, clock.GetCurrentInstant());
    }

    private void Announce()
    {
        pace.Made();
        bell.Ring<OutboxDispatcher>();
    }
}

/// <summary>
/// Writes new messages with ON CONFLICT DO NOTHING. A plain INSERT of a message that exists already would undo the whole
/// transaction, and with it the booking the message is about.
/// </summary>
internal sealed class OutboxInsertOnce : SaveChangesInterceptor
{
    public static OutboxInsertOnce Instance { get; } = new();

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { Database.CurrentTransaction: not null } db)
        {
            foreach (var entry in db.ChangeTracker.Entries<OutboxMessage>().Where(e => e.State == EntityState.Added).ToList())
            {
                await InsertAsync(db, entry.Entity, cancellationToken);
                entry.State = EntityState.Detached;
            }
        }

        return result;
    }

    private static Task<int> InsertAsync(DbContext db, OutboxMessage message, CancellationToken cancellationToken)
    {
        object createdAt = db.Database.IsSqlite() ? message.CreatedAt.ToUnixTimeMilliseconds() : message.CreatedAt;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO outbox (id, kind, subject_id, occurrence, created_at, tries, next_try_at)
            VALUES ({message.Id.Value}, {message.Kind.ToString()}, {message.SubjectId}, {message.Occurrence}, {createdAt}, 0, {createdAt})
            ON CONFLICT (kind, subject_id, occurrence) DO NOTHING
            """,
            cancellationToken);
    }
}
