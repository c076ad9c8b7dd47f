using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>All the reference rows a <see cref="TerritoryIndex"/> is built from, in any order.</summary>
/// <param name="Communes">Communes of today.</param>
/// <param name="Epcis">Groups of communes.</param>
/// <param name="Departements">Départements.</param>
/// <param name="Regions">Régions.</param>
/// <param name="FormerCommunes">Old and associated communes, and arrondissements.</param>
/// <param name="Vintage">Year of the Code officiel géographique they follow; null where the files do not say.</param>
public sealed record TerritoryData(
    IReadOnlyList<Commune> Communes,
    IReadOnlyList<Epci> Epcis,
    IReadOnlyList<Departement> Departements,
    IReadOnlyList<Region> Regions,
    IReadOnlyList<FormerCommune> FormerCommunes,
    int? Vintage);
