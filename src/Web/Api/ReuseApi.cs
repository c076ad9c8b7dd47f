using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>What reuse workshops weigh, in and out.</summary>
internal static class ReuseApi
{
    private const int MaxKey = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/organisations/{id}/intakes", (string id, [FromBody] WeighingBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, ICurrentActor actors, CancellationToken cancellationToken) =>
                RecordAsync(WeighingDirection.In, id, body, key, mediator, actors, cancellationToken))
            .WithTags("Reuse").AllowedTo(Permission.WeighReuse).WithName("recordIntake")
            .WithSummary("Record what came into a reuse workshop, in one or several lines. The header Idempotency-Key makes a retry harmless.")
            .WithDescription("`channel`: `drop-off` (without it), `home-collection`, `recycling-centre`, `business`. `communeCode`: where it comes from. A line without `category`, or with `unknown`, is what nobody recognised. A weight of one thing twenty times the usual of its category is refused on its field: send it again with `sure`.")
            .Produces<WeighingJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/organisations/{id}/outflows", (string id, [FromBody] WeighingBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, ICurrentActor actors, CancellationToken cancellationToken) =>
                RecordAsync(WeighingDirection.Out, id, body, key, mediator, actors, cancellationToken))
            .WithTags("Reuse").AllowedTo(Permission.WeighReuse).WithName("recordOutflow")
            .WithSummary("Record what left a reuse workshop. What is not in stock is refused, and nothing is written.")
            .WithDescription("`destination`: `sold`, `donated`, `parts`, `repairer`, `recycled` (with `stream`: `electrical`, `metal`, `textile`, `furniture`, `wood`, `paper`, `plastic`, `glass`, `other`, which it is without one), `discarded`. A weight of one thing twenty times the usual of its category is refused on its field: send it again with `sure`.")
            .Produces<WeighingJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    internal sealed record WeighingLineBody(string? Category, int? Count, decimal? WeighedKg, decimal? TareKg, bool? Sure, string? ItemCode);

    internal sealed record WeighingBody(string? Date, string? CommuneCode, IReadOnlyList<WeighingLineBody?>? Lines, string? Channel, string? Destination, string? Stream, string? Note, string? PlaceId);

    /// <summary>More would leave than is there.</summary>
    public static IResult NotInStock(NotInStock missing) => Problems.Problem(409, "not-in-stock", "Il n’y en a pas assez en stock : pesez d’abord ce qui est entré, ou ajustez le stock.", new Dictionary<string, object?>
    {
        ["category"] = missing.CategoryCode ?? ReuseNames.Unknown,
        ["askedKg"] = missing.AskedGrams / 1000m,
        ["stockKg"] = missing.HeldGrams / 1000m,
    });

    /// <summary>The identifier that a key makes of something, the same each time it is sent; null without a key.</summary>
    public static Guid? Once(string? key, string of)
    {
        if (key is { Length: > MaxKey } || (key is not null && string.IsNullOrWhiteSpace(key)))
        {
            throw new InvalidRequestException("idempotencyKey", "La clé a de 1 à 200 signes.");
        }

        return key is null ? null : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{of}\n{key}")).AsSpan(0, 16));
    }

    private static async Task<IResult> RecordAsync(WeighingDirection direction, string id, WeighingBody body, string? key, IMediator mediator, ICurrentActor actors, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var actor = await actors.GetAsync(cancellationToken);
        var once = Once(key, $"weighing\n{actor.Account}");
        var date = ApiText.Date(body.Date, "date");
        PlaceId? place = body.PlaceId is null ? null : ApiText.TryId<PlaceId>(body.PlaceId, out var at) ? at : PlaceId.From(Guid.Empty);
        var comesIn = direction == WeighingDirection.In;
        var fields = new WeighingFields(
            direction, date, body.Lines is null ? null : [.. body.Lines.Select(l => l is null ? null : new WeighedLine(l.Category, l.WeighedKg, l.TareKg, l.Count, l.Sure ?? false, l.ItemCode, IsFromProgram: true))],
            body.CommuneCode, comesIn ? body.Channel ?? ReuseNames.Name(IntakeChannel.DropOff) : null, body.Destination, body.Stream ?? ReuseNames.Name(RecyclingStream.Other), body.Note);
        return (await mediator.Send(new RecordWeighing(organisation, place, fields, once is { } made ? WeighingId.From(made) : null), cancellationToken)).Match(
            recorded => Results.Json(new WeighingJson(recorded.Id.ToString(), recorded.NetGrams / 1000m), statusCode: StatusCodes.Status201Created),
            NotInStock,
            _ => Problems.Problem(409, "not-a-reuse-workshop", "Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche."),
            _ => Problems.Problem(422, "idempotency-key-reused", "Cette clé a déjà servi pour une autre demande."),
            _ => Problems.NotFound());
    }
}

/// <param name="Id">Names the weighing on its slip.</param>
/// <param name="NetKg">What it weighs, without containers.</param>
internal sealed record WeighingJson(string Id, decimal NetKg);
