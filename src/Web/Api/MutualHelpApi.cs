using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Posts of mutual help, to read. One posts and answers by the pages: a letter and a person are part of it.</summary>
internal static class MutualHelpApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/mutual-help", FindAsync).WithTags("Mutual help").AllowedTo(Permission.UseMutualHelp).WithName("findMutualHelp")
            .WithSummary("Posts of mutual help that are shown, the last published first.")
            .WithDescription("Those of a `territory`, or around `commune` with `radiusKm`. Without the first name of who wrote them: that is on the page alone, until `shownUntil`.")
            .Produces<MutualHelpJson>().ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IResult> FindAsync(
        IMediator mediator, HttpContext http, SiteLinks links, string? territory, string? commune, string? radiusKm, string? kind, string? category, string? skip, string? limit, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var radius = fields.OptionalNumber("radiusKm", radiusKm, 0, 200) ?? 25;
        var (skipped, taken) = (fields.OptionalNumber("skip", skip, 0, 1_000_000) ?? 0, fields.OptionalNumber("limit", limit, 1, 100) ?? 20);
        fields.Require(string.IsNullOrEmpty(kind) || HelpNames.Kind(kind) is not null, "kind", "C’est offer ou request.");
        fields.Check();
        return (await mediator.Send(new FindHelp(territory, commune, radius, HelpNames.Kind(kind), category, null, null, skipped, taken), cancellationToken))
            .Match(found => Results.Ok(new MutualHelpJson([.. found.Items.Select(p => HelpPostJson.From(p, links))], found.More, found.More ? DirectoryApi.NextPage(http.Request, skipped + taken) : null)), _ => Problems.NotFound());
    }
}

/// <param name="More">Whether something follows.</param>
/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record MutualHelpJson(IReadOnlyList<HelpPostJson> Items, bool More, string? Next);

internal sealed record HelpPostJson(string Id, string Url, string Kind, string Category, string CommuneCode, string CommuneName, string Text, string PublishedAt, string ShownUntil, double? DistanceKm)
{
    public static HelpPostJson From(HelpPostView p, SiteLinks links) => new(
        p.Id.ToString(), links.HelpPost(p.Id.ToString(), Language.French), HelpNames.Name(p.Kind), p.CategoryCode, p.CommuneCode, p.CommuneName, p.Text, ApiText.In(p.Zone, p.PublishedAt!.Value), ApiText.In(p.Zone, p.ShownUntil!.Value),
        p.Kilometres is { } km ? Math.Round(km, 1) : null);
}
