using System.Collections.Frozen;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>A commune found, and the old, associated or arrondissement name it was found by, where that is not its own.</summary>
/// <param name="Commune">The commune of today.</param>
/// <param name="MatchedName">The other name that answered (« Paris 11e Arrondissement »); null where its own did.</param>
public sealed record CommuneMatch(Commune Commune, string? MatchedName)
{
    /// <summary>Name of the territory that was named, where the commune is offered as one of its largest; null where its own name answered.</summary>
    public string? TownOf { get; init; }
}

/// <summary>
/// An immutable picture of all territories, in memory: who contains whom, how many people live there, and a search that forgives
/// what residents type. About 35,000 communes; built once, then read by any number of threads.
/// </summary>
public sealed class TerritoryIndex
{
    /// <summary>So many towns of a territory are offered where its name was typed.</summary>
    private const int MostTowns = 5;

    private readonly FrozenDictionary<string, Epci> epcis;
    private readonly FrozenDictionary<string, Departement> departements;
    private readonly FrozenDictionary<string, Region> regions;
    private readonly FrozenDictionary<TerritoryKey, Members> members;
    private readonly ILookup<string, string> formerOf;
    private readonly Lazy<Dictionary<string, string>> communeOfSiren;
    private readonly CommuneSearch search;

    public TerritoryIndex(TerritoryData data)
    {
        var ordered = data.Communes.OrderBy(c => c.Code, StringComparer.Ordinal).ToArray();
        Communes = ordered;
        search = new CommuneSearch(ordered, data.FormerCommunes, data.Departements, data.Regions);
        // 584 old codes are also codes of today: the live commune answers for them.
        var formers = data.FormerCommunes.Where(f => search.Live(f.Code) is null && search.Live(f.CommuneCode) is not null).ToList();
        AcrossBorders = [.. formers.Where(f => !f.Code.StartsWith(LiveCommune(f.CommuneCode).DepartementCode, StringComparison.Ordinal)).Select(f => f.Code)];
        formerOf = formers.ToLookup(f => f.CommuneCode, f => f.Code, StringComparer.Ordinal);
        // Asked for by the few who sign in with ProConnect only.
        communeOfSiren = new(() => ordered.Where(c => c.Siren is not null).GroupBy(c => c.Siren!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Code, StringComparer.Ordinal));
        Vintage = data.Vintage ?? 0;
        epcis = data.Epcis.ToFrozenDictionary(e => e.Code, StringComparer.Ordinal);
        departements = data.Departements.ToFrozenDictionary(d => d.Code, StringComparer.Ordinal);
        regions = data.Regions.ToFrozenDictionary(r => r.Code, StringComparer.Ordinal);
        members = Gather(ordered.Where(c => c.EpciCode is not null).GroupBy(c => c.EpciCode!), TerritoryKey.Epci)
            .Concat(Gather(ordered.GroupBy(c => c.DepartementCode), TerritoryKey.Departement))
            .Concat(Gather(ordered.GroupBy(c => c.RegionCode), TerritoryKey.Region))
            .Concat(Gather(ordered.GroupBy(_ => TerritoryKey.France.Code), TerritoryKey.Country))
            .ToFrozenDictionary();
    }

    /// <summary>Year of the Code officiel géographique these territories follow; 0 where nothing is loaded yet.</summary>
    public int Vintage { get; }

    /// <summary>Every commune of today, by code.</summary>
    public IReadOnlyList<Commune> Communes { get; }

    /// <summary>Old codes that begin with the département they were in, of communes merged into one of another; a handful.</summary>
    public IReadOnlyList<string> AcrossBorders { get; }

    /// <summary>Every group of communes, in no order.</summary>
    public IReadOnlyList<Epci> Epcis => epcis.Values;

    /// <summary>Every département and overseas collectivity, in no order.</summary>
    public IReadOnlyList<Departement> Departements => departements.Values;

    /// <summary>Every région and overseas collectivity, in no order.</summary>
    public IReadOnlyList<Region> Regions => regions.Values;

    /// <summary>The commune of today for an INSEE code, be it live, old, associated or of an arrondissement; null for any other text.</summary>
    public Commune? Commune(string? code) => code is null ? null : search.Today(code.ToUpperInvariant());

    /// <summary>The same, with the other name that the code stood for.</summary>
    public CommuneMatch? Match(string? code) => Commune(code) is { } commune ? new CommuneMatch(commune, search.OtherNameOf(code!.ToUpperInvariant())) : null;

    /// <summary>The commune or group of communes that has this SIREN number; null where none has.</summary>
    public TerritoryKey? WithSiren(string siren) =>
        epcis.ContainsKey(siren) ? TerritoryKey.Epci(siren)
        : communeOfSiren.Value.TryGetValue(siren, out var code) ? TerritoryKey.Commune(code)
        : null;

