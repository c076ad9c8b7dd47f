using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>The places that lie in a territory, as its agents see them.</summary>
/// <param name="Text">Words of the name, the organisation, the address or the commune, whatever their case and accents; null for all places.</param>
[AllowedTo(Permission.ListPlaces)]
public sealed record ListTerritoryPlaces(string Territory, string? Text = null) : IQuery<OneOf<TerritoryPlaces, NotFound>>;

public sealed record TerritoryPlaces(string Key, string Name, IReadOnlyList<TerritoryPlace> Places);

/// <param name="Status">Of its organisation: whether the public sees it.</param>
/// <param name="PhoneNumber">Of its organisation; null when unknown.</param>
/// <param name="TakesBookings">An agent of this territory can book a repair there for someone.</param>
public sealed record TerritoryPlace(PlaceId Id, bool TakesBookings, string Name, string Slug, string Address, string CommuneName, int Benches, OrganisationId Organisation, string OrganisationName, OrganisationStatus Status, string? PhoneNumber);

internal sealed class ListTerritoryPlacesHandler(RepairNetDb db, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<ListTerritoryPlaces, OneOf<TerritoryPlaces, NotFound>>
{
    public async Task<OneOf<TerritoryPlaces, NotFound>> Handle(ListTerritoryPlaces request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } key || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.ListPlaces, key))
        {
            return new NotFound();
        }

        var found = await db.Places.AsNoTracking().In(p => p.CommuneCode, key, index)
            .Join(db.Organisations, p => p.OrganisationId, o => o.Id, (p, o) => new { Place = p.Id, IsOffered = db.Services.Any(s => s.PlaceId == p.Id && s.PublicBooking), p.Name, p.Slug, p.Address, p.CommuneCode, p.Benches, o.Id, Organisation = o.Name, o.Status, o.Phone })
            .ToListAsync(cancellationToken);
        var words = CommuneSearch.Fold(request.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new TerritoryPlaces(key.ToString(), index.NameOf(key)!,
        [
            .. found.Select(p => new TerritoryPlace(p.Place, p.IsOffered && p.Status == OrganisationStatus.Approved && key.Mediates(), p.Name, p.Slug, p.Address, index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode, p.Benches, p.Id, p.Organisation, p.Status, p.Phone))
                .Where(p => words.All(word => CommuneSearch.Fold($"{p.Name} {p.OrganisationName} {p.Address} {p.CommuneName}").Contains(word, StringComparison.Ordinal)))
                .OrderBy(p => p.CommuneName, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase),
        ]);
    }
}
