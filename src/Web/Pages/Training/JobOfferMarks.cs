using RepairNet.Application.Common;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Web.Pages.Training;

/// <summary>How offers show where they stand: a word, and a mark beside it.</summary>
internal static class JobOfferMarks
{
    /// <summary>Fewer days than these are to look at: the reminder has left.</summary>
    private const int Soon = 7;

    public static string Say(Texts t, JobOfferState state) => state switch
    {
        JobOfferState.Draft => t["brouillon"],
        JobOfferState.Current => t["publiée"],
        JobOfferState.Expired => t["plus à jour"],
        JobOfferState.Filled => t["pourvue"],
        JobOfferState.Withdrawn => t["retirée"],
    };

    public static string Of(JobOfferView offer) => offer.State switch
    {
        JobOfferState.Current when offer.DaysLeft > Soon => "status ok",
        JobOfferState.Current or JobOfferState.Expired => "status warn",
        _ => "status",
    };

    /// <summary>« 30 avril 2027, encore 60 jours », or when it was over.</summary>
    public static string Time(Texts t, JobOfferView offer) => (offer.State, offer.CurrentThrough) switch
    {
        (JobOfferState.Current, { } day) => t.Plural(offer.DaysLeft, "{1}, encore {0} jour", "{1}, encore {0} jours", t.Display.PlainDate(day)),
        (_, { } day) => t.Display.PlainDate(day),
        _ => "–",
    };
}
