using FluentValidation;
using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory;

/// <summary>Adds someone who repairs at a place.</summary>
[AllowedTo(Caller.Member)]
public sealed record AddPerson(PlaceId PlaceId, PersonDescription Person) : ICommand<OneOf<PersonAdded, NotFound>>;

/// <summary>They are on the list.</summary>
public sealed record PersonAdded(PersonId Id);

internal sealed class AddPersonValidator : AbstractValidator<AddPerson>
{
    public AddPersonValidator(EquipmentCatalogue catalogue) => RuleFor(p => p.Person).SetValidator(new PersonDescriptionValidator(catalogue)).OverridePropertyName("");
}

internal sealed class AddPersonHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<AddPerson, OneOf<PersonAdded, NotFound>>
{
    public async Task<OneOf<PersonAdded, NotFound>> Handle(AddPerson request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        var said = request.Person;
        var person = new Person(PersonId.New(), request.PlaceId, said.FirstName!, TextRules.OrNull(said.LastName), said.SpokenLanguages(), said.AgreesToBeNamed);
        person.Learn(said);
        db.People.Add(person);
        return new PersonAdded(person.Id);
    }
}
