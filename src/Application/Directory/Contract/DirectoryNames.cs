using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory.Contract;

/// <summary>The words by which the outside names kinds, states, modes and levels. They never change: programs branch on them.</summary>
public static class DirectoryNames
{
    private static readonly (OrganisationKinds Kind, string Name)[] KindNames =
    [
        (OrganisationKinds.Repairer, "repairer"),
        (OrganisationKinds.RepairCafe, "repair-cafe"),
        (OrganisationKinds.ReuseWorkshop, "reuse-workshop"),
        (OrganisationKinds.TrainingCentre, "training-centre"),
    ];

    /// <summary>« repairer », « repair-cafe »… of a set of kinds.</summary>
    public static IReadOnlyList<string> Names(OrganisationKinds kinds) => [.. KindNames.Where(k => kinds.HasFlag(k.Kind)).Select(k => k.Name)];

    /// <summary>The kind of a name; null for any other word.</summary>
    public static OrganisationKinds? Kind(string? name)
    {
        foreach (var (kind, known) in KindNames)
        {
            if (known == name)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>« pending », « approved », « suspended ».</summary>
    public static string Name(OrganisationStatus status) => status switch
    {
        OrganisationStatus.Pending => "pending",
        OrganisationStatus.Approved => "approved",
        OrganisationStatus.Suspended => "suspended",
    };

    /// <summary>« approved », « suspended », « refused », « lapsed ».</summary>
    public static string Name(AccreditationStatus status) => status switch
    {
        AccreditationStatus.Approved => "approved",
        AccreditationStatus.Suspended => "suspended",
        AccreditationStatus.Refused => "refused",
        AccreditationStatus.Lapsed => "lapsed",
    };

    /// <summary>« workshop », « home », « phone ».</summary>
    public static string Name(ServiceMode mode) => mode switch
    {
        ServiceMode.Workshop => "workshop",
        ServiceMode.Home => "home",
        ServiceMode.Phone => "phone",
    };

    /// <summary>The mode of a name; null for any other word.</summary>
    public static ServiceMode? Mode(string? name) => name switch
    {
        "workshop" => ServiceMode.Workshop,
        "home" => ServiceMode.Home,
        "phone" => ServiceMode.Phone,
        _ => null,
    };

    /// <summary>« learning », « confident », « expert ».</summary>
    public static string Name(SkillLevel level) => level switch
    {
        SkillLevel.Learning => "learning",
        SkillLevel.Confident => "confident",
        SkillLevel.Expert => "expert",
    };

    /// <summary>The level of a name; null for any other word.</summary>
    public static SkillLevel? Level(string? name) => name switch
    {
        "learning" => SkillLevel.Learning,
        "confident" => SkillLevel.Confident,
        "expert" => SkillLevel.Expert,
        _ => null,
    };
}
