using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Training;

/// <summary>
/// A centre introduces someone who came and agrees to an organisation that takes apprentices: it learns who they are and answers. One at a time. Pressed
/// twice, it is done once.
/// </summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record IntroducePerson(EnrolmentId Id, OrganisationId To) : ICommand<OneOf<Done, NoConsent, DidNotCome, TakesNoApprentices, AlreadyIntroduced, NotFound>>;

/// <summary>They do not agree to be introduced, or no longer.</summary>
public sealed record NoConsent : IRefusal;

/// <summary>They are not noted as having come to anything of the session.</summary>
public sealed record DidNotCome : IRefusal;

/// <summary>There is no approved organisation of that name that takes apprentices.</summary>
public sealed record TakesNoApprentices : IRefusal;

/// <summary>They are introduced already, or this organisation has just said no.</summary>
public sealed record AlreadyIntroduced : IRefusal;

internal sealed class IntroducePersonHandler(RepairNetDb db, SessionSeats seats, Apprenticeships apprenticeships, IOutbox outbox, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<IntroducePerson, OneOf<Done, NoConsent, DidNotCome, TakesNoApprentices, AlreadyIntroduced, NotFound>>
{
    public async Task<OneOf<Done, NoConsent, DidNotCome, TakesNoApprentices, AlreadyIntroduced, NotFound>> Handle(IntroducePerson request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(db.Enrolments.Where(e => e.Id == request.Id), cancellationToken) is not { } held
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, held.Session.OrganisationId))
        {
            return new NotFound();
        }

        var enrolment = held.Enrolment;
        if (enrolment.IsIntroduced && enrolment.IntroducedTo == request.To)
        {
            return new Done();
        }

        if (!enrolment.AgreesToIntroduction)
        {
            return new NoConsent();
        }

        if (!enrolment.HasCome)
        {
            return new DidNotCome();
        }

        if (enrolment.IsIntroduced || enrolment.IntroducedTo == request.To)
        {
            return new AlreadyIntroduced();
        }

        if (!await apprenticeships.Taking.AnyAsync(o => o.Id == request.To, cancellationToken))
        {
            return new TakesNoApprentices();
        }

        enrolment.Introduce(request.To, clock.GetCurrentInstant());
        outbox.Add(MessageKind.IntroductionWaits, enrolment.Id.Value, enrolment.Introductions);
        seats.Tell(enrolment, MessageKind.Introduced, enrolment.Introductions);
        return new Done();
    }
}
