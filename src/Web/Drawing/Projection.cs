using RepairNet.Domain.Territories;

namespace RepairNet.Web.Drawing;

/// <summary>
/// Lays a small piece of the Earth flat: true to scale around its centre, north up. Good to a few per cent over a region, which is what
/// a drawing 340 units wide can show.
/// </summary>
internal readonly record struct Projection
{
    private const double KmPerDegree = Math.PI * GeoPoint.EarthRadiusKm / 180;

    private readonly double lon;
    private readonly double lat;
    private readonly double x;
    private readonly double y;
    private readonly double perLon;
    private readonly double perLat;

    /// <summary>Puts a point of the Earth at a point of the drawing.</summary>
    /// <param name="centre">The point of the Earth.</param>
    /// <param name="x">Units from the left.</param>
    /// <param name="y">Units from the top.</param>
    /// <param name="unitsPerKm">Scale.</param>
    public Projection(GeoPoint centre, double x, double y, double unitsPerKm)
    {
        lon = centre.Lon;
        lat = centre.Lat;
        this.x = x;
        this.y = y;
        UnitsPerKm = unitsPerKm;
        perLat = KmPerDegree * unitsPerKm;
        perLon = perLat * Math.Cos(centre.Lat * Math.PI / 180);
    }

    public double UnitsPerKm { get; }

    public double X(double longitude) => x + ((longitude - lon) * perLon);

    public double Y(double latitude) => y + ((lat - latitude) * perLat);

    /// <summary>The same piece of Earth in units that are this many times smaller.</summary>
    public Projection Finer(int times) => new(new GeoPoint(lat, lon), x * times, y * times, UnitsPerKm * times);

    /// <summary>The same drawing, moved.</summary>
    public Projection Moved(double right, double down) => new(new GeoPoint(lat, lon), x + right, y + down, UnitsPerKm);

    /// <summary>The box of the Earth that a box of the drawing shows.</summary>
    public GeoBounds Bounds(double left, double top, double right, double bottom) => new(
        lon + ((left - x) / perLon), lat - ((bottom - y) / perLat), lon + ((right - x) / perLon), lat - ((top - y) / perLat));

    /// <summary>Fits a box of the Earth into a box of the drawing that begins at 0, 0; says the size it takes.</summary>
    public static Projection Fit(GeoBounds bounds, double maxWidth, double maxHeight, out double width, out double height)
    {
        var centre = new GeoPoint((bounds.South + bounds.North) / 2, (bounds.West + bounds.East) / 2);
        var flat = new Projection(centre, 0, 0, 1);
        var (kmWide, kmHigh) = (flat.X(bounds.East) - flat.X(bounds.West), flat.Y(bounds.South) - flat.Y(bounds.North));
        var scale = Math.Min(maxWidth / Math.Max(kmWide, 0.01), maxHeight / Math.Max(kmHigh, 0.01));
        width = kmWide * scale;
        height = kmHigh * scale;
        return new Projection(centre, width / 2, height / 2, scale);
    }
}
