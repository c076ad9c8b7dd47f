using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>What a territory says of itself.</summary>
internal static class TerritoriesApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/territories/{territoryKey}/contact", GetAsync)
            .AllowedTo(Permission.SearchAndBook)
            .WithName("territoryContact")
            .WithTags("Territories")
            .WithSummary("How a territory is reached: name, telephone, hours, e-mail, address, welcome")
            .WithDescription("Its own words, else those of its EPCI, else those of its département: `saidBy` is the key of whose they are, null where nobody says anything.")
            .Produces<TerritoryContactJson>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(string territoryKey, string? lang, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetTerritoryVoice(territoryKey, lang switch { "en" => Language.English, "fr" => Language.French, _ => RequestLanguage.Of(http) }), cancellationToken)).Match(
            view => Results.Ok(new TerritoryContactJson(
                view.Territory.ToString(), view.Voice?.Territory.ToString(), view.Voice?.Name ?? view.OfficialName, view.Voice?.Phone, view.Voice?.Hours, view.Voice?.Email, view.Voice?.Address, view.Voice?.Welcome ?? [])),
            _ => Problems.NotFound());
}

/// <summary>How a territory is reached.</summary>
/// <param name="Territory">Key of the territory of today.</param>
/// <param name="SaidBy">Key of the territory whose words these are; null where nobody says anything.</param>
/// <param name="Name">As that one calls itself; else the official name of the territory.</param>
/// <param name="Phone">In E.164.</param>
/// <param name="Hours">When it is reached, in words.</param>
/// <param name="Email">Address to write to.</param>
/// <param name="Address">Where to go.</param>
/// <param name="Welcome">Paragraphs of plain text.</param>
internal sealed record TerritoryContactJson(string Territory, string? SaidBy, string Name, string? Phone, string? Hours, string? Email, string? Address, IReadOnlyList<string> Welcome);