    public Epci? Epci(string? code) => code is null ? null : epcis.GetValueOrDefault(code);

    public Departement? Departement(string? code) => code is null ? null : departements.GetValueOrDefault(code.ToUpperInvariant());

    public Region? Region(string? code) => code is null ? null : regions.GetValueOrDefault(code);

    /// <summary>Whether the key names a territory: a live commune, a group, a département, a région or a country of ISO 3166.</summary>
    public bool Exists(TerritoryKey key) => NameOf(key) is not null;

    /// <summary>The key of the territory of today: an old commune code gives its commune; null where there is none.</summary>
    public TerritoryKey? Today(TerritoryKey key) => key.Level == TerritoryLevel.Commune
        ? Commune(key.Code)?.Key
        : Exists(key) ? key : null;

    /// <summary>Reads a key typed or linked by someone and brings it up to date; null where it is malformed or names nothing.</summary>
    public TerritoryKey? Find(string? text) => TerritoryKey.TryParse(text, out var key) ? Today(key) : null;

    /// <summary>The official name, straight apostrophes; null where the key names nothing.</summary>
    public string? NameOf(TerritoryKey key) => key.Level switch
    {
        TerritoryLevel.Commune => search.Live(key.Code)?.Name,
        TerritoryLevel.Epci => epcis.GetValueOrDefault(key.Code)?.Name,
        TerritoryLevel.Departement => departements.GetValueOrDefault(key.Code)?.Name,
        TerritoryLevel.Region => regions.GetValueOrDefault(key.Code)?.Name,
        TerritoryLevel.Country => Countries.NameOf(key.Code),
    };

    /// <summary>INSEE codes of the communes of a territory, in order; empty for a foreign country and for what names nothing.</summary>
    public IReadOnlyList<string> CommunesOf(TerritoryKey key) =>
        MembersOf(key)?.Codes ?? [];

    /// <summary>
    /// All the codes under which something may have been written down in a territory: those of its communes, and those of the communes
    /// that were merged into them since.
    /// </summary>
    public IReadOnlyList<string> CodesOf(TerritoryKey key) => [.. CommunesOf(key).SelectMany(code => formerOf[code].Prepend(code))];

    /// <summary>
    /// How many people live there: the sum of its communes. Null for a foreign country and for what names nothing.
    /// </summary>
    public long? PopulationOf(TerritoryKey key) =>
        MembersOf(key)?.Population;

    /// <summary>
    /// The territories that hold all of this one, from the smallest to the largest: of a commune, its group, its département, its région
    /// and France; of a group that crosses a border, only what lies around both sides.
    /// </summary>
    public IReadOnlyList<TerritoryKey> ParentsOf(TerritoryKey key) =>
        MembersOf(key) is { } found ? ParentsOf(key, found.Codes.Select(LiveCommune)) : [];

    /// <summary>The same, for whoever has read the communes of a territory and does not wait for an index.</summary>
    public static IReadOnlyList<TerritoryKey> ParentsOf(TerritoryKey key, IEnumerable<Commune> communes)
    {
        List<TerritoryKey>? common = null;
        foreach (var commune in communes)
        {
            common ??= [.. TerritoriesOf(commune).Where(parent => parent.Level > key.Level)];
            common.RemoveAll(parent => !Holds(parent, commune));
            if (common.Count == 0)
            {
                break;
            }
        }

        return common ?? [];
    }

    /// <summary>Whether every commune of <paramref name="inner"/> belongs to <paramref name="outer"/>. A territory holds itself.</summary>
    public bool Holds(TerritoryKey outer, TerritoryKey inner) =>
        (outer == inner && Exists(outer))
        || (MembersOf(inner) is { } found && found.Codes.All(code => Holds(outer, LiveCommune(code))));

    /// <summary>Whether a commune belongs to a territory, by any code of it, old or live.</summary>
    public bool Holds(TerritoryKey outer, string communeCode) => Commune(communeCode) is { } commune && Holds(outer, commune);

    /// <summary>Whether the actor may do this for this territory, or for one that holds it.</summary>
    public bool MaySee(Actor actor, Permission permission, TerritoryKey territory) => actor.IsOperator || actor.TerritoriesWith(permission).Any(own => Holds(own, territory));

    /// <summary>The same; who acts in one of them and may not do this is told so.</summary>
    /// <exception cref="NotAllowedException">Someone of it whose role there is not enough.</exception>
    public bool LookedAfterBy(Actor actor, Permission permission, TerritoryKey territory) =>
        MaySee(actor, permission, territory) || (actor.Territories.Keys.Any(own => Holds(own, territory)) ? throw actor.Refusal(permission) : false);

