using RepairNet.Application.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>How letters and pages say what is offered and when the van comes.</summary>
public static class CollectionWords
{
    /// <summary>« mardi 9 mars, entre 8 h 30 et 12 h 30 ».</summary>
    public static string When(Texts t, RoundTime round) => t["{0}, entre {1} et {2}", t.Display.Day(round.Date, round.Today), t.Display.Hour(round.From), t.Display.Hour(round.To)];

    public static string Half(Texts t, HalfDay half) => half switch
    {
        HalfDay.Morning => t["matin"],
        HalfDay.Afternoon => t["après-midi"],
    };

    public static string State(Texts t, OfferedState state) => state switch
    {
        OfferedState.Works => t["ça marche"],
        OfferedState.ToRepair => t["à réparer"],
        OfferedState.Unknown => t["état inconnu"],
    };

    public static string Status(Texts t, CollectionStatus status) => status switch
    {
        CollectionStatus.Requested => t["À répondre"],
        CollectionStatus.Asked => t["Question posée"],
        CollectionStatus.Proposed => t["Jour proposé"],
        CollectionStatus.Confirmed => t["Jour confirmé"],
        CollectionStatus.PickedUp => t["Ramassé"],
        CollectionStatus.Absent => t["Absent"],
        CollectionStatus.Refused => t["Refusé"],
        CollectionStatus.Withdrawn => t["Retiré"],
        CollectionStatus.Expired => t["Sans suite"],
    };
}
