using System.Globalization;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;
using RepairNet.Web.Pages.Directory;

namespace RepairNet.Web.Pages.Impact;

/// <summary>A column of a table of the report.</summary>
/// <param name="Code">Its name in files, in no language: <c>year_t</c>.</param>
/// <param name="Label">What people read.</param>
/// <param name="IsNumber">Whether it holds numbers, set to the right.</param>
public sealed record ReportColumn(string Code, string Label, bool IsNumber = true);

/// <summary>One cell: as people read it, and the number it stands for, exactly.</summary>
public readonly record struct ReportCell(string Written, decimal? Exact = null);

/// <summary>One row; its first cell is its heading.</summary>
/// <param name="Key">Stable key.</param>
public sealed record ReportRow(string Key, string Heading, IReadOnlyList<ReportCell> Cells);

/// <summary>One table of the report.</summary>
/// <param name="Code">Its name in files, in no language.</param>
/// <param name="Title">Heading.</param>
/// <param name="Said">A sentence before it; null for none.</param>
/// <param name="RowHeading">Heading of the first column.</param>
/// <param name="OnPaper">Whether the page and the PDF show it; if not, only the files for spreadsheets do.</param>
public sealed record ReportTable(string Code, string Title, string? Said, string RowHeading, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, bool OnPaper = true);

/// <summary>
/// The report of a year as it is read: the same tables on the page, in the PDF, in the workbook and in the CSV. Nothing is worked out
/// here: each number is one of the report, rounded once to be read and kept exact beside.
/// </summary>
public sealed class ReportDocument
{
    /// <summary>Decimals of tonnes: to the kilogram.</summary>
    private const int TonneDecimals = 3;

    private readonly Texts t;
    private readonly Display d;

    /// <param name="report">What it says.</param>
    /// <param name="texts">The language.</param>
    /// <param name="site">Address of the site, to be printed before paths.</param>
    public ReportDocument(AnnualReport report, Texts texts, string site)
    {
        (Report, t, d, Site) = (report, texts, texts.Display, site);
        Year = report.Year.ToString("0000", CultureInfo.InvariantCulture);
        Before = (report.Year - 1).ToString("0000", CultureInfo.InvariantCulture);
        Tables = [.. new[] { Figures(), Weee6(), R543172(), Actors(), Barriers(), Reuse(), Training(), Families(), Origins(), FactorSets(), Objectives(), Kinds(), Inventory() }.OfType<ReportTable>()];
    }

    public AnnualReport Report { get; }

    /// <summary>« 2027 ».</summary>
    public string Year { get; }

    /// <summary>« 2026 ».</summary>
    public string Before { get; }

    public IReadOnlyList<ReportTable> Tables { get; }

    public string Title => t["Réparer et faire durer : rapport {0}", Year];

    /// <summary>« Grenoble-Alpes-Métropole, 49 communes, 445 000 habitants. »</summary>
    public string Where => string.Join(", ", new[]
    {
        Report.TerritoryName,
        Report.CommuneCount > 1 ? t.Plural(Report.CommuneCount, "{0} commune", "{0} communes") : null,
        Report.Population is { } people ? t.Plural(people, "{0} habitant", "{0} habitants") : null,
    }.OfType<string>()) + ".";

    /// <summary>When it was made, and whether its figures may still change.</summary>
    public string State => Report.Closing is { } closing
        ? t["Établi le {0}.", d.PlainDate(Report.EstablishedOn)] + " " + t["Exercice clos le {0} par {1}, empreinte {2}.", ClosedOn(closing), FrenchPlaceName.Typographic(closing.Statement.TerritoryName), closing.Hash]
        : Report.IsOver
            ? t["Établi le {0}, d’après le registre des réparations de ce jour.", d.PlainDate(Report.EstablishedOn)] + " " + t["Chiffres provisoires : l’exercice n’est pas clos."]
            : t["Établi le {0}.", d.PlainDate(Report.EstablishedOn)] + " " + t["Chiffres provisoires : l’année n’est pas finie."];

    /// <summary>Where the signed file of the year is, from the root of the site; null while it is not closed.</summary>
    public string? SignedPath => Report.Closing is { } closing ? $"/api/v1/closed-periods/{Number(closing)}.txt" : null;

