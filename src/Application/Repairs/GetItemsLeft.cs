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

/// <summary>The items that are at a workshop: first those that nobody collects, then by what is to be done, the oldest first.</summary>
/// <param name="State">Only those that stand so; null for all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PatienceDays">An item ready for longer than this many days is not collected.</param>
/// <param name="UncollectedOnly">Only those that are not collected.</param>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetItemsLeft(PlaceId Place, ItemLeftState? State, int Page, int PatienceDays, bool UncollectedOnly = false) : IQuery<OneOf<ItemsAtWorkshop, NotFound>>
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 20;

    /// <summary>Days after which an item that is ready is said not to be collected, where nothing else is set.</summary>
    public const int UsualPatienceDays = 14;
}

/// <param name="Lines">Those of the page.</param>
/// <param name="Total">Lines on all pages.</param>
/// <param name="Counts">How many stand at each state, whatever is shown.</param>
/// <param name="Uncollected">How many are ready for longer than patience lasts.</param>
public sealed record ItemsAtWorkshop(
    PlaceId Place, string PlaceName, DateTimeZone Zone, LocalDate Today, IReadOnlyList<ItemLeftLine> Lines, int Total, IReadOnlyDictionary<ItemLeftState, int> Counts, int Uncollected)
{
    public int All => Counts.Values.Sum();
}

/// <summary>An item in the list.</summary>
/// <param name="Days">Local days since it stands so.</param>
/// <param name="DaysHere">Local days since it was left.</param>
/// <param name="IsUncollected">Ready for longer than patience lasts.</param>
/// <param name="Quote">The last one; null when none was made.</param>
public sealed record ItemLeftLine(string Slip, ItemLeftState State, int Days, int DaysHere, bool IsUncollected, Contact Contact, BookedItem Item, QuoteView? Quote, ItemNews? ToCall);

internal sealed class GetItemsLeftHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetItemsLeft, OneOf<ItemsAtWorkshop, NotFound>>
{
    // Each is named, so that the index leaves out the thousands that were collected.
    private static readonly List<ItemLeftState> Here = [.. Enum.GetValues<ItemLeftState>().Where(state => state != ItemLeftState.Collected)];

    public async Task<OneOf<ItemsAtWorkshop, NotFound>> Handle(GetItemsLeft request, CancellationToken cancellationToken)
    {
        var place = await db.Places.AsNoTracking().Where(p => p.Id == request.Place).Select(p => new { p.Name, p.OrganisationId, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        if (place is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ReadRepairs, place.OrganisationId))
        {
            return new NotFound();
        }

        var zone = zones[place.TimeZone];
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zone).Date;
        var tooLong = now - Duration.FromDays(request.PatienceDays);
        var here = db.ItemsLeft.AsNoTracking().Where(i => i.PlaceId == request.Place && Here.Contains(i.State));
        var counts = await here.GroupBy(i => i.State).Select(g => new { State = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
        var uncollected = await here.CountAsync(i => i.State == ItemLeftState.Ready && i.Since < tooLong, cancellationToken);
        var shown = request.State is { } state ? here.Where(i => i.State == state) : here;
        shown = request.UncollectedOnly ? shown.Where(i => i.State == ItemLeftState.Ready && i.Since < tooLong) : shown;
        var ids = await shown
            .OrderBy(i => i.State == ItemLeftState.Ready && i.Since < tooLong ? 0
                : i.State == ItemLeftState.WaitingForQuote ? 1
                : i.State == ItemLeftState.Accepted ? 2
                : i.State == ItemLeftState.Quoted ? 3
                : i.State == ItemLeftState.Refused ? 4
                : 5)
            .ThenBy(i => i.Since).ThenBy(i => i.Id)
            .Skip((Math.Max(1, request.Page) - 1) * GetItemsLeft.PageSize).Take(GetItemsLeft.PageSize)
            .Select(i => i.Id)
            .ToListAsync(cancellationToken);
        var items = await db.ItemsLeft.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellationToken);
        var bookings = items.Values.Select(i => i.BookingId).OfType<BookingId>().ToList();
        var contacts = await db.Bookings.AsNoTracking().Where(b => bookings.Contains(b.Id)).Select(b => new { b.Id, b.Contact }).ToDictionaryAsync(b => b.Id, b => b.Contact, cancellationToken);
        return new ItemsAtWorkshop(
            request.Place,
            place.Name,
            zone,
            today,
            [.. ids.Select(id => items[id]).Select(i => new ItemLeftLine(
                i.Slip,
                i.State,
                DaysSince(i.Since),
                DaysSince(i.LeftAt),
                i.State == ItemLeftState.Ready && i.Since < tooLong,
                i.WalkIn ?? contacts[i.BookingId!.Value],
                i.Item,
                i.LastQuote is { } quote ? QuoteView.Of(quote, today) : null,
                i.ToCall))],
            request.UncollectedOnly ? request.State is null or ItemLeftState.Ready ? uncollected : 0 : request.State is { } only ? counts.GetValueOrDefault(only) : counts.Values.Sum(),
            counts,
            uncollected);

        int DaysSince(Instant at) => Period.DaysBetween(at.InZone(zone).Date, today);
    }
}
