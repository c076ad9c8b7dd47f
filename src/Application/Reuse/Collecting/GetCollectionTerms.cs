using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>Whether and where one's reuse workshop collects at home.</summary>
/// <param name="Organisation">Address of one workshop; null for the first one works for.</param>
[AllowedTo(Permission.ReadCollections)]
public sealed record GetCollectionTerms(string? Organisation) : IQuery<OneOf<CollectionTermsView, NotFound>>;

/// <param name="Communes">By name.</param>
public sealed record CollectionTermsView(
    OwnReuseWorkshop Workshop, IReadOnlyList<OwnReuseWorkshop> Workshops, bool IsOpen, IReadOnlyList<(string Code, string Name)> Communes, int? WithinKm, int Stops, int Kilograms, bool TakesBulky, string? Takes, string? RecyclingCentre);

internal sealed class GetCollectionTermsHandler(RepairNetDb db, ReuseReader reader, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<GetCollectionTerms, OneOf<CollectionTermsView, NotFound>>
{
    public async Task<OneOf<CollectionTermsView, NotFound>> Handle(GetCollectionTerms request, CancellationToken cancellationToken)
    {
        if (await reader.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.ReadCollections, request.Organisation, cancellationToken) is not var (workshop, all))
        {
            return new NotFound();
        }

        var index = await territories.GetAsync(cancellationToken);
        var terms = await db.CollectionTerms.AsNoTracking().Include(t => t.Communes).SingleOrDefaultAsync(t => t.OrganisationId == workshop.Id, cancellationToken) ?? new CollectionTerms(workshop.Id);
        return new CollectionTermsView(
            workshop, all, terms.IsOpen, [.. terms.Communes.Select(c => (c.CommuneCode, Name: index.Commune(c.CommuneCode)?.Name ?? c.CommuneCode)).OrderBy(c => c.Name, StringComparer.Ordinal)],
            terms.WithinKm, terms.Stops, terms.Kilograms, terms.TakesBulky, terms.Takes, terms.RecyclingCentre);
    }
}