    /// <summary>The command that checks the signed file of the year; null while it is not closed.</summary>
    public string? Check => Report.Closing is { } closing ? $"repairnet verify --report {Number(closing)}.txt" : null;

    /// <summary>How anyone checks that these figures are those that were signed; none while the year is not closed.</summary>
    public IReadOnlyList<string> Proof => Report.Closing is { } closing
        ?
        [
            .. closing.Statement.Territory == Report.Territory
                ? [t["Ces chiffres sont ceux qui ont été signés : ils ne changent plus. Ce qui est corrigé ensuite compte au jour de la correction."]]
                : (string[])[t["{0} a clos cet exercice pour toutes ses communes : ces chiffres ne changent plus.", FrenchPlaceName.Typographic(closing.Statement.TerritoryName)]],
            t["Le fichier signé n° {0} : {1}", closing.Statement.Number, Site + SignedPath],
            t["Pour le vérifier, avec le programme et sans base de données : {0}", Check!],
        ]
        : [];

    /// <summary>How the figures are made, in plain words.</summary>
    public IReadOnlyList<string> Method =>
    [
        t["Un objet compte quand il repart en état de marche, là où il a été réparé et le jour de la réparation. S’il revient dans les 90 jours, il ne compte pas une seconde fois."],
        t["Son poids est celui de la balance ; sinon celui que la personne déclare, à 20 % près ; sinon le poids moyen de sa catégorie, avec une valeur basse et une valeur haute. Un objet dont aucune source ne donne le poids compte pour zéro."],
        t["Les déchets électriques évités sont les appareils électriques réparés. Ils n’ont pas été jetés : ne les ajoutez pas aux tonnages collectés, comparez-les au flux des déchets électriques."],
        t["Les gaz à effet de serre évités supposent qu’une réparation évite une fois sur deux la fabrication d’un objet neuf ; la valeur basse et la valeur haute changent cette part."],
        t["Les calculs sont exacts. Chaque chiffre est arrondi une seule fois, pour être lu : les tonnes au kilogramme. La somme de chiffres arrondis peut donc s’écarter du total."],
        t["Un acteur auquel on a apporté moins de {0} objets dans l’année n’est pas montré seul : ils sont comptés avec « Autres acteurs ».", SmallCounts.Fewest],
        t["Où reprendre ces chiffres : dans le rapport annuel sur le service des déchets (article L2224-17-1 du code général des collectivités), au titre des actions de prévention et de leur effet ; dans le programme local de prévention (articles R541-41-19 à R541-41-28 du code de l’environnement), comme indicateurs et comme inventaire des acteurs."],
    ];

    /// <summary>Each objective with a sentence, and what is drawn of it.</summary>
    public IReadOnlyList<ObjectiveView> Aims => [.. Report.Objectives.Select(o => ObjectiveView.Of(o, t))];

    private string Site { get; }

    private static string Number(ReportClosing closing) => closing.Statement.Number.ToString(CultureInfo.InvariantCulture);

    private string ClosedOn(ReportClosing closing) => d.PlainDate(closing.Statement.ClosedAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date);

