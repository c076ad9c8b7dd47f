using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>How letters, pages and files say what an offer is.</summary>
public static class JobOfferWords
{
    public static string Kind(Texts t, JobOfferKind kind) => kind switch
    {
        JobOfferKind.Apprenticeship => t["apprentissage"],
        JobOfferKind.Job => t["emploi"],
        JobOfferKind.Internship => t["stage"],
    };

    /// <summary>« 35 h par semaine », « 17,5 h par semaine ».</summary>
    public static string Hours(Texts t, JobOfferTerms terms) => t["{0} h par semaine", t.Display.Number(terms.WeeklyMinutes / 60m, terms.WeeklyMinutes % 60 == 0 ? 0 : terms.WeeklyMinutes % 6 == 0 ? 1 : 2)];

    /// <summary>« CDI », « 12 mois », « 6 semaines ».</summary>
    public static string Length(Texts t, JobLength? length) => length switch
    {
        null => t["durée indéterminée (CDI)"],
        { Unit: LengthUnit.Weeks, Count: var weeks } => t.Plural(weeks, "{0} semaine", "{0} semaines"),
        { Unit: LengthUnit.Months, Count: var months } => t.Plural(months, "{0} mois", "{0} mois"),
    };

    /// <summary>« dès que possible », « lundi 1 mars ».</summary>
    public static string Start(Texts t, JobOfferView offer) => offer.Terms.StartsOn is { } day && day >= offer.Today ? t.Display.Day(day, offer.Today) : t["dès que possible"];

    public static string Diploma(Texts t, DiplomaLevel level) => level switch
    {
        DiplomaLevel.None => t["aucun diplôme demandé"],
        DiplomaLevel.Level3 => t["CAP, BEP (niveau 3)"],
        DiplomaLevel.Level4 => t["bac (niveau 4)"],
        DiplomaLevel.Level5 => t["bac + 2 (niveau 5)"],
        DiplomaLevel.Level6 => t["bac + 3 (niveau 6)"],
        DiplomaLevel.Level7 => t["bac + 5 (niveau 7)"],
    };
}
