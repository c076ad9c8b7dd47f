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

/// <summary>Adds someone who repairs at a place.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice adds once; null to have one made.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record AddPerson(PlaceId PlaceId, PersonDescription Person, PersonId? Id = null) : ICommand<OneOf<PersonAdded, NotFound, SentOtherwise>>;

/// <summary>They are on the list.</summary>
public sealed record PersonAdded(PersonId Id);

internal sealed class AddPersonValidator : AbstractValidator<AddPerson>
{
    public AddPersonValidator(EquipmentCatalogue catalogue) => RuleFor(p => p.Person).SetValidator(new PersonDescriptionValidator(catalogue)).OverridePropertyName("");
}

internal sealed class AddPersonHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks) : IRequestHandler<AddPerson, OneOf<PersonAdded, NotFound, SentOtherwise>>
{
    public async Task<OneOf<PersonAdded, NotFound, SentOtherwise>> Handle(AddPerson request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        if (request.Id is { } given)
        {
            await locks.HoldNameAsync("person:" + given, cancellationToken);
            if (await db.People.AsNoTracking().Include(p => p.Skills).SingleOrDefaultAsync(p => p.Id == given, cancellationToken) is { } made)
            {
                return made.PlaceId != request.PlaceId ? new NotFound()
                    : request.Person.ToPerson(given, request.PlaceId).SaysTheSameAs(made) ? new PersonAdded(given)
                    : new SentOtherwise();
            }
        }

        var person = request.Person.ToPerson(request.Id ?? PersonId.New(), request.PlaceId);
        db.People.Add(person);
        return new PersonAdded(person.Id);
    }
}
