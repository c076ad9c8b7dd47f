using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse;

/// <summary>Takes away a batch of retired equipment that was written by mistake. Taken away twice, it is gone once.</summary>
[AllowedTo(Permission.DeclarePurchases)]
public sealed record RemoveRetired(string? Territory, RetiredBatchId Id) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RemoveRetiredHandler(RepairNetDb db, PurchasesDesk desk) : IRequestHandler<RemoveRetired, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RemoveRetired request, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request.Territory, Permission.DeclarePurchases, cancellationToken) is not var (_, key, _, _))
        {
            return new NotFound();
        }

        await db.RetiredBatches.Where(b => b.Id == request.Id && b.Territory == key).ExecuteDeleteAsync(cancellationToken);
        return new Done();
    }
}
