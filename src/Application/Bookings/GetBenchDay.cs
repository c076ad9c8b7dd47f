using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A day of a place, bench by bench: who comes, what is free, when it is shut. For its members.</summary>
/// <param name="Day">The local day; null for today.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetBenchDay(PlaceId Place, LocalDate? Day) : IQuery<OneOf<BenchDay, NotFound>>
{
    /// <summary>Years an agenda is kept for: a day outside is one that nobody meant.</summary>
    public const int FirstYear = 2000;
    public const int LastYear = 2100;
}

/// <summary>A day of a place.</summary>
/// <param name="Phone">Number of the organisation, or null.</param>
/// <param name="Now">When this was read.</param>
/// <param name="Holiday">The public holiday that keeps it shut, in French, or null.</param>
/// <param name="Week">The seven days around, from Monday.</param>
/// <param name="Next">Of today, the next person expected; null on other days.</param>
/// <param name="Session">The session that takes place that day, or null.</param>
/// <param name="CallsToMake">People whom the desk of this place is to call.</param>
public sealed record BenchDay(
    PlaceId Place,
    OrganisationId Organisation,
    string PlaceName,
    string CommuneName,
    string? Phone,
    DateTimeZone Zone,
    LocalDate Day,
    LocalDate Today,
    Instant Now,
    string? Holiday,
    IReadOnlyList<DayLoad> Week,
    IReadOnlyList<BenchColumn> Benches,
    AgendaLine? Next,
    CafeSessionId? Session,
    int CallsToMake)
{
    /// <summary>False while the workshop is suspended: what stands is kept, and no time is left to give.</summary>
    public required bool TakesBookings { get; init; }

    /// <summary>Appointments of the day, cancelled ones left out.</summary>
    public int Bookings => Benches.Sum(b => b.Entries.Count(e => e.Booking is not null));

    /// <summary>Appointments that could still be given.</summary>
    public int FreeSlots => Benches.Sum(b => b.Entries.Count(e => e.Service is not null));

    /// <summary>How full it is, all benches together.</summary>
    public DayLoad Load => Week.Single(d => d.Date == Day);

    /// <summary>Whether the place opens at all that day.</summary>
    public bool IsOpen => Load.IsOpen;
}

/// <summary>A bench, from 1, and its day in order of time.</summary>
/// <param name="FreeMinutes">Minutes still to come that nothing takes.</param>
public sealed record BenchColumn(int Number, IReadOnlyList<BenchEntry> Entries, int FreeMinutes)
{
    public int Bookings => Entries.Count(e => e.Booking is not null);
}

/// <summary>A stretch of a bench's day: a booking, or free, or a pause, or shut.</summary>
/// <param name="Use">What it is when it is no booking.</param>
/// <param name="Booking">The appointment; null where there is none.</param>
/// <param name="Service">A service that can still be booked at the start of a free stretch; null for none.</param>
/// <param name="Reason">Why it is shut, or null.</param>
public sealed record BenchEntry(Instant Start, Instant End, BenchUse? Use, AgendaLine? Booking, ServiceId? Service, string? Reason)
{
    /// <summary>Whole minutes it lasts.</summary>
    public int Minutes => (int)(End - Start).TotalMinutes;

    /// <summary>Whether someone is still expected though the hours of the place no longer hold this appointment.</summary>
    public bool IsOutsideHours { get; init; }
}