    private ReportTable Figures()
    {
        var (now, then, report) = (Report.Figures, Report.Previous, Report);
        return new ReportTable("figures", t["Les chiffres de l’année"], null, t["Mesure"],
            [
                new ReportColumn("unit", t["Unité"], IsNumber: false), new ReportColumn("previous_year", Before), new ReportColumn("year", Year),
                new ReportColumn("year_low", t["{0}, au moins", Year]), new ReportColumn("year_high", t["{0}, au plus", Year]),
            ],
            [
                Count("brought", t["Objets apportés"], t["objets"], then.Repairs.Total, now.Repairs.Total),
                Count("repaired", t["Objets réparés"], t["objets"], then.Repairs.Fixed, now.Repairs.Fixed),
                Tonnes("ewaste", t["Déchets électriques évités"], "t", then.EWasteDiverted.Kg, now.EWasteDiverted.Kg),
                Each("ewaste_per_inhabitant", t["Déchets électriques évités, par habitant"], then.EWasteDiverted.Kg, now.EWasteDiverted.Kg),
                Tonnes("diverted", t["Objets de toute sorte évités"], "t", then.Diverted.Kg, now.Diverted.Kg),
                Each("diverted_per_inhabitant", t["Objets de toute sorte évités, par habitant"], then.Diverted.Kg, now.Diverted.Kg),
                Tonnes("co2e", t["Gaz à effet de serre évités"], t["t CO₂e"], then.Co2e.Kg, now.Co2e.Kg),
                Count("without_weight", t["Objets réparés sans poids connu"], t["objets"], then.Diverted.ItemsWithoutWeight, now.Diverted.ItemsWithoutWeight),
                Count("without_footprint", t["Objets réparés sans empreinte connue"], t["objets"], then.Co2e.ItemsWithoutFootprint, now.Co2e.ItemsWithoutFootprint),
                Count("sessions", t["Séances de repair-café tenues"], t["séances tenues"], report.PreviousActivity.Sessions, report.Activity.Sessions),
                Count("appointments", t["Rendez-vous tenus"], t["rendez-vous"], report.PreviousActivity.Appointments, report.Activity.Appointments),
            ]);

        ReportRow Count(string key, string label, string unit, long before, long value) => new(key, label, [new(unit), Whole(before), Whole(value), None, None]);

        ReportRow Tonnes(string key, string label, string unit, Estimate before, Estimate value) =>
            new(key, label, [new(unit), this.Tonnes(before.Central), this.Tonnes(value.Central), Low(value.Low), High(value.High)]);

        ReportRow Each(string key, string label, Estimate before, Estimate value) => new(key, label,
            [new(t["kg par habitant"]), Share(report.PreviousPerInhabitant(before.Central)), Share(report.PerInhabitant(value.Central)), Share(report.PerInhabitant(value.Low), -1), Share(report.PerInhabitant(value.High), 1)]);
    }

    private ReportTable? Weee6() => Parts("weee6", t["Par catégorie européenne de déchets électriques"], t["Catégories de la directive 2012/19/UE, annexe III. La dernière ligne réunit les objets qui n’y sont pas."], t["Catégorie"], Report.Weee6, numbered: true, bounds: true);

    private ReportTable? R543172() => Parts("r543172", t["Par catégorie du code de l’environnement"], t["Catégories de l’article R543-172. La dernière ligne réunit les objets qui n’y sont pas."], t["Catégorie"], Report.R543172, numbered: true, bounds: true);

    private ReportTable? Actors() => Parts("actors", t["Par acteur"], t["Objets de toute sorte. « – » : compté avec « Autres acteurs » cette année-là."], t["Acteur"], Report.Actors, numbered: false, bounds: false);

    private ReportTable? Barriers() => Report.Barriers.Where(p => p.Figures is { Repairs.NotFixed: not 0 } || p.Previous is { Repairs.NotFixed: not 0 }).ToList() is { Count: > 0 } parts
        ? new ReportTable("barriers", t["Ce qui empêche de réparer"], t["Objets apportés et non réparés, d’après la raison notée par l’atelier."], t["Obstacle"],
            [new ReportColumn("previous_year_items", t["objets {0}", Before]), new ReportColumn("year_items", t["objets {0}", Year])],
            [.. parts.Select(p => new ReportRow(p.Key, p.Label, [Whole(p.Previous?.Repairs.NotFixed), Whole(p.Figures?.Repairs.NotFixed)]))])
        : null;

    private ReportTable? Reuse()
    {
        if (!Report.HasReuse)
        {
            return null;
        }

        var (now, then) = (Report.Reuse, Report.PreviousReuse);
        return new ReportTable("reuse", t["Réemploi"], t["Ce que les ressourceries ont pesé et déclaré, à ce jour. Ces tonnes sont à part de celles des réparations."], t["Mesure"],
            [new ReportColumn("previous_year", Before), new ReportColumn("year", Year)],
            [
                Mass("reuse_intake_t", t["Tonnes entrées"], r => r.Figures.Intake), Mass("reuse_reused_t", t["Tonnes vendues, données ou confiées à un réparateur"], r => r.Figures.ReusedWhole), Mass("reuse_parts_t", t["Tonnes démontées pour pièces"], r => r.Figures.Parts),
                Mass("reuse_recycled_t", t["Tonnes recyclées"], r => r.Figures.Recycled), Mass("reuse_discarded_t", t["Tonnes jetées"], r => r.Figures.Discarded), Mass("reuse_stock_t", t["Tonnes en stock à la fin"], r => r.StockGrams),
                new("reuse_jobs_fte", t["Emplois, en équivalents temps plein"], [Jobs(then), Jobs(now)]), new("reuse_insertion_hours", t["Heures d’insertion"], [Whole(then.Work.InsertionHours), Whole(now.Work.InsertionHours)]),
            ]);

        ReportRow Mass(string key, string label, Func<ReuseFigures, long> grams) => new(key, label, [Tonnes(grams(then) / 1000m), Tonnes(grams(now) / 1000m)]);

        ReportCell Jobs(ReuseFigures of) => new(d.Number(of.Work.Fte, 2), of.Work.Fte);
    }

