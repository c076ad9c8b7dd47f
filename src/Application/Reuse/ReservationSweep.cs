using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse;

/// <summary>
/// Ends reservations whose time is over, and says so to whom the items were kept for. Safe to run twice, late or on several nodes: each step holds the
/// item and looks again; until then, whoever reads takes them for ended.
/// </summary>
public sealed class ReservationSweep(IServiceScopeFactory scopes, RepairNetDb db, IClock clock, ILogger<ReservationSweep> log) : ISweep
{
    private const int AtOnce = 200;

    public async Task SweepAsync(CancellationToken stopping)
    {
        var now = clock.GetCurrentInstant();
        var due = await db.ItemReservations.AsNoTracking().Where(r => r.EndedAt == null && r.Until <= now).OrderBy(r => r.Until).Select(r => r.ItemId).Take(AtOnce).ToListAsync(stopping);
        foreach (var item in due.TakeWhile(_ => !stopping.IsCancellationRequested))
        {
            await ReleaseAsync(item);
        }
    }

    /// <summary>In a transaction of its own: one that fails keeps nobody else waiting.</summary>
    private async Task ReleaseAsync(ReuseItemId id)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            await services.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    var desk = services.GetRequiredService<ItemDesk>();
                    if (await desk.HoldAsync(id, CancellationToken.None) is { } item)
                    {
                        await desk.KeptAsync(item, CancellationToken.None);
                    }

                    return true;
                },
                _ => true,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError(e, "The reservation of item {Item} is not ended for now", id);
        }
    }
}
