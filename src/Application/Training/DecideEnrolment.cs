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

/// <summary>What a centre answers to a request.</summary>
public enum EnrolmentDecision
{
    Accept,
    /// <summary>It asks something first.</summary>
    Ask,
    Refuse,
    /// <summary>It puts them in line.</summary>
    Wait,
}

/// <summary>A centre answers a request for a seat. Never more are accepted than there are seats: the last one goes to who is answered first.</summary>
/// <param name="Words">The question, or why it is no.</param>
/// <param name="OnlyUndecided">It was undecided when it was looked at: a seat given since is not taken back.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record DecideEnrolment(EnrolmentId Id, EnrolmentDecision Decision, string? Words = null, bool OnlyUndecided = false) : ICommand<OneOf<Done, SessionFull, CannotDecide, NotFound>>;

/// <summary>All seats are taken or held.</summary>
public sealed record SessionFull : IRefusal;

/// <summary>It no longer stands so that this can be answered: withdrawn, or the session is over.</summary>
public sealed record CannotDecide(EnrolmentStatus Status) : IRefusal;

internal sealed class DecideEnrolmentValidator : AbstractValidator<DecideEnrolment>
{
    public DecideEnrolmentValidator()
    {
        When(d => d.Decision is EnrolmentDecision.Ask, () => RuleFor(d => d.Words).Given("Écrivez votre question."));
        When(d => d.Decision is EnrolmentDecision.Refuse, () => RuleFor(d => d.Words).Given("Dites pourquoi : la personne le lira."));
        RuleFor(d => d.Words).Lines(Enrolment.MaxText);
    }
}

internal sealed class DecideEnrolmentHandler(RepairNetDb db, SessionSeats seats, ICurrentActor currentActor, IClock clock) : IRequestHandler<DecideEnrolment, OneOf<Done, SessionFull, CannotDecide, NotFound>>
{
    public async Task<OneOf<Done, SessionFull, CannotDecide, NotFound>> Handle(DecideEnrolment request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var whose = await db.Enrolments.Where(e => e.Id == request.Id).Join(db.CourseSessions, e => e.SessionId, s => s.Id, (e, s) => (OrganisationId?)s.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        if (whose is not { } centre || !actor.Acts(Permission.KeepCourses, centre) || await seats.HoldAsync(db.Enrolments.Where(e => e.Id == request.Id), cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        var (enrolment, session) = held;
        var now = clock.GetCurrentInstant();
        if (IsSoAlready(enrolment, request))
        {
            return new Done();
        }

        if (session.CancelledAt is not null || now >= session.End || !May(enrolment, request))
        {
            return new CannotDecide(enrolment.Status);
        }

        var hadSeat = enrolment.Seat is not null;
        switch (request.Decision)
        {
            case EnrolmentDecision.Accept:
                if (await seats.FreeAsync(session, cancellationToken) is not { } seat)
                {
                    return new SessionFull();
                }

                enrolment.Accept(seat, now);
                break;
            case EnrolmentDecision.Ask:
                enrolment.Ask(request.Words!.Trim(), now);
                break;
            case EnrolmentDecision.Refuse:
                enrolment.Refuse(request.Words!.Trim(), now);
                break;
            case EnrolmentDecision.Wait:
                enrolment.Wait(now);
                break;
        }

        seats.Tell(enrolment, hadSeat);
        if (hadSeat || request.Decision == EnrolmentDecision.Wait)
        {
            await seats.OfferFreeAsync(session, cancellationToken);
        }

        return new Done();
    }

    private static bool IsSoAlready(Enrolment enrolment, DecideEnrolment request) => (request.Decision, enrolment.Status) switch
    {
        (EnrolmentDecision.Accept, EnrolmentStatus.Accepted) => true,
        (EnrolmentDecision.Refuse, EnrolmentStatus.Refused) => true,
        (EnrolmentDecision.Wait, EnrolmentStatus.Waiting or EnrolmentStatus.Offered) => true,
        (EnrolmentDecision.Ask, EnrolmentStatus.Asked) => enrolment.CentreWords == request.Words!.Trim(),
        _ => false,
    };

    private static bool May(Enrolment enrolment, DecideEnrolment request) => request.Decision switch
    {
        EnrolmentDecision.Accept => enrolment.CanBeDecided,
        EnrolmentDecision.Ask or EnrolmentDecision.Wait => enrolment.Status is EnrolmentStatus.Requested or EnrolmentStatus.Asked,
        EnrolmentDecision.Refuse => enrolment.CanBeDecided || (enrolment.Status == EnrolmentStatus.Accepted && !request.OnlyUndecided),
    };
}
