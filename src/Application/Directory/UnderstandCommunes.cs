using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>
/// The communes that a workshop lists, one on each line or with commas between them: by name, the nearest of that name; by
/// postcode, all that share it.
/// </summary>
/// <param name="Place">The place they are listed from.</param>
[AllowedTo(Permission.ReadAgenda)]
public sealed record UnderstandCommunes(PlaceId Place, string? Text) : IQuery<CommunesUnderstood>
{
    /// <summary>Characters read of the list.</summary>
    public const int MaxText = 8_000;
}

/// <param name="Codes">INSEE codes, in the order they were listed.</param>
/// <param name="Unknown">What names no commune, as typed.</param>
/// <param name="IsTooLong">There is more in the list than is read of one: nothing was read.</param>
public sealed record CommunesUnderstood(IReadOnlyList<string> Codes, IReadOnlyList<string> Unknown, bool IsTooLong = false);

internal sealed class UnderstandCommunesHandler(RepairNetDb db, ITerritories territories) : IRequestHandler<UnderstandCommunes, CommunesUnderstood>
{
    private static readonly char[] Between = ['\r', '\n', ',', ';'];

    public async Task<CommunesUnderstood> Handle(UnderstandCommunes request, CancellationToken cancellationToken)
    {
        var text = request.Text ?? "";
        if (text.Trim().Length > UnderstandCommunes.MaxText)
        {
            return new CommunesUnderstood([], [], IsTooLong: true);
        }

        var names = text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0)
        {
            return new CommunesUnderstood([], []);
        }

        var index = await territories.GetAsync(cancellationToken);
        var located = db.Places.Located();
        var place = await db.Places.AsNoTracking().Where(p => p.Id == request.Place)
            .Select(p => new { p.CommuneCode, p.SearchLat, p.SearchLon, IsLocated = located.Any(l => l.Id == p.Id) }).SingleOrDefaultAsync(cancellationToken);
        var from = place is { IsLocated: true } ? new GeoPoint(place.SearchLat, place.SearchLon) : (GeoPoint?)null;
        var home = index.Commune(place?.CommuneCode);
        var (codes, unknown) = (new List<string>(), new List<string>());
        foreach (var name in names)
        {
            var found = Named(index, name, home, from);
            codes.AddRange(found.Where(code => !codes.Contains(code)));
            if (found.Count == 0)
            {
                unknown.Add(name);
            }
        }

        return new CommunesUnderstood(codes, unknown);
    }

    private static IReadOnlyList<string> Named(TerritoryIndex index, string name, Commune? home, GeoPoint? from)
    {
        if (index.Sharing(name) is { Count: > 0 } sharing)
        {
            return [.. sharing.Select(m => m.Commune.Code)];
        }

        // Nearly its name is not its name: what a list says must be what was meant.
        return index.Understand(name).Where(m => index.IsNamed(m, name)).MinBy(m => Kilometres(m.Commune, home, from)) is { } nearest
            ? [nearest.Commune.Code]
            : [];
    }

    /// <summary>Where a distance is not known (overseas collectivities), what lies in the same collectivity is nearer than all that does not.</summary>
    private static double Kilometres(Commune commune, Commune? home, GeoPoint? from) =>
        from is { } point && commune.Centre is { } centre ? point.KilometresTo(centre)
        : commune.DepartementCode == home?.DepartementCode ? 0
        : double.MaxValue;
}
