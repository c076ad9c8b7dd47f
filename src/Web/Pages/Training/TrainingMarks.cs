using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>How sessions and requests show where they stand: a word, and a mark beside it.</summary>
internal static class TrainingMarks
{
    public static string Say(Texts t, SessionView session) => session.State switch
    {
        SessionState.Open => t.Plural(session.Left, "une place", "{0} places"),
        SessionState.NotYet => t["inscriptions à partir du {0}", t.Display.Day(session.EnrolFrom!.Value, session.Today)],
        SessionState.Closed => t["inscriptions closes"],
        SessionState.Full => t["complet"],
        SessionState.Cancelled => t["annulée"],
        SessionState.Done => t["terminée"],
    };

    public static string Of(SessionState state) => state switch
    {
        SessionState.Open => "status ok",
        SessionState.Full or SessionState.NotYet => "status warn",
        _ => "status",
    };

    public static string Say(Texts t, EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Requested => t["à lire"],
        EnrolmentStatus.Asked => t["attend sa réponse"],
        EnrolmentStatus.Waiting => t["en attente d’une place"],
        EnrolmentStatus.Offered => t["place gardée"],
        EnrolmentStatus.Accepted => t["place confirmée"],
        EnrolmentStatus.Refused => t["refusée"],
        EnrolmentStatus.Withdrawn => t["a renoncé"],
        EnrolmentStatus.Expired => t["sans suite"],
    };

    public static string Of(EnrolmentStatus status) => status switch
    {
        EnrolmentStatus.Accepted => "status ok",
        EnrolmentStatus.Requested or EnrolmentStatus.Asked or EnrolmentStatus.Offered or EnrolmentStatus.Waiting => "status warn",
        _ => "status",
    };

    /// <param name="workshop">The organisation, where there is one.</param>
    public static string Say(Texts t, Introduction introduction, string? workshop) => introduction switch
    {
        Introduction.None => t["à présenter"],
        Introduction.Waiting => t["présentée à {0}, sans réponse pour l’instant", workshop ?? ""],
        Introduction.Welcomed => t["accueillie par {0}", workshop ?? ""],
        Introduction.Declined => t["{0} ne peut pas cette fois", workshop ?? ""],
    };

    public static string Of(Introduction introduction) => introduction switch
    {
        Introduction.Welcomed => "status ok",
        Introduction.Waiting => "status warn",
        _ => "status",
    };

    public static string Status(Texts t, CourseStatus status) => status switch
    {
        CourseStatus.Draft => t["brouillon"],
        CourseStatus.Published => t["publiée"],
        CourseStatus.Archived => t["archivée"],
    };
}
