using NodaTime;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>Days of a territory.</summary>
internal static class ImpactPeriods
{
    /// <summary>
    /// The latest year that has begun anywhere in the territory: in France, a year is some hours old in the Pacific before it begins in Paris, and has its
    /// first repairs.
    /// </summary>
    public static int LatestYear(IClock clock, TerritoryIndex index, TerritoryKey territory)
    {
        var now = clock.GetCurrentInstant();
        return index.CommunesOf(territory).Select(TimeZones.Of).Distinct().DefaultIfEmpty(TimeZones.Metropolitan)
            .Max(zone => now.InZone(DateTimeZoneProviders.Tzdb[zone]).Year);
    }

    /// <summary>The day that has begun everywhere in the territory: what ends before it is over, and may be closed.</summary>
    public static LocalDate BegunEverywhere(Instant now, TerritoryIndex index, TerritoryKey territory) =>
        index.CommunesOf(territory).Select(TimeZones.Of).Distinct().DefaultIfEmpty(TimeZones.Metropolitan).Min(zone => now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date);

    /// <summary>The day it is there; of a territory in several zones, the zone of its first commune.</summary>
    public static LocalDate Today(IClock clock, TerritoryIndex index, TerritoryKey territory)
    {
        var zone = index.CommunesOf(territory).Select(code => index.Commune(code)!.TimeZoneId).FirstOrDefault() ?? TimeZones.Metropolitan;
        return clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
    }
}
