using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory;

/// <summary>One organisation: to everyone once approved, else to its members and to the agents of its territories.</summary>
[AllowedTo(Permission.SearchAndBook)]
public sealed record GetOrganisation(OrganisationId Id) : IQuery<OneOf<OrganisationDetail, NotFound>>;

internal sealed class GetOrganisationHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetOrganisation, OneOf<OrganisationDetail, NotFound>>
{
    public async Task<OneOf<OrganisationDetail, NotFound>> Handle(GetOrganisation request, CancellationToken cancellationToken)
    {
        var organisation = await db.Organisations.AsNoTracking().Include(o => o.Accreditations).SingleOrDefaultAsync(o => o.Id == request.Id, cancellationToken);
        if (organisation is null)
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        var commune = index.Commune(organisation.CommuneCode);
        if (!actor.MaySee(organisation.Id, organisation.Status, commune))
        {
            return new NotFound();
        }

        var places = await db.Places.AsNoTracking().Where(p => p.OrganisationId == organisation.Id).OrderBy(p => p.Slug).ToListAsync(cancellationToken);
        var inside = actor.IsInside(organisation.Id, commune);
        return new OrganisationDetail(
            organisation.ToSummary(index),
            organisation.Siret,
            organisation.Accreditations.ToViews(index, inside),
            [.. places.Select(p => p.ToSummary(index))]);
    }
}
