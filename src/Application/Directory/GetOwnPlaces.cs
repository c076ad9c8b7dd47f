using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;

namespace RepairNet.Application.Directory;

/// <summary>The organisations of whoever asks, with their places. An operator, who belongs to none, gets none.</summary>
[AllowedTo(Permission.ReadOrganisation)]
public sealed record GetOwnPlaces : IQuery<IReadOnlyList<OwnOrganisation>>;

/// <summary>An organisation one works for.</summary>
/// <param name="IsManager">The reader may also change it and its places.</param>
public sealed record OwnOrganisation(OrganisationSummary Organisation, IReadOnlyList<PlaceSummary> Places, bool IsManager);

internal sealed class GetOwnPlacesHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetOwnPlaces, IReadOnlyList<OwnOrganisation>>
{
    public async Task<IReadOnlyList<OwnOrganisation>> Handle(GetOwnPlaces request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var own = actor.OrganisationsWith(Permission.ReadOrganisation).ToArray();
        var index = await territories.GetAsync(cancellationToken);
        var organisations = await db.Organisations.AsNoTracking().Where(o => own.Contains(o.Id)).OrderBy(o => o.Slug).ToListAsync(cancellationToken);
        var places = (await db.Places.AsNoTracking().Where(p => own.Contains(p.OrganisationId)).OrderBy(p => p.Slug).ToListAsync(cancellationToken)).ToLookup(p => p.OrganisationId);
        return [.. organisations.Select(o => new OwnOrganisation(o.ToSummary(index), [.. places[o.Id].Select(p => p.ToSummary(index))], actor.May(Permission.ManageOrganisation, o.Id)))];
    }
}
