using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Calls a session off, and tells everybody who asked for a seat, with the reason.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record CancelCourseSession(CourseSessionId Id, string? Reason) : ICommand<OneOf<Done, SessionOver, NotFound>>;

internal sealed class CancelCourseSessionValidator : AbstractValidator<CancelCourseSession>
{
    public CancelCourseSessionValidator() => RuleFor(c => c.Reason).Given("Dites pourquoi : les personnes inscrites le liront.").Line(CourseSession.MaxReason);
}

internal sealed class CancelCourseSessionHandler(RepairNetDb db, SessionSeats seats, ICurrentActor currentActor, IClock clock) : IRequestHandler<CancelCourseSession, OneOf<Done, SessionOver, NotFound>>
{
    public async Task<OneOf<Done, SessionOver, NotFound>> Handle(CancelCourseSession request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(request.Id, cancellationToken) is not { } session || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, session.OrganisationId))
        {
            return new NotFound();
        }

        var now = clock.GetCurrentInstant();
        if (session.CancelledAt is null && !session.Cancel(request.Reason!.Trim(), now))
        {
            return new SessionOver();
        }

        var people = await db.Enrolments.Where(e => e.SessionId == session.Id && Enrolment.OpenStates.Contains(e.Status)).ToListAsync(cancellationToken);
        foreach (var enrolment in people)
        {
            var hadSeat = enrolment.Status == EnrolmentStatus.Accepted;
            enrolment.Expire(now);
            seats.Tell(enrolment, hadSeat);
        }

        return new Done();
    }
}
