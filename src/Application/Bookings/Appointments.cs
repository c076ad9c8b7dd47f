using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>Appointments are bookings whose person is expected.</summary>
internal sealed class Appointments(RepairNetDb db, IRowLocks locks, IDateTimeZoneProvider zones) : IAppointments, IExpectedVisits
{
    /// <summary>Fifty benches, twenty appointments a day on each, for two months.</summary>
    private const int Most = 60_000;

    public async Task<IReadOnlyList<Appointment>> ToComeAsync(PlaceId place, Instant from, CancellationToken cancellationToken)
    {
        var day = await DayAsync(place, from, cancellationToken);
        return (await db.Bookings.AsNoTracking()
            .Where(b => b.PlaceId == place && b.Day >= day && b.Status == BookingStatus.Confirmed && b.End > from)
            .OrderBy(b => b.Start).ThenBy(b => b.Bench)
            .Take(Most)
            .Select(b => new { b.Reference, b.Start, b.End, b.Bench, b.Contact.Name, b.Contact.Phone, b.Contact.Email, b.Item, b.MoreItems })
            .ToListAsync(cancellationToken))
            .ConvertAll(b => new Appointment(b.Reference, b.Start, b.End, b.Bench, b.Name, b.Phone, b.Email, [b.Item.Category, .. b.MoreItems.Categories()]));
    }

    public async Task<bool> AnyOfAsync(PlaceId place, ServiceId service, Instant from, CancellationToken cancellationToken)
    {
        var day = await DayAsync(place, from, cancellationToken);
        return await db.Bookings.AsNoTracking().AnyAsync(
            b => b.PlaceId == place && b.Day >= day && b.ServiceId == service && (b.Status == BookingStatus.Confirmed || b.Status == BookingStatus.ToConfirm) && b.End > from, cancellationToken);
    }

    public async Task<bool> HasQueueAsync(CafeSessionId session, CancellationToken cancellationToken)
    {
        await locks.HoldQueueAsync(session, cancellationToken);
        return await db.QueueTickets.AnyAsync(t => t.SessionId == session, cancellationToken);
    }

    private async Task<LocalDate> DayAsync(PlaceId place, Instant at, CancellationToken cancellationToken) =>
        at.InZone(zones[await db.Places.AsNoTracking().Where(p => p.Id == place).Select(p => p.TimeZone).SingleAsync(cancellationToken)]).Date;
}
