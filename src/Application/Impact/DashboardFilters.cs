using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>What an agent chose to look at, as typed. Null or blank is no choice.</summary>
/// <param name="Territory">Key of the territory.</param>
/// <param name="From">First local day, as <c>2027-01-01</c>; the beginning of this year without it.</param>
/// <param name="To">Last local day, included; the end of the year of the first without it.</param>
/// <param name="Commune">INSEE code of a commune of the territory.</param>
/// <param name="Organisation">An organisation, or a network whose repairs were imported.</param>
/// <param name="Category">Code of a category of equipment.</param>
/// <param name="Compare">With what: <c>year</c> (the same days a year before), <c>before</c> (as many days just before), <c>dates</c> (days chosen), <c>none</c>.</param>
/// <param name="CompareFrom">First local day to compare with.</param>
/// <param name="CompareTo">Last local day to compare with, included.</param>
/// <param name="Place">A place of the territory.</param>
public sealed record DashboardChoice(
    string? Territory, string? From = null, string? To = null, string? Commune = null, string? Organisation = null, string? Category = null, string? Compare = null, string? CompareFrom = null, string? CompareTo = null,
    string? Place = null)
{
    /// <summary>Whether the days to compare with are chosen too; they are not looked at otherwise.</summary>
    internal bool ComparesDates => Compare?.Trim() is "dates";

    /// <summary>As the query of an address, without question mark; what is not chosen is left out.</summary>
    public string Query() => string.Join('&', new[]
    {
        ("territoire", Territory), ("du", From), ("au", To), ("commune", Commune), ("lieu", Place), ("acteur", Organisation), ("categorie", Category), ("comparer", Compare), ("avec-du", CompareFrom), ("avec-au", CompareTo),
    }.Where(p => !string.IsNullOrWhiteSpace(p.Item2)).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!.Trim()).Replace("%3A", ":", StringComparison.Ordinal)}"));
}

/// <summary>The same once understood.</summary>
/// <param name="Compared">The days to compare with; null for no comparison.</param>
/// <param name="Place">Only what was repaired at this place, as the register of repairs says today.</param>
public sealed record DashboardFilter(TerritoryKey Territory, DateInterval Period, DateInterval? Compared, string? Commune, OrganisationId? Organisation, string? Category, PlaceId? Place)
{
    /// <summary>Whether the period is one whole year.</summary>
    public bool IsYear => Period.Start == new LocalDate(Period.Start.Year, 1, 1) && Period.End == new LocalDate(Period.Start.Year, 12, 31);

    /// <summary>Whether only a part of the territory's figures is looked at.</summary>
    public bool IsNarrow => Commune is not null || Organisation is not null || Category is not null || Place is not null;

    internal ImpactScope Scope => ScopeOf(Period);

    internal ImpactScope ScopeOf(DateInterval period) =>
        new(Commune is null ? Territory : TerritoryKey.Commune(Commune), period.Start, period.End, Organisation, Category);
}

/// <summary>Understands what an agent chose, or says what is wrong with it.</summary>
internal sealed class DashboardFilters(RepairNetDb db, ITerritories territories, ICurrentActor currentActor, EquipmentCatalogue equipment, IClock clock)
{
    private static readonly LocalDate First = new(Objective.FirstYear, 1, 1);
    private static readonly LocalDate Last = new(Objective.LastYear, 12, 31);

    /// <summary>Null for a territory that does not exist or is not the agent's.</summary>
    /// <exception cref="InvalidRequestException">Something chosen makes no sense.</exception>
    public async Task<DashboardFilter?> ReadAsync(DashboardChoice choice, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(choice.Territory) is not { } territory || !index.LookedAfterBy(await currentActor.GetAsync(cancellationToken), Permission.ReadTerritoryFigures, territory))
        {
            return null;
        }

        var wrong = new Dictionary<string, string[]>();
        var today = ImpactPeriods.Today(clock, index, territory);
        var from = Day(choice.From, "from") ?? (Day(choice.To, null) is { } end ? new LocalDate(end.Year, 1, 1) : new LocalDate(today.Year, 1, 1));
        var to = Day(choice.To, "to") ?? new LocalDate(from.Year, 12, 31);
        if (wrong.Count == 0 && to < from)
        {
            wrong["to"] = ["La date de fin est avant la date de début."];
        }

