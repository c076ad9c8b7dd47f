using System.Globalization;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;

namespace RepairNet.Web.Pages.Impact;

/// <summary>How pages and files about figures name things.</summary>
internal static class FigureWords
{
    private const int Listed = 8;

    /// <summary>« weighed », « declared », « averaged », « none ».</summary>
    public static string Code(Provenance? source) => source switch
    {
        Provenance.Weighed => "weighed",
        Provenance.Declared => "declared",
        Provenance.Averaged => "averaged",
        null => "none",
    };

    public static string Name(Provenance? source, Texts t) => source switch
    {
        Provenance.Weighed => t["Pesé"],
        Provenance.Declared => t["Déclaré"],
        Provenance.Averaged => t["Moyen de la catégorie"],
        null => t["Inconnu"],
    };

    public static string Name(RepairOutcome outcome, Texts t) => outcome switch
    {
        RepairOutcome.Fixed => t["Réparé"],
        RepairOutcome.Repairable => t["Réparable"],
        RepairOutcome.EndOfLife => t["Fin de vie"],
        RepairOutcome.Unknown => t["On ne sait pas"],
    };

    /// <summary>Who published a factor set and what it rests on.</summary>
    public static string Source(FactorSet set, Texts t) => t.Language == Language.English ? set.SourceEn : Typography.French(set.SourceFr);

    /// <summary>« grille-pain, vélo et 4 autres ».</summary>
    public static string Some(IReadOnlyList<string> names, Texts t) => names.Count <= Listed + 1
        ? string.Join(", ", names)
        : t["{0} et {1} autres", string.Join(", ", names.Take(Listed)), names.Count - Listed];

    /// <summary>A cell of a CSV with commas: a text somebody chose is not read as a formula by a spreadsheet.</summary>
    public static string Csv(string text) => OrdsCsv.Cell(text);

    /// <summary>A number of a CSV: exact, with a point.</summary>
    public static string Csv(decimal number) => FiguresDigest.Exact(number);

    /// <summary>« 2027-03-01 ».</summary>
    public static string Iso(NodaTime.LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An objective as it is shown: a sentence, and two bars.</summary>
/// <param name="Name">What is aimed at.</param>
/// <param name="Target">As people read it, with its unit.</param>
/// <param name="Reached">The same.</param>
/// <param name="Sentence">Where it stands.</param>
/// <param name="Bars">For <see cref="Drawing.BarChart"/>.</param>
public sealed record ObjectiveView(string Name, string Target, string Reached, string Sentence, IReadOnlyList<(string Name, string Written, decimal Value)> Bars)
{
    public static ObjectiveView Of(ObjectiveProgress progress, Texts t)
    {
        var name = NameOf(progress.Measure, t);
        var (target, reached) = (Written(progress.Measure, progress.Target, t), progress.Reached is { } some ? Written(progress.Measure, some, t) : "–");
        var sentence = progress.Share switch
        {
            null => t["{0} : on ne peut pas le dire, sans population connue.", name],
            >= 1 => t["{0} : {1} pour {2} visés. L’objectif est atteint.", name, reached, target],
            { } share => t["{0} : {1} pour {2} visés, soit {3}.", name, reached, target, t.Display.Percent(share)],
        };
        return new ObjectiveView(name, target, reached, sentence, [(t["Ce qui est atteint"], reached, progress.Reached ?? 0), (t["Ce qui est visé"], target, progress.Target)]);
    }

    public static string NameOf(ObjectiveMeasure measure, Texts t) => measure switch
    {
        ObjectiveMeasure.RepairedItems => t["Objets réparés"],
        ObjectiveMeasure.EWasteKg => t["Déchets électriques évités"],
        ObjectiveMeasure.EWasteKgPerInhabitant => t["Déchets électriques évités, par habitant"],
    };

    private static string Written(ObjectiveMeasure measure, decimal value, Texts t) => measure switch
    {
        ObjectiveMeasure.RepairedItems => t.Plural((long)value, "{0} objet", "{0} objets"),
        ObjectiveMeasure.EWasteKg => t.Display.Weight(value),
        ObjectiveMeasure.EWasteKgPerInhabitant => t["{0} kg par habitant", t.Display.Number(value, 3)],
    };
}
