using System.Globalization;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Web.Drawing;
using RepairNet.Web.Pages.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What the pages of a territory show of its year, worked out for the eye: figures, charts, classes of a map.</summary>
public sealed class BalanceView
{
    /// <summary>Families shown one by one; the others are one row.</summary>
    public const int MostFamilies = 5;

    /// <summary>Areas without a repair are counted and not named beyond this many.</summary>
    public const int MostNamed = 60;

    /// <summary>Families whose outcomes are shown one by one.</summary>
    public const int MostOutcomes = 14;

    private const int MostColumns = 12;

    /// <summary>Shares of fewer objects say nothing.</summary>
    private const int EnoughToCompare = 5;

    /// <summary>What <c>annee</c> says for everything recorded.</summary>
    public const string AllYears = "toutes";

    private readonly Texts t;
    private readonly Display d;
    private readonly EquipmentCatalogue equipment;

    public BalanceView(Balance balance, Texts texts, EquipmentCatalogue catalogue)
    {
        Balance = balance;
        t = texts;
        d = texts.Display;
        equipment = catalogue;
        Periods = balance.IsAllYears
            ? [.. balance.ByYear.Select(y => (y.Key, y.Key, y.Figures))]
            : [.. balance.Months.Select((m, i) => (d.MonthName(i + 1)[..1].ToUpperInvariant(), Display.Capital(d.MonthName(i + 1)), m.Figures))];
        Chart = new MonthChart([.. Periods.TakeLast(MostColumns).Select(p => (p.Short, p.Figures.EWasteDiverted.Kg.Low, p.Figures.EWasteDiverted.Kg.Central, p.Figures.EWasteDiverted.Kg.High))]);
        Scale = new RateScale(balance.Areas.Select(a => a.Rate ?? 0));
    }

    public Balance Balance { get; }

    public ImpactFigures Whole => Balance.Figures;

    /// <summary>The months of the year shown, or all years: what is written under a column, its name, its figures.</summary>
    public IReadOnlyList<(string Short, string Name, ImpactFigures Figures)> Periods { get; }

    /// <summary>Their chart; of more years than have room, the latest.</summary>
    public MonthChart Chart { get; }

    public RateScale Scale { get; }

    public bool IsEmpty => Whole == default;

    public LocalDate From => Balance.From;

    public LocalDate To => Balance.To;

    /// <summary>« 2027 », « 2024–2027 ».</summary>
    public string When => From.Year == To.Year ? Written(From.Year) : $"{Written(From.Year)}–{Written(To.Year)}";

    /// <summary>Value of <c>annee</c> in the address of what is shown.</summary>
    public string YearAsked => Balance.IsAllYears ? AllYears : Written(Balance.Year);

    /// <summary>« Grenoble-Alpes-Métropole, 49 communes. »</summary>
    public string Where => Balance.CommuneCount > 1
        ? $"{Balance.TerritoryName}, {t.Plural(Balance.CommuneCount, "{0} commune", "{0} communes")}."
        : Balance.TerritoryName + ".";

    public IReadOnlyList<FigureView> Figures => [Repaired, Waste, Co2e];

    /// <summary>Families of appliances, the heaviest first, then all others as one row.</summary>
    public IReadOnlyList<(string Name, long Items, decimal Kg)> Families => OtherFamilies is { } others ? [.. DrawnFamilies, (t["Autres appareils"], others.Items, others.Kg)] : DrawnFamilies;

    /// <summary>Those of them that are drawn: all the others together would be a bar beside which nothing else shows.</summary>
    public IReadOnlyList<(string Name, long Items, decimal Kg)> DrawnFamilies => FamiliesInTwo.Drawn;

    /// <summary>The others, added up; null where each is drawn.</summary>
    public (int Families, long Items, decimal Kg)? OtherFamilies => FamiliesInTwo.Others;

