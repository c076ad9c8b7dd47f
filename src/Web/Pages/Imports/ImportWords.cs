using RepairNet.Application.Common;
using RepairNet.Domain.Common;

namespace RepairNet.Web.Pages.Imports;

/// <summary>How far an import is, in words.</summary>
public static class ImportWords
{
    public static string State(Texts t, ImportState state) => state switch
    {
        ImportState.Queued => t["En attente"],
        ImportState.Running => t["En cours"],
        ImportState.Done => t["Terminé"],
        ImportState.Failed => t["Interrompu"],
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
