using RepairNet.Application.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Where a place lies, as typed: both degrees, or none.</summary>
public static class PlaceDegrees
{
    /// <summary>How far from the centre of its commune a place may lie, in kilometres: further, a sign or a comma is wrong.</summary>
    private const double FarthestKm = 30;

    /// <summary>The same in Guyane, whose communes are as large as départements.</summary>
    private const double FarthestInGuyaneKm = 150;

    /// <exception cref="InvalidRequestException">One of both, a degree that does not exist, or a point far from the commune.</exception>
    public static void Check(double? lat, double? lon, Commune commune)
    {
        var errors = new Dictionary<string, string[]>();
        if (lat is not null and not (>= -90 and <= 90))
        {
            errors["lat"] = ["La latitude va de -90 à 90."];
        }

        if (lon is not null and not (>= -180 and <= 180))
        {
            errors["lon"] = ["La longitude va de -180 à 180."];
        }

        if (lat is null && lon is not null)
        {
            errors["lat"] = ["Donnez la latitude avec la longitude."];
        }

        if (lon is null && lat is not null)
        {
            errors["lon"] = ["Donnez la longitude avec la latitude."];
        }

        var farthest = commune.Code.StartsWith("973", StringComparison.Ordinal) ? FarthestInGuyaneKm : FarthestKm;
        if (errors.Count == 0 && lat is { } north && lon is { } east && commune.Centre is { } centre && new GeoPoint(north, east).KilometresTo(centre) > farthest)
        {
            errors["lat"] = ["Ce point est trop loin de la commune. Vérifiez la latitude et la longitude. Exemple pour Grenoble : 45,1885 et 5,7245"];
        }

        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }
    }
}
