using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>
/// Lets go what nobody confirmed in time, and forgets in time from which network bookings came. Safe to run twice, late, or on
/// several nodes: each booking is locked and asked again.
/// </summary>
public sealed class ConfirmationSweep(IServiceScopeFactory scopes, RepairNetDb db, IWriteTransactions transactions, Retention retention, IClock clock, ILogger<ConfirmationSweep> log) : ISweep
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var now = clock.GetCurrentInstant();
            var due = await db.Bookings.AsNoTracking()
                .Where(b => b.ConfirmBy != null && b.ConfirmBy <= now)
                .OrderBy(b => b.ConfirmBy).ThenBy(b => b.Id)
                .Select(b => b.Id)
                .Take(AtOnce)
                .ToListAsync(stopping);
            var settled = 0;
            foreach (var booking in due.TakeWhile(_ => !stopping.IsCancellationRequested))
            {
                settled += await TryLapseAsync(booking) ? 1 : 0;
            }

            // What failed is found again at the next sweep, not at once.
            if (due.Count < AtOnce || settled == 0)
            {
                break;
            }
        }

        await ForgetAsync(stopping);
    }

    private async Task ForgetAsync(CancellationToken stopping)
    {
        var before = retention.Before(KeptData.NetworkPrints, clock.GetCurrentInstant());
        if (await db.NetworkBookings.AnyAsync(n => n.At < before, stopping))
        {
            await transactions.RunAsync(() => db.NetworkBookings.Where(n => n.At < before).ExecuteDeleteAsync(CancellationToken.None), _ => true, CancellationToken.None);
        }
    }

    /// <summary>One that fails keeps no other bench taken.</summary>
    private async Task<bool> TryLapseAsync(BookingId id)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    if (!await services.GetRequiredService<IRowLocks>().HoldBookingAsync(id, CancellationToken.None))
                    {
                        return false;
                    }

                    var booking = await services.GetRequiredService<RepairNetDb>().Bookings.SingleAsync(b => b.Id == id);
                    if (booking.Lapse(clock.GetCurrentInstant()) == BookingChange.Made)
                    {
                        await services.GetRequiredService<Confirmations>().ReleaseAsync(booking, BookingDeed.Lapsed, BookingParty.Program, CancellationToken.None);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
            return true;
        }
        catch (Exception e)
        {
            log.LogError(e, "Booking {Booking} keeps its bench for now, though nobody confirmed it", id);
            return false;
        }
    }
}
