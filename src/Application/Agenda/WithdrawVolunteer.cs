using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Someone will not come to a session after all. Appointments stay; what only they repair can no longer be booked. Withdrawn twice is withdrawn. Once its day is over, who was there was there.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record WithdrawVolunteer(CafeSessionId SessionId, PersonId PersonId) : ICommand<OneOf<Done, NotFound, SessionPast>>, IMayFreeSlots;

internal sealed class WithdrawVolunteerHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<WithdrawVolunteer, OneOf<Done, NotFound, SessionPast>>
{
    public async Task<OneOf<Done, NotFound, SessionPast>> Handle(WithdrawVolunteer request, CancellationToken cancellationToken)
    {
        var place = await db.CafeSessions.Where(s => s.Id == request.SessionId && s.CancelledAt == null).Select(s => (PlaceId?)s.PlaceId).SingleOrDefaultAsync(cancellationToken);
        if (place is not { } at || await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, at, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(at, cancellationToken);
        var session = await db.CafeSessions.Include(s => s.Volunteers).SingleAsync(s => s.Id == request.SessionId, cancellationToken);
        var zone = zones[await db.Places.Where(p => p.Id == at).Select(p => p.TimeZone).SingleAsync(cancellationToken)];
        if (session.Date < clock.GetCurrentInstant().InZone(zone).Date)
        {
            return new SessionPast();
        }

        session.Withdraw(request.PersonId);
        return new Done();
    }
}
