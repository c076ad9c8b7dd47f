using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Announces a dated session of a repair café. Its benches can be booked at once, for what who will be there repairs.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice announces once; null to have one made.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record PlanSession(PlaceId PlaceId, CafeSessionDescription Session, CafeSessionId? Id = null) : ICommand<OneOf<SessionPlanned, SessionThatDay, NotFound, SentOtherwise>>, IMayFreeSlots;

/// <summary>The session is announced.</summary>
public sealed record SessionPlanned(CafeSessionId Id);

/// <summary>Another session takes place at this place on that day.</summary>
public sealed record SessionThatDay(CafeSessionId Other) : IRefusal;

internal sealed class PlanSessionValidator : AbstractValidator<PlanSession>
{
    public PlanSessionValidator() => RuleFor(s => s.Session).SetValidator(new CafeSessionDescriptionValidator()).OverridePropertyName("");
}

internal sealed class PlanSessionHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<PlanSession, OneOf<SessionPlanned, SessionThatDay, NotFound, SentOtherwise>>
{
    public async Task<OneOf<SessionPlanned, SessionThatDay, NotFound, SentOtherwise>> Handle(PlanSession request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        // Whoever books here waits, then sees the day as the session makes it.
        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        if (request.Id is { } given && await db.CafeSessions.AsNoTracking().Include(s => s.Volunteers).SingleOrDefaultAsync(s => s.Id == given, cancellationToken) is { } made)
        {
            return made.PlaceId != request.PlaceId ? new NotFound()
                : CafeSession.Plan(given, request.PlaceId, request.Session.ToTerms()).SaysTheSameAs(made) ? new SessionPlanned(given)
                : new SentOtherwise();
        }

        var terms = await request.Session.ReadAsync(db, request.PlaceId, await db.TodayAtAsync(request.PlaceId, clock, zones, cancellationToken), cancellationToken);
        if (await db.CafeSessions.AsNoTracking().SingleOrDefaultAsync(s => s.PlaceId == request.PlaceId && s.Date == terms.Date && s.CancelledAt == null, cancellationToken) is { } other)
        {
            return new SessionThatDay(other.Id);
        }

        var session = CafeSession.Plan(request.Id ?? CafeSessionId.New(), request.PlaceId, terms);
        db.CafeSessions.Add(session);
        return new SessionPlanned(session.Id);
    }
}
