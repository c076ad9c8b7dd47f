using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>What became of objects, by the people who repair.</summary>
internal static class RepairsApi
{
    private const int MaxKey = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var repairs = api.MapGroup("/repairs").WithTags("Repairs");
        repairs.MapPost("/", RecordAsync).AllowedTo(Permission.RecordRepairs).WithName("recordRepair")
            .WithSummary("Record what became of an object, brought by appointment (bookingReference) or without. The header Idempotency-Key makes a retry harmless. A weight twenty times the usual of its category is refused, grams being often meant, unless sure is true.")
            .Produces<RepairRecordedJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        repairs.MapGet("/{id}", GetAsync).AllowedTo(Permission.ReadRepairs).WithName("repair").WithSummary("One repair.").Produces<RepairJson>().ProducesProblem(404);
        repairs.MapPatch("/{id}", CorrectAsync).AllowedTo(Permission.RecordRepairs).WithName("correctRepair")
            .WithSummary("Correct a repair: fields that are absent stay, null empties; placeId may name another place of the organisation, reason says why (200 characters). The ledger takes away what was counted and counts what is right; what is about a closed period counts today.")
            .Accepts<RepairBody>("application/json").Produces<RepairJson>().ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IResult> RecordAsync(
        [FromBody] RepairBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, ICurrentActor currentActor, CancellationToken cancellationToken)
    {
        OrganisationId? organisation = null;
        PlaceId? place = null;
        if (body.OrganisationId is not null)
        {
            organisation = ApiText.TryId<OrganisationId>(body.OrganisationId, out var id) ? id : OrganisationId.From(Guid.Empty);
        }

        if (body.PlaceId is not null)
        {
            place = ApiText.TryId<PlaceId>(body.PlaceId, out var id) ? id : PlaceId.From(Guid.Empty);
        }

        if (key is { Length: > MaxKey } || (key is not null && string.IsNullOrWhiteSpace(key)))
        {
            throw new InvalidRequestException("idempotencyKey", "La clé a de 1 à 200 signes.");
        }

        var actor = await currentActor.GetAsync(cancellationToken);
        var request = new RecordRepair(body.BookingReference, organisation, place, body.Fields(), body.ItemCode, key is null ? null : Once(actor, key), body.ItemNumber);
        var outcome = await mediator.Send(request, cancellationToken);
        return await outcome.Match(
            recorded => CreatedAsync(recorded, mediator, cancellationToken),
            already => already.SameRequest
                ? CreatedAsync(already.First, mediator, cancellationToken)
                : already.OnceIdReused
                ? Task.FromResult(Problems.Problem(422, "idempotency-key-reused", "Cette clé a déjà servi pour une autre demande."))
                : Task.FromResult(Problems.Problem(409, "already-recorded", "Ce rendez-vous a déjà son résultat. Corrigez-le plutôt.", new Dictionary<string, object?>
                {
                    ["id"] = already.First.Id.ToString(),
                    ["itemCode"] = already.First.ItemCode,
                })),
            _ => Task.FromResult(Problems.Problem(409, "booking-closed", "Ce rendez-vous a été annulé. Inscrivez la visite sans sa référence.")),
            toCome => Task.FromResult(Problems.Problem(409, "not-the-day", "Ce rendez-vous n’a pas encore eu lieu. Son résultat se note à partir de son jour.", new Dictionary<string, object?>
            {
                ["day"] = LocalDatePattern.Iso.Format(toCome.Day),
            })),
            _ => Task.FromResult(Problems.NotFound()),
            gone => Task.FromResult(Problems.Problem(409, "repair-withdrawn", "Cette réparation a été notée, puis retirée.", new Dictionary<string, object?> { ["id"] = gone.Id.ToString() })));
    }

    private static async Task<IResult> GetAsync(string id, IMediator mediator, CancellationToken cancellationToken) =>
        ApiText.TryId<RepairId>(id, out var repair) ? await ReadAsync(repair, mediator, cancellationToken) : Problems.NotFound();

