using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A calendar program reads the appointments behind a secret address.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record ReadCalendarFeed(string Secret) : IQuery<OneOf<CalendarFeedContent, NotFound>>
{
    /// <summary>Local days shown before today.</summary>
    public const int DaysBack = 30;

    /// <summary>Local days shown after today.</summary>
    public const int DaysAhead = 400;

    /// <summary>Appointments shown: those to come, the soonest first, then the latest of those that are past.</summary>
    public const int Most = 3_000;
}

/// <summary>What a calendar may know: no name, no address, no telephone.</summary>
/// <param name="Name">Of the place, or null for several.</param>
public sealed record CalendarFeedContent(string? Name, IReadOnlyList<CalendarFeedEntry> Entries);

/// <param name="Revision">How many times it changed.</param>
/// <param name="Initials">Of who comes: « M. B. ».</param>
/// <param name="Items">What is brought.</param>
/// <param name="Location">Address of the place; null when they do not meet there.</param>
public sealed record CalendarFeedEntry(BookingId Id, int Revision, Instant Start, Instant End, BookingStatus Status, string Initials, IReadOnlyList<BookedItem> Items, string PlaceName, string? Location, int Bench);

internal sealed class ReadCalendarFeedHandler(RepairNetDb db, CalendarFeeds feeds, IClock clock) : IRequestHandler<ReadCalendarFeed, OneOf<CalendarFeedContent, NotFound>>
{
    public async Task<OneOf<CalendarFeedContent, NotFound>> Handle(ReadCalendarFeed request, CancellationToken cancellationToken)
    {
        var hash = BookingSecrets.Hash(request.Secret);
        var feed = await db.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(f => f.SecretHash == hash && f.RevokedAt == null, cancellationToken);
        if (feed is null || await feeds.PlacesAsync(feed, cancellationToken) is not { Count: > 0 } places)
        {
            return new NotFound();
        }

        var today = clock.GetCurrentInstant().InUtc().Date;
        var (first, last) = (today.PlusDays(-ReadCalendarFeed.DaysBack), today.PlusDays(ReadCalendarFeed.DaysAhead));
        var bookings = db.Bookings.AsNoTracking().Where(b => places.Contains(b.PlaceId));
        var coming = await ReadAsync(bookings.Where(b => b.Day >= today && b.Day <= last).OrderBy(b => b.Start).ThenBy(b => b.Id), ReadCalendarFeed.Most, cancellationToken);
        var past = await ReadAsync(
            bookings.Where(b => b.Day >= first && b.Day < today && b.Status != BookingStatus.Cancelled).OrderByDescending(b => b.Start).ThenByDescending(b => b.Id),
            ReadCalendarFeed.Most - coming.Count,
            cancellationToken);
        past.Reverse();
        return new CalendarFeedContent(
            feed.PlaceId is null ? null : await db.Places.Where(p => p.Id == feed.PlaceId).Select(p => p.Name).SingleAsync(cancellationToken), [.. past, .. coming]);
    }

    /// <summary>The first of these appointments, in their order.</summary>
    private async Task<List<CalendarFeedEntry>> ReadAsync(IQueryable<Booking> bookings, int most, CancellationToken cancellationToken)
    {
        var found = await (
            from b in bookings
            join p in db.Places.AsNoTracking() on b.PlaceId equals p.Id
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            select new { b.Id, b.Revision, b.Start, b.End, b.Status, b.Contact.Name, b.Item, b.MoreItems, PlaceName = p.Name, p.Address, s.Mode, b.Bench })
            .Take(most).ToListAsync(cancellationToken);
        return found.ConvertAll(b => new CalendarFeedEntry(
            b.Id, b.Revision, b.Start, b.End, b.Status, InitialsOf(b.Name), [b.Item, .. b.MoreItems], b.PlaceName, b.Mode == ServiceMode.Workshop ? b.Address : null, b.Bench));
    }

    /// <summary>« M. B. » for Marie Blanc: the first letter of at most three words.</summary>
    internal static string InitialsOf(string name) =>
        string.Join(' ', name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetter(word[0])).Take(3).Select(word => $"{char.ToUpperInvariant(word[0])}."));
}
