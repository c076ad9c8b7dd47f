using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>An agent asks for a seat for someone who came to the town hall, in a session that the public may ask for. A telephone is enough.</summary>
[AllowedTo(Permission.MediateBookings)]
public sealed record EnrolForSomeone(Enrol Request) : ICommand<OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>>;

internal sealed class EnrolForSomeoneValidator : AbstractValidator<EnrolForSomeone>
{
    public EnrolForSomeoneValidator() => RuleFor(r => r.Request).SetValidator(new EnrolValidator()).OverridePropertyName("");
}

internal sealed class EnrolForSomeoneHandler(IRequestHandler<Enrol, OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>> enrol, RepairNetDb db, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<EnrolForSomeone, OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>>
{
    public async Task<OneOf<Enrolled, EnrolmentClosed, AlreadyEnrolled, NotFound>> Handle(EnrolForSomeone request, CancellationToken cancellationToken)
    {
        // Whoever has no account could not find it again.
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } account)
        {
            return new NotFound();
        }

        var outcome = await enrol.Handle(request.Request, cancellationToken);
        if (outcome.TryPickT0(out var enrolled, out _) && !await db.MediatedEnrolments.AnyAsync(m => m.EnrolmentId == enrolled.Id, cancellationToken))
        {
            db.MediatedEnrolments.Add(new MediatedEnrolment(enrolled.Id, account, clock.GetCurrentInstant()));
        }

        return outcome;
    }
}
