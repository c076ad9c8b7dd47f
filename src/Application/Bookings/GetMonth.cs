using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>A month of a place: how full each day is, and why one is shut. For its members.</summary>
/// <param name="Month">Null for the present one.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record GetMonth(PlaceId Place, YearMonth? Month) : IQuery<OneOf<PlaceMonth, NotFound>>;

/// <summary>A month of a place.</summary>
/// <param name="Days">All of them, in order.</param>
public sealed record PlaceMonth(PlaceId Place, string PlaceName, YearMonth Month, LocalDate Today, IReadOnlyList<MonthDay> Days)
{
    /// <summary>False while the workshop is suspended: what stands is kept, and no time is left to give.</summary>
    public required bool TakesBookings { get; init; }

    public int Bookings => Days.Sum(d => d.Load.Bookings);

    public int FreeMinutes => Days.Sum(d => d.Load.FreeMinutes);
}

/// <summary>A day of a month.</summary>
/// <param name="Holiday">The public holiday that keeps the place shut, in French, or null.</param>
/// <param name="Closures">Why closures cut into its hours, each once; null for one without a reason.</param>
/// <param name="Session">The session of that day, or null.</param>
public sealed record MonthDay(DayLoad Load, string? Holiday, IReadOnlyList<string?> Closures, MonthSession? Session);

/// <summary>A session of a month.</summary>
/// <param name="Title">What it is about, or null.</param>
public sealed record MonthSession(CafeSessionId Id, string? Title, bool IsCalledOff);

internal sealed class GetMonthHandler(RepairNetDb db, IAgendas agendas, IBusyTimes busyTimes, ICurrentActor currentActor, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<GetMonth, OneOf<PlaceMonth, NotFound>>
{
    public async Task<OneOf<PlaceMonth, NotFound>> Handle(GetMonth request, CancellationToken cancellationToken)
    {
        var place = await (
            from p in db.Places.AsNoTracking()
            join o in db.Organisations.AsNoTracking() on p.OrganisationId equals o.Id
            where p.Id == request.Place
            select new { p.Name, p.OrganisationId, p.TimeZone, o.Status }).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (place is null || !actor.Acts(Permission.ReadAgenda, place.OrganisationId) || request.Month is { Year: < GetBenchDay.FirstYear or > GetBenchDay.LastYear })
        {
            return new NotFound();
        }

        var zone = zones[place.TimeZone];
        var takesBookings = place.Status.TakesBookings(byResident: false);
        var now = clock.GetCurrentInstant();
        var today = now.InZone(zone).Date;
        var month = request.Month ?? today.ToYearMonth();
        var (first, last) = (month.OnDayOfMonth(1), month.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1));
        var hours = (await agendas.HoursAsync([request.Place], first, last, cancellationToken))[request.Place];
        var booked = await db.BookedTimesAsync(request.Place, first, last, cancellationToken);
        var busy = (await busyTimes.BetweenAsync([request.Place], zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant(), null, cancellationToken))[request.Place];
        var sessions = (await db.CafeSessions.AsNoTracking()
            .Where(s => s.PlaceId == request.Place && s.Date >= first && s.Date <= last)
            .Select(s => new { s.Date, Session = new MonthSession(s.Id, s.Title, s.CancelledAt != null) })
            .ToListAsync(cancellationToken)).ToLookup(s => s.Date, s => s.Session);
        return new PlaceMonth(
            request.Place,
            place.Name,
            month,
            today,
            [
                .. DayLoads.Of(hours, first, last, booked, busy, now, takesBookings).Select(load => new MonthDay(
                    load,
                    hours.HolidayOn(load.Date),
                    [.. hours.LeftOver(load.Date, 1, []).Where(time => time.Use == BenchUse.Shut).Select(time => time.Reason).Distinct()],
                    sessions[load.Date].OrderBy(s => s.IsCalledOff).FirstOrDefault())),
            ])
        {
            TakesBookings = takesBookings,
        };
    }
}
