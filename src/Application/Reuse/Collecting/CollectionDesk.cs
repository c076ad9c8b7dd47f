using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>What links open, one writer at a time for each request, its stop in a round, and what people are told. In the caller's transaction.</summary>
internal sealed class CollectionDesk(RepairNetDb db, IRoundStops stops, IRowLocks locks, IOutbox outbox, IClock clock)
{
    private static readonly LocalDate FirstDay = new(2020, 1, 1);

    /// <summary>Requests whose links answer now.</summary>
    public IQueryable<CollectionRequest> Answering
    {
        get
        {
            var since = clock.GetCurrentInstant() - CollectionRequest.LinkLasts;
            return db.CollectionRequests.Where(r => r.ErasedAt == null && (CollectionRequest.OpenStates.Contains(r.Status) || r.ChangedAt > since));
        }
    }

    /// <summary>The request that this secret opens now, if any.</summary>
    public IQueryable<CollectionRequest> Opens(string secret)
    {
        var hash = BookingSecrets.Hash(secret);
        return Answering.Where(r => r.SecretHash == hash);
    }

    /// <summary>The one request of these, held: nobody else changes it before the transaction ends. Null if there is none.</summary>
    public async Task<CollectionRequest?> HoldAsync(IQueryable<CollectionRequest> which, CancellationToken cancellationToken)
    {
        if (await which.AsNoTracking().Select(r => (CollectionRequestId?)r.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
        {
            return null;
        }

        // Asked again once it is held: it may have changed while this waited.
        await locks.HoldNameAsync("collection:" + id, cancellationToken);
        return await which.Include(r => r.Items).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Gives back the stop it keeps, if it keeps one, before it stands otherwise.</summary>
    public Task FreeStopAsync(CollectionRequest request, CancellationToken cancellationToken) =>
        request is { HasStop: true, RoundId: { } round, HeldGrams: { } grams } ? stops.GiveBackAsync(round, grams, cancellationToken) : Task.CompletedTask;

    /// <summary>Tells them how their request stands now: by mail, or by telephone where they gave no address.</summary>
    public void Tell(CollectionRequest request)
    {
        var news = request.NextNews();
        if (request.Contact.Email is not null)
        {
            outbox.Add(MessageKind.CollectionNews, request.Id.Value, news);
        }
        else
        {
            request.AskForCall();
        }
    }

    /// <summary>Writes to them what they just did themselves; nobody is called for it. What they were to be called for is no longer so.</summary>
    public void Confirm(CollectionRequest request)
    {
        var news = request.NextNews();
        request.MarkCalled();
        if (request.Contact.Email is not null)
        {
            outbox.Add(MessageKind.CollectionNews, request.Id.Value, news);
        }
    }

    /// <summary>Tells the workshop that something waits: once a day at most.</summary>
    public void TellWorkshop(OrganisationId workshop) =>
        outbox.Add(MessageKind.CollectionWaits, workshop.Value, Period.DaysBetween(FirstDay, clock.GetCurrentInstant().InUtc().Date));
}
