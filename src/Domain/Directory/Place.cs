using System.Diagnostics.CodeAnalysis;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>Where an organisation receives people. Its hours are kept by the agenda, in its own time zone.</summary>
public sealed class Place
{
    public const int MaxName = 120;
    public const int MaxAddress = 300;
    public const int MaxAccess = 1000;

    /// <summary>Benches of one place: 1 to this many.</summary>
    public const int MaxBenches = 50;

    public Place(PlaceId id, OrganisationId organisationId, string name, string slug, string address, string communeCode, double? lat, double? lon, double searchLat, double searchLon, string timeZone, int benches, string? access, bool closedOnHolidays)
    {
        Id = id;
        OrganisationId = organisationId;
        Slug = slug;
        CommuneCode = communeCode;
        TimeZone = timeZone;
        SearchLat = searchLat;
        SearchLon = searchLon;
        Lat = lat;
        Lon = lon;
        Describe(name, address, benches, access, closedOnHolidays);
    }

    private Place()
    {
        Name = Slug = Address = CommuneCode = TimeZone = "";
    }

    public PlaceId Id { get; private set; }
    public OrganisationId OrganisationId { get; private set; }
    public string Name { get; private set; }

    /// <summary>Last part of the page's address, unique.</summary>
    public string Slug { get; private set; }

    /// <summary>Number and street; the commune is told apart.</summary>
    public string Address { get; private set; }
    public string CommuneCode { get; private set; }

    /// <summary>Degrees WGS84, null when only the commune is known.</summary>
    public double? Lat { get; private set; }
    public double? Lon { get; private set; }

    /// <summary>Where searches find it, in degrees: its own point, else the centroid of its commune; 0 and 0 where neither is known (overseas collectivities).</summary>
    public double SearchLat { get; private set; }
    public double SearchLon { get; private set; }

    /// <summary>IANA name of its zone, as <c>Europe/Paris</c>.</summary>
    public string TimeZone { get; private set; }

    /// <summary>How many items can be worked on at once, 1 to <see cref="MaxBenches"/>.</summary>
    public int Benches { get; private set; }

    /// <summary>How to come and get in: transport, steps, door.</summary>
    public string? Access { get; private set; }
    public bool ClosedOnHolidays { get; private set; }

    /// <summary>
    /// Whether so many benches leave each appointment its own. One given on a bench beyond those of the place, by an opening that
    /// has more of them, does not depend on this number.
    /// </summary>
    /// <param name="benches">How many there would be.</param>
    /// <param name="taken">Benches of the appointments to come, numbered from 1.</param>
    public bool MayHave(int benches, IEnumerable<int> taken) => !taken.Any(bench => bench > benches && bench <= Benches);

    /// <summary>Says where it lies.</summary>
    /// <param name="lat">Degrees WGS84, with <paramref name="lon"/> or not at all.</param>
    /// <param name="searchLat">Where searches find it: its own point, else the centre of its commune.</param>
    public void Locate(double? lat, double? lon, double searchLat, double searchLon)
    {
        if (lat is null != lon is null)
        {
            throw new ArgumentException("A latitude goes with a longitude.", nameof(lon));
        }

        (Lat, Lon, SearchLat, SearchLon) = (lat, lon, searchLat, searchLon);
    }

    /// <summary>Changes what may change without moving the place: the commune, the zone and the address of its page stay.</summary>
    [MemberNotNull(nameof(Name), nameof(Address))]
    public void Describe(string name, string address, int benches, string? access, bool closedOnHolidays)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(benches, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(benches, MaxBenches);
        Name = name.Trim();
        Address = address.Trim();
        Benches = benches;
        Access = access;
        ClosedOnHolidays = closedOnHolidays;
    }
}
