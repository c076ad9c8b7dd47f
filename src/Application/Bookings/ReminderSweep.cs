using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Reminds of appointments: each one once for the time it stands at, however often this runs and on however many nodes. The
/// booking's own row says whether it is due, and is changed in the transaction that writes the message.
/// </summary>
public sealed class ReminderSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<ReminderSweep> log) : ISweep, IReminders
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var now = clock.GetCurrentInstant();
            var due = await Due(now).AsNoTracking()
                .OrderBy(b => b.ReminderAt).ThenBy(b => b.Id)
                .Select(b => b.Id)
                .Take(AtOnce)
                .ToListAsync(stopping);
            var settled = 0;
            foreach (var booking in due.TakeWhile(_ => !stopping.IsCancellationRequested))
            {
                settled += await TryRemindAsync(booking) ? 1 : 0;
            }

            // What failed is found again at the next sweep, not at once.
            if (due.Count < AtOnce || settled == 0)
            {
                return;
            }
        }
    }

    /// <summary>Those without an address stay: to be called is on a list of the workshop, and rings nowhere by itself.</summary>
    public async Task<int> SkipDueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = await Due(now).Where(b => b.Contact.Email != null).ToListAsync(cancellationToken);
        due.ForEach(b => b.SkipReminder());
        return due.Count;
    }

    private IQueryable<Booking> Due(Instant now) => db.Bookings.Where(b => b.ReminderAt != null && b.ReminderAt <= now);

    /// <summary>One that fails keeps no other from being reminded.</summary>
    private async Task<bool> TryRemindAsync(BookingId id)
    {
        try
        {
            await RemindAsync(id);
            return true;
        }
        catch (Exception e)
        {
            log.LogError(e, "Booking {Booking} is not reminded of for now", id);
            return false;
        }
    }

    private async Task RemindAsync(BookingId id)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<IWriteTransactions>().RunAsync(
            async () =>
            {
                var own = services.GetRequiredService<RepairNetDb>();
                if (!await services.GetRequiredService<IRowLocks>().HoldBookingAsync(id, CancellationToken.None))
                {
                    return false;
                }

                var booking = await own.Bookings.SingleAsync(b => b.Id == id);
                var zone = await own.Places.Where(p => p.Id == booking.PlaceId).Select(p => p.TimeZone).SingleAsync();
                if (booking.TakeReminder(clock.GetCurrentInstant(), services.GetRequiredService<IDateTimeZoneProvider>()[zone]))
                {
                    services.GetRequiredService<BookingNews>().Tell(booking, MessageKind.BookingReminder, byResident: false);
                    await services.GetRequiredService<BookingJournal>().WriteAsync(booking.Id, BookingDeed.Reminded, BookingParty.Program, CancellationToken.None);
                }

                return true;
            },
            _ => true,
            CancellationToken.None);
    }
}