    /// <summary>
    /// Communes that a text may mean, best first, at most <paramref name="limit"/>. Forgives accents, case, hyphens, apostrophes, St and
    /// Ste, missing small words and one typing slip; understands postcodes or their beginning, INSEE codes, old names, arrondissements,
    /// « Saint-Denis (93) » and « 38130 Échirolles ».
    /// </summary>
    public IReadOnlyList<CommuneMatch> Search(string? text, int limit = 10) => search.Find(text, limit);

    /// <summary>
    /// What a text means: one commune where there is no doubt, else those to choose from, at most <paramref name="limit"/>; none where nothing
    /// is found. A whole postcode gives all those that share it, however many: nobody could choose one that is left out. A name leaves no doubt where one commune bears it, unless one five times larger (three at most) begins with the same words: « Évry »
    /// may be Évry-Courcouronnes. Nor where a territory far larger bears it too: « La Réunion » is a village of Lot-et-Garonne, and rarely that one. A département or région whose name no commune bears
    /// gives its largest towns; so does one named with its number: « La Réunion 974 » is no village.
    /// </summary>
    public IReadOnlyList<CommuneMatch> Understand(string? text, int limit = 12)
    {
        if (Sharing(text) is { Count: > 0 } sharing)
        {
            return sharing;
        }

        var found = Search(text, limit);
        var typed = CommuneSearch.Fold(text ?? "");
        // « Paris, France » is Paris, and « La Réunion, France » the island or the village; « Roissy-en-France » keeps its name.
        const string Country = " france";
        if (typed.EndsWith(Country, StringComparison.Ordinal) && !found.Any(m => NameIn(m).EndsWith(Country, StringComparison.Ordinal)))
        {
            typed = typed[..^Country.Length];
        }

        if (search.NumberedTerritory(typed) is ({ } numbered, var bare) && !found.Any(m => CommuneSearch.IsName(NameIn(m), bare) && Holds(numbered, m.Commune)))
        {
            return [.. TownsOf(numbered).Take(limit)];
        }

        var named = Bearing((match, name) => match.MatchedName is null && Calls(match).Contains(name));
        named = named.Count > 0 ? named : Bearing((match, name) => match.MatchedName is null && Calls(match).Any(called => CommuneSearch.IsName(name, called)));
        named = named.Count > 0 ? named : Bearing((match, name) => Calls(match).Any(called => CommuneSearch.IsName(name, called)));
        if (named.Count == 0)
        {
            // « Guadeloupe », « Corse », « Nord »: no commune bears the name, and those that begin so are elsewhere.
            return search.Territory(typed) is { } territory ? [.. TownsOf(territory).Concat(found).DistinctBy(m => m.Commune.Code).Take(limit)] : found;
        }

        var most = named.Max(m => m.Commune.Population);
        var larger = Bearing((match, name) => match.Commune.Population > 5L * most && Calls(match).Any(called => name.StartsWith(called + " ", StringComparison.Ordinal)));
        return [.. larger.Take(3).Concat(named).Concat(InTerritoryNamed(named)).DistinctBy(m => m.Commune.Code).Take(limit)];

        // Of a commune that lies in the territory of its name (Mayenne, Paris), or that counts beside its towns (Vienne), nobody doubts.
        IEnumerable<CommuneMatch> InTerritoryNamed(IReadOnlyList<CommuneMatch> bearing)
        {
            if (!bearing.Any(m => m.MatchedName is null && CommuneSearch.IsName(CommuneSearch.Fold(m.Commune.Name), typed)) || search.Territory(typed) is not { } around)
            {
                return [];
            }

            var towns = TownsOf(around);
            return bearing.Any(m => ParentsOf(m.Commune.Key).Contains(around)) || towns.Count == 0 || towns[0].Commune.Population <= 5L * bearing.Max(m => m.Commune.Population)
                ? []
                : towns;
        }

        IEnumerable<string> Calls(CommuneMatch match) => search.CallsIt(match.Commune, typed);

        List<CommuneMatch> Bearing(Func<CommuneMatch, string, bool> accepts) => [.. found.Where(m => accepts(m, NameIn(m)))];
    }

    /// <summary>Whether a text is the name of what was found, alone or with what says where it lies (« Lille 59 », « Grenoble, Isère, France »): nearly its name is not.</summary>
    public bool IsNamed(CommuneMatch match, string text) => search.CallsIt(match.Commune, CommuneSearch.Fold(text)).Any(called => CommuneSearch.IsName(NameIn(match), called));

    private static string NameIn(CommuneMatch match) => CommuneSearch.Fold(match.MatchedName ?? match.Commune.Name);

