using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Impact;

/// <summary>All that the report of a year says. Each format renders this and works nothing out.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="TerritoryName">Its name as it is printed.</param>
/// <param name="Population">Sum of its communes'; null for a foreign country.</param>
/// <param name="PreviousPopulation">The same for the year before: what was signed where that one is closed, whatever the year has.</param>
/// <param name="CommuneCount">How many communes it has; of a closed year, those it was closed for.</param>
/// <param name="Year">The year, N.</param>
/// <param name="EstablishedOn">The local day on which the report was made.</param>
/// <param name="IsOver">Whether the year was over on that day: until then its figures grow.</param>
/// <param name="Closing">
/// What was signed when the year was closed, from which its figures, its population and its name are taken; what was signed by a territory around
/// this one, where it alone closed the year; null while the figures may change.
/// </param>
/// <param name="Figures">The year.</param>
/// <param name="Previous">The year before, N-1.</param>
/// <param name="EWasteOrigins">What the kilograms of electrical waste are made of.</param>
/// <param name="FactorSets">Factor sets that the year was counted with, the default one where nothing was.</param>
/// <param name="Weee6">By category of Directive 2012/19/EU; « none » last.</param>
/// <param name="R543172">By category of article R543-172; « none » last.</param>
/// <param name="Families">By category of equipment, the heaviest first.</param>
/// <param name="Actors">By actor, the heaviest first; what is small is together, last, under <see cref="AnnualReport.OtherActors"/>.</param>
/// <param name="Barriers">What stood in the way of what was not repaired, the most frequent first; what was repaired is in « none », with what nobody said.</param>
/// <param name="Inventory">Approved organisations with a place in the territory, by name; empty where there are more than <see cref="AnnualReport.MostNamed"/>.</param>
/// <param name="Kinds">How many of them do each thing.</param>
/// <param name="Activity">What was organised in the year.</param>
/// <param name="PreviousActivity">What was organised the year before.</param>
/// <param name="Training">What the courses whose sessions ended in the year came to.</param>
/// <param name="PreviousTraining">The year before, alike.</param>
/// <param name="Reuse">What reuse workshops weighed and declared in the year, to this day.</param>
/// <param name="PreviousReuse">The year before, alike.</param>
/// <param name="Objectives">What the territory wants to reach, and where it stands.</param>
/// <param name="Digest">The print of the figures.</param>
public sealed record AnnualReport(
    TerritoryKey Territory,
    string TerritoryName,
    long? Population,
    long? PreviousPopulation,
    int CommuneCount,
    int Year,
    LocalDate EstablishedOn,
    bool IsOver,
    ReportClosing? Closing,
    ImpactFigures Figures,
    ImpactFigures Previous,
    FigureOrigins EWasteOrigins,
    IReadOnlyList<FactorSet> FactorSets,
    IReadOnlyList<ReportPart> Weee6,
    IReadOnlyList<ReportPart> R543172,
    IReadOnlyList<ReportPart> Families,
    IReadOnlyList<ReportPart> Actors,
    IReadOnlyList<ReportPart> Barriers,
    IReadOnlyList<ReportActor> Inventory,
    IReadOnlyList<ReportKind> Kinds,
    ReportActivity Activity,
    ReportActivity PreviousActivity,
    TrainingFigures Training,
    TrainingFigures PreviousTraining,
    ReuseFigures Reuse,
    ReuseFigures PreviousReuse,
    IReadOnlyList<ObjectiveProgress> Objectives,
    FiguresDigest Digest)
{
    /// <summary>Key of what small actors did together.</summary>
    public const string OtherActors = SmallCounts.Others;

    /// <summary>Organisations listed by name, at most: beyond, a report tells how many there are.</summary>
    public const int MostNamed = 300;

    /// <summary>Whether a session of a course ended in either year.</summary>
    public bool HasTraining => Training.Sessions > 0 || PreviousTraining.Sessions > 0;

    /// <summary>Whether a reuse workshop weighed or declared anything in either year.</summary>
    public bool HasReuse => Reuse.IsSomething || PreviousReuse.IsSomething;

    /// <summary>Kilograms of the year for each inhabitant; null where nobody lives.</summary>
    public decimal? PerInhabitant(decimal kg) => PerInhabitant(kg, Population);

    /// <summary>Kilograms of the year before for each inhabitant it had; null where nobody lives.</summary>
    public decimal? PreviousPerInhabitant(decimal kg) => PerInhabitant(kg, PreviousPopulation);

    private static decimal? PerInhabitant(decimal kg, long? people) => people > 0 ? kg / people : null;
}

/// <summary>The closing of the year of a report.</summary>
/// <param name="Statement">What was signed.</param>
/// <param name="Hash">Its SHA-256, which the next closing names: 64 hexadecimal digits.</param>
public sealed record ReportClosing(PeriodStatement Statement, string Hash);

/// <summary>A part of the figures of a year and of the one before.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Figures">The year; null where it is too small to be told apart, and is with others.</param>
/// <param name="Previous">The year before, alike.</param>
public sealed record ReportPart(string Key, string Label, ImpactFigures? Figures, ImpactFigures? Previous);

/// <summary>An organisation that repairs or teaches in the territory.</summary>
/// <param name="Communes">Communes of the territory where it has a place.</param>
/// <param name="ApprovedBy">Territories that approved it.</param>
/// <param name="Services">What it offers there.</param>
/// <param name="Categories">The objects it takes there.</param>
public sealed record ReportActor(
    OrganisationId Id,
    string Name,
    OrganisationKinds Kinds,
    IReadOnlyList<string> Communes,
    IReadOnlyList<string> ApprovedBy,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Categories);

/// <summary>How many organisations are of one kind; one of several kinds counts in each.</summary>
public sealed record ReportKind(OrganisationKinds Kind, int Count);

/// <summary>What was organised in a year at the places of a territory.</summary>
/// <param name="Sessions">Sessions of repair cafés that took place, up to the day of the report.</param>
/// <param name="Appointments">Appointments whose person came.</param>
public readonly record struct ReportActivity(long Sessions, long Appointments);

/// <summary>Where a territory stands on one objective.</summary>
/// <param name="Target">In the unit of the measure.</param>
/// <param name="Reached">In the same; null where it cannot be told.</param>
public sealed record ObjectiveProgress(ObjectiveMeasure Measure, decimal Target, decimal? Reached)
{
    /// <summary>Share of the target that is reached: 1 is all of it.</summary>
    public decimal? Share => Reached / Target;
}
