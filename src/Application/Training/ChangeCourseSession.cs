using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Changes a session. Seats that become more are held for those who wait; those who asked for one are told when it is held elsewhere or at other hours, and what was attended stays with its meeting.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record ChangeCourseSession(CourseSessionId Id, SessionDetails Session) : ICommand<OneOf<Done, SeatsTaken, SessionOver, NotFound>>;

/// <summary>More seats are taken than would be left.</summary>
public sealed record SeatsTaken(int Taken) : IRefusal;

/// <summary>It is over, or was called off.</summary>
public sealed record SessionOver : IRefusal;

internal sealed class ChangeCourseSessionValidator : AbstractValidator<ChangeCourseSession>
{
    public ChangeCourseSessionValidator() => RuleFor(s => s.Session).SetValidator(new SessionDetailsValidator()).OverridePropertyName("");
}

internal sealed class ChangeCourseSessionHandler(RepairNetDb db, SessionSeats seats, SessionWhere where, ICurrentActor currentActor, NodaTime.IClock clock)
    : IRequestHandler<ChangeCourseSession, OneOf<Done, SeatsTaken, SessionOver, NotFound>>
{
    public async Task<OneOf<Done, SeatsTaken, SessionOver, NotFound>> Handle(ChangeCourseSession request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(request.Id, cancellationToken) is not { } session || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, session.OrganisationId))
        {
            return new NotFound();
        }

        if (session.CancelledAt is not null || clock.GetCurrentInstant() >= session.End)
        {
            return new SessionOver();
        }

        var terms = request.Session.ToTerms();
        var (commune, zone) = await where.FindAsync(session.OrganisationId, terms.Place, cancellationToken);
        where.RequireToCome(terms, zone);
        var seated = await db.Enrolments.Where(e => e.SessionId == session.Id && e.Seat != null).OrderBy(e => e.Seat).ToListAsync(cancellationToken);
        if (seated.Count > terms.Seats)
        {
            return new SeatsTaken(seated.Count);
        }

        var places = session.PlacesAmong(terms.Meetings);
        var came = await db.Enrolments.Where(e => e.SessionId == session.Id && e.Attended != 0).ToListAsync(cancellationToken);
        if (!came.All(enrolment => enrolment.Follow(places)))
        {
            throw new InvalidRequestException("meetings", "Des personnes sont notées présentes à une demi-journée que vous retirez ou déplacez. Gardez-la, ou corrigez d’abord les présences.");
        }

        // Whoever sits beyond the last seat moves to a free one first: seats are told to nobody.
        var free = new Queue<int>(Enumerable.Range(1, terms.Seats).Except(seated.Select(e => e.Seat!.Value)));
        foreach (var enrolment in seated.Where(e => e.Seat > terms.Seats))
        {
            enrolment.MoveTo(free.Dequeue());
        }

        await db.SaveChangesAsync(cancellationToken);
        var moved = session.PlaceId != terms.Place || !session.Meetings.SequenceEqual(terms.Meetings.OrderBy(m => m.Date).ThenBy(m => m.From));
        var (start, meetings) = (session.Start, session.Meetings.Count);
        session.Change(terms, commune, zone);
        if (moved)
        {
            foreach (var enrolment in await db.Enrolments.Where(e => e.SessionId == session.Id && Enrolment.OpenStates.Contains(e.Status)).ToListAsync(cancellationToken))
            {
                if (session.Start != start)
                {
                    enrolment.RemindAnew();
                }

                seats.TellMoved(enrolment, meetings);
            }
        }

        await seats.OfferFreeAsync(session, cancellationToken);
        return new Done();
    }
}
