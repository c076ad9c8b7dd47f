using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>What someone does with their request for a seat.</summary>
public enum EnrolmentAct
{
    /// <summary>They take the seat held for them.</summary>
    Take,
    /// <summary>They give up the request, the seat or the place in line.</summary>
    Withdraw,
    /// <summary>They answer what the centre asked.</summary>
    Reply,
    /// <summary>They agree to be introduced to who takes apprentices.</summary>
    Agree,
    /// <summary>They no longer do.</summary>
    Disagree,
}

/// <summary>Someone acts on their request, by its link. Pressed twice, it is done once.</summary>
/// <param name="Text">Their answer, for a reply.</param>
[AllowedTo(Permission.FindCourses)]
public sealed record ActOnEnrolment(string Secret, EnrolmentAct Act, string? Text = null) : ICommand<OneOf<EnrolmentView, TooLate, NotFound>>;

/// <summary>It no longer stands so that this can be done.</summary>
public sealed record TooLate(EnrolmentView Enrolment) : IRefusal;

internal sealed class ActOnEnrolmentValidator : AbstractValidator<ActOnEnrolment>
{
    public ActOnEnrolmentValidator() => When(a => a.Act == EnrolmentAct.Reply, () => RuleFor(a => a.Text).Given("Écrivez votre réponse.").Lines(Enrolment.MaxText));
}

internal sealed class ActOnEnrolmentHandler(EnrolmentLinks links, SessionSeats seats, EnrolmentViews views, RepairNetDb db, IClock clock) : IRequestHandler<ActOnEnrolment, OneOf<EnrolmentView, TooLate, NotFound>>
{
    public async Task<OneOf<EnrolmentView, TooLate, NotFound>> Handle(ActOnEnrolment request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(links.Opens(request.Secret), cancellationToken) is not { } held)
        {
            return new NotFound();
        }

        var (enrolment, session) = held;
        var now = clock.GetCurrentInstant();
        var before = enrolment.Status;
        var isDone = request.Act switch
        {
            EnrolmentAct.Take => Take(enrolment, session, now),
            EnrolmentAct.Withdraw => now < session.End && (enrolment.Withdraw(now) || enrolment.Status == EnrolmentStatus.Withdrawn),
            EnrolmentAct.Reply => Reply(enrolment, session, request.Text!, now),
            EnrolmentAct.Agree or EnrolmentAct.Disagree => Agree(enrolment, request.Act == EnrolmentAct.Agree),
        };
        if (!isDone)
        {
            return new TooLate(await views.OfAsync(enrolment, cancellationToken));
        }

        if (request.Act == EnrolmentAct.Withdraw)
        {
            await seats.OfferFreeAsync(session, cancellationToken);
        }

        if (enrolment.Status != before && request.Act is EnrolmentAct.Take or EnrolmentAct.Withdraw)
        {
            seats.Confirm(enrolment, before == EnrolmentStatus.Accepted);
        }

        await db.SaveChangesAsync(cancellationToken);
        return await views.OfAsync(enrolment, cancellationToken);
    }

    private static bool Take(Enrolment enrolment, CourseSession session, Instant now)
    {
        if (enrolment.Status == EnrolmentStatus.Accepted)
        {
            return true;
        }

        if (enrolment.Status != EnrolmentStatus.Offered || now >= enrolment.HeldUntil || session.CancelledAt is not null)
        {
            return false;
        }

        enrolment.TakeOffer(now);
        return true;
    }

    private bool Reply(Enrolment enrolment, CourseSession session, string answer, Instant now)
    {
        if (enrolment.Status != EnrolmentStatus.Asked)
        {
            return enrolment.Status == EnrolmentStatus.Requested && enrolment.Answer == answer.Trim();
        }

        enrolment.Reply(answer.Trim(), now);
        seats.TellCentre(session);
        return true;
    }

    private static bool Agree(Enrolment enrolment, bool agrees)
    {
        enrolment.Agree(agrees);
        return true;
    }
}
