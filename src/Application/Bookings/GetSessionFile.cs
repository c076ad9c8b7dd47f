using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A session as those who hold it see it: who comes to repair, who comes with what, and what nobody present repairs any more.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetSessionFile(CafeSessionId Session) : IQuery<OneOf<SessionFile, NotFound>>;

/// <param name="Title">What it is about, or null.</param>
/// <param name="MinutesPerPlace">Minutes given to each item; null for those of the service.</param>
/// <param name="IsPast">Its local day is over.</param>
/// <param name="IsOver">Its last hour is past: it is not called off any more.</param>
/// <param name="IsToday">Numbers are given and called.</param>
/// <param name="Volunteers">Who said that they will be there.</param>
/// <param name="Bookings">Appointments of that day, cancelled ones left out, in order of time.</param>
public sealed record SessionFile(
    CafeSessionId Id,
    PlaceId Place,
    string PlaceName,
    string PlaceSlug,
    string? Title,
    LocalDate Date,
    LocalTime From,
    LocalTime To,
    int Benches,
    int? MinutesPerPlace,
    bool IsCalledOff,
    bool IsPast,
    bool IsOver,
    bool IsToday,
    LocalDate Today,
    DateTimeZone Zone,
    IReadOnlyList<SessionVolunteerLine> Volunteers,
    IReadOnlyList<SessionBookingLine> Bookings);

/// <summary>Someone who will be there.</summary>
/// <param name="Repairs">Codes of what they repair without help.</param>
public sealed record SessionVolunteerLine(PersonId Id, string FirstName, string? LastName, IReadOnlyList<string> Repairs);

/// <summary>An appointment of the day.</summary>
/// <param name="IsServed">Someone present repairs it; true too once it is over.</param>
/// <param name="IsInside">It keeps its bench and its time in the session; one given before the session was announced may not.</param>
/// <param name="IsToCome">Its hour is not past.</param>
public sealed record SessionBookingLine(string Reference, BookingStatus Status, Instant Start, int Bench, Contact Contact, BookedItem Item, IReadOnlyList<BookedItem> MoreItems, bool IsServed, bool IsInside, bool IsToCome);

internal sealed class GetSessionFileHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetSessionFile, OneOf<SessionFile, NotFound>>
{
    public async Task<OneOf<SessionFile, NotFound>> Handle(GetSessionFile request, CancellationToken cancellationToken)
    {
        if (await db.WorkedAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadAgenda, request.Session, cancellationToken) is not { } worked)
        {
            return new NotFound();
        }

        var (session, zone) = (worked.Session, zones[worked.TimeZone]);
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zone).Date;
        var ids = session.Volunteers.Select(v => v.PersonId).ToList();
        var people = await db.People.AsNoTracking().Include(p => p.Skills).Where(p => ids.Contains(p.Id)).ToListAsync(cancellationToken);
        var repaired = people.SelectMany(p => p.Skills).Where(s => s.Level.RepairsAlone()).Select(s => s.Category).ToHashSet(StringComparer.Ordinal);
        var bookings = await db.Bookings.AsNoTracking()
            .Where(b => b.PlaceId == session.PlaceId && b.Day == session.Date && b.Status != BookingStatus.Cancelled)
            .OrderBy(b => b.Start).ThenBy(b => b.Bench).ToListAsync(cancellationToken);
        var hours = SessionBookings.Hours(session);
        return new SessionFile(
            session.Id,
            session.PlaceId,
            worked.PlaceName,
            worked.PlaceSlug,
            session.Title,
            session.Date,
            session.From,
            session.To,
            session.Benches,
            session.MinutesPerPlace,
            session.CancelledAt is not null,
            session.Date < today,
            session.IsOver(now, zone),
            worked.IsQueueOpen(today),
            today,
            zone,
            [.. people.OrderBy(p => p.FirstName, StringComparer.Ordinal).ThenBy(p => p.Id.Value)
                .Select(p => new SessionVolunteerLine(p.Id, p.FirstName, p.LastName, [.. p.Skills.Where(s => s.Level.RepairsAlone()).Select(s => s.Category).Order(StringComparer.Ordinal)]))],
            [.. bookings.Select(b => new SessionBookingLine(
                b.Reference, b.Status, b.Start, b.Bench, b.Contact, b.Item, b.MoreItems, b.Status is not (BookingStatus.Confirmed or BookingStatus.Arrived) || b.Items.All(item => repaired.Contains(item.Category)), hours.Holds(b, zone), b.Start > now))]);
    }
}