    private (IReadOnlyList<(string Name, long Items, decimal Kg)> Drawn, (int Families, long Items, decimal Kg)? Others) FamiliesInTwo
    {
        get
        {
            var all = Balance.Families.Where(f => IsTold(f.Figures) && equipment.Category(f.Key).Powered)
                .OrderByDescending(f => f.Figures.EWasteDiverted.Kg.Central).ThenByDescending(f => f.Figures.Repairs.Fixed).ToList();
            var shown = all.Take(all.Count == MostFamilies + 1 ? all.Count : MostFamilies).Select(f => (f.Label, f.Figures.Repairs.Fixed, f.Figures.EWasteDiverted.Kg.Central)).ToList();
            var rest = all.Skip(shown.Count).ToList();
            return (shown, rest.Count == 0 ? null : (rest.Count, rest.Sum(f => f.Figures.Repairs.Fixed), rest.Sum(f => f.Figures.EWasteDiverted.Kg.Central)));
        }
    }

    /// <summary>Objects without electricity: items and kilograms.</summary>
    public (long Items, decimal Kg) Unpowered => (
        Balance.Families.Where(f => !equipment.Category(f.Key).Powered).Sum(f => f.Figures.Repairs.Fixed), Whole.Diverted.Kg.Central - Whole.EWasteDiverted.Kg.Central);

    /// <summary>Classes of electrical waste with something repaired.</summary>
    public IReadOnlyList<(string Number, string Name, long Items, Estimate Kg)> WasteClasses =>
        [.. Balance.WasteClasses.Where(w => w.Key != ImpactGroup.NoKey && IsTold(w.Figures)).Select(w => (w.Key, w.Label, w.Figures.Repairs.Fixed, w.Figures.EWasteDiverted.Kg)),
         .. Balance.WasteClasses.Where(w => w.Key == ImpactGroup.NoKey && (PoweredWithoutClass != 0 || w.Figures.EWasteDiverted.Kg.Central != 0)).Select(w => ("–", w.Label, PoweredWithoutClass, w.Figures.EWasteDiverted.Kg))];

    /// <summary>Appliances of no class: whatever has no electricity is of none either, and is no such waste.</summary>
    private long PoweredWithoutClass => Balance.Families.Where(f => equipment.Category(f.Key) is { Powered: true, Weee6: null }).Sum(f => f.Figures.Repairs.Fixed);

    public bool IsByDepartement => Balance.Territory.Level == TerritoryLevel.Country || Balance.Areas.Any(a => a.Code.Length != 5);

    /// <summary>
    /// The classes of the map from the most to none: what they are called and who is in them, as « Échirolles 35,0 ». Where nobody lives there is no rate:
    /// what was avoided there is said beside, in kilograms.
    /// </summary>
    public IReadOnlyList<(int Step, string Name, IReadOnlyList<string> Areas, int Count)> RateClasses => [.. Enumerable.Range(0, 5).Reverse().Select(step =>
    {
        var areas = Balance.Areas.Where(a => !HasNoRate(a) && Scale.Of(a.Rate) == step).OrderByDescending(a => a.Rate ?? 0).ThenBy(a => a.Name, StringComparer.Ordinal).ToList();
        IReadOnlyList<string> names = areas.Count > MostNamed && step == RateScale.None ? []
            : [.. areas.Select(a => step == RateScale.None ? a.Name : $"{a.Name} {d.Number(a.Rate!.Value, Math.Max(1, Scale.Decimals))}")];
        return (step, ClassName(step), names, areas.Count);
    }),
    .. Balance.Areas.Where(HasNoRate).ToList() is { Count: > 0 } unpeopled
        ? [(RateScale.None, t["Sans habitants, donc sans taux"], (IReadOnlyList<string>)[.. unpeopled.Select(a => $"{a.Name} {d.Weight(a.Figures.EWasteDiverted.Kg.Central)}")], unpeopled.Count)]
        : Array.Empty<(int, string, IReadOnlyList<string>, int)>()];

    /// <summary>Something counted as repaired, or taken back from a closed period: tables add up to the whole with both.</summary>
    private static bool IsTold(ImpactFigures figures) => figures.Repairs.Fixed != 0 || figures.Diverted.Kg.Central != 0;

    private static bool HasNoRate(BalanceArea area) => area.Rate is null && area.Figures.EWasteDiverted.Kg.Central > 0;

    /// <summary>The step of each area on the map.</summary>
    public IEnumerable<AtlasArea> MapAreas => Balance.Areas.Select(a => new AtlasArea(a.Code, Scale.Of(a.Rate)));

