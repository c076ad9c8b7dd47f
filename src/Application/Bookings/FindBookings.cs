using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Appointments at the places one works at, by reference or by name, whatever became of them, the newest first. The operator finds any
/// by its reference, and by name only at places of their own: nobody leafs through everyone's names.
/// </summary>
/// <param name="Text">A reference or a name, as people type them.</param>
/// <param name="Page">From 1.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record FindBookings(string? Text, int Page = 1) : IQuery<FoundBookings>
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 20;

    /// <summary>
    /// Appointments whose names are read, the newest ones: years of a workshop. Names are compared here rather than by the database,
    /// since SQLite and PostgreSQL do not fold accents alike. A reference is found however old it is.
    /// </summary>
    public const int NamesRead = 2_000;
}

/// <param name="Lines">Those of the page.</param>
/// <param name="Total">Lines on all pages.</param>
/// <param name="IsPartial">Whether there are older appointments, whose names were not read.</param>
/// <param name="IsByReferenceOnly">One works at no place, and finds appointments by their reference only.</param>
public sealed record FoundBookings(IReadOnlyList<FoundBooking> Lines, int Total, bool IsPartial, bool IsByReferenceOnly = false);

/// <summary>An appointment found.</summary>
/// <param name="Start">By the clock of the place.</param>
/// <param name="Today">The local day at the place.</param>
public sealed record FoundBooking(string Reference, BookingStatus Status, ZonedDateTime Start, LocalDate Today, string PlaceName, string ContactName, BookedItem Item, IReadOnlyList<BookedItem> MoreItems);

internal sealed class FindBookingsHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<FindBookings, FoundBookings>
{
    public async Task<FoundBookings> Handle(FindBookings request, CancellationToken cancellationToken)
    {
        if (!NameSearch.TryParse(request.Text, out var name))
        {
            return new FoundBookings([], 0, IsPartial: false);
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        var mine = actor.OrganisationsWith(Permission.ReadAgenda).ToList();
        var ids = await db.Places.AsNoTracking().Where(p => mine.Contains(p.OrganisationId)).Select(p => p.Id).ToListAsync(cancellationToken);
        var bookings = db.Bookings.AsNoTracking().Where(b => actor.IsOperator || ids.Contains(b.PlaceId));
        BookingId? referred = BookingReference.TryParse(request.Text, out var reference)
            ? await bookings.Where(b => b.Reference == reference.Value).Select(b => (BookingId?)b.Id).SingleOrDefaultAsync(cancellationToken)
            : null;
        var newest = await NewestAsync(ids, cancellationToken);
        var found = newest.Take(FindBookings.NamesRead).Where(b => b.Id == referred || name.Matches(b.Name)).Select(b => b.Id).ToList();
        if (referred is { } old && !found.Contains(old))
        {
            found.Add(old);
        }

        var page = found.Skip((Math.Max(1, request.Page) - 1) * FindBookings.PageSize).Take(FindBookings.PageSize).ToList();
        var shown = await bookings.Where(b => page.Contains(b.Id))
            .Select(b => new { b.Id, b.Reference, b.Status, b.Start, b.PlaceId, b.Contact, b.Item, b.MoreItems })
            .ToDictionaryAsync(b => b.Id, cancellationToken);
        var atPlaces = shown.Values.Select(b => b.PlaceId).Distinct().ToList();
        var places = await db.Places.AsNoTracking().Where(p => atPlaces.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.TimeZone }).ToDictionaryAsync(p => p.Id, cancellationToken);
        var now = clock.GetCurrentInstant();
        return new FoundBookings(
            [.. page.Where(shown.ContainsKey).Select(id => shown[id]).Select(b =>
            {
                var place = places[b.PlaceId];
                var zone = zones[place.TimeZone];
                return new FoundBooking(b.Reference, b.Status, b.Start.InZone(zone), now.InZone(zone).Date, place.Name, b.Contact.Name, b.Item, b.MoreItems);
            })],
            found.Count,
            newest.Count > FindBookings.NamesRead,
            actor.IsOperator && ids.Count == 0);
    }

    /// <summary>The newest of these places, one more than names are read. Asked of each place in turn: that is the order of the index, so no older row is looked at.</summary>
    private async Task<IReadOnlyList<(BookingId Id, string Name)>> NewestAsync(List<PlaceId> places, CancellationToken cancellationToken)
    {
        var newest = new List<(BookingId Id, string Name, LocalDate Day, Instant Start)>();
        foreach (var place in places)
        {
            var ofPlace = await db.Bookings.AsNoTracking().Where(b => b.PlaceId == place)
                .OrderByDescending(b => b.Day).ThenByDescending(b => b.Start).ThenByDescending(b => b.Id)
                .Take(FindBookings.NamesRead + 1)
                .Select(b => new { b.Id, b.Contact.Name, b.Day, b.Start })
                .ToListAsync(cancellationToken);
            newest.AddRange(ofPlace.Select(b => (b.Id, b.Name, b.Day, b.Start)));
        }

        return [.. newest.OrderByDescending(b => b.Day).ThenByDescending(b => b.Start).ThenByDescending(b => b.Id.Value).Take(FindBookings.NamesRead + 1).Select(b => (b.Id, b.Name))];
    }
}
