using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>The workshop replaces the link of someone's place in the waiting list, while it holds a slot for them: they lost it, or shared it too widely.</summary>
/// <param name="Slot">A slot held now, at a place one works at.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record RenewWaitingLinkOfHeldSlot(HeldSlotId Slot) : ICommand<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>;

internal sealed class RenewWaitingLinkOfHeldSlotHandler(HeldSlotsOfWorkshop slots, WaitingLinkRenewal renewal, IClock clock)
    : IRequestHandler<RenewWaitingLinkOfHeldSlot, OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>> Handle(RenewWaitingLinkOfHeldSlot request, CancellationToken cancellationToken) =>
        await slots.HoldAsync(request.Slot, cancellationToken) is var (entry, slot) && slot.IsOpen(clock.GetCurrentInstant())
            ? (await renewal.RenewAsync(entry, cancellationToken)).Match<OneOf<WaitingLinkRenewed, TooManyLinks, NotFound>>(renewed => renewed, often => often)
            : new NotFound();
}
