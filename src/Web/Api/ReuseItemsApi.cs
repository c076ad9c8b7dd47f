using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Items of reuse workshops: those on offer, for all; those of a workshop, one by one, for its members.</summary>
internal static class ReuseItemsApi
{
    private const int PerPage = 20;
    private const int LongestText = 200;

    private static readonly Dictionary<string, ItemsShown> Shown = Enum.GetValues<ItemsShown>().ToDictionary(ApiText.Kebab, s => s, StringComparer.Ordinal);

    private static readonly Dictionary<string, ItemAct> Acts = Enum.GetValues<ItemAct>().ToDictionary(ApiText.Kebab, a => a, StringComparer.Ordinal);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reuse-items", FindAsync).WithTags("Reuse").AllowedTo(Permission.FindReuseItems).WithName("findReuseItems")
            .WithSummary("Items on offer in approved reuse workshops, kept for nobody at this moment: around `commune` the nearest first, else the latest.")
            .WithDescription("`maxEur=0`: gifts alone.").Produces<OfferedItemsJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/reuse-items/{id}", GetAsync).WithTags("Reuse").AllowedTo(Permission.FindReuseItems).WithName("reuseItem")
            .WithSummary("An item on offer, kept for someone (`keptUntil`) or not.").Produces<OfferedItemJson>().ProducesProblem(404);
        api.MapPost("/reuse-items/{id}/reservations", ReserveAsync).SentAs(SentNames.OfContact).WithTags("Reuse").RequireRateLimiting(Limits.Bookings).AllowedTo(Permission.FindReuseItems).WithName("reserveReuseItem")
            .WithSummary("Has an item kept for 72 hours for one person, without an account. The header Idempotency-Key makes a retry harmless.")
            .WithDescription("Someone quicker: 409 `/problems/item-taken`, with up to three others in `alternatives`. Three things of one workshop at most: 409 `/problems/holds-enough`.")
            .Produces<ReservationJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/reservations/{secret}", ReservationAsync).WithTags("Reuse").AllowedTo(Permission.FindReuseItems).WithName("reservation")
            .WithSummary("How a reservation stands, for whoever holds its link.").Produces<ReservationJson>().ProducesProblem(404);
        api.MapPost("/reservations/{secret}/give-up", GiveUpAsync).WithTags("Reuse").AllowedTo(Permission.FindReuseItems).WithName("giveUpReservation")
            .WithSummary("Gives up what is kept. Said twice, the first stands.").Produces<ReservationJson>().ProducesProblem(404);
        api.MapGet("/organisations/{id}/items", ListAsync).WithTags("Reuse").AllowedTo(Permission.ReadReuse).WithName("listReuseItems")
            .WithSummary("Items a reuse workshop follows one by one, those last changed first.").Produces<ReuseItemsJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/organisations/{id}/items", AddAsync).WithTags("Reuse").AllowedTo(Permission.KeepReuseItems).WithName("addReuseItem")
            .WithSummary("Follows an item from now on. With `channel`, it is weighed in at the same time; without it, it was weighed when it came. The header Idempotency-Key makes a retry harmless.")
            .WithDescription("`code`: of the label it bears, as `itemCode` of a repair; a new one without it.").Produces<ReuseItemJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/items/{code}", ByCodeAsync).WithTags("Reuse").AllowedTo(Permission.ReadReuse).WithName("reuseItemByCode")
            .WithSummary("An item of one's workshop, by the code on its label, with its history.").Produces<ReuseItemJson>().ProducesProblem(404);
        api.MapPost("/items/{code}/acts", ActAsync).WithTags("Reuse").AllowedTo(Permission.KeepReuseItems).WithName("actOnReuseItem")
            .WithSummary("Does something with an item of one's workshop. What makes it leave is weighed out in the same transaction; what is not in stock is refused.")
            .WithDescription("`act`: `diagnose`, `repair` and `take-back` (with `words`), `wipe` (with `method`, `accountsRemoved`, `verified`), `offer` (with `priceEur`, `guaranteeMonths`, `words`), `withdraw`, `release`, `sell`, `donate`, `recycle` (with `stream`), `discard`. What is kept for someone is sold or given to them alone, and the act then names their `reservation`: without it, or with another, 409 `/problems/kept-for-someone`.")
            .Produces<ReuseItemJson>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    internal sealed record ReserveBody(ContactBody? Contact);

    internal sealed record ReuseItemBody(string? Category, string? Name, string? Brand, string? Model, decimal? WeighedKg, bool? Sure, string? Code, string? Channel, string? IntakeId, string? PlaceId);