    private ReportTable? Training()
    {
        if (!Report.HasTraining)
        {
            return null;
        }

        var (now, then) = (Report.Training, Report.PreviousTraining);
        return new ReportTable("training", t["Formations"], t["Sessions de formation et d’atelier finies dans l’année, d’après les feuilles de présence à ce jour."], t["Mesure"],
            [new ReportColumn("previous_year", Before), new ReportColumn("year", Year)],
            [
                Count("training_sessions", t["Sessions tenues"], f => f.Sessions), Count("training_offered", t["Places offertes"], f => f.Offered), Count("training_taken", t["Places prises"], f => f.Taken),
                Count("training_came", t["Personnes venues"], f => f.Came), Hours("training_held", t["Heures d’enseignement"], f => f.MinutesHeld), Hours("training_attended", t["Heures suivies, une par personne"], f => f.MinutesAttended),
                Part("training_completed", t["Part des personnes inscrites venues jusqu’au bout"], f => f.CompletionOfTaken), Count("training_certificates", t["Attestations données"], f => f.Certificates),
            ]);

        ReportRow Count(string key, string label, Func<TrainingFigures, long> of) => new(key, label, [Whole(of(then)), Whole(of(now))]);

        ReportRow Hours(string key, string label, Func<TrainingFigures, long> of) => new(key, label, [Hour(of(then)), Hour(of(now))]);

        ReportRow Part(string key, string label, Func<TrainingFigures, decimal?> of) => new(key, label, [Percent(of(then)), Percent(of(now))]);

        ReportCell Hour(long minutes) => new(d.Number(minutes / 60m, 0), minutes / 60m);

        ReportCell Percent(decimal? share) => share is { } some ? new(d.Percent(some), some) : new("–");
    }

    private ReportTable? Families() => Parts("categories", t["Par catégorie d’objets"], null, t["Catégorie"], Report.Families, numbered: false, bounds: true) is { } table ? table with { OnPaper = false } : null;

    private ReportTable? Parts(string code, string title, string? said, string heading, IReadOnlyList<ReportPart> parts, bool numbered, bool bounds)
    {
        static Estimate? Kg(ImpactFigures? f) => f?.Diverted.Kg;

        // What nobody brought in either year is left out.
        var shown = parts.Where(p => p.Figures is { } now && now != default || p.Previous is { } then && then != default).ToList();
        return shown.Count == 0 ? null : new ReportTable(code, title, said, heading,
            [
                new ReportColumn("previous_year_items", t["réparés {0}", Before]), new ReportColumn("year_items", t["réparés {0}", Year]),
                new ReportColumn("previous_year_t", t["tonnes {0}", Before]), new ReportColumn("year_t", t["tonnes {0}", Year]),
                .. bounds ? [new ReportColumn("year_low_t", t["au moins"]), new ReportColumn("year_high_t", t["au plus"])] : Array.Empty<ReportColumn>(),
            ],
            [
                .. shown.Select(p => new ReportRow(p.Key, numbered && p.Key != ImpactGroup.NoKey ? $"{p.Key}. {p.Label}" : p.Label,
                [
                    Whole(p.Previous?.Repairs.Fixed), Whole(p.Figures?.Repairs.Fixed), Tonnes(Kg(p.Previous)?.Central), Tonnes(Kg(p.Figures)?.Central),
                    .. bounds ? [Low(Kg(p.Figures)?.Low), High(Kg(p.Figures)?.High)] : Array.Empty<ReportCell>(),
                ])),
            ]);
    }