        DateInterval? compared = null;
        if (choice.ComparesDates)
        {
            var (with, until) = (Day(choice.CompareFrom, "compareFrom"), Day(choice.CompareTo, "compareTo"));
            if (with is null && !wrong.ContainsKey("compareFrom"))
            {
                wrong["compareFrom"] = ["Donnez le premier jour de la période de comparaison."];
            }

            if (until is null && !wrong.ContainsKey("compareTo"))
            {
                wrong["compareTo"] = ["Donnez le dernier jour de la période de comparaison."];
            }

            if (until < with)
            {
                wrong["compareTo"] = ["La date de fin est avant la date de début."];
            }

            compared = with is { } a && until is { } b && a <= b ? new DateInterval(a, b) : null;
        }
        else if (Text(choice.Compare) is not (null or "year" or "before" or "none"))
        {
            wrong["compare"] = ["Choisissez avec quoi comparer dans la liste."];
        }

        var commune = Text(choice.Commune);
        if (commune is not null && (index.Commune(commune) is not { } known || !index.Holds(territory, known.Code)))
        {
            wrong["commune"] = ["Cette commune n’est pas dans ce territoire. Choisissez-la dans la liste."];
        }

        OrganisationId? organisation = null;
        if (Text(choice.Organisation) is { } actor)
        {
            organisation = Ids.Read<OrganisationId>(actor);
            if (organisation is not { } id || !(await db.Organisations.AnyAsync(o => o.Id == id, cancellationToken) || await db.ImportedProviders.AnyAsync(p => p.Id == id, cancellationToken)))
            {
                wrong["organisation"] = ["Cet acteur n’existe pas. Choisissez-le dans la liste."];
            }
        }

        PlaceId? place = null;
        if (Text(choice.Place) is { } typedPlace)
        {
            place = Ids.Read<PlaceId>(typedPlace);
            if (place is not { } id || await db.Places.FindAsync([id], cancellationToken) is not { } found || !index.Holds(territory, found.CommuneCode))
            {
                wrong["place"] = ["Ce lieu n’est pas dans ce territoire. Choisissez-le dans la liste."];
            }
        }

        var category = Text(choice.Category);
        if (category is not null && equipment.FindCategory(category) is null)
        {
            wrong["category"] = ["Cette catégorie n’existe pas. Choisissez-la dans la liste."];
        }

        if (wrong.Count > 0)
        {
            throw new InvalidRequestException(wrong);
        }

        compared ??= Text(choice.Compare) switch
        {
            "none" or "dates" => null,
            "before" => Before(new DateInterval(from, to)),
            _ => new DateInterval(from.PlusYears(-1), YearBefore(from, to)),
        };
        return new DashboardFilter(territory, new DateInterval(from, to), compared, commune is null ? null : index.Commune(commune)!.Code, organisation, category, place);

        LocalDate? Day(string? text, string? field)
        {
            if (Text(text) is not { } typed)
            {
                return null;
            }

            if (LocalDatePattern.Iso.Parse(typed) is { Success: true, Value: var day } && day >= First && day <= Last)
            {
                return day;
            }

            if (field is not null)
            {
                wrong[field] = ["Donnez une date entre 2000 et 2100. Exemple : 31/03/2027"];
            }

            return null;
        }
    }

    /// <summary>As many days just before; whole months where they are whole months.</summary>
    private static DateInterval Before(DateInterval period)
    {
        var end = period.Start.PlusDays(-1);
        if (period.Start.Day == 1 && period.End == DateAdjusters.EndOfMonth(period.End))
        {
            var months = ((period.End.Year - period.Start.Year) * 12) + period.End.Month - period.Start.Month + 1;
            return new DateInterval(period.Start.PlusMonths(-months), end);
        }

        return new DateInterval(period.Start.PlusDays(-period.Length), end);
    }

    /// <summary>The same day a year before; the end of February stays its end.</summary>
    private static LocalDate YearBefore(LocalDate from, LocalDate to)
    {
        var end = to.PlusYears(-1);
        return to.Month == 2 && to == DateAdjusters.EndOfMonth(to) && from.Day == 1 ? DateAdjusters.EndOfMonth(end) : end;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static class Ids
    {
        public static TId? Read<TId>(string text)
            where TId : struct, ITypedId<TId> => TId.TryRead(text, out var id) ? id : null;
    }
}