    private List<CommuneMatch> TownsOf(TerritoryKey territory) =>
        [.. CommunesOf(territory).Select(LiveCommune).OrderByDescending(c => c.Population).Take(MostTowns).Select(c => new CommuneMatch(c, null) { TownOf = NameOf(territory) })];

    /// <summary>All the communes that share a postcode typed whole, in alphabetical order; none for any other text.</summary>
    public IReadOnlyList<CommuneMatch> Sharing(string? text) => search.Sharing(text);

    /// <summary>Communes with a postcode, most populated first. The first digits alone give all that begin so.</summary>
    public IReadOnlyList<CommuneMatch> WithPostcode(string? postcode, int limit = 100) => search.WithPostcode(postcode, limit);

    /// <summary>The most populated communes, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<CommuneMatch> Largest(int limit) => search.Largest(limit);

    /// <summary>
    /// All the codes under which something may have been written down at most so far from a commune, each with its distance in kilometres: those of the communes
    /// of today, and those of the communes that were merged into them since. The commune itself is at 0. Where its centre is not known, the others are those of
    /// <see cref="AroundUnmeasured"/>, without a distance.
    /// </summary>
    public Dictionary<string, double?> CodesAround(Commune commune, double radiusKm)
    {
        var around = AroundUnmeasured(commune, radiusKm) is { } whole
            ? CommunesOf(whole).Select(code => (LiveCommune(code), (double?)null))
            : Near(commune.Centre!.Value, radiusKm).Select(near => (near.Commune, (double?)near.Kilometres));
        return around.Append((commune, (double?)0))
            .SelectMany(near => CodesOf(near.Item1.Key).Select(code => (Code: code, Kilometres: near.Item2)))
            .GroupBy(near => near.Code).ToDictionary(g => g.Key, g => g.Min(near => near.Kilometres), StringComparer.Ordinal);
    }

    /// <summary>
    /// What lies around a commune whose centre is not known (overseas collectivities), where nobody knows what is near: all of its collectivity, unless the
    /// circle is a point. Null where distances are known.
    /// </summary>
    public static TerritoryKey? AroundUnmeasured(Commune commune, double radiusKm) =>
        commune.Centre is not null ? null : radiusKm > 0 ? TerritoryKey.Departement(commune.DepartementCode) : commune.Key;

    /// <summary>Communes whose centre lies within a distance, nearest first, with the distance in kilometres.</summary>
    public IReadOnlyList<(Commune Commune, double Kilometres)> Near(GeoPoint centre, double radiusKm)
    {
        var near = new List<(Commune, double)>();
        var degrees = radiusKm / 111;
        foreach (var commune in Communes)
        {
            if (commune.Lat is { } lat && Math.Abs(lat - centre.Lat) <= degrees && commune.Centre is { } point && centre.KilometresTo(point) is var km && km <= radiusKm)
            {
                near.Add((commune, km));
            }
        }

        near.Sort((a, b) => a.Item2.CompareTo(b.Item2));
        return near;
    }

    /// <summary>A commune and all that hold it, from the smallest to the largest.</summary>
    public static IEnumerable<TerritoryKey> TerritoriesOf(Commune commune)
    {
        yield return commune.Key;
        if (commune.EpciCode is { } epci)
        {
            yield return TerritoryKey.Epci(epci);
        }

        yield return TerritoryKey.Departement(commune.DepartementCode);
        yield return TerritoryKey.Region(commune.RegionCode);
        yield return TerritoryKey.France;
    }

    private Commune LiveCommune(string code) => search.Live(code) ?? throw new InvalidOperationException($"No commune has the code {code}.");

    private Members? MembersOf(TerritoryKey key) => key.Level == TerritoryLevel.Commune
        ? search.Live(key.Code) is { } commune ? new Members([commune.Code], commune.Population) : null
        : members.GetValueOrDefault(key);

    private static IEnumerable<KeyValuePair<TerritoryKey, Members>> Gather(IEnumerable<IGrouping<string, Commune>> groups, Func<string, TerritoryKey> key) =>
        groups.Select(g => KeyValuePair.Create(key(g.Key), new Members([.. g.Select(c => c.Code)], g.Sum(c => (long)c.Population))));

    private static bool Holds(TerritoryKey outer, Commune commune) => outer.Level switch
    {
        TerritoryLevel.Commune => outer.Code == commune.Code,
        TerritoryLevel.Epci => outer.Code == commune.EpciCode,
        TerritoryLevel.Departement => outer.Code == commune.DepartementCode,
        TerritoryLevel.Region => outer.Code == commune.RegionCode,
        TerritoryLevel.Country => outer == TerritoryKey.France,
    };

    private sealed record Members(string[] Codes, long Population);
}
