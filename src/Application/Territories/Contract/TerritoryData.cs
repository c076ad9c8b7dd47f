using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>All the reference rows a <see cref="TerritoryIndex"/> is built from, in any order.</summary>
public sealed record TerritoryData(
    IReadOnlyList<Commune> Communes,
    IReadOnlyList<Epci> Epcis,
    IReadOnlyList<Departement> Departements,
    IReadOnlyList<Region> Regions,
    IReadOnlyList<FormerCommune> FormerCommunes);
