using RepairNet.Application.Common;
using RepairNet.Application.Directory;
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

    /// <summary>« Ville d’Échirolles demande », « L’organisation répond ».</summary>
    public static string Entry(Texts t, FileEntryView entry) => entry.Kind switch
    {
        FileEntryKind.Question => t["{0} demande", Typography.French(entry.TerritoryName)],
        FileEntryKind.Answer => t["L’organisation écrit"],
        FileEntryKind.Approved => t["{0} : agréée", Typography.French(entry.TerritoryName)],
        FileEntryKind.Suspended => t["{0} : suspendue", Typography.French(entry.TerritoryName)],
        FileEntryKind.Refused => t["{0} : refusée", Typography.French(entry.TerritoryName)],
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
