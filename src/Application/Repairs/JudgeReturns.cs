using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// Judges again the returns that an earlier version judged by the order of writing; done once, it finds nothing more. Each change is a
/// line taken away in the ledger and another written, as for any correction.
/// </summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record JudgeReturns : ICommand<ReturnsJudged>;

/// <param name="Changed">Repairs that began or ceased to be returns.</param>
public sealed record ReturnsJudged(int Changed);

internal sealed class JudgeReturnsHandler(RepairNetDb db, IRowLocks locks, IMediator mediator) : IRequestHandler<JudgeReturns, ReturnsJudged>
{
    public async Task<ReturnsJudged> Handle(JudgeReturns request, CancellationToken cancellationToken)
    {
        // Where each return follows a repair that counts, the marks are right: only those that precede one are looked at.
        var items = await db.Repairs
            .Where(r => r.IsReturn && db.Repairs.Any(c => c.ItemCode == r.ItemCode && c.Outcome == RepairOutcome.Fixed && !c.IsReturn && c.Date > r.Date))
            .Select(r => r.ItemCode).Distinct().ToListAsync(cancellationToken);
        var changed = 0;
        foreach (var item in items.OrderBy(code => code.Value, StringComparer.Ordinal))
        {
            await locks.HoldNameAsync("item:" + item.Value, cancellationToken);
            var judged = Returns.Judge(await db.Repairs.Where(r => r.ItemCode == item).ToListAsync(cancellationToken));
            if (judged.Count > 0)
            {
                await mediator.Publish(new RepairsWritten(judged, AreNew: false), cancellationToken);
                changed += judged.Count;
            }
        }

        return new ReturnsJudged(changed);
    }
}
