using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Finds a bench and takes it, for a new booking as for one that moves: the only way in. It must run in a write transaction.
/// </summary>
internal sealed class BookingDesk(RepairNetDb db, IAgendas agendas, IBusyTimes busyTimes, IBenches benches, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones)
{
    /// <summary>What can be booked under this service, or null if there is no such service.</summary>
    public async Task<Bookable?> FindAsync(ServiceId service, CancellationToken cancellationToken)
    {
        var found = await (
            from s in db.Services.AsNoTracking()
            join p in db.Places.AsNoTracking() on s.PlaceId equals p.Id
            join o in db.Organisations.AsNoTracking() on s.OrganisationId equals o.Id
            where s.Id == service
            select new { s.PlaceId, s.OrganisationId, o.Status, s.PublicBooking, s.Terms, p.CommuneCode, p.TimeZone, Categories = s.Categories.Select(c => c.Category).ToList() })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new Bookable(service, found.PlaceId, found.OrganisationId, found.Status, found.PublicBooking, found.Terms, found.CommuneCode, zones[found.TimeZone], found.Categories);
    }

    /// <summary>Takes the lowest free bench for this start; null if the start is not offered or was just taken.</summary>
    /// <param name="terms">The terms that bind this caller: the workshop itself books without notice.</param>
    public async Task<int?> TakeBenchAsync(BookingId booking, Bookable bookable, BookingTerms terms, Instant start, CancellationToken cancellationToken)
    {
        // Hours cannot change between our reading of them and our commit.
        await locks.ShareAgendaAsync(bookable.Place, cancellationToken);
        var day = start.InZone(bookable.Zone).Date;
        var hours = await agendas.HoursAsync([bookable.Place], day, day, cancellationToken);
        var time = new TimeRange(start, start + Duration.FromMinutes(terms.DurationMinutes + terms.BufferMinutes));

        // Each round, the bench we aimed at may be taken by someone quicker; there are only so many benches.
        for (var round = 0; round <= Place.MaxBenches; round++)
        {
            // The grid hangs on the free stretches of the whole day, so the whole day's busy times are needed.
            var busy = await busyTimes.BetweenAsync([bookable.Place], bookable.Zone.AtStartOfDay(day).ToInstant(), bookable.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant() + Duration.FromMinutes(BookingTerms.LongestOccupancy), booking, cancellationToken);
            var calculator = new SlotCalculator(hours[bookable.Place], TermsOf(bookable.Service, terms), busy[bookable.Place], clock.GetCurrentInstant());
            if (calculator.FindBench(start) is not { } bench)
            {
                return null;
            }

            if (await benches.TryTakeAsync(booking, bookable.Place, bench, time, cancellationToken))
            {
                return bench;
            }
        }

        return null;
    }

    public static SlotTerms TermsOf(ServiceId service, BookingTerms terms) =>
        new(service, terms.DurationMinutes, terms.BufferMinutes, terms.MinNoticeMinutes, terms.MaxAheadDays);
}
