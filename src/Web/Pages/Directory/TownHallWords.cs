using RepairNet.Application.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Web.Pages.Directory;

/// <summary>How the town hall's pages name kinds and decisions.</summary>
internal static class TownHallWords
{
    /// <summary>« Atelier de réparation, ressourcerie ».</summary>
    public static string Kinds(Texts t, OrganisationKinds kinds)
    {
        var words = new List<string>();
        foreach (var (kind, word) in new[]
        {
            (OrganisationKinds.Repairer, t["atelier de réparation"]),
            (OrganisationKinds.RepairCafe, t["repair-café"]),
            (OrganisationKinds.ReuseWorkshop, t["ressourcerie"]),
            (OrganisationKinds.TrainingCentre, t["centre de formation"]),
        })
        {
            if (kinds.HasFlag(kind))
            {
                words.Add(word);
            }
        }

        return Display.Capital(string.Join(", ", words));
    }

    public static string Decision(Texts t, AccreditationStatus? decision) => decision switch
    {
        AccreditationStatus.Approved => t["Agréée"],
        AccreditationStatus.Suspended => t["Suspendue"],
        AccreditationStatus.Refused => t["Refusée"],
        AccreditationStatus.Lapsed => t["Agrément caduc : elle a changé de commune"],
        null => t["Pas encore décidé"],
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    /// <summary>Whether residents book with it.</summary>
    public static string Status(Texts t, OrganisationStatus status) => status switch
    {
        OrganisationStatus.Approved => t["Ouverte aux réservations"],
        OrganisationStatus.Suspended => t["Suspendue : personne ne réserve"],
        OrganisationStatus.Pending => t["Pas encore ouverte aux réservations"],
    };

    /// <summary>Class of the mark beside a state: done, to look at, or under way.</summary>
    public static string Mark(OrganisationStatus status) => status switch
    {
        OrganisationStatus.Approved => "status ok",
        OrganisationStatus.Suspended => "status warn",
        OrganisationStatus.Pending => "status",
    };
}