internal sealed class GetBenchDayHandler(
    RepairNetDb db, BookingDesk desk, IAgendas agendas, IBusyTimes busyTimes, ITerritories territories, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetBenchDay, OneOf<BenchDay, NotFound>>
{
    public async Task<OneOf<BenchDay, NotFound>> Handle(GetBenchDay request, CancellationToken cancellationToken)
    {
        var place = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where p.Id == request.Place
            select new { p.Name, p.OrganisationId, p.CommuneCode, p.TimeZone, o.Phone, o.Status }).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (place is null || !actor.Acts(Permission.ReadAgenda, place.OrganisationId) || request.Day is { Year: < GetBenchDay.FirstYear or > GetBenchDay.LastYear })
        {
            return new NotFound();
        }

        var zone = zones[place.TimeZone];
        var takesBookings = place.Status.TakesBookings(byResident: false);
        var index = await territories.GetAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zone).Date;
        var day = request.Day ?? today;
        var monday = day.PlusDays(1 - (int)day.DayOfWeek);
        var sunday = monday.PlusDays(6);
        var hours = (await agendas.HoursAsync([request.Place], monday, sunday, cancellationToken))[request.Place];
        var booked = await db.BookedTimesAsync(request.Place, monday, sunday, cancellationToken);
        var lines = await (
            from b in db.Bookings.AsNoTracking()
            join s in db.Services.AsNoTracking() on b.ServiceId equals s.Id
            where b.PlaceId == request.Place && b.Day == day && b.Status != BookingStatus.Cancelled
            orderby b.Start, b.Bench
            select new AgendaLine(b.Reference, b.Status, b.Start, b.End, b.Bench, b.ServiceId, s.Name, b.Contact, b.Item, b.MoreItems, b.Note, b.Channel, VisitAddress.Of(b.VisitAddress, b.VisitCommune, index)))
            .ToListAsync(cancellationToken);

        // The last appointment of Sunday keeps its bench into the day after.
        var busy = (await busyTimes.BetweenAsync([request.Place], zone.AtStartOfDay(monday).ToInstant(), zone.AtStartOfDay(sunday.PlusDays(2)).ToInstant(), null, cancellationToken))[request.Place].ToList();

        // At the desk nobody needs notice.
        var offers = ((await desk.FindPlaceAsync(request.Place, cancellationToken))?.Services ?? []).Select(s => s.SlotTerms(withNotice: false))
            .OrderBy(terms => hours.MinutesOn(day, terms)).ThenBy(terms => terms.Service.Value)
            .Select(terms => new Offer(terms.Service, Duration.FromMinutes(hours.MinutesOn(day, terms)), Duration.FromMinutes(terms.BufferMinutes), [.. new SlotCalculator(hours, terms, busy, now).Slots(day, day).Select(slot => slot.Start)]))
            .ToList();
        var benches = Enumerable.Range(1, lines.Select(l => l.Bench).Concat(hours.OpeningsOn(day).Select(o => o.Benches)).DefaultIfEmpty(0).Max())
            .Select(bench => Column(hours, bench, [.. lines.Where(l => l.Bench == bench)], Left(bench), offers, now))
            .ToList();
        return new BenchDay(
            request.Place,
            place.OrganisationId,
            place.Name,
            index.Commune(place.CommuneCode)?.Name ?? "",
            place.Phone,
            zone,
            day,
            today,
            now,
            hours.HolidayOn(day),
            DayLoads.Of(hours, monday, sunday, booked, busy, now, takesBookings),
            benches,
            day == today ? lines.Find(l => l.Status == BookingStatus.Confirmed && l.Start >= now) : null,
            hours.SessionOn(day)?.Id,
            await OpenCalls.Of(db, now).CountAsync(c => c.PlaceId == request.Place, cancellationToken))
        {
            TakesBookings = takesBookings,
        };

        // Free is what can be given.
        IReadOnlyList<BenchTime> Left(int bench) =>
            [.. hours.LeftOver(day, bench, DayLoads.Taken(bench, booked.Where(b => b.Day == day), busy)).Where(time => takesBookings || time.Use != BenchUse.Free)];
    }

    private static BenchColumn Column(PlaceHours hours, int bench, IReadOnlyList<AgendaLine> lines, IReadOnlyList<BenchTime> left, IReadOnlyList<Offer> offers, Instant now) => new(
        bench,
        [.. lines.Select(l => new BenchEntry(l.Start, l.End, null, l, null, null) { IsOutsideHours = l.Status == BookingStatus.Confirmed && l.End > now && !hours.IsOpen(new TimeRange(l.Start, l.End), bench) })
            .Concat(left.SelectMany(time => time.Use == BenchUse.Free ? Appointments(time.Range, offers, now) : [new BenchEntry(time.Range.Start, time.Range.End, time.Use, null, null, time.Reason)]))
            .OrderBy(e => e.Start)],
        (int)DayLoads.Free(left, now).TotalMinutes);

    /// <summary>A free stretch as the appointments that fit in it, of the shortest service offered there; what is past is left out.</summary>
    private static IEnumerable<BenchEntry> Appointments(TimeRange free, IReadOnlyList<Offer> offers, Instant now)
    {
        foreach (var offer in offers)
        {
            var entries = new List<BenchEntry>();
            var from = free.Start;
            foreach (var start in offer.Starts.Where(start => start >= free.Start && start + offer.Length <= free.End))
            {
                if (start >= from)
                {
                    from = start + offer.Length + offer.Buffer;
                    entries.Add(new BenchEntry(start, start + offer.Length, BenchUse.Free, null, offer.Service, null));
                }
            }

            if (entries.Count > 0)
            {
                return entries;
            }
        }

        return free.End <= now ? [] : [new BenchEntry(Instant.Max(free.Start, now), free.End, BenchUse.Free, null, null, null)];
    }

    /// <param name="Buffer">Kept free after each.</param>
    private sealed record Offer(ServiceId Service, Duration Length, Duration Buffer, IReadOnlyList<Instant> Starts);
}
