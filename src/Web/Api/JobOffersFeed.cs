using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>The current offers of a territory as a feed. What is over leaves it.</summary>
internal static class JobOffersFeed
{
    public static string Write(JobOfferNews news, SiteLinks links, InstanceSettings instance, Texts t) => TerritoryFeed.Write(
        links, instance, t, news.Territory, "offres", "/formations/offres", t["Apprentissage, emploi, stage : {0}", news.TerritoryName], t["Les offres à jour, les dernières publiées d’abord."],
        [.. news.Offers.Select(o => new FeedEntry(
            o.Id.ToString(), o.Terms.Title, o.PublishedAt!.Value, o.ChangedAt, o.Employer.Name, JobOfferNames.Name(o.Terms.Kind), JobOfferWords.Kind(t, o.Terms.Kind), links.JobOffer(o.Slug, t.Language), Summary(o, t)))]);

    private static string Summary(JobOfferView offer, Texts t) => t[
        "{0}, {1}, {2}. À jour jusqu’au {3}.",
        Display.Capital(JobOfferWords.Kind(t, offer.Terms.Kind)), FrenchPlaceName.Typographic(offer.CommuneName), JobOfferWords.Length(t, offer.Terms.Length), t.Display.PlainDate(offer.CurrentThrough!.Value)];
}
