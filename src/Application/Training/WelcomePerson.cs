using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>An organisation welcomes someone who was introduced to it: they are of one of its places from now on, with the training their certificate proves. Pressed twice, it is done once.</summary>
/// <param name="Place">One of its places.</param>
/// <param name="Person">As they are described there.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record WelcomePerson(EnrolmentId Id, PlaceId Place, PersonDescription Person) : ICommand<OneOf<Done, NotWaiting, NotFound>>;

internal sealed class WelcomePersonValidator : AbstractValidator<WelcomePerson>
{
    public WelcomePersonValidator(IValidator<PersonDescription> person) => RuleFor(w => w.Person).SetValidator(person).OverridePropertyName("");
}

internal sealed class WelcomePersonHandler(RepairNetDb db, IntroducedPeople introduced, TrainingProofs proofs, ICurrentActor currentActor, IClock clock) : IRequestHandler<WelcomePerson, OneOf<Done, NotWaiting, NotFound>>
{
    public async Task<OneOf<Done, NotWaiting, NotFound>> Handle(WelcomePerson request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.Place, cancellationToken) is not { } organisation
            || await introduced.HoldAsync(request.Id, organisation, cancellationToken) is not { } enrolment)
        {
            return new NotFound();
        }

        if (enrolment.Introduction != Introduction.Waiting)
        {
            return enrolment.Introduction == Introduction.Welcomed ? new Done() : new NotWaiting();
        }

        enrolment.Welcome(clock.GetCurrentInstant());
        var person = request.Person.ToPerson(PersonId.New(), request.Place);
        if (enrolment.CertificateNumber is not null)
        {
            await proofs.ProveAsync(person, enrolment, cancellationToken);
        }

        db.People.Add(person);
        introduced.Tell(enrolment);
        return new Done();
    }
}
