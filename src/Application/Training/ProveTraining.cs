using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Someone who repairs at a place showed their certificate: the training is told with their name from now on, where that is told. Typed twice, it counts once.</summary>
/// <param name="Number">However it is typed.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ProveTraining(PlaceId Place, PersonId Person, string? Number) : ICommand<OneOf<Done, UnknownCertificate, TooManyTrainings, NotFound>>;

/// <summary>No certificate has this number.</summary>
public sealed record UnknownCertificate : IRefusal;

/// <summary>As many trainings as are shown of one person are there already.</summary>
public sealed record TooManyTrainings : IRefusal;

internal sealed class ProveTrainingValidator : AbstractValidator<ProveTraining>
{
    public ProveTrainingValidator() => RuleFor(p => p.Number)
        .Given("Donnez le numéro de l’attestation.")
        .Must(number => string.IsNullOrWhiteSpace(number) || Certificates.Read(number) is not null).WithMessage("Ce numéro n’est pas complet. Il ressemble à : 7K3P-2M9Q-XWT4");
}

internal sealed class ProveTrainingHandler(RepairNetDb db, TrainingProofs proofs, ICurrentActor currentActor) : IRequestHandler<ProveTraining, OneOf<Done, UnknownCertificate, TooManyTrainings, NotFound>>
{
    public async Task<OneOf<Done, UnknownCertificate, TooManyTrainings, NotFound>> Handle(ProveTraining request, CancellationToken cancellationToken)
    {
        if (await proofs.PersonAsync(await currentActor.GetAsync(cancellationToken), request.Place, request.Person, cancellationToken) is not { } person)
        {
            return new NotFound();
        }

        var number = Certificates.Read(request.Number);
        if (await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.CertificateNumber == number, cancellationToken) is not { } enrolment)
        {
            return new UnknownCertificate();
        }

        if (!person.MayProveMore && person.Trainings.All(t => t.SessionId != enrolment.SessionId))
        {
            return new TooManyTrainings();
        }

        await proofs.ProveAsync(person, enrolment, cancellationToken);
        return new Done();
    }
}

/// <summary>Certificates shown where someone repairs.</summary>
internal sealed class TrainingProofs(RepairNetDb db, IRowLocks locks)
{
    /// <summary>Someone of a place of the actor, with their trainings; whoever else would change them waits to the end of the transaction.</summary>
    public async Task<Person?> PersonAsync(Actor actor, PlaceId place, PersonId id, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(actor, Permission.KeepAgenda, place, cancellationToken) is null)
        {
            return null;
        }

        await locks.HoldNameAsync("person:" + id, cancellationToken);
        return await db.People.Include(p => p.Trainings).SingleOrDefaultAsync(p => p.Id == id && p.PlaceId == place, cancellationToken);
    }

    /// <summary>Tells of someone what the certificate of this request proves: what was taught, where and when, and no name.</summary>
    public async Task ProveAsync(Person person, Enrolment enrolment, CancellationToken cancellationToken)
    {
        var taught = await (
            from s in db.CourseSessions.AsNoTracking()
            where s.Id == enrolment.SessionId
            join c in db.Courses on s.CourseId equals c.Id
            join o in db.Organisations on s.OrganisationId equals o.Id
            select new { c.Title, o.Name, s.EndsOn }).SingleAsync(cancellationToken);
        person.Prove(enrolment.SessionId, taught.Title, taught.Name, taught.EndsOn);
    }
}
