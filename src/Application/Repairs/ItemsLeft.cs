using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// What the use cases of items left share: who may touch one, held so that of two presses one comes first; whom to tell, and
/// how.
/// </summary>
internal sealed class ItemsLeft(RepairNetDb db, IRowLocks locks, ICurrentActor currentActor, IOutbox outbox, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>The item of this slip, held until the transaction ends; null when there is none that is theirs to change.</summary>
    /// <param name="slip">As read on the label, in any spelling.</param>
    public async Task<ItemLeft?> HoldAsync(string slip, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(slip, out var parsed))
        {
            return null;
        }

        var found = await db.ItemsLeft.AsNoTracking().Where(i => i.Slip == parsed.Value).Select(i => new { i.Id, i.OrganisationId }).SingleOrDefaultAsync(cancellationToken);
        return found is not null && (await currentActor.GetAsync(cancellationToken)).Acts(Permission.RecordRepairs, found.OrganisationId)
            ? await HoldAsync(found.Id, cancellationToken)
            : null;
    }

    /// <summary>The item whose link holds this secret, held until the transaction ends; null when there is none.</summary>
    public async Task<ItemLeft?> HoldBySecretAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(secret);
        var found = await db.ItemsLeft.AsNoTracking().Where(i => i.SecretHash == hash).Select(i => (ItemLeftId?)i.Id).SingleOrDefaultAsync(cancellationToken);

        // Asked again once it is held: the link may have been replaced while this waited.
        return found is { } id && await HoldAsync(id, cancellationToken) is { } item && item.SecretHash == hash && item.IsLinkOpen(clock.GetCurrentInstant()) ? item : null;
    }

    /// <summary>
    /// Tells the person that they may come and collect it, unless they were told: « ready » taken back and said again is told once.
    /// A message that has not left is replaced by a new one, since a change meanwhile may have dropped it.
    /// </summary>
    public async Task TellReadyOnceAsync(ItemLeft item, CancellationToken cancellationToken)
    {
        if (await ReadyToldAtAsync(item, cancellationToken) is null)
        {
            await TellAsync(item, ItemNews.Ready, cancellationToken);
        }
    }

    /// <summary>When the person was told that it is ready, by mail or by telephone; null where they were not.</summary>
    public async Task<Instant?> ReadyToldAtAsync(ItemLeft item, CancellationToken cancellationToken) =>
        item.ReadyToldAt ?? (await ReadyMessagesAsync(item.Id, cancellationToken)).FirstOrDefault(m => m.SentAt is not null)?.SentAt;

    /// <summary>The messages about it that say « ready », the first one first.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> ReadyMessagesAsync(ItemLeftId item, CancellationToken cancellationToken) =>
        await db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.ItemReady && m.SubjectId == item.Value).OrderBy(m => m.Occurrence).ToListAsync(cancellationToken);

    /// <summary>Tells the person: by mail, or for who gave only a telephone, on the desk's list of calls. Called in the transaction of what is told.</summary>
    public async Task TellAsync(ItemLeft item, ItemNews news, CancellationToken cancellationToken)
    {
        var contact = await ContactOfAsync(item, cancellationToken);
        if (contact.Email is not null)
        {
            if (news == ItemNews.Quote)
            {
                outbox.Add(MessageKind.ItemQuoted, item.Id.Value, item.LastQuote!.Number);
            }
            else
            {
                outbox.Add(MessageKind.ItemReady, item.Id.Value, (await ReadyMessagesAsync(item.Id, cancellationToken)) is [.., var last] ? last.Occurrence + 1 : 0);
            }
        }
        else if (contact.Phone is not null)
        {
            item.CallAbout(news);
        }
    }

    /// <summary>Whom to tell: that of the appointment, where there is one.</summary>
    public async Task<Contact> ContactOfAsync(ItemLeft item, CancellationToken cancellationToken) =>
        item.WalkIn ?? await db.Bookings.AsNoTracking().Where(b => b.Id == item.BookingId).Select(b => b.Contact).SingleAsync(cancellationToken);

    /// <summary>The local day at the place.</summary>
    public async Task<LocalDate> TodayAsync(PlaceId place, CancellationToken cancellationToken)
    {
        var zone = await db.Places.AsNoTracking().Where(p => p.Id == place).Select(p => p.TimeZone).SingleAsync(cancellationToken);
        return clock.GetCurrentInstant().InZone(zones[zone]).Date;
    }

    private async Task<ItemLeft> HoldAsync(ItemLeftId id, CancellationToken cancellationToken)
    {
        // Read after the lock: whoever held it may have changed what is here.
        await locks.HoldNameAsync("item-left:" + id, cancellationToken);
        return await db.ItemsLeft.SingleAsync(i => i.Id == id, cancellationToken);
    }
}
