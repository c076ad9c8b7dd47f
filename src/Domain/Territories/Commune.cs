using NodaTime;

namespace RepairNet.Domain.Territories;

/// <summary>A commune of today, as listed by the Code officiel géographique. Reference data: replaced as a whole by an import.</summary>
public sealed class Commune
{
    /// <summary>Longest name, in characters; the longest of today has 45.</summary>
    public const int MaxName = 80;

    private Commune()
    {
    }

    public Commune(string code, string name, string departementCode, string regionCode, string? epciCode, string? siren, int population, IReadOnlyList<string> postcodes, GeoPoint? centre)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(population);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!TerritoryKey.IsCommuneCode(code))
        {
            throw new ArgumentException($"Not an INSEE commune code: {code}.", nameof(code));
        }

        Code = code;
        Name = name;
        DepartementCode = departementCode;
        RegionCode = regionCode;
        EpciCode = epciCode;
        Siren = siren;
        Population = population;
        Postcodes = postcodes;
        Lat = centre?.Lat;
        Lon = centre?.Lon;
    }

    /// <summary>INSEE code, five characters, leading zero kept (<c>38185</c>, <c>2A004</c>).</summary>
    public string Code { get; private set; } = "";

    /// <summary>Official name, straight apostrophes. Pages show <see cref="FrenchPlaceName.Typographic"/> of it.</summary>
    public string Name { get; private set; } = "";

    public string DepartementCode { get; private set; } = "";

    public string RegionCode { get; private set; } = "";

    /// <summary>SIREN of its group of communes; null for four islands and the overseas collectivities.</summary>
    public string? EpciCode { get; private set; }

    /// <summary>SIREN of the commune itself; null in the overseas collectivities.</summary>
    public string? Siren { get; private set; }

    /// <summary>Municipal population of the last census in force, in persons; 0 where nobody lives.</summary>
    public int Population { get; private set; }

    /// <summary>Postcodes in ascending order; none for the southern lands.</summary>
    public IReadOnlyList<string> Postcodes { get; private set; } = [];

    /// <summary>Latitude of its centre in WGS84 degrees; null in the overseas collectivities.</summary>
    public double? Lat { get; private set; }

    /// <summary>Longitude of its centre in WGS84 degrees; null in the overseas collectivities.</summary>
    public double? Lon { get; private set; }

    /// <summary>IANA identifier of its legal time.</summary>
    public string TimeZoneId => TimeZones.Of(Code);

    /// <summary>Its centre where known: a place without coordinates lies there.</summary>
    public GeoPoint? Centre => GeoPoint.FromNullable(Lat, Lon);

    public TerritoryKey Key => TerritoryKey.Commune(Code);
}

/// <summary>A group of communes with its own taxation: métropole, communauté urbaine, d'agglomération or de communes.</summary>
public sealed class Epci
{
    private Epci()
    {
    }

    public Epci(string code, string name, EpciKind kind)
    {
        Code = code;
        Name = name;
        Kind = kind;
    }

    /// <summary>SIREN, nine digits.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Name as published by the DGCL (« CC du Trièves », « Grenoble-Alpes-Métropole »).</summary>
    public string Name { get; private set; } = "";

    public EpciKind Kind { get; private set; }

    public TerritoryKey Key => TerritoryKey.Epci(Code);
}

/// <summary>Legal form of a group of communes.</summary>
public enum EpciKind
{
    /// <summary>Communauté de communes.</summary>
    CommunauteDeCommunes = 0,

    /// <summary>Communauté d'agglomération.</summary>
    CommunauteDAgglomeration = 1,

    /// <summary>Communauté urbaine.</summary>
    CommunauteUrbaine = 2,

    /// <summary>Métropole, Lyon's own kind included.</summary>
    Metropole = 3,
}

/// <summary>A département, or an overseas collectivity that stands in its place.</summary>
public sealed class Departement
{
    private Departement()
    {
    }

    public Departement(string code, string name, string regionCode)
    {
        Code = code;
        Name = name;
        RegionCode = regionCode;
    }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string RegionCode { get; private set; } = "";

    public TerritoryKey Key => TerritoryKey.Departement(Code);
}

/// <summary>A région, or an overseas collectivity that stands in its place.</summary>
public sealed class Region
{
    private Region()
    {
    }

    public Region(string code, string name)
    {
        Code = code;
        Name = name;
    }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public TerritoryKey Key => TerritoryKey.Region(Code);
}

/// <summary>
/// A name and a code that people still use for a part of a commune of today: a delegated or associated commune, or a municipal
/// arrondissement. Its code may also be that of a live commune: the live one wins.
/// </summary>
public sealed class FormerCommune
{
    private FormerCommune()
    {
    }

    public FormerCommune(string code, string name, FormerCommuneKind kind, string communeCode, IReadOnlyList<string> postcodes)
    {
        Code = code;
        Name = name;
        Kind = kind;
        CommuneCode = communeCode;
        Postcodes = postcodes;
    }

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public FormerCommuneKind Kind { get; private set; }

    /// <summary>INSEE code of the commune of today that answers for it.</summary>
    public string CommuneCode { get; private set; } = "";

    /// <summary>Its own postcodes where they are known (arrondissements only).</summary>
    public IReadOnlyList<string> Postcodes { get; private set; } = [];
}

/// <summary>What a name inside a commune of today is.</summary>
public enum FormerCommuneKind
{
    /// <summary>Commune déléguée: part of a commune nouvelle.</summary>
    Delegated = 0,

    /// <summary>Commune associée: merged under the law of 1971.</summary>
    Associated = 1,

    /// <summary>Arrondissement of Paris, Lyon or Marseille.</summary>
    Arrondissement = 2,
}

/// <summary>Which files the territories in the database come from: read again only when they change.</summary>
public sealed class TerritoryEdition
{
    /// <summary>There is one row.</summary>
    public const int OnlyId = 1;

    private TerritoryEdition()
    {
    }

    /// <param name="fingerprint">Hash of the files in force.</param>
    /// <param name="shippedFingerprint">Hash of the files that came with the program.</param>
    /// <param name="vintage">Year of the Code officiel géographique the files follow.</param>
    /// <param name="importedAt">Now.</param>
    public TerritoryEdition(string fingerprint, string shippedFingerprint, int vintage, Instant importedAt)
    {
        Vintage = vintage;
        Fingerprint = fingerprint;
        ShippedFingerprint = shippedFingerprint;
        ImportedAt = importedAt;
    }

    public int Id { get; private set; } = OnlyId;

    /// <summary>Hash of the files in force, 64 hexadecimal digits.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>
    /// Hash of the files that came with the program when it last looked: an operator's own files stay in force until a version ships
    /// others.
    /// </summary>
    public string ShippedFingerprint { get; private set; } = "";

    /// <summary>Year of the Code officiel géographique (1 January) whose codes the files use.</summary>
    public int Vintage { get; private set; }

    public Instant ImportedAt { get; private set; }
}