    private ReportTable? Origins() => Report.EWasteOrigins.Items == 0 ? null : new ReportTable(
        "origins", t["D’où viennent les poids"], t["Appareils électriques réparés en {0}.", Year], t["Poids"],
        [new ReportColumn("items", t["objets"]), new ReportColumn("t", t["tonnes"]), new ReportColumn("low_t", t["au moins"]), new ReportColumn("high_t", t["au plus"])],
        [.. Report.EWasteOrigins.Parts.Select(p => new ReportRow(FigureWords.Code(p.Source), FigureWords.Name(p.Source, t), [Whole(p.Items), Tonnes(p.Kg.Central), Low(p.Kg.Low), High(p.Kg.High)]))]);

    private ReportTable FactorSets() => new("factors", t["Les facteurs utilisés"], t["Poids moyens et empreintes de chaque catégorie. Ils sont livrés avec le programme, dans data/equipment."], t["Jeu de facteurs"],
        [new ReportColumn("established_on", t["Établi le"], IsNumber: false), new ReportColumn("source", t["Source"], IsNumber: false)],
        [.. Report.FactorSets.Select(f => new ReportRow(f.Key, f.Key, [new(d.PlainDate(f.EstablishedOn)), new(FigureWords.Source(f, t))]))]);

    private ReportTable? Objectives() => Report.Objectives.Count == 0 ? null : new ReportTable("objectives", t["Les objectifs du territoire"], null, t["Objectif"],
        [new ReportColumn("target", t["visé"]), new ReportColumn("reached", t["atteint"]), new ReportColumn("share", t["part atteinte"])],
        [.. Report.Objectives.Select(o => (Aim: o, View: ObjectiveView.Of(o, t))).Select(o => new ReportRow(o.Aim.Measure.Code(), o.View.Name,
            [new(o.View.Target, o.Aim.Target), new(o.View.Reached, o.Aim.Reached), new(o.Aim.Share is { } share ? d.Percent(share) : "–", o.Aim.Share)]))]);

    private ReportTable? Kinds() => Report.Kinds.Count == 0 ? null : new ReportTable("kinds", t["Les acteurs du territoire"], t["Organisations agréées qui y ont un lieu. Une organisation de plusieurs sortes compte dans chacune."], t["Activité"],
        [new ReportColumn("count", t["nombre"])],
        [.. Report.Kinds.Select(k => new ReportRow(k.Kind.ToString(), DirectoryWords.Kinds(k.Kind, t), [Whole(k.Count)]))]);

    private ReportTable? Inventory() => Report.Inventory.Count == 0 ? null : new ReportTable("inventory", t["L’inventaire des acteurs"], null, t["Acteur"],
        [
            new ReportColumn("kinds", t["Activité"], IsNumber: false), new ReportColumn("communes", t["Communes"], IsNumber: false), new ReportColumn("approved_by", t["Agrément"], IsNumber: false),
            new ReportColumn("services", t["Ce qu’il propose"], IsNumber: false), new ReportColumn("objects", t["Objets pris"], IsNumber: false),
        ],
        [
            .. Report.Inventory.Select(a => new ReportRow(a.Id.ToString(), a.Name,
            [
                new(DirectoryWords.Kinds(a.Kinds, t)), new(string.Join(", ", a.Communes)), new(a.ApprovedBy.Count == 0 ? "–" : string.Join(", ", a.ApprovedBy)),
                new(a.Services.Count == 0 ? "–" : string.Join(", ", a.Services)), new(a.Categories.Count == 0 ? "–" : FigureWords.Some(a.Categories, t)),
            ])),
        ]);

    private static ReportCell None => new("");

    private ReportCell Whole(long? value) => value is { } number ? new(d.Number(number), number) : new("–");

    private ReportCell Tonnes(decimal? kg) => kg is { } some ? new(d.Number(some / 1000, TonneDecimals), some / 1000) : new("–");

    private ReportCell Low(decimal? kg) => kg is { } some ? new(d.Number(Math.Floor(some) / 1000, TonneDecimals), some / 1000) : new("–");

    private ReportCell High(decimal? kg) => kg is { } some ? new(d.Number(Math.Ceiling(some) / 1000, TonneDecimals), some / 1000) : new("–");

    private ReportCell Share(decimal? kg, int towards = 0) => kg is not { } some ? new("–")
        : new(d.Number(towards < 0 ? Math.Floor(some * 1000) / 1000 : towards > 0 ? Math.Ceiling(some * 1000) / 1000 : some, 3), some);
}
