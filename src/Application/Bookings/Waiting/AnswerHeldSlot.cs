using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Waiting;

/// <summary>What someone said on the telephone about the slot held for them.</summary>
public enum HeldSlotAnswer
{
    Takes,
    /// <summary>Not this one: they go on waiting.</summary>
    Declines,
    /// <summary>They need none any more.</summary>
    Leaves,
}

/// <summary>The desk writes down what someone said on the telephone about the slot held for them.</summary>
/// <param name="Slot">A slot held at a place one works at.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record AnswerHeldSlot(HeldSlotId Slot, HeldSlotAnswer Answer) : ICommand<OneOf<Done, Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>;

internal sealed class AnswerHeldSlotHandler(RepairNetDb db, HeldSlotsOfWorkshop own, WaitingLine line, HeldSlots slots, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<AnswerHeldSlot, OneOf<Done, Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>
{
    public async Task<OneOf<Done, Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>> Handle(AnswerHeldSlot request, CancellationToken cancellationToken)
    {
        if (await own.HoldAsync(request.Slot, cancellationToken) is not var (entry, slot))
        {
            return new NotFound();
        }

        var (actor, now) = (await currentActor.GetAsync(cancellationToken), clock.GetCurrentInstant());
        (await db.CallsToMake.SingleOrDefaultAsync(c => c.HeldSlotId == slot.Id, cancellationToken))?.MarkTold(actor.Account, now);
        switch (request.Answer)
        {
            case HeldSlotAnswer.Takes:
                return (await slots.AcceptAsync(entry, slot, BookingChannel.Phone, cancellationToken)).Match<OneOf<Done, Booked, NoLongerHeld, NotFound, HeldSlotWithdrawn>>(
                    booked => booked,
                    late => late,
                    withdrawn => withdrawn);
            case HeldSlotAnswer.Declines:
                return await slots.DeclineAsync(entry, slot, cancellationToken) ? new Done() : new NoLongerHeld();
            default:
                // What is held is not always what the page shows: that may have lapsed, and another be held since.
                await line.LeaveAsync(entry, cancellationToken);
                return new Done();
        }
    }
}
