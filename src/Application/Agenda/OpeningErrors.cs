using RepairNet.Application.Agenda.Contract;
using RepairNet.Domain.Agenda;

namespace RepairNet.Application.Agenda;

/// <summary>The field and the sentence of each thing that makes an opening impossible.</summary>
internal static class OpeningErrors
{
    /// <summary>Longest rhythm, in weeks.</summary>
    public const int MaxEveryWeeks = 104;

    public static string Field(OpeningRuleError error) => error switch
    {
        OpeningRuleError.NoDays => "days",
        OpeningRuleError.ToNotAfterFrom => "to",
        OpeningRuleError.ValidToBeforeValidFrom => "validTo",
        OpeningRuleError.EveryWeeksTooSmall => "everyWeeks",
        OpeningRuleError.MonthlyNthOutOfRange => "monthlyNth",
        OpeningRuleError.BenchesOutOfRange => "benches",
        OpeningRuleError.TooManyServices => "services",
        OpeningRuleError.OpeningsOverlap => "from",
    };

    public static string Message(OpeningRuleError error) => error switch
    {
        OpeningRuleError.NoDays => "Choisissez au moins un jour de la semaine.",
        OpeningRuleError.ToNotAfterFrom => "L’heure de fermeture vient après l’heure d’ouverture, le même jour.",
        OpeningRuleError.ValidToBeforeValidFrom => "Le dernier jour vient avant le premier.",
        OpeningRuleError.EveryWeeksTooSmall => "Le rythme va de 1 (toutes les semaines) à 104 semaines.",
        OpeningRuleError.MonthlyNthOutOfRange => "Le rang dans le mois va de 1 à 5, ou -1 pour le dernier.",
        OpeningRuleError.BenchesOutOfRange => "Le nombre d’établis va de 1 à 50.",
        OpeningRuleError.TooManyServices => "Une plage d’ouverture est gardée pour 200 services au plus.",
        OpeningRuleError.OpeningsOverlap => "Ces heures en recouvrent d’autres de la même liste.",
    };

    public static OpeningView ToView(this OpeningRule r) =>
        new(r.Id, r.Days, r.From, r.To, r.ValidFrom, r.ValidTo, r.EveryWeeks, r.MonthlyNth, r.Benches, r.Services);
}
