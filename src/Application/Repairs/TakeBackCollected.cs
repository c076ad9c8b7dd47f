using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// « Handed back » was pressed by mistake: the item stands as before. Ready again, its person is told if they never were. Pressed
/// twice, it is once.
/// </summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record TakeBackCollected(string Slip) : ICommand<OneOf<Done, NotFound>>;

internal sealed class TakeBackCollectedHandler(ItemsLeft items, ICurrentActor currentActor, IClock clock) : IRequestHandler<TakeBackCollected, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(TakeBackCollected request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        var change = item.TakeBackCollected(clock.GetCurrentInstant(), (await currentActor.GetAsync(cancellationToken)).Account);
        if (change == ItemLeftChange.Made && item.State == ItemLeftState.Ready)
        {
            await items.TellReadyOnceAsync(item, cancellationToken);
        }

        return new Done();
    }
}
