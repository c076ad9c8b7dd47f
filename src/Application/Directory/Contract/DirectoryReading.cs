using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory.Contract;

/// <summary>What lists and pages show of the entities.</summary>
internal static class DirectoryReading
{
    /// <summary>
    /// Those whose position is known: of a place that gives none, in a commune without a known centre (overseas collectivities), nothing is, and
    /// nothing of ours lies in the Gulf of Guinea, at zero degrees both ways.
    /// </summary>
    public static IQueryable<Place> Located(this IQueryable<Place> places) => places.Where(p => p.SearchLat != 0 || p.SearchLon != 0);

    /// <summary>Those of a territory; of an EPCI by the column that says it, which is indexed with their status.</summary>
    public static IQueryable<Organisation> In(this IQueryable<Organisation> organisations, TerritoryKey territory, TerritoryIndex index)
    {
        var code = territory.Code;
        return territory.Level == TerritoryLevel.Epci ? organisations.Where(o => o.EpciCode == code) : organisations.In(o => o.CommuneCode, territory, index);
    }

    /// <summary>Those that none of these territories refused: whoever looks from there does not find what was refused there, however public it is elsewhere.</summary>
    public static IQueryable<Organisation> NotRefusedBy(this IQueryable<Organisation> organisations, IEnumerable<TerritoryKey> territories)
    {
        string[] keys = [.. territories.Select(t => t.ToString())];
        return organisations.Where(o => !o.Accreditations.Any(a => a.Status == AccreditationStatus.Refused && keys.Contains(a.Territory)));
    }

    /// <summary>Those that neither this territory nor one around it refused.</summary>
    public static IQueryable<Organisation> NotRefusedFrom(this IQueryable<Organisation> organisations, TerritoryKey territory, TerritoryIndex index) =>
        organisations.NotRefusedBy(index.ParentsOf(territory).Prepend(territory));

    public static OrganisationSummary ToSummary(this Organisation o, TerritoryIndex index, double? distanceKm = null) =>
        new(o.Id, o.Name, o.Slug, o.Status, o.Kinds, o.CommuneCode, index.Commune(o.CommuneCode)?.Name ?? o.CommuneCode, o.Email, o.Phone, o.Website, o.Description, distanceKm)
        {
            DeclaresQualiRepar = o.DeclaresQualiRepar,
            QualiReparNumber = o.QualiReparNumber,
            TakesApprentices = o.TakesApprentices,
        };

    public static PlaceSummary ToSummary(this Place p, TerritoryIndex index) =>
        new(p.Id, p.Name, p.Slug, p.Address, p.CommuneCode, index.Commune(p.CommuneCode)?.Name ?? p.CommuneCode, p.Lat, p.Lon, p.TimeZone, p.Benches, p.Access, p.ClosedOnHolidays);

    public static ServiceView ToView(this Service s, TerritoryIndex index) =>
        new(s.Id, s.Name, [.. s.Categories.Select(c => c.Category).Order(StringComparer.Ordinal)], s.Terms, s.Mode, s.Price, s.PublicBooking,
            s.Categories.Where(c => c.DurationMinutes is not null).ToDictionary(c => c.Category, c => c.DurationMinutes!.Value, StringComparer.Ordinal),
            s.Home is { } home
                ? new HomeView([.. home.Communes.Select(code => new CommuneName(code, index.Commune(code)?.Name ?? code)).OrderBy(c => c.Name, StringComparer.Ordinal)], home.RadiusKm, home.TravelMinutes)
                : null);

    /// <summary>What the public reads of someone: the first name, if they agreed.</summary>
    public static IEnumerable<PersonView> ToViews(this IEnumerable<Person> people, bool inside) =>
        people.Where(p => inside || p.AgreesToBeNamed)
            .OrderBy(p => p.FirstName, StringComparer.Ordinal).ThenBy(p => p.Id.Value)
            .Select(p => new PersonView(
                p.Id,
                p.FirstName,
                inside ? p.LastName : null,
                p.Languages.Length == 0 ? [] : p.Languages.Split(','),
                p.AgreesToBeNamed,
                [.. p.Skills.OrderBy(s => s.Category, StringComparer.Ordinal).Select(s => new SkillView(s.Category, s.Level))])
            {
                Trainings = [.. p.Trainings.OrderByDescending(t => t.EndedOn).ThenBy(t => t.SessionId.Value).Select(t => new TrainingBadge(t.SessionId, t.CourseTitle, t.CentreName, t.EndedOn))],
            });

    /// <summary>Decisions, smallest territory first. Outside, approvals only, without their note.</summary>
    public static IReadOnlyList<AccreditationView> ToViews(this IEnumerable<Accreditation> decisions, TerritoryIndex index, bool inside) =>
        [.. decisions
            .Where(a => inside || a.Status == AccreditationStatus.Approved)
            .Select(a => (Key: TerritoryKey.From(a.Territory), Decision: a))
            .OrderBy(a => a.Key.Level).ThenBy(a => a.Key.Code, StringComparer.Ordinal)
            .Select(a => new AccreditationView(a.Decision.Territory, index.NameOf(a.Key) ?? a.Decision.Territory, a.Decision.Status, inside ? a.Decision.Note : null, a.Decision.DecidedAt))];
}
