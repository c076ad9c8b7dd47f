using RepairNet.Application.Common;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>How the desk shows where a request stands.</summary>
internal static class CollectionMarks
{
    public static string Of(CollectionStatus status) => status switch
    {
        CollectionStatus.Confirmed or CollectionStatus.PickedUp => "status ok",
        CollectionStatus.Proposed or CollectionStatus.Absent or CollectionStatus.Asked => "status warn",
        CollectionStatus.Requested or CollectionStatus.Refused or CollectionStatus.Withdrawn or CollectionStatus.Expired => "status",
    };

    /// <summary>Supposed weights are said to the kilogram.</summary>
    public static string Kg(Display display, int grams) => display.Number((int)Math.Ceiling(grams / 1000m));
}
