using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Impact;

/// <summary>
/// Counts again, with what stood in the way, repairs that an earlier version counted without it; done once, it finds nothing more. At most
/// <see cref="AtOnce"/> at a time, so that people who write meanwhile wait little.
/// </summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record RecountBarriers : ICommand<BarriersRecounted>
{
    public const int AtOnce = 500;
}

/// <param name="Changed">Repairs counted again.</param>
public sealed record BarriersRecounted(int Changed);

internal sealed class RecountBarriersHandler(RepairNetDb db, IMediator mediator) : IRequestHandler<RecountBarriers, BarriersRecounted>
{
    public async Task<BarriersRecounted> Handle(RecountBarriers request, CancellationToken cancellationToken)
    {
        var repairs = await db.Repairs
            .Where(r => r.Barrier != null && r.Outcome != RepairOutcome.Fixed
                && !db.LedgerEntries.Any(e => e.RepairId == r.Id && e.Sign == 1 && e.Barrier != null))
            .OrderBy(r => r.Id).Take(RecountBarriers.AtOnce).ToListAsync(cancellationToken);
        if (repairs.Count > 0)
        {
            await mediator.Publish(new RepairsWritten(repairs, AreNew: false, Reason: "Obstacle repris à la mise à jour"), cancellationToken);
        }

        return new BarriersRecounted(repairs.Count);
    }
}
