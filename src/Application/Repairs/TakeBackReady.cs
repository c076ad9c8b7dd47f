using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// « Ready » was pressed by mistake: the item is at the bench again. A message that has not left does not leave; who was told is for
/// the workshop to call. Pressed twice, it is once.
/// </summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record TakeBackReady(string Slip) : ICommand<OneOf<Done, ItemPast, NotFound>>;

internal sealed class TakeBackReadyHandler(ItemsLeft items, ICurrentActor currentActor, IClock clock) : IRequestHandler<TakeBackReady, OneOf<Done, ItemPast, NotFound>>
{
    public async Task<OneOf<Done, ItemPast, NotFound>> Handle(TakeBackReady request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        return item.TakeBackReady(clock.GetCurrentInstant(), (await currentActor.GetAsync(cancellationToken)).Account) == ItemLeftChange.NotOpen ? new ItemPast() : new Done();
    }
}
