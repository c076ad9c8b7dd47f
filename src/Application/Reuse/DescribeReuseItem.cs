using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Says otherwise what an item is, or what it weighs. The stock does not move: what was weighed stays as it was weighed.</summary>
[AllowedTo(Permission.KeepReuseItems)]
public sealed record DescribeReuseItem(ReuseItemId Id, ItemFields Fields) : ICommand<OneOf<Done, NotSoNow, NotFound>>;

internal sealed class DescribeReuseItemHandler(ItemDesk desk, EquipmentCatalogue catalogue) : IRequestHandler<DescribeReuseItem, OneOf<Done, NotSoNow, NotFound>>
{
    public async Task<OneOf<Done, NotSoNow, NotFound>> Handle(DescribeReuseItem request, CancellationToken cancellationToken)
    {
        if (await desk.HoldOwnAsync(request.Id, cancellationToken) is not var (item, by))
        {
            return new NotFound();
        }

        var description = ItemRules.Read(request.Fields, catalogue);
        if (!item.CanBeWorkedOn && item.State != ReuseItemState.Offered)
        {
            return new NotSoNow(item.State);
        }

        item.Describe(description, by);
        if (item.State != ReuseItemState.Offered && await desk.KeptAsync(item, cancellationToken) is { } kept)
        {
            await desk.EndAsync(item, kept, ReservationEnd.TakenBack, by, cancellationToken);
        }

        return new Done();
    }
}
