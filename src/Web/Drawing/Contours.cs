using System.Collections.Concurrent;

namespace RepairNet.Web.Drawing;

/// <summary>The contours shipped beside the program, each file read once, when first needed.</summary>
public sealed class Contours
{
    private readonly string folder;
    private readonly ConcurrentDictionary<string, Lazy<Topology?>> regions = new(StringComparer.Ordinal);
    private readonly Lazy<Topology> departements;

    public Contours()
        : this(Path.Combine(AppContext.BaseDirectory, "data", "territories"))
    {
    }

    /// <summary>Reads from another folder.</summary>
    public Contours(string folder)
    {
        this.folder = folder;
        departements = new Lazy<Topology>(() => Topology.ReadGeoJson(File.ReadAllBytes(Path.Combine(folder, "departements.geojson"))));
    }

    /// <summary>The départements of France, the five overseas ones included.</summary>
    internal Topology Departements => departements.Value;

    /// <summary>The communes of a région; null for the overseas collectivities, of which there are no contours.</summary>
    internal Topology? CommunesOf(string region) => regions.GetOrAdd(region, code => new Lazy<Topology?>(() =>
    {
        var file = Path.Combine(folder, "contours", $"communes-{code}.topojson");
        return File.Exists(file) ? Topology.ReadTopoJson(File.ReadAllBytes(file)) : null;
    })).Value;
}

/// <summary>What draws maps: each part keeps what it has read or drawn.</summary>
internal static class MapServices
{
    public static IServiceCollection AddMaps(this IServiceCollection services) =>
        services.AddSingleton(_ => new Contours()).AddSingleton<NearbyMap>().AddSingleton<AtlasMap>();
}