    internal sealed record ItemActBody(string? Act, string? Words, string? Stream, decimal? PriceEur, int? GuaranteeMonths, string? Method, bool? AccountsRemoved, bool? Verified, string? Reservation);

    private static async Task<IResult> FindAsync(
        IMediator mediator, HttpContext http, string? territory, string? commune, string? radiusKm, string? category, string? maxEur, string? q, string? after, string? limit, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var radius = fields.OptionalNumber("radiusKm", radiusKm, 0, 200) ?? 25;
        var (skip, take) = (fields.OptionalNumber("after", after, 0, 100_000) ?? 0, fields.OptionalNumber("limit", limit, 1, 100) ?? PerPage);
        var most = fields.OptionalNumber("maxEur", maxEur, 0, ItemOffer.MaxPriceCents / 100);
        fields.Check();
        return (await mediator.Send(new FindOfferedItems(territory, commune, radius, category, most * 100, Cut(q), skip, take), cancellationToken)).Match(
            found => Results.Ok(new OfferedItemsJson([.. found.Items.Select(OfferedItemCardJson.From)], skip + take < found.Total ? DirectoryApi.NextPage(http.Request, (skip + take).ToString(CultureInfo.InvariantCulture)) : null)), _ => Problems.NotFound());
    }

    private static async Task<IResult> GetAsync(string id, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        !ApiText.TryId<ReuseItemId>(id, out var item) ? Problems.NotFound()
        : (await mediator.Send(new GetOfferedItem(item), cancellationToken)).Match(view => Results.Ok(OfferedItemJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> ReserveAsync(
        string id, [FromBody] ReserveBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, SiteLinks links, HttpContext http, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ReuseItemId>(id, out var item))
        {
            return Problems.NotFound();
        }

        var language = Shell.RequestLanguage.Of(http) == Language.English ? "en" : "fr";

        // There is no account: the key is this person's, for this item.
        ItemReservationId? once = ReuseApi.Once(key, $"reservation\n{item}\n{body.Contact?.Name}\n{body.Contact?.Email}\n{body.Contact?.Phone}") is { } made ? ItemReservationId.From(made) : null;
        var outcome = await mediator.Send(new ReserveItem(item, body.Contact?.Name, body.Contact?.Email, body.Contact?.Phone, language, once), cancellationToken);
        return await outcome.Match(
            async reserved => (await mediator.Send(new GetReservation(reserved.Secret), cancellationToken)).Match(view => Results.Created($"/api/v1/reservations/{reserved.Secret}", ReservationJson.From(view, links)), _ => Problems.NotFound()),
            taken => Task.FromResult(Problems.Problem(409, "item-taken", "Quelqu’un vient de le réserver ou de le prendre.", new Dictionary<string, object?> { ["alternatives"] = taken.Others.Select(OfferedItemCardJson.From).ToList() })),
            _ => Task.FromResult(Problems.Problem(409, "holds-enough", "Trois objets de cette ressourcerie sont déjà gardés pour cette personne.")),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> ReservationAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetReservation(secret), cancellationToken)).Match(view => Results.Ok(ReservationJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> GiveUpAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new GiveUpReservation(secret), cancellationToken)).Match(view => Results.Ok(ReservationJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> ListAsync(string id, IMediator mediator, HttpContext http, string? state, string? q, string? after, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var skip = fields.OptionalNumber("after", after, 0, 100_000) ?? 0;
        fields.Require(string.IsNullOrEmpty(state) || Shown.ContainsKey(state), "state", "Les états sont here, in-hand, offered, reserved, dismantled, gone et all.");
        fields.Check();
        return !ApiText.TryId<OrganisationId>(id, out var organisation) ? Problems.NotFound()
            : (await mediator.Send(new GetReuseItems(null, string.IsNullOrEmpty(state) ? ItemsShown.Here : Shown[state], Cut(q), skip, PerPage, organisation), cancellationToken)).Match(
                list => Results.Ok(new ReuseItemsJson([.. list.Items.Select(ReuseItemRowJson.From)], skip + PerPage < list.Total ? DirectoryApi.NextPage(http.Request, (skip + PerPage).ToString(CultureInfo.InvariantCulture)) : null)), _ => Problems.NotFound());
    }

    private static async Task<IResult> AddAsync(
        string id, [FromBody] ReuseItemBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, ICurrentActor actors, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var actor = await actors.GetAsync(cancellationToken);
        ReuseItemId? once = ReuseApi.Once(key, $"reuse-item\n{actor.Account}\n{organisation}") is { } made ? ReuseItemId.From(made) : null;
        PlaceId? place = body.PlaceId is null ? null : ApiText.TryId<PlaceId>(body.PlaceId, out var at) ? at : PlaceId.From(Guid.Empty);
        WeighingId? intake = body.IntakeId is null ? null : ApiText.TryId<WeighingId>(body.IntakeId, out var came) ? came : WeighingId.From(Guid.Empty);
        var outcome = await mediator.Send(
            new AddReuseItem(organisation, place, new ItemFields(body.Category, body.Name, body.Brand, body.Model, body.WeighedKg, body.Sure ?? false), body.Code, body.Channel, intake, once), cancellationToken);
        return await outcome.Match(
            async added => (await mediator.Send(new GetReuseItem(null, added.Code), cancellationToken)).Match(view => Results.Created($"/api/v1/items/{Uri.EscapeDataString(added.Code)}", ReuseItemJson.From(view)), _ => Problems.NotFound()),
            _ => Task.FromResult(Problems.Problem(409, "not-a-reuse-workshop", "Cette organisation n’est pas une ressourcerie. Ajoutez cette activité à sa fiche.")),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static Task<IResult> ByCodeAsync(string code, IMediator mediator, CancellationToken cancellationToken) => ShowAsync(code, mediator, cancellationToken);

    private static async Task<IResult> ActAsync(string code, [FromBody] ItemActBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetReuseItem(null, code), cancellationToken)).TryPickT0(out var view, out _))
        {
            return Problems.NotFound();
        }

        var id = view.Item.Id;
        ItemReservationId? reservation = body.Reservation is null ? null : ApiText.TryId<ItemReservationId>(body.Reservation, out var named) ? named : ItemReservationId.From(Guid.Empty);
        return body.Act switch
        {
            "offer" => await (await mediator.Send(new OfferReuseItem(id, body.PriceEur, body.GuaranteeMonths, body.Words), cancellationToken)).Match(_ => DoneAsync(), _ => NotNow(), _ => NotErased(), _ => None()),
            "wipe" => await (await mediator.Send(new WipeReuseItem(id, body.AccountsRemoved ?? false, body.Method, body.Verified ?? false, body.Words), cancellationToken)).Match(_ => DoneAsync(), _ => NotNow(), _ => None()),
            { } name when Acts.TryGetValue(name, out var act) => await (await mediator.Send(new ActOnReuseItem(id, act, body.Words, body.Stream, reservation), cancellationToken)).Match(
                _ => DoneAsync(), _ => NotNow(), _ => NotErased(), missing => Task.FromResult(ReuseApi.NotInStock(missing)), _ => Kept(), _ => None()),
            _ => throw new InvalidRequestException("act", "C’est diagnose, repair, wipe, offer, withdraw, release, sell, donate, recycle, discard ou take-back."),
        };

        Task<IResult> DoneAsync() => ShowAsync(code, mediator, cancellationToken);
        static Task<IResult> NotNow() => Task.FromResult(Problems.Problem(409, "not-so-now", "Ce n’est plus possible : quelqu’un d’autre a agi sur cet objet entre-temps."));
        static Task<IResult> Kept() => Task.FromResult(Problems.Problem(409, "kept-for-someone", "Cet objet est gardé pour quelqu’un."));
        static Task<IResult> NotErased() => Task.FromResult(Problems.Problem(409, "data-not-erased", "Effacez d’abord les données de cet objet, et vérifiez-le."));
        static Task<IResult> None() => Task.FromResult(Problems.NotFound());
    }

    private static async Task<IResult> ShowAsync(string code, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetReuseItem(null, code), cancellationToken)).Match(view => Results.Ok(ReuseItemJson.From(view)), _ => Problems.NotFound());

    private static string? Cut(string? text) => text?.Length > LongestText ? text[..LongestText] : text;
}

internal static class ReuseMoments
{
    /// <summary>With the offset of the place.</summary>
    public static string In(NodaTime.ZonedDateTime moment) => ApiText.In(moment.Zone, moment.ToInstant());
}

internal sealed record OfferedItemsJson(IReadOnlyList<OfferedItemCardJson> Items, string? Next);

/// <param name="PriceEur">0 for a gift.</param>
/// <param name="DistanceKm">From the centre of the commune searched around.</param>
internal sealed record OfferedItemCardJson(
    string Id, string Code, string Name, string? Brand, string? Model, string Category, decimal PriceEur, int GuaranteeMonths, decimal WeightKg, string Workshop, string CommuneCode, double? DistanceKm)
{
    public static OfferedItemCardJson From(OfferedItemCard card) => new(
        card.Id.ToString(), card.Code, card.Name, card.Brand, card.Model, card.CategoryCode, card.PriceCents / 100m, card.GuaranteeMonths, card.Grams / 1000m, card.Workshop, card.CommuneCode,
        card.Kilometres is { } km ? Math.Round(km, 1) : null);
}

/// <param name="KeptUntil">Until when it is kept for someone; null when anyone may have it.</param>
internal sealed record OfferedItemJson(OfferedItemCardJson Item, string? Description, string? KeptUntil, PickUpJson Where, string Url)
{
    public static OfferedItemJson From(OfferedItemView view, SiteLinks links) =>
        new(OfferedItemCardJson.From(view.Card), view.Words, view.KeptUntilAt is { } until ? ReuseMoments.In(until) : null, PickUpJson.From(view.Where), links.OfferedItem(view.Card.Id.ToString(), Language.French));
}

internal sealed record PickUpJson(string PlaceId, string Place, string Address, string Commune, string Workshop, string? Phone)
{
    public static PickUpJson From(WherePickedUp where) => new(where.Place.ToString(), where.PlaceName, where.Address, where.CommuneName, where.Workshop, where.Phone);
}

/// <param name="Status"><c>kept</c>, <c>picked-up</c>, <c>given-up</c>, <c>lapsed</c> or <c>taken-back</c>.</param>
internal sealed record ReservationJson(string Id, string Secret, string Url, string Status, string Until, string ItemId, string ItemName, string ItemCode, PickUpJson Where)
{
    public static ReservationJson From(ReservationView view, SiteLinks links) => new(
        view.Id.ToString(), view.Secret, links.Reservation(view.Secret, Language.French), view.End is { } end ? ApiText.Kebab(end) : "kept", ReuseMoments.In(view.UntilAt), view.ItemId.ToString(), view.ItemName, view.ItemCode, PickUpJson.From(view.Where));
}

internal sealed record ReuseItemsJson(IReadOnlyList<ReuseItemRowJson> Items, string? Next);

/// <param name="KeptUntil">Until when it is kept for someone.</param>
internal sealed record ReuseItemRowJson(string Id, string Code, string Name, string? Brand, string? Model, string Category, string State, decimal WeightKg, decimal? PriceEur, string TakenIn, string? KeptUntil)
{
    public static ReuseItemRowJson From(ReuseItemRow row) => new(
        row.Id.ToString(), row.Code, row.Name, row.Brand, row.Model, row.CategoryCode, ReuseNames.Name(row.State), row.LeftGrams / 1000m, row.PriceCents / 100m,
        NodaTime.Text.LocalDatePattern.Iso.Format(row.TakenIn), row.KeptUntilAt is { } until ? ReuseMoments.In(until) : null);
}

/// <param name="Certificate">Number of the certificate that its data are erased; null while they are not, or for what keeps none.</param>
/// <param name="Reservation">Of whom it is kept for, to name when they come for it; null when it is kept for nobody.</param>
/// <param name="History">The latest first.</param>
internal sealed record ReuseItemJson(
    string Id, string Code, string Name, string? Brand, string? Model, string Category, string State, decimal WeightKg, decimal? PriceEur, bool StoresData, string? Certificate, string PlaceId, string? KeptUntil, string? Reservation, IReadOnlyList<ReuseDeedJson> History)
{
    public static ReuseItemJson From(ReuseItemView view) => new(
        view.Item.Id.ToString(), view.Item.Code.Value, view.Item.Name, view.Item.Brand, view.Item.Model, view.Item.CategoryCode, ReuseNames.Name(view.Item.State), view.Item.LeftGrams / 1000m, view.Item.PriceCents / 100m,
        view.Item.StoresData, view.Item.CertificateNumber, view.PlaceId.ToString(), view.Kept is { } kept ? ReuseMoments.In(kept.UntilAt) : null, view.Kept?.Reservation.ToString(),
        [.. view.History.Select(d => new ReuseDeedJson(ReuseNames.Name(d.Deed), ReuseMoments.In(d.Moment), d.Words, d.Weighing?.ToString()))]);
}

/// <param name="WeighingId">The weighing that goes with it.</param>
internal sealed record ReuseDeedJson(string Deed, string At, string? Words, string? WeighingId);