    /// <summary>What the map tells, in a sentence; null where nothing was repaired.</summary>
    public string? MapTold
    {
        get
        {
            var most = Balance.Areas.Where(a => a.Rate > 0).MaxBy(a => a.Rate);
            var none = Balance.Areas.Count(a => a.Figures.EWasteDiverted.Kg.Central == 0);
            return most is null ? null
                : t["Le plus : {0}, {1} kg pour 1 000 habitants.", most.Name, d.Number(most.Rate!.Value, Math.Max(1, Scale.Decimals))]
                    + (none == 0 ? "" : " " + t["Sans déchet évité : {0}.", none]);
        }
    }

    /// <summary>Areas to name on the map: where the most was repaired.</summary>
    public IReadOnlyList<string> Named =>
        [.. Balance.Areas.Where(a => a.Figures.EWasteDiverted.Kg.Central > 0).OrderByDescending(a => a.Figures.EWasteDiverted.Kg.Central).Take(4).Select(a => a.Code)];

    /// <summary>What the chart by month tells, in a sentence; null when there is too little to tell.</summary>
    public string? MonthsTold
    {
        get
        {
            var known = Periods.Select(p => (Name: Balance.IsAllYears || t.Language == Language.English ? p.Name : DirectoryWords.Inside(p.Name), Kg: p.Figures.EWasteDiverted.Kg.Central)).Where(m => m.Kg > 0).ToList();
            if (known.Count < 2)
            {
                return null;
            }

            var (least, most) = (known.MinBy(m => m.Kg), known.MaxBy(m => m.Kg));
            return t["De {0} en {1} à {2} en {3}. Le trait fin montre l’estimation basse et haute.", d.Weight(least.Kg), least.Name, d.Weight(most.Kg), most.Name];
        }
    }

    /// <summary>Where the kilograms come from, in a sentence.</summary>
    public string Sources
    {
        get
        {
            var mass = Whole.EWasteDiverted;
            return !mass.HasShares ? "" : t[
                "{0} de ce poids vient de la balance, {1} de ce que disent les personnes, {2} de la moyenne de la famille.",
                d.Percent(mass.WeighedKg / mass.Kg.Central), d.Percent(mass.DeclaredKg / mass.Kg.Central), d.Percent(mass.AveragedKg / mass.Kg.Central)];
        }
    }

    /// <summary>Address of a table of figures, cut one way.</summary>
    public string Csv(string groupBy) => $"~/api/v1/impact.csv?territory={Balance.Territory}&from={Written(From.Year)}-01-01&to={Written(To.Year)}-12-31&groupBy={groupBy}";

    /// <summary>« 1 234 objets réparés, 5 600 kg de déchets électriques évités en 2026 », as the badge, the fragment and the feed say it.</summary>
    public string InShort => ImpactWords.InShort(Whole, When, t);

    /// <summary>What became of each family of objects, those most often brought first, then all others as one row.</summary>
    public IReadOnlyList<(string Name, RepairCounts Counts)> Outcomes
    {
        get
        {
            var all = Balance.Families.Where(f => f.Figures.Repairs != default).OrderByDescending(f => f.Figures.Repairs.Total).ThenBy(f => f.Label, StringComparer.Ordinal).ToList();
            var shown = all.Take(all.Count == MostOutcomes + 1 ? all.Count : MostOutcomes).Select(f => (f.Label, f.Figures.Repairs)).ToList();
            var rest = all.Skip(shown.Count).Select(f => f.Figures.Repairs).ToList();
            return rest.Count == 0 ? shown
                : [.. shown, (t["Autres objets"], new RepairCounts(rest.Sum(r => r.Fixed), rest.Sum(r => r.Repairable), rest.Sum(r => r.EndOfLife), rest.Sum(r => r.Unknown)))];
        }
    }

    /// <summary>What the chart of outcomes tells, in a sentence; null when there is too little to tell.</summary>
    public string? OutcomesTold
    {
        get
        {
            var known = Balance.Families.Where(f => f.Figures.Repairs is { Total: >= EnoughToCompare, FixedShare: not null }).Select(f => (f.Label, Share: f.Figures.Repairs.FixedShare!.Value)).ToList();
            if (known.Count < 2)
            {
                return null;
            }

            var (most, least) = (known.MaxBy(k => k.Share), known.MinBy(k => k.Share));
            return t["Le plus souvent réparé : {0} ({1}). Le moins souvent : {2} ({3}).", DirectoryWords.Inside(most.Label), d.Percent(most.Share), DirectoryWords.Inside(least.Label), d.Percent(least.Share)];
        }
    }

