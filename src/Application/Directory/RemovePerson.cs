using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>Forgets someone who no longer repairs at a place.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record RemovePerson(PlaceId PlaceId, PersonId PersonId) : ICommand<OneOf<Done, NotFound>>;

internal sealed class RemovePersonHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<RemovePerson, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(RemovePerson request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null
            || await db.People.Include(p => p.Skills).SingleOrDefaultAsync(p => p.Id == request.PersonId && p.PlaceId == request.PlaceId, cancellationToken) is not { } person)
        {
            return new NotFound();
        }

        db.People.Remove(person);
        return new Done();
    }
}
