using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Repairs;

/// <summary>The item was handed back. Ticked twice, the first stands.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record CollectItem(string Slip) : ICommand<OneOf<Done, NotFound>>;

internal sealed class CollectItemHandler(ItemsLeft items, ICurrentActor currentActor, IClock clock) : IRequestHandler<CollectItem, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(CollectItem request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        item.Collect(clock.GetCurrentInstant(), (await currentActor.GetAsync(cancellationToken)).Account);
        return new Done();
    }
}
