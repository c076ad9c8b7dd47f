using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Benches are taken by bookings.</summary>
internal sealed class BusyTimes(RepairNetDb db) : IBusyTimes
{
    public async Task<ILookup<PlaceId, BusyTime>> BetweenAsync(IReadOnlyCollection<PlaceId> places, Instant from, Instant to, BookingId? except, CancellationToken cancellationToken)
    {
        // No occupancy is longer than this, so the index on start bounds the search at both ends.
        var earliest = from - Duration.FromMinutes(BookingTerms.LongestOccupancy);
        var left = except ?? default;
        var taken = await db.Occupancies.AsNoTracking()
            .Where(o => places.Contains(o.PlaceId) && o.Start > earliest && o.Start < to && o.End > from && o.BookingId != left)
            .Select(o => new { o.PlaceId, o.Bench, o.Start, o.End })
            .ToListAsync(cancellationToken);
        return taken.ToLookup(o => o.PlaceId, o => new BusyTime(o.Bench, new TimeRange(o.Start, o.End)));
    }

    public async Task<IReadOnlyList<BusyTime>> AppointmentsAsync(PlaceId place, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var appointments = await db.Occupancies.AsNoTracking()
            .Where(o => o.PlaceId == place && o.Start >= from && o.Start < to)
            .Join(db.Bookings, o => o.BookingId, b => b.Id, (o, b) => new { o.Bench, b.Start, b.End })
            .ToListAsync(cancellationToken);
        return [.. appointments.Select(a => new BusyTime(a.Bench, new TimeRange(a.Start, a.End)))];
    }
}
