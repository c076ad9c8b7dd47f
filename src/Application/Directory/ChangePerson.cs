using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>Changes all that is said of someone who repairs at a place.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record ChangePerson(PlaceId PlaceId, PersonId PersonId, PersonDescription Person) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ChangePersonValidator : AbstractValidator<ChangePerson>
{
    public ChangePersonValidator(EquipmentCatalogue catalogue) => RuleFor(p => p.Person).SetValidator(new PersonDescriptionValidator(catalogue)).OverridePropertyName("");
}

internal sealed class ChangePersonHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<ChangePerson, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangePerson request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null
            || await db.People.Include(p => p.Skills).SingleOrDefaultAsync(p => p.Id == request.PersonId && p.PlaceId == request.PlaceId, cancellationToken) is not { } person)
        {
            return new NotFound();
        }

        var said = request.Person;
        person.Describe(said.FirstName!, TextRules.OrNull(said.LastName), said.SpokenLanguages(), said.AgreesToBeNamed);
        person.Learn(said);
        return new Done();
    }
}
