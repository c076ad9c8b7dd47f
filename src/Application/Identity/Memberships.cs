namespace RepairNet.Application.Identity;

/// <summary>Rights in words, for the log: keys of texts.</summary>
internal static class Memberships
{
    public static string Words(bool asManager) => asManager ? "Tient la fiche et l’agenda" : "Tient l’agenda";
}
