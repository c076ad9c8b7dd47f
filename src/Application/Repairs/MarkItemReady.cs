using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The item is ready to be collected, and the person is told: once, however often and by how many it is pressed.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record MarkItemReady(string Slip) : ICommand<OneOf<Done, ItemPast, NotFound>>;

internal sealed class MarkItemReadyHandler(ItemsLeft items, ICurrentActor currentActor, IClock clock) : IRequestHandler<MarkItemReady, OneOf<Done, ItemPast, NotFound>>
{
    public async Task<OneOf<Done, ItemPast, NotFound>> Handle(MarkItemReady request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        switch (item.MarkReady(clock.GetCurrentInstant(), (await currentActor.GetAsync(cancellationToken)).Account))
        {
            case ItemLeftChange.Made:
                await items.TellReadyOnceAsync(item, cancellationToken);
                return new Done();
            case ItemLeftChange.AlreadySo:
                return new Done();
            default:
                return new ItemPast();
        }
    }
}