    private static async Task<IResult> CorrectAsync(string id, [FromBody] JsonElement body, IMediator mediator, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, CancellationToken cancellationToken)
    {
        var change = RepairChange.Read(body, json.Value.SerializerOptions);
        if (!ApiText.TryId<RepairId>(id, out var repair))
        {
            return Problems.NotFound();
        }

        return await (await mediator.Send(new GetRepair(repair), cancellationToken)).Match(
            async view =>
            {
                change.CheckIdentity(view);
                return await (await mediator.Send(new CorrectRepair(repair, change.Apply, change.Body.Reason, change.Place), cancellationToken)).Match(
                    _ => ReadAsync(repair, mediator, cancellationToken),
                    _ => Task.FromResult(Problems.NotFound()),
                    // It names what it changes, and says no version.
                    _ => throw new System.Diagnostics.UnreachableException());
            },
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> CreatedAsync(RepairRecorded recorded, IMediator mediator, CancellationToken cancellationToken) => Results.Created(
        $"/api/v1/repairs/{recorded.Id}",
        new RepairRecordedJson(recorded.Id.ToString(), recorded.ItemCode, recorded.IsReturn, await ImpactAsync(recorded.Id, mediator, cancellationToken)));

    private static async Task<IResult> ReadAsync(RepairId id, IMediator mediator, CancellationToken cancellationToken) =>
        await (await mediator.Send(new GetRepair(id), cancellationToken)).Match(
            async view => Results.Ok(RepairJson.From(view, await ImpactAsync(id, mediator, cancellationToken))), _ => Task.FromResult(Problems.NotFound()));

    private static async Task<RepairImpactJson> ImpactAsync(RepairId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetRepairImpact(id), cancellationToken)).Match(
            RepairImpactJson.From, _ => throw new InvalidOperationException("A repair just written is not counted."));

    /// <summary>The identifier that one account's key always gives: a repeated request finds the first one's repair.</summary>
    private static RepairId Once(Actor actor, string key) =>
        RepairId.From(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"repair\n{actor.Account}\n{key}")).AsSpan(0, 16)));
}

internal sealed record RepairItemBody(string? Category, string? Brand, string? Model, int? YearOfManufacture, string? Problem);

internal sealed record RepairBody(
    string? BookingReference,
    string? OrganisationId,
    string? PlaceId,
    string? Date,
    RepairItemBody? Item,
    string? Outcome,
    string? Barrier,
    string? NextStep,
    decimal? WeighedKg,
    decimal? DeclaredKg,
    int? Minutes,
    IReadOnlyList<string>? Parts,
    decimal? CostEur,
    string? ItemCode,
    int? ItemNumber = null,
    string? Reason = null,
    bool? Sure = null)
{
    public RepairFields Fields() => new(
        ApiText.Date(Date, "date"),
        Item is null ? null : new RepairedItem(Item.Category, Item.Brand, Item.Model, Item.YearOfManufacture, Item.Problem),
        Outcome,
        Barrier,
        NextStep,
        WeighedKg,
        DeclaredKg,
        Minutes,
        Parts,
        CostEur,
        Sure ?? false);
}