    /// <summary>Why objects were not repaired, the most frequent reason first, « Sans obstacle noté » last; what a correction took back has its rows.</summary>
    public IReadOnlyList<(string Name, long Items)> Barriers =>
        [.. Balance.Barriers.Select(b => (b.Key, b.Label, Items: b.Figures.Repairs.Total - b.Figures.Repairs.Fixed)).Where(b => b.Items != 0)
            .OrderBy(b => b.Key == ImpactGroup.NoKey).ThenByDescending(b => b.Items).ThenBy(b => b.Label, StringComparer.Ordinal).Select(b => (b.Label, b.Items))];

    private static string Written(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    private FigureView Repaired => new(
        t["Objets réparés"],
        d.Number(Whole.Repairs.Fixed),
        null,
        Whole.Repairs.FixedShare is { } share
            ? [t.Plural(
                Whole.Repairs.Total,
                "Sur {0} objet apporté : {1} repart en état de marche. Ce nombre est compté, pas estimé.",
                "Sur {0} objets apportés : {1} repartent en état de marche. Ce nombre est compté, pas estimé.",
                d.Percent(share))]
            : Array.Empty<string>());

    private FigureView Waste
    {
        get
        {
            var mass = Whole.EWasteDiverted;
            var (number, unit) = d.WeightParts(mass.Kg.Central);
            var machines = equipment.DefaultFactorSet.Of(equipment.Category("washing-machine")).Weight is { } one && mass.Kg.Central >= 0.75m * one.Central
                ? (long)Math.Round(mass.Kg.Central / one.Central, MidpointRounding.AwayFromZero)
                : 0;
            return new FigureView(t["Déchets électriques évités"], number, unit,
            [
                .. Sources.Length > 0 ? [Sources] : Array.Empty<string>(),
                .. machines > 0 ? [t.Plural(machines, "C’est à peu près le poids d’un lave-linge.", "C’est à peu près le poids de {0} lave-linge.")] : Array.Empty<string>(),
                .. mass.ItemsWithoutWeight > 0
                    ? [t.Plural(mass.ItemsWithoutWeight, "Un objet réparé n’a pas de poids connu : il compte pour zéro.", "{0} objets réparés n’ont pas de poids connu : ils comptent pour zéro.")]
                    : Array.Empty<string>(),
            ])
            { Kilograms = (mass.Kg.Low, mass.Kg.Central, mass.Kg.High) };
        }
    }

    private FigureView Co2e
    {
        get
        {
            var co2e = Whole.Co2e;
            var (number, unit) = d.WeightParts(co2e.Kg.Central);
            return new FigureView(t["Gaz à effet de serre évités"], number, t["{0} de CO₂e", unit],
            [
                t["L’écart est grand : on ne sait pas si chaque réparation évite un achat neuf. Nous comptons une fois sur deux."],
                .. co2e.ItemsWithoutFootprint > 0
                    ? [t.Plural(co2e.ItemsWithoutFootprint, "Un objet n’a pas d’empreinte connue : il compte pour zéro.", "{0} objets n’ont pas d’empreinte connue : ils comptent pour zéro.")]
                    : Array.Empty<string>(),
            ])
            { Kilograms = (co2e.Kg.Low, co2e.Kg.Central, co2e.Kg.High) };
        }
    }

    /// <summary>« Rien d’évité », « moins de 10 », « 10 à 20 »…</summary>
    public string ClassName(int step) => step switch
    {
        RateScale.None => t["Rien d’évité"],
        1 => t["Moins de {0}", d.Number(Scale.Step, Scale.Decimals)],
        4 => t["{0} et plus", d.Number(3 * Scale.Step, Scale.Decimals)],
        _ => t["{0} à {1}", d.Number((step - 1) * Scale.Step, Scale.Decimals), d.Number(step * Scale.Step, Scale.Decimals)],
    };
}
