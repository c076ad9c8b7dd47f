using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>Who is to be called about the item they left, by the desks one works at, the oldest first.</summary>
/// <param name="Place">Of that place alone; null for all.</param>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetItemCalls(PlaceId? Place = null) : IQuery<ItemCalls>
{
    /// <summary>Calls shown at once.</summary>
    public const int Most = 50;
}

/// <param name="Calls">At most <see cref="GetItemCalls.Most"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record ItemCalls(IReadOnlyList<ItemCall> Calls, int Total);

/// <summary>A call to make about an item.</summary>
/// <param name="Quote">The quote to tell, if that is it.</param>
/// <param name="Today">The local day at the place.</param>
/// <param name="Tries">How many times nobody answered.</param>
public sealed record ItemCall(string Slip, ItemNews News, QuoteView? Quote, Contact Contact, BookedItem Item, string PlaceName, DateTimeZone Zone, LocalDate Today, int Tries, Instant? TriedAt);

internal sealed class GetItemCallsHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetItemCalls, ItemCalls>
{
    public async Task<ItemCalls> Handle(GetItemCalls request, CancellationToken cancellationToken)
    {
        var mine = (await currentActor.GetAsync(cancellationToken)).OrganisationsWith(Permission.ReadRepairs).ToList();
        var waiting = db.ItemsLeft.AsNoTracking().Where(i => i.ToCall != null && mine.Contains(i.OrganisationId) && (request.Place == null || i.PlaceId == request.Place));
        var items = await waiting.OrderBy(i => i.Since).ThenBy(i => i.Id).Take(GetItemCalls.Most).ToListAsync(cancellationToken);
        var bookings = items.Select(i => i.BookingId).OfType<BookingId>().ToList();
        var contacts = await db.Bookings.AsNoTracking().Where(b => bookings.Contains(b.Id)).Select(b => new { b.Id, b.Contact }).ToDictionaryAsync(b => b.Id, b => b.Contact, cancellationToken);
        var atPlaces = items.Select(i => i.PlaceId).Distinct().ToList();
        var places = await db.Places.AsNoTracking().Where(p => atPlaces.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.TimeZone }).ToDictionaryAsync(p => p.Id, cancellationToken);
        var now = clock.GetCurrentInstant();
        return new ItemCalls(
            [.. items.Select(i =>
            {
                var (place, zone) = (places[i.PlaceId], zones[places[i.PlaceId].TimeZone]);
                var today = now.InZone(zone).Date;
                var quote = i.ToCall == ItemNews.Quote && i.LastQuote is { } last ? QuoteView.Of(last, today) : null;
                return new ItemCall(i.Slip, i.ToCall!.Value, quote, i.WalkIn ?? contacts[i.BookingId!.Value], i.Item, place.Name, zone, today, i.CallTries, i.CallTriedAt);
            })],
            items.Count < GetItemCalls.Most ? items.Count : await waiting.CountAsync(cancellationToken));
    }
}
