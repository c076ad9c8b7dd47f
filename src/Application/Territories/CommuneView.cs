using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>A territory around a commune, by code and official name.</summary>
public sealed record TerritoryName(string Code, string Name);

/// <summary>A commune of today, as the API gives it.</summary>
/// <param name="Code">INSEE code.</param>
/// <param name="Name">Official name.</param>
/// <param name="Postcodes">In ascending order.</param>
/// <param name="Population">Persons, last census in force.</param>
/// <param name="Epci">Its group; null for four islands and the overseas collectivities.</param>
/// <param name="Departement">Its département or overseas collectivity.</param>
/// <param name="Region">Its région or overseas collectivity.</param>
/// <param name="Lat">Latitude of its centre, WGS84 degrees; null where it is not known.</param>
/// <param name="Lon">Longitude of its centre, WGS84 degrees; null where it is not known.</param>
/// <param name="TimeZone">IANA identifier of its legal time.</param>
/// <param name="MatchedName">The old, associated or arrondissement name that the search met; null where it met its own.</param>
public sealed record CommuneView(
    string Code,
    string Name,
    IReadOnlyList<string> Postcodes,
    int Population,
    TerritoryName? Epci,
    TerritoryName Departement,
    TerritoryName Region,
    double? Lat,
    double? Lon,
    string TimeZone,
    string? MatchedName)
{
    internal static CommuneView Of(TerritoryIndex index, CommuneMatch match)
    {
        var commune = match.Commune;
        return new CommuneView(
            commune.Code,
            commune.Name,
            commune.Postcodes,
            commune.Population,
            commune.EpciCode is { } epci ? Named(index, TerritoryKey.Epci(epci)) : null,
            Named(index, TerritoryKey.Departement(commune.DepartementCode)),
            Named(index, TerritoryKey.Region(commune.RegionCode)),
            commune.Lat,
            commune.Lon,
            commune.TimeZoneId,
            match.MatchedName);
    }

    private static TerritoryName Named(TerritoryIndex index, TerritoryKey key) => new(key.Code, index.NameOf(key) ?? key.Code);
}
