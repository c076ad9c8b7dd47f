using System.Globalization;

namespace RepairNet.Domain.Territories;

/// <summary>A point of the Earth in WGS84 degrees.</summary>
public readonly record struct GeoPoint
{
    /// <summary>Mean radius of the Earth (IUGG), in kilometres.</summary>
    public const double EarthRadiusKm = 6371.0088;

    /// <summary>Makes a point; latitude in [-90, 90], longitude in [-180, 180], both finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is outside its range.</exception>
    public GeoPoint(double lat, double lon)
    {
        if (!IsValid(lat, lon))
        {
            throw new ArgumentOutOfRangeException(nameof(lat), $"Not a place on Earth: {lat.ToString(CultureInfo.InvariantCulture)}, {lon.ToString(CultureInfo.InvariantCulture)}.");
        }

        Lat = lat;
        Lon = lon;
    }

    /// <summary>Latitude in degrees, north positive.</summary>
    public double Lat { get; }

    /// <summary>Longitude in degrees, east positive.</summary>
    public double Lon { get; }

    /// <summary>Whether the two numbers name a place on Earth.</summary>
    public static bool IsValid(double lat, double lon) => Math.Abs(lat) <= 90 && Math.Abs(lon) <= 180;

    /// <summary>A point where both numbers are known and valid, else null.</summary>
    public static GeoPoint? FromNullable(double? lat, double? lon) =>
        lat is { } y && lon is { } x && IsValid(y, x) ? new GeoPoint(y, x) : null;

    /// <summary>Reads « lat,lon » with decimal points, as in the API's <c>near</c>.</summary>
    public static bool TryParse(string? text, out GeoPoint point)
    {
        point = default;
        var comma = text?.IndexOf(',') ?? -1;
        if (comma < 0
            || !double.TryParse(text.AsSpan(0, comma), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var lat)
            || !double.TryParse(text.AsSpan(comma + 1), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var lon)
            || !IsValid(lat, lon))
        {
            return false;
        }

        point = new GeoPoint(lat, lon);
        return true;
    }

    /// <summary>Great-circle distance (haversine), in kilometres: as the crow flies, within 0.5 % of the ellipsoid.</summary>
    public double KilometresTo(GeoPoint other)
    {
        var halfLat = Math.Sin(Radians(other.Lat - Lat) / 2);
        var halfLon = Math.Sin(Radians(other.Lon - Lon) / 2);
        var h = (halfLat * halfLat) + (Math.Cos(Radians(Lat)) * Math.Cos(Radians(other.Lat)) * halfLon * halfLon);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lat},{Lon}");

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