/// <summary>A correction: which fields the request mentions, and what they become.</summary>
internal sealed record RepairChange(RepairBody Body, IReadOnlySet<string> Fields, IReadOnlySet<string> ItemFields)
{
    /// <exception cref="BadHttpRequestException">It is no object, or a value is of the wrong type.</exception>
    public static RepairChange Read(JsonElement body, JsonSerializerOptions options)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new BadHttpRequestException("A correction is an object.");
        }

        try
        {
            var read = body.Deserialize<RepairBody>(options)!;
            return new RepairChange(read, Names(body), ItemOf(body) is { ValueKind: JsonValueKind.Object } item ? Names(item) : new HashSet<string>());
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("A value is of the wrong type.", e);
        }
    }

    /// <summary>Whatever its case, as the other fields are read.</summary>
    private static JsonElement? ItemOf(JsonElement body) =>
        body.EnumerateObject().Where(field => field.Name.Equals("item", StringComparison.OrdinalIgnoreCase)).Select(field => (JsonElement?)field.Value).FirstOrDefault();

    /// <summary>Who and which object may be said again, not changed.</summary>
    /// <exception cref="InvalidRequestException">They are changed.</exception>
    public void CheckIdentity(RepairView view)
    {
        var changed = Differs(Body.OrganisationId, view.OrganisationId.ToString()) ? "organisationId"
            : IsOther(Body.BookingReference, view.BookingReference) ? "bookingReference"
            : Body.ItemNumber is { } number && number != view.BookingItem ? "itemNumber"
            : Body.ItemCode is not null && (!ItemCode.TryParse(Body.ItemCode, out var code) || code.Value != view.ItemCode) ? "itemCode"
            : null;
        if (changed is not null)
        {
            throw new InvalidRequestException(changed, "Une correction ne change ni l’organisation, ni l’étiquette, ni le rendez-vous : inscrivez une autre réparation.");
        }

        static bool Differs(string? said, string known) => said is not null && !(Guid.TryParse(said, out var id) && id == Guid.Parse(known));

        // An empty one is none, as when it was recorded.
        static bool IsOther(string? said, string? known) =>
            said is not null && (string.IsNullOrWhiteSpace(said) ? known is not null : !BookingReference.TryParse(said, out var reference) || reference.Value != known);
    }

    /// <summary>The place it should be at; null to leave it where it is. A text that is no identifier names no place at all.</summary>
    public PlaceId? Place => Body.PlaceId is null ? null : ApiText.TryId<PlaceId>(Body.PlaceId, out var place) ? place : PlaceId.From(Guid.Empty);

    public RepairFields Apply(RepairFields now)
    {
        var said = Body.Fields();
        var (item, saidItem) = (now.Item!, said.Item ?? new RepairedItem(null));
        return new RepairFields(
            Fields.Contains("date") ? said.Date : now.Date,
            new RepairedItem(
                ItemFields.Contains("category") ? saidItem.Category : item.Category,
                ItemFields.Contains("brand") ? saidItem.Brand : item.Brand,
                ItemFields.Contains("model") ? saidItem.Model : item.Model,
                ItemFields.Contains("yearOfManufacture") ? saidItem.YearOfManufacture : item.YearOfManufacture,
                ItemFields.Contains("problem") ? saidItem.Problem : item.Problem),
            Fields.Contains("outcome") ? said.Outcome : now.Outcome,
            Fields.Contains("barrier") ? said.Barrier : now.Barrier,
            Fields.Contains("nextStep") ? said.NextStep : now.NextStep,
            Fields.Contains("weighedKg") ? said.WeighedKg : now.WeighedKg,
            Fields.Contains("declaredKg") ? said.DeclaredKg : now.DeclaredKg,
            Fields.Contains("minutes") ? said.Minutes : now.Minutes,
            Fields.Contains("parts") ? said.Parts : now.Parts,
            Fields.Contains("costEur") ? said.CostEur : now.CostEur,
            said.IsSure || !(Fields.Contains("weighedKg") || Fields.Contains("declaredKg") || ItemFields.Contains("category")));
    }

    // The names of fields are read as the serializer reads them: whatever their case.
    private static HashSet<string> Names(JsonElement json) => json.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
}

/// <param name="CountedOn">Local day it counts on: that of the repair, or that of its writing where the period of the repair was closed by then.</param>
/// <param name="PeriodClosed">Whether it is the second.</param>
internal sealed record RepairImpactJson(string Factors, bool Counted, string CountedOn, bool PeriodClosed, DivertedJson Diverted, DivertedJson EWasteDiverted, Co2eJson Co2e)
{
    public static RepairImpactJson From(RepairImpact impact) => new(
        impact.Factors, !impact.IsReturn, ApiTime.Date(impact.CountedOn), impact.IsLate, DivertedJson.From(impact.Figures.Diverted), DivertedJson.From(impact.Figures.EWasteDiverted), Co2eJson.From(impact.Figures.Co2e));
}

internal sealed record RepairRecordedJson(string Id, string ItemCode, bool IsReturn, RepairImpactJson Impact);

internal sealed record RepairedItemJson(string Category, string? Brand, string? Model, int? YearOfManufacture, string? Problem);

internal sealed record RepairJson(
    string Id,
    string ItemCode,
    bool IsReturn,
    string OrganisationId,
    string PlaceId,
    string CommuneCode,
    string Date,
    int? ItemNumber,
    RepairedItemJson Item,
    string Outcome,
    string? Barrier,
    string? NextStep,
    decimal? WeighedKg,
    decimal? DeclaredKg,
    int? Minutes,
    IReadOnlyList<string> Parts,
    decimal? CostEur,
    int Version,
    RepairImpactJson Impact)
{
    public static RepairJson From(RepairView view, RepairImpactJson impact) => new(
        view.Id.ToString(),
        view.ItemCode,
        view.IsReturn,
        view.OrganisationId.ToString(),
        view.PlaceId.ToString(),
        view.CommuneCode,
        LocalDatePattern.Iso.Format(view.Fields.Date!.Value),
        view.BookingId is null ? null : view.BookingItem,
        new RepairedItemJson(view.Fields.Item!.Category!, view.Fields.Item.Brand, view.Fields.Item.Model, view.Fields.Item.YearOfManufacture, view.Fields.Item.Problem),
        view.Fields.Outcome!,
        view.Fields.Barrier,
        view.Fields.NextStep,
        view.Fields.WeighedKg,
        view.Fields.DeclaredKg,
        view.Fields.Minutes,
        view.Fields.Parts!,
        view.Fields.CostEur,
        view.Version,
        impact);
}
