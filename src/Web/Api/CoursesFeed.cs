using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Territories;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>The courses of a territory as a feed.</summary>
internal static class CoursesFeed
{
    public static string Write(CourseNews news, SiteLinks links, InstanceSettings instance, Texts t) => TerritoryFeed.Write(
        links, instance, t, news.Territory, "formations", "/formations", t["Formations : {0}", news.TerritoryName], t["Les formations et ateliers publiés, les derniers écrits ou changés d’abord."],
        [.. news.Courses.Select(c => new FeedEntry(
            c.Id.ToString(), c.Terms.Title, c.CreatedAt, c.ChangedAt, c.Centre.Name, TrainingNames.Name(c.Terms.Trade), TrainingWords.Trade(t, c.Terms.Trade), links.Course(c.Slug, t.Language), c.Terms.Summary + " " + When(c, t)))]);

    private static string When(CourseView course, Texts t) => course.Sessions.Count == 0
        ? t["Pas de date pour l’instant."]
        : t["Prochaine session : {0}, {1}.", TrainingWords.Days(t, course.Sessions[0]), course.Sessions[0].PlaceName is null ? t["à distance"] : FrenchPlaceName.Typographic(course.Sessions[0].CommuneName)];
}
