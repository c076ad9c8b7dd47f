using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>An appointment as the workshop sees it, with whom to call.</summary>
/// <param name="Reference">As read on the ticket, in any spelling.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetVisit(string Reference) : IQuery<OneOf<VisitView, NotFound>>;

/// <summary>An appointment of the workshop.</summary>
/// <param name="Phone">Number of the organisation, or null.</param>
/// <param name="Today">The local day at the place.</param>
/// <param name="Visit">Where to come, for an appointment at home; null where that is not known.</param>
/// <param name="CanArrive">The arrival can be noted.</param>
/// <param name="CanBeAbsent">The absence can be noted.</param>
/// <param name="CanBeCancelled">The workshop can cancel it.</param>
/// <param name="CanBeMoved">The workshop can move it.</param>
/// <param name="CanBeFollowed">The person came, and is still known: the item can stay, and a second visit can follow.</param>
/// <param name="ConfirmBy">While it is to confirm: when it lapses.</param>
public sealed record VisitView(
    BookingId Id,
    ServiceId Service,
    string Reference,
    BookingStatus Status,
    PlaceId Place,
    string PlaceName,
    string Address,
    string CommuneName,
    string? Phone,
    DateTimeZone Zone,
    Instant Start,
    Instant End,
    LocalDate Day,
    LocalDate Today,
    int Bench,
    string ServiceName,
    Contact Contact,
    BookedItem Item,
    IReadOnlyList<BookedItem> MoreItems,
    string? Note,
    BookingChannel Channel,
    VisitAddress? Visit,
    bool CanArrive,
    bool CanBeAbsent,
    bool CanBeCancelled,
    bool CanBeMoved,
    bool CanBeFollowed,
    Instant? ConfirmBy,
    IReadOnlyList<HistoryLine> History)
{
    /// <summary>When what it said about its person was erased; null while it says it.</summary>
    public Instant? ErasedAt { get; init; }

    /// <summary>False while the workshop is suspended: what stands there does not move.</summary>
    public required bool TakesBookings { get; init; }

    /// <summary>The arrival was noted, and nothing was found yet.</summary>
    public bool CanTakeBackArrival { get; init; }

    /// <summary>All that is brought, in the order in which items are numbered, from 1.</summary>
    public IReadOnlyList<BookedItem> Items => [Item, .. MoreItems];
}

/// <summary>A line of the history of a booking.</summary>
/// <param name="Deed">Null for its making.</param>
/// <param name="ByEmail">Address of the account that did it; null for the person themselves, or the program.</param>
public sealed record HistoryLine(BookingDeed? Deed, BookingParty Party, string? ByEmail, Instant At, string? Reason, Instant? From, Instant? To);

internal sealed class GetVisitHandler(RepairNetDb db, ICurrentActor currentActor, IAccounts accounts, ITerritories territories, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetVisit, OneOf<VisitView, NotFound>>
{
    /// <summary>Lines shown: nobody changes an appointment more often.</summary>
    private const int MostLines = 100;

    public async Task<OneOf<VisitView, NotFound>> Handle(GetVisit request, CancellationToken cancellationToken)
    {
        if (!BookingReference.TryParse(request.Reference, out var reference))
        {
            return new NotFound();
        }

        var found = await (
            from b in db.Bookings.AsNoTracking()
            join p in db.Places.AsNoTracking() on b.PlaceId equals p.Id
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where b.Reference == reference.Value
            select new { Booking = b, PlaceName = p.Name, p.Address, p.CommuneCode, o.Phone, p.TimeZone, ServiceName = s.Name, Organisation = o.Status }).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (found is null || !actor.Acts(Permission.ReadAgenda, found.Booking.OrganisationId))
        {
            return new NotFound();
        }

        var (booking, zone, now) = (found.Booking, zones[found.TimeZone], clock.GetCurrentInstant());
        var today = now.InZone(zone).Date;
        var index = await territories.GetAsync(cancellationToken);
        return new VisitView(
            booking.Id,
            booking.ServiceId,
            booking.Reference,
            booking.Status,
            booking.PlaceId,
            found.PlaceName,
            found.Address,
            index.Commune(found.CommuneCode)?.Name ?? "",
            found.Phone,
            zone,
            booking.Start,
            booking.End,
            booking.Day,
            today,
            booking.Bench,
            found.ServiceName,
            booking.Contact,
            booking.Item,
            booking.MoreItems,
            booking.Note,
            booking.Channel,
            VisitAddress.Of(booking.VisitAddress, booking.VisitCommune, index),
            CanArrive: booking.Status is BookingStatus.Confirmed or BookingStatus.ToConfirm or BookingStatus.NoShow && booking.Day == today,
            CanBeAbsent: booking.Status == BookingStatus.Confirmed && booking.Start <= now,
            CanBeCancelled: booking.Status is BookingStatus.Confirmed or BookingStatus.ToConfirm,
            CanBeMoved: booking.Status == BookingStatus.Confirmed && found.Organisation.TakesBookings(byResident: false),
            booking.CanBeFollowed,
            booking.ConfirmBy,
            await HistoryAsync(booking, cancellationToken))
        {
            ErasedAt = booking.ErasedAt,
            TakesBookings = found.Organisation.TakesBookings(byResident: false),
            CanTakeBackArrival = booking is { Status: BookingStatus.Arrived, Diagnosis: null, ErasedAt: null },
        };
    }

    private async Task<IReadOnlyList<HistoryLine>> HistoryAsync(Booking booking, CancellationToken cancellationToken)
    {
        var events = await db.BookingEvents.AsNoTracking().Where(e => e.BookingId == booking.Id).OrderBy(e => e.At).ThenBy(e => e.Id).Take(MostLines).ToListAsync(cancellationToken);
        var emails = await accounts.EmailsAsync([.. events.Select(e => e.By).Append(booking.BookedBy).OfType<AccountId>().Distinct()], cancellationToken);
        return
        [
            new HistoryLine(null, booking.Channel == BookingChannel.Web ? BookingParty.Resident : BookingParty.Workshop, Email(booking.BookedBy), booking.CreatedAt, null, null, booking.Start),
            .. events.Select(e => new HistoryLine(e.Deed, e.Party, Email(e.By), e.At, e.Reason, e.From, e.To)),
        ];

        string? Email(AccountId? account) => account is { } id ? emails.GetValueOrDefault(id) : null;
    }
}
