using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>How full a local day of a place is, all its benches together.</summary>
/// <param name="Bookings">Appointments, cancelled ones left out.</param>
/// <param name="BookedMinutes">Minutes of these appointments, buffers left out.</param>
/// <param name="OpenMinutes">Minutes that benches are open, closures cut out.</param>
/// <param name="FreeMinutes">Of those, minutes still to come that nothing takes.</param>
public sealed record DayLoad(LocalDate Date, int Bookings, int BookedMinutes, int OpenMinutes, int FreeMinutes)
{
    /// <summary>Whether the place opens at all that day.</summary>
    public bool IsOpen => OpenMinutes > 0;

    /// <summary>How much of the day is booked, from 0 to 1; a day shut with appointments left in it is full.</summary>
    public decimal Density => BookedMinutes == 0 ? 0 : OpenMinutes == 0 ? 1 : Math.Min(1, (decimal)BookedMinutes / OpenMinutes);
}

/// <summary>Time that an appointment takes of a bench, buffer left out, whether it is to come or over.</summary>
/// <param name="Day">The local day of its start.</param>
internal sealed record BookedTime(LocalDate Day, int Bench, Instant Start, Instant End);

/// <summary>Adds up the day of each bench, as the agenda shows it bench by bench.</summary>
internal static class DayLoads
{
    /// <summary>Appointments of a place on these local days, both included; cancelled ones left out. No more than its benches can take.</summary>
    public static async Task<IReadOnlyList<BookedTime>> BookedTimesAsync(this RepairNetDb db, PlaceId place, LocalDate from, LocalDate to, CancellationToken cancellationToken) =>
        await db.Bookings.AsNoTracking()
            .Where(b => b.PlaceId == place && b.Day >= from && b.Day <= to && b.Status != BookingStatus.Cancelled)
            .Select(b => new BookedTime(b.Day, b.Bench, b.Start, b.End))
            .ToListAsync(cancellationToken);

    /// <param name="busy">Times that benches are taken, buffers included; all those that meet these days.</param>
    /// <param name="takesBookings">False for a workshop that is suspended: none of its time is left to give.</param>
    public static IReadOnlyList<DayLoad> Of(PlaceHours hours, LocalDate from, LocalDate to, IEnumerable<BookedTime> booked, IEnumerable<BusyTime> busy, Instant now, bool takesBookings)
    {
        var bookedOn = booked.ToLookup(b => b.Day);

        // A stretch that begins one day may reach into the next, no further: none lasts a day.
        var busyOn = busy.ToLookup(b => b.Range.Start.InZone(hours.Zone).Date);
        return
        [
            .. Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(from.PlusDays)
                .Select(date => Of(hours, date, [.. bookedOn[date]], [.. busyOn[date.PlusDays(-1)], .. busyOn[date]], now))
                .Select(load => takesBookings ? load : load with { FreeMinutes = 0 }),
        ];
    }

    /// <summary>What a bench is taken by: appointments with their buffers, and held slots. Those whose end freed their bench, as it did once, keep their place in the agenda.</summary>
    public static IEnumerable<TimeRange> Taken(int bench, IEnumerable<BookedTime> booked, IEnumerable<BusyTime> busy) =>
        booked.Where(b => b.Bench == bench).Select(b => new TimeRange(b.Start, b.End)).Concat(busy.Where(b => b.Bench == bench).Select(b => b.Range));

    /// <summary>Free time of a bench from an instant on.</summary>
    public static Duration Free(IEnumerable<BenchTime> left, Instant from) =>
        left.Where(time => time.Use == BenchUse.Free && time.Range.End > from)
            .Aggregate(Duration.Zero, (sum, time) => sum + (time.Range.End - Instant.Max(time.Range.Start, from)));

    private static DayLoad Of(PlaceHours hours, LocalDate date, IReadOnlyList<BookedTime> booked, IReadOnlyList<BusyTime> busy, Instant now)
    {
        var (open, free) = (Duration.Zero, Duration.Zero);
        for (var bench = hours.OpeningsOn(date).Select(o => o.Benches).DefaultIfEmpty(0).Max(); bench > 0; bench--)
        {
            open += Free(hours.LeftOver(date, bench, []), Instant.MinValue);
            free += Free(hours.LeftOver(date, bench, Taken(bench, booked, busy)), now);
        }

        return new DayLoad(date, booked.Count, booked.Sum(b => (int)(b.End - b.Start).TotalMinutes), (int)open.TotalMinutes, (int)free.TotalMinutes);
    }
}
