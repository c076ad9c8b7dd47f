using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>The words by which the outside names kinds, states, diplomas and lengths of offers. They never change: programs branch on them.</summary>
public static class JobOfferNames
{
    private static readonly (JobOfferKind Kind, string Name)[] Kinds = [(JobOfferKind.Apprenticeship, "apprenticeship"), (JobOfferKind.Job, "job"), (JobOfferKind.Internship, "internship")];

    private static readonly (DiplomaLevel Level, string Name)[] Diplomas =
    [
        (DiplomaLevel.None, "none"), (DiplomaLevel.Level3, "level-3"), (DiplomaLevel.Level4, "level-4"), (DiplomaLevel.Level5, "level-5"), (DiplomaLevel.Level6, "level-6"), (DiplomaLevel.Level7, "level-7"),
    ];

    private static readonly (LengthUnit Unit, string Name)[] Units = [(LengthUnit.Weeks, "weeks"), (LengthUnit.Months, "months")];

    /// <summary>« apprenticeship », « job », « internship ».</summary>
    public static string Name(JobOfferKind kind) => NameIn(Kinds, kind);

    /// <summary>The kind of a name; null for any other word.</summary>
    public static JobOfferKind? Kind(string? name) => ValueIn(Kinds, name);

    /// <summary>« none », « level-3 » to « level-7 ».</summary>
    public static string Name(DiplomaLevel level) => NameIn(Diplomas, level);

    public static DiplomaLevel? Diploma(string? name) => ValueIn(Diplomas, name);

    /// <summary>« weeks », « months ».</summary>
    public static string Name(LengthUnit unit) => NameIn(Units, unit);

    public static LengthUnit? Unit(string? name) => ValueIn(Units, name);

    /// <summary>« draft », « current », « expired », « filled », « withdrawn ».</summary>
    public static string Name(JobOfferState state) => state switch
    {
        JobOfferState.Draft => "draft",
        JobOfferState.Current => "current",
        JobOfferState.Expired => "expired",
        JobOfferState.Filled => "filled",
        JobOfferState.Withdrawn => "withdrawn",
    };

    private static string NameIn<T>((T Value, string Name)[] names, T value) where T : struct, Enum => Array.Find(names, n => n.Value.Equals(value)).Name;

    private static T? ValueIn<T>((T Value, string Name)[] names, string? name) where T : struct, Enum =>
        Array.FindIndex(names, n => n.Name == name) is >= 0 and var at ? names[at].Value : null;
}
