using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>An item left at a workshop, for those who work there.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetItemLeft(string Slip) : IQuery<OneOf<ItemLeftView, NotFound>>;

/// <summary>An item left, as the workshop sees it.</summary>
/// <param name="Today">The local day at the place.</param>
/// <param name="IsVisit">It was left at an appointment, whose reference is that of the slip.</param>
/// <param name="Quotes">The last one first.</param>
/// <param name="ToCall">What is still to be told by telephone.</param>
/// <param name="Repair">What became of it, where that is recorded.</param>
/// <param name="Number">Which item of the appointment it is, from 1.</param>
/// <param name="ReadyToldAt">When the person was told that it is ready; null where they were not.</param>
/// <param name="History">What was done with it, the first one first.</param>
public sealed record ItemLeftView(
    string Slip,
    ItemLeftState State,
    Instant Since,
    Instant LeftAt,
    Instant? CollectedAt,
    PlaceId Place,
    string PlaceName,
    DateTimeZone Zone,
    LocalDate Today,
    bool IsVisit,
    Contact Contact,
    BookedItem Item,
    string? Accessories,
    IReadOnlyList<QuoteView> Quotes,
    ItemNews? ToCall,
    int CallTries,
    Instant? CallTriedAt,
    RepairId? Repair,
    int Number,
    Instant? ReadyToldAt,
    IReadOnlyList<ItemHistoryLine> History)
{
    /// <summary>The repair that says what became of it, once it is recorded, where nobody had an appointment.</summary>
    public RepairId OwnRepair { get; init; }

    /// <summary>A price may still be proposed, and « ready » said.</summary>
    public bool IsAtTheBench => State is not (ItemLeftState.Ready or ItemLeftState.Collected);
}

/// <summary>A line of the history of an item left.</summary>
/// <param name="ByEmail">Address of the account that did it; null where that is not known.</param>
public sealed record ItemHistoryLine(ItemDeed Deed, string? ByEmail, Instant At);

/// <summary>A quote as it stands.</summary>
/// <param name="IsExpired">Its last day is past.</param>
public sealed record QuoteView(int Number, long AmountCents, string Text, LocalDate ValidUntil, Instant ProposedAt, QuoteAnswer? Answer, QuoteVoice? AnsweredBy, Instant? AnsweredAt, bool IsOpen, bool IsExpired)
{
    /// <summary>An answer can be given.</summary>
    public bool CanBeAnswered => IsOpen && !IsExpired;

    internal static QuoteView Of(Quote q, LocalDate today) =>
        new(q.Number, q.AmountCents, q.Text, q.ValidUntil, q.ProposedAt, q.Answer, q.AnsweredBy, q.AnsweredAt, q.IsOpen, q.IsExpired(today));
}

internal sealed class GetItemLeftHandler(RepairNetDb db, ItemsLeft items, IAccounts accounts, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetItemLeft, OneOf<ItemLeftView, NotFound>>
{
    public async Task<OneOf<ItemLeftView, NotFound>> Handle(GetItemLeft request, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(request.Slip, out var slip)
            || await db.ItemsLeft.AsNoTracking().Include(i => i.Deeds).AsSplitQuery().SingleOrDefaultAsync(i => i.Slip == slip.Value, cancellationToken) is not { } item
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadRepairs, item.OrganisationId))
        {
            return new NotFound();
        }

        var place = await db.Places.AsNoTracking().Where(p => p.Id == item.PlaceId).Select(p => new { p.Name, p.TimeZone }).SingleAsync(cancellationToken);
        var zone = zones[place.TimeZone];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var emails = await accounts.EmailsAsync([.. item.Deeds.Select(d => d.By).OfType<AccountId>().Distinct()], cancellationToken);
        return new ItemLeftView(
            item.Slip,
            item.State,
            item.Since,
            item.LeftAt,
            item.CollectedAt,
            item.PlaceId,
            place.Name,
            zone,
            today,
            item.BookingId is not null,
            await items.ContactOfAsync(item, cancellationToken),
            item.Item,
            item.Accessories,
            [.. item.Quotes.OrderByDescending(q => q.Number).Select(q => QuoteView.Of(q, today))],
            item.ToCall,
            item.CallTries,
            item.CallTriedAt,
            await (item.BookingId is null
                ? db.Repairs.AsNoTracking().Where(r => r.Id == item.OwnRepair)
                : db.Repairs.AsNoTracking().Where(r => r.BookingId == item.BookingId && r.BookingItem == item.BookingItem)).Select(r => (RepairId?)r.Id).SingleOrDefaultAsync(cancellationToken),
            item.BookingItem,
            await items.ReadyToldAtAsync(item, cancellationToken),
            [.. item.Deeds.OrderBy(d => d.Number).Select(d => new ItemHistoryLine(d.Deed, d.By is { } by ? emails.GetValueOrDefault(by) : null, d.At))])
        {
            OwnRepair = item.OwnRepair,
        };
    }
}
