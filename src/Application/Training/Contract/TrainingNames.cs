using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>The words by which the outside names trades, kinds, levels, modes and states. They never change: programs branch on them.</summary>
public static class TrainingNames
{
    private static readonly (Trade Trade, string Name)[] Trades =
    [
        (Domain.Training.Trade.Repair, "repair"),
        (Domain.Training.Trade.Reuse, "reuse"),
        (Domain.Training.Trade.RepairableDesign, "repairable-design"),
        (Domain.Training.Trade.OldBuildings, "old-buildings"),
    ];

    private static readonly (CourseLevel Level, string Name)[] Levels = [(CourseLevel.Beginner, "beginner"), (CourseLevel.Intermediate, "intermediate"), (CourseLevel.Advanced, "advanced")];

    private static readonly (TeachingMode Mode, string Name)[] Modes = [(TeachingMode.OnSite, "on-site"), (TeachingMode.Mixed, "mixed"), (TeachingMode.Remote, "remote")];

    private static readonly (CourseKind Kind, string Name)[] Kinds = [(CourseKind.Workshop, "workshop"), (CourseKind.Training, "training")];

    private static readonly (SessionEntry Entry, string Name)[] Entries = [(SessionEntry.Fixed, "fixed"), (SessionEntry.Permanent, "permanent")];

    /// <summary>« repair », « reuse », « repairable-design », « old-buildings ».</summary>
    public static string Name(Trade trade) => NameIn(Trades, trade);

    /// <summary>The trade of a name; null for any other word.</summary>
    public static Trade? Trade(string? name) => ValueIn(Trades, name);

    /// <summary>« beginner », « intermediate », « advanced ».</summary>
    public static string Name(CourseLevel level) => NameIn(Levels, level);

    public static CourseLevel? Level(string? name) => ValueIn(Levels, name);

    /// <summary>« on-site », « mixed », « remote ».</summary>
    public static string Name(TeachingMode mode) => NameIn(Modes, mode);

    public static TeachingMode? Mode(string? name) => ValueIn(Modes, name);

    /// <summary>« workshop », « training ».</summary>
    public static string Name(CourseKind kind) => NameIn(Kinds, kind);

    public static CourseKind? Kind(string? name) => ValueIn(Kinds, name);

    /// <summary>« fixed », « permanent ».</summary>
    public static string Name(SessionEntry entry) => NameIn(Entries, entry);

    public static SessionEntry? Entry(string? name) => ValueIn(Entries, name);

    /// <summary>« draft », « published », « archived ».</summary>
    public static string Name(CourseStatus status) => status switch
    {
        CourseStatus.Draft => "draft",
        CourseStatus.Published => "published",
        CourseStatus.Archived => "archived",
    };

    /// <summary>« open », « not-yet », « closed », « full », « cancelled », « done ».</summary>
    public static string Name(SessionState state) => state switch
    {
        SessionState.Open => "open",
        SessionState.NotYet => "not-yet",
        SessionState.Closed => "closed",
        SessionState.Full => "full",
        SessionState.Cancelled => "cancelled",
        SessionState.Done => "done",
    };

    /// <summary>« requested », « asked », « waiting », « offered », « accepted », « refused », « withdrawn », « expired ».</summary>
    public static string Name(EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Requested => "requested",
        EnrolmentStatus.Asked => "asked",
        EnrolmentStatus.Waiting => "waiting",
        EnrolmentStatus.Offered => "offered",
        EnrolmentStatus.Accepted => "accepted",
        EnrolmentStatus.Refused => "refused",
        EnrolmentStatus.Withdrawn => "withdrawn",
        EnrolmentStatus.Expired => "expired",
    };

    /// <summary>« repairs-at-home », « volunteers », « works », « trains », « not-yet ».</summary>
    public static string Name(FollowUp answer) => answer switch
    {
        FollowUp.RepairsAtHome => "repairs-at-home",
        FollowUp.Volunteers => "volunteers",
        FollowUp.Works => "works",
        FollowUp.Trains => "trains",
        FollowUp.NotYet => "not-yet",
    };

    private static string NameIn<T>((T Value, string Name)[] names, T value) where T : struct, Enum => Array.Find(names, n => n.Value.Equals(value)).Name;

    private static T? ValueIn<T>((T Value, string Name)[] names, string? name) where T : struct, Enum =>
        Array.FindIndex(names, n => n.Name == name) is >= 0 and var at ? names[at].Value : null;
}
