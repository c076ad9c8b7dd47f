using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Training;
using RepairNet.Domain.Equipment;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>The news of a territory, for feed readers.</summary>
internal static class FeedsApi
{
    private const string Atom = "application/atom+xml; charset=utf-8";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/feeds/{territoryKey}/formations.atom", CoursesAsync).WithTags("Courses").WithName("coursesFeed")
            .WithSummary("The published courses of a territory, those written or changed last first, as an Atom feed, with an ETag.").Produces<string>(200, "application/atom+xml").ProducesProblem(404)
            .AllowedTo(Permission.FindCourses);
        api.MapGet("/feeds/{territoryKey}/offres.atom", JobOffersAsync).WithTags("Job offers").WithName("jobOffersFeed")
            .WithSummary("The current offers of apprenticeship, job and internship of a territory, those published last first, as an Atom feed, with an ETag.").Produces<string>(200, "application/atom+xml").ProducesProblem(404)
            .AllowedTo(Permission.ReadInPublic);
        api.MapGet("/feeds/{territoryKey}/entraide.atom", HelpAsync).WithTags("Mutual help").WithName("mutualHelpFeed")
            .WithSummary("The posts of mutual help shown in a territory, those published last first, as an Atom feed, with an ETag. Nobody is named.").Produces<string>(200, "application/atom+xml").ProducesProblem(404)
            .AllowedTo(Permission.UseMutualHelp);
        api.MapGet("/feeds/{territoryKey}.atom", GetAsync).WithTags("Impact").WithName("feed")
            .WithSummary("The figures of a territory, month after month, as an Atom feed, with an ETag.").Produces<string>(200, "application/atom+xml").ProducesProblem(404)
            .AllowedTo(Permission.ReadInPublic).CacheOutput(PageCache.Policy);
    }

    /// <summary>The address that people give to a reader.</summary>
    public static void MapShort(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/feeds/{territoryKey}.atom", GetAsync).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription().CacheOutput(PageCache.Policy);
        routes.MapGet("/feeds/{territoryKey}/formations.atom", CoursesAsync).AllowedTo(Permission.FindCourses).ExcludeFromDescription();
        routes.MapGet("/feeds/{territoryKey}/offres.atom", JobOffersAsync).AllowedTo(Permission.ReadInPublic).ExcludeFromDescription();
        routes.MapGet("/feeds/{territoryKey}/entraide.atom", HelpAsync).AllowedTo(Permission.UseMutualHelp).ExcludeFromDescription();
    }

    private static async Task<IResult> CoursesAsync(
        string territoryKey, string? lang, IMediator mediator, TextCatalog catalog, SiteLinks links, InstanceSettings instance, HttpContext http, CancellationToken cancellationToken)
    {
        var texts = catalog.In(lang == "en" ? Language.English : RequestLanguage.Of(http));
        return (await mediator.Send(new GetCourseNews(territoryKey), cancellationToken)).Match(
            found => Revalidation.Result(http, CoursesFeed.Write(found, links, instance, texts), Atom),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> JobOffersAsync(
        string territoryKey, string? lang, IMediator mediator, TextCatalog catalog, SiteLinks links, InstanceSettings instance, HttpContext http, CancellationToken cancellationToken)
    {
        var texts = catalog.In(lang == "en" ? Language.English : RequestLanguage.Of(http));
        return (await mediator.Send(new GetJobOfferNews(territoryKey), cancellationToken)).Match(
            found => Revalidation.Result(http, JobOffersFeed.Write(found, links, instance, texts), Atom),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> HelpAsync(
        string territoryKey, string? lang, IMediator mediator, TextCatalog catalog, SiteLinks links, InstanceSettings instance, EquipmentCatalogue equipment, HttpContext http, CancellationToken cancellationToken)
    {
        var texts = catalog.In(lang == "en" ? Language.English : RequestLanguage.Of(http));
        return (await mediator.Send(new GetHelpNews(territoryKey), cancellationToken)).Match(
            found => Revalidation.Result(http, HelpFeed.Write(found, links, instance, equipment, texts), Atom),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> GetAsync(
        string territoryKey, string? lang, IMediator mediator, TextCatalog catalog, SiteLinks links, InstanceSettings instance, HttpContext http, CancellationToken cancellationToken)
    {
        var texts = catalog.In(lang == "en" ? Language.English : RequestLanguage.Of(http));
        return (await mediator.Send(new GetMonthlyFigures(territoryKey), cancellationToken)).Match(
            found => Revalidation.Result(http, AtomFeed.Write(found, links, instance, texts), Atom),
            _ => Problems.NotFound());
    }
}
