using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>How letters, pages and files say when and where a session is held.</summary>
public static class TrainingWords
{
    /// <summary>« lundi 22 mars 2027 », « du lundi 22 au mercredi 24 mars 2027 ».</summary>
    public static string Days(Texts t, SessionView session) =>
        session.StartsOn == session.EndsOn ? t.Display.Day(session.StartsOn, session.Today) : t.Display.Days(session.StartsOn, session.EndsOn, session.Today);

    /// <summary>One meeting: « lundi 22 mars, de 9 h à 12 h 30 ».</summary>
    public static string Meeting(Texts t, Meeting meeting, LocalDate today) => t["{0}, {1}", t.Display.Day(meeting.Date, today), t.Display.Hours(meeting.From, meeting.To)];

    /// <summary>Place, address and commune; « À distance » without one.</summary>
    public static string Where(Texts t, SessionView session) =>
        session.PlaceName is null ? Display.Capital(t["à distance"]) : $"{session.PlaceName}, {session.Address}, {Typography.French(session.CommuneName)}";

    /// <summary>« gratuit », « 420 € », « prix à demander ».</summary>
    public static string Price(Texts t, decimal? price) => price switch
    {
        null => t["prix à demander"],
        0 => t["gratuit"],
        { } euros => t.Display.Money(euros),
    };

    public static string Trade(Texts t, Trade trade) => trade switch
    {
        Domain.Training.Trade.Repair => t["Réparation"],
        Domain.Training.Trade.Reuse => t["Réemploi"],
        Domain.Training.Trade.RepairableDesign => t["Conception réparable"],
        Domain.Training.Trade.OldBuildings => t["Bâti ancien"],
    };

    public static string Kind(Texts t, CourseKind kind) => kind switch
    {
        CourseKind.Workshop => t["atelier"],
        CourseKind.Training => t["formation"],
    };

    public static string Level(Texts t, CourseLevel level) => level switch
    {
        CourseLevel.Beginner => t["débutant"],
        CourseLevel.Intermediate => t["intermédiaire"],
        CourseLevel.Advanced => t["confirmé"],
    };

    public static string Mode(Texts t, TeachingMode mode) => mode switch
    {
        TeachingMode.OnSite => t["sur place"],
        TeachingMode.Mixed => t["sur place et à distance"],
        TeachingMode.Remote => t["à distance"],
    };

    public static string FollowUp(Texts t, FollowUp answer) => answer switch
    {
        Domain.Training.FollowUp.RepairsAtHome => t["Je répare pour moi et mes proches"],
        Domain.Training.FollowUp.Volunteers => t["Je suis bénévole dans un repair-café ou un atelier"],
        Domain.Training.FollowUp.Works => t["J’en ai fait mon travail, ou une partie"],
        Domain.Training.FollowUp.Trains => t["Je continue à me former"],
        Domain.Training.FollowUp.NotYet => t["Pas encore"],
    };
}
