using System.Globalization;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Communes: found by what people type, or read by code.</summary>
internal static class CommunesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/communes", SearchAsync)
            .AllowedTo(Permission.SearchAndBook)
            .WithName("SearchCommunes")
            .WithTags("Communes")
            .WithSummary("Find communes by name, postcode or INSEE code")
            .WithDescription("`q` forgives case, accents, hyphens, apostrophes, St/Saint and a slip, and knows old, associated and arrondissement names. `postcode` takes five digits or the first of them. `limit` is 20 unless given, 100 at most. Best first; with neither `q` nor `postcode`, from the largest.")
            .Produces<CommuneList>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/communes/{code}", GetAsync)
            .AllowedTo(Permission.SearchAndBook)
            .WithName("GetCommune")
            .WithTags("Communes")
            .WithSummary("Read a commune by INSEE code")
            .WithDescription("An old, associated or arrondissement code answers with the commune of today, and says the other name in `matchedName`.")
            .Produces<CommuneView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SearchAsync(string? q, string? postcode, string? limit, string? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var request = new SearchCommunes(q, postcode, Number("limit", limit, SearchCommunes.DefaultLimit), Number("after", after, 0));
        var page = await mediator.Send(request, cancellationToken);
        return Results.Ok(new CommuneList(page.Items, page.NextAfter is { } next ? "/api/v1/communes" + Query(request with { After = next }) : null));
    }

    private static async Task<IResult> GetAsync(string code, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetCommune(code), cancellationToken)).Match(Results.Ok, _ => Problems.NotFound());

    private static int Number(string field, string? text, int otherwise) => string.IsNullOrWhiteSpace(text)
        ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidRequestException(field, "Donnez un nombre entier.");

    private static string Query(SearchCommunes request)
    {
        var query = QueryString.Create("limit", request.Limit.ToString(CultureInfo.InvariantCulture))
            .Add("after", request.After.ToString(CultureInfo.InvariantCulture));
        query = string.IsNullOrWhiteSpace(request.Q) ? query : query.Add("q", request.Q);
        query = string.IsNullOrWhiteSpace(request.Postcode) ? query : query.Add("postcode", request.Postcode);
        return query.Value!;
    }
}

/// <summary>A page of communes.</summary>
/// <param name="Items">Best first.</param>
/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record CommuneList(IReadOnlyList<CommuneView> Items, string? Next);
