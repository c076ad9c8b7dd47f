using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>Who is to be called by the desks one works at, the oldest first. What is no longer true is not told.</summary>
[AllowedTo(Caller.Member)]
public sealed record GetCallsToMake : IQuery<CallsToMake>
{
    /// <summary>Calls shown at once: more than a desk makes in a morning.</summary>
    public const int Most = 50;
}

/// <param name="Calls">At most <see cref="GetCallsToMake.Most"/>.</param>
/// <param name="Total">All of them.</param>
public sealed record CallsToMake(IReadOnlyList<CallView> Calls, int Total);

/// <summary>A call to make.</summary>
/// <param name="Kind">What is to be told: a reminder, a move, a cancellation.</param>
/// <param name="Today">The local day at the place.</param>
/// <param name="Tries">How many times nobody answered.</param>
public sealed record CallView(
    CallToMakeId Id,
    MessageKind Kind,
    string Reference,
    string Name,
    string Phone,
    Instant Start,
    DateTimeZone Zone,
    LocalDate Today,
    BookedItem Item,
    string PlaceName,
    int Tries,
    Instant? LastTriedAt);

internal sealed class GetCallsToMakeHandler(RepairNetDb db, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<GetCallsToMake, CallsToMake>
{
    public async Task<CallsToMake> Handle(GetCallsToMake request, CancellationToken cancellationToken)
    {
        var mine = (await currentActor.GetAsync(cancellationToken)).Organisations.ToList();
        var now = clock.GetCurrentInstant();
        var calls =
            from c in OpenCalls.Of(db, now)
            join b in db.Bookings.AsNoTracking() on c.BookingId equals b.Id
            join p in db.Places.AsNoTracking() on c.PlaceId equals p.Id
            where mine.Contains(p.OrganisationId)
            select new { Call = c, b.Reference, b.Contact, b.Item, b.Start, PlaceName = p.Name, p.TimeZone };
        var found = await calls.OrderBy(c => c.Call.CreatedAt).ThenBy(c => c.Call.Id).Take(GetCallsToMake.Most).ToListAsync(cancellationToken);
        return new CallsToMake(
            [.. found.Select(c => new CallView(
                c.Call.Id, c.Call.Kind, c.Reference, c.Contact.Name, c.Contact.Phone ?? "", c.Start, zones[c.TimeZone], now.InZone(zones[c.TimeZone]).Date, c.Item, c.PlaceName, c.Call.Tries, c.Call.LastTriedAt))],
            found.Count < GetCallsToMake.Most ? found.Count : await calls.CountAsync(cancellationToken));
    }
}

/// <summary>The calls that are still worth making.</summary>
internal static class OpenCalls
{
    public static IQueryable<CallToMake> Of(RepairNetDb db, Instant now) =>
        from c in db.CallsToMake.AsNoTracking()
        join b in db.Bookings.AsNoTracking() on c.BookingId equals b.Id
        where c.DoneAt == null && b.Start > now && b.Revision == c.Occurrence
            && b.Status == (c.Kind == MessageKind.BookingCancelled ? BookingStatus.Cancelled : BookingStatus.Confirmed)
        select c;
}
