using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Publishing;

/// <summary>
/// Every place of an approved organisation of a territory, as open data: what its page shows, and nobody's name, address nor number. What the
/// territory refused, or one around it, is left out as in searches.
/// </summary>
/// <param name="Territory">Key of the territory; null for everywhere.</param>
[AllowedTo(Permission.ReadInPublic)]
public sealed record ExportPlaces(string? Territory) : IQuery<OneOf<PlacesExport, NotFound>>;

/// <summary>The places, by organisation and name, read from the database as they are asked for.</summary>
public sealed record PlacesExport(IAsyncEnumerable<PublishedPlace> Places);

/// <summary>A place and whose it is.</summary>
/// <param name="Kinds">What the organisation does.</param>
/// <param name="DeclaresQualiRepar">It says that it holds the QualiRépar label; nobody checks.</param>
/// <param name="CommuneName">Official name.</param>
/// <param name="Lat">Degrees north, WGS 84; null where the place did not say.</param>
/// <param name="Lon">Degrees east, WGS 84.</param>
public sealed record PublishedPlace(
    OrganisationId Organisation,
    string OrganisationName,
    OrganisationKinds Kinds,
    string? Website,
    bool DeclaresQualiRepar,
    PlaceId Place,
    string Name,
    string Slug,
    string Address,
    string CommuneCode,
    string CommuneName,
    double? Lat,
    double? Lon);

internal sealed class ExportPlacesHandler(RepairNetDb db, ITerritories territories) : IRequestHandler<ExportPlaces, OneOf<PlacesExport, NotFound>>
{
    public async Task<OneOf<PlacesExport, NotFound>> Handle(ExportPlaces request, CancellationToken cancellationToken)
    {
        TerritoryKey? territory = null;
        var index = await territories.GetAsync(cancellationToken);
        if (!string.IsNullOrEmpty(request.Territory) && (territory = index.Find(request.Territory)) is null)
        {
            return new NotFound();
        }

        var places = db.Places.AsNoTracking();
        var organisations = db.Organisations.Where(o => o.Status == OrganisationStatus.Approved);
        if (territory is { } key)
        {
            organisations = organisations.NotRefusedFrom(key, index);
            if (key != TerritoryKey.France)
            {
                var communes = index.CodesOf(key).ToArray();
                places = places.Where(p => communes.Contains(p.CommuneCode));
            }
        }

        return new PlacesExport(ReadAsync(places, organisations, index, cancellationToken));
    }

    private static async IAsyncEnumerable<PublishedPlace> ReadAsync(IQueryable<Place> places, IQueryable<Organisation> organisations, TerritoryIndex index, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = places.Join(organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { Place = p, Organisation = o })
            .OrderBy(x => x.Organisation.Name).ThenBy(x => x.Organisation.Id).ThenBy(x => x.Place.Name).ThenBy(x => x.Place.Id);
        await foreach (var row in found.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var (place, organisation) = (row.Place, row.Organisation);
            yield return new PublishedPlace(
                organisation.Id, organisation.Name, organisation.Kinds, organisation.Website, organisation.DeclaresQualiRepar,
                place.Id, place.Name, place.Slug, place.Address, place.CommuneCode, index.Commune(place.CommuneCode)?.Name ?? place.CommuneCode, place.Lat, place.Lon);
        }
    }
}
