using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Someone will not come to a session after all. Appointments stay; what only they repair can no longer be booked. Withdrawn twice is withdrawn.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record WithdrawVolunteer(CafeSessionId SessionId, PersonId PersonId) : ICommand<OneOf<Done, NotFound>>, IMayFreeSlots;

internal sealed class WithdrawVolunteerHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<WithdrawVolunteer, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(WithdrawVolunteer request, CancellationToken cancellationToken)
    {
        var place = await db.CafeSessions.Where(s => s.Id == request.SessionId && s.CancelledAt == null).Select(s => (PlaceId?)s.PlaceId).SingleOrDefaultAsync(cancellationToken);
        if (place is not { } at || await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, at, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(at, cancellationToken);
        (await db.CafeSessions.Include(s => s.Volunteers).SingleAsync(s => s.Id == request.SessionId, cancellationToken)).Withdraw(request.PersonId);
        return new Done();
    }
}
