using System.Globalization;
using MediatR;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Items left at a workshop: from the deposit slip until they are handed back.</summary>
internal static class ItemsLeftApi
{
    private static readonly Dictionary<string, ItemLeftState> States = Enum.GetValues<ItemLeftState>().Where(s => s != ItemLeftState.Collected).ToDictionary(ApiText.Kebab, s => s, StringComparer.Ordinal);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/places/{id}/items-left", ListAsync).WithTags("Items left").AllowedTo(Permission.ReadRepairs).WithName("itemsLeft")
            .WithSummary("Items at a workshop, twenty at a time: first those that nobody collects, then by what is to be done, the oldest first.")
            .WithDescription("`uncollected=true` gives only those ready for longer than the instance is patient (14 days by default).")
            .Produces<ItemsLeftJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/places/{id}/items-left", LeaveAsync).WithTags("Items left").AllowedTo(Permission.RecordRepairs).WithName("leaveItem")
            .WithSummary("Keep an item: of an appointment whose person arrived (`bookingReference`), or of someone who came without one (`contact` and `item`).")
            .WithDescription("Kept twice for one appointment, it is once. Before the person arrived: 409 `/problems/not-the-day`.")
            .SentAs([.. SentNames.OfContact, ("leftBy", "contact"), ("category", "item.category"), ("brand", "item.brand"), ("problem", "item.problem")])
            .Produces<ItemLeftJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        var items = api.MapGroup("/items-left").WithTags("Items left");
        items.MapGet("/{slip}", GetAsync).AllowedTo(Permission.ReadRepairs).WithName("itemLeft").WithSummary("An item left, by the number of its deposit slip.").Produces<ItemLeftJson>().ProducesProblem(404);
        items.MapPost("/{slip}/quotes", QuoteAsync).SentAs(("amountCents", "amountEur")).AllowedTo(Permission.RecordRepairs).WithName("proposeQuote").WithSummary("Propose a price. The person is told, and an open quote is replaced.")
            .Produces<ItemLeftJson>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        items.MapPost("/{slip}/ready", (string slip, IMediator m, CancellationToken c) => PastAsync(slip, m, async () => (await m.Send(new MarkItemReady(slip), c)).Match(_ => true, _ => false, _ => (bool?)null), c))
            .AllowedTo(Permission.RecordRepairs).WithName("itemReady").WithSummary("It may be collected. The person is told once, however often this is said.").Produces<ItemLeftJson>().ProducesProblem(404).ProducesProblem(409);
        items.MapPost("/{slip}/not-ready", (string slip, IMediator m, CancellationToken c) => PastAsync(slip, m, async () => (await m.Send(new TakeBackReady(slip), c)).Match(_ => true, _ => false, _ => (bool?)null), c))
            .AllowedTo(Permission.RecordRepairs).WithName("itemNotReady").WithSummary("« Ready » was a mistake: a message that has not left does not leave.").Produces<ItemLeftJson>().ProducesProblem(404).ProducesProblem(409);
        items.MapPost("/{slip}/hand-back", (string slip, IMediator m, CancellationToken c) => PastAsync(slip, m, async () => (await m.Send(new CollectItem(slip), c)).Match(_ => true, _ => (bool?)null), c))
            .AllowedTo(Permission.RecordRepairs).WithName("handItemBack").WithSummary("It was handed back. Said twice, the first stands.").Produces<ItemLeftJson>().ProducesProblem(404);
        items.MapPost("/{slip}/not-handed-back", (string slip, IMediator m, CancellationToken c) => PastAsync(slip, m, async () => (await m.Send(new TakeBackCollected(slip), c)).Match(_ => true, _ => (bool?)null), c))
            .AllowedTo(Permission.RecordRepairs).WithName("itemNotHandedBack").WithSummary("« Handed back » was a mistake: it stands as before.").Produces<ItemLeftJson>().ProducesProblem(404);
    }

    internal sealed record LeaveBody(string? BookingReference, int? ItemNumber, ContactBody? Contact, ItemBody? Item, string? Accessories);

    internal sealed record QuoteBody(decimal? AmountEur, string? Text, string? ValidUntil);

    private static async Task<IResult> ListAsync(string id, string? state, string? uncollected, string? after, IMediator mediator, InstanceSettings instance, CancellationToken cancellationToken)
    {
        var page = 1;
        ItemLeftState? only = null;
        var fields = new FieldReader();
        if (!string.IsNullOrEmpty(state))
        {
            only = States.TryGetValue(state, out var known) ? known : fields.Wrong<ItemLeftState>("state", "Les états sont waiting-for-quote, quoted, accepted, refused et ready.");
        }

        if (!string.IsNullOrEmpty(after) && !(int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out page) && page is >= 1 and <= 10_000))
        {
            fields.Wrong<int>("after", "Prenez l’adresse donnée par next.");
        }

        var forgotten = uncollected == "true";
        if (!forgotten && uncollected is not (null or "" or "false"))
        {
            fields.Wrong<int>("uncollected", "Écrivez true ou false.");
        }

        fields.Check();
        if (!ApiText.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        return (await mediator.Send(new GetItemsLeft(place, only, page, instance.UncollectedAfterDays, forgotten), cancellationToken)).Match(
            items => Results.Ok(new ItemsLeftJson(
                [.. items.Lines.Select(ItemLeftLineJson.From)],
                page * GetItemsLeft.PageSize < items.Total
                    ? string.Create(CultureInfo.InvariantCulture, $"/api/v1/places/{place}/items-left?after={page + 1}{(only is { } kept ? "&state=" + ApiText.Kebab(kept) : "")}{(forgotten ? "&uncollected=true" : "")}")
                    : null)),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> LeaveAsync(string id, LeaveBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var by = body.Contact is null && body.Item is null ? null : new LeftBy(body.Contact?.Name, body.Contact?.Email, body.Contact?.Phone, body.Item?.Category, body.Item?.Brand, body.Item?.Problem);
        var outcome = await mediator.Send(new LeaveItem(body.BookingReference, place, by, body.Accessories, null, "fr", body.ItemNumber), cancellationToken);
        return await outcome.Match(
            async kept => await ReadAsync(kept.Slip, mediator, item => Results.Created($"/api/v1/items-left/{kept.Slip}", item), cancellationToken),
            _ => Task.FromResult(Problems.Problem(409, "not-the-day", "Notez d’abord l’arrivée de la personne : l’objet se garde quand il est là.")),
            _ => Task.FromResult(Problems.NotFound()),
            // It is of no form.
            _ => throw new System.Diagnostics.UnreachableException());
    }

    private static Task<IResult> GetAsync(string slip, IMediator mediator, CancellationToken cancellationToken) => ReadAsync(slip, mediator, item => Results.Ok(item), cancellationToken);

    private static async Task<IResult> QuoteAsync(string slip, QuoteBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        var until = ApiText.Date(body.ValidUntil, "validUntil");
        return await PastAsync(slip, mediator, async () => (await mediator.Send(new ProposeQuote(slip, Cents(body.AmountEur), body.Text, until), cancellationToken)).Match(_ => true, _ => false, _ => (bool?)null), cancellationToken);
    }

    /// <param name="change">True where it is made, false where the item is past that, null where there is none.</param>
    private static async Task<IResult> PastAsync(string slip, IMediator mediator, Func<Task<bool?>> change, CancellationToken cancellationToken) => await change() switch
    {
        true => await GetAsync(slip, mediator, cancellationToken),
        false => Problems.Problem(409, "item-past", "Cet objet est prêt, ou déjà rendu."),
        null => Problems.NotFound(),
    };

    private static async Task<IResult> ReadAsync(string slip, IMediator mediator, Func<ItemLeftJson, IResult> answer, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetItemLeft(slip), cancellationToken)).Match(item => answer(ItemLeftJson.From(item)), _ => Problems.NotFound());

    /// <summary>Whole cents; null for what is no amount.</summary>
    private static long? Cents(decimal? euros) => euros is { } amount && Math.Abs(amount) <= 1_000_000 && decimal.Truncate(amount * 100) == amount * 100 ? (long)(amount * 100) : null;
}

/// <param name="Next">Address of the rest, or null.</param>
internal sealed record ItemsLeftJson(IReadOnlyList<ItemLeftLineJson> Items, string? Next);

/// <param name="Days">Local days since it stands so.</param>
/// <param name="DaysHere">Local days since it was left.</param>
/// <param name="Uncollected">Ready for longer than the instance is patient.</param>
/// <param name="ToCall">What is still to be told by telephone: <c>quote</c>, <c>ready</c>, or null.</param>
internal sealed record ItemLeftLineJson(string Slip, string State, int Days, int DaysHere, bool Uncollected, ContactJson Contact, ItemJson Item, QuoteJson? Quote, string? ToCall)
{
    public static ItemLeftLineJson From(ItemLeftLine line) => new(
        line.Slip,
        ApiText.Kebab(line.State),
        line.Days,
        line.DaysHere,
        line.IsUncollected,
        ContactJson.From(line.Contact),
        ItemJson.From(line.Item),
        line.Quote is { } quote ? QuoteJson.From(quote) : null,
        line.ToCall is { } news ? ApiText.Kebab(news) : null);
}

internal sealed record QuoteJson(int Number, decimal AmountEur, string Text, string ValidUntil, string? Answer, bool Open, bool Expired)
{
    public static QuoteJson From(QuoteView quote) => new(
        quote.Number, quote.AmountCents / 100m, quote.Text, ApiTime.Date(quote.ValidUntil), quote.Answer is { } answer ? ApiText.Kebab(answer) : null, quote.IsOpen, quote.IsExpired);
}

/// <param name="ReadyToldAt">When the person was told that it is ready; null where they were not.</param>
internal sealed record ItemLeftJson(
    string Slip,
    string State,
    string Since,
    string LeftAt,
    string? CollectedAt,
    NamedJson Place,
    string? BookingReference,
    ContactJson Contact,
    ItemJson Item,
    string? Accessories,
    IReadOnlyList<QuoteJson> Quotes,
    string? ToCall,
    string? ReadyToldAt,
    string? RepairId,
    IReadOnlyList<ItemDeedJson> History)
{
    public static ItemLeftJson From(ItemLeftView item) => new(
        item.Slip,
        ApiText.Kebab(item.State),
        ApiText.In(item.Zone, item.Since),
        ApiText.In(item.Zone, item.LeftAt),
        item.CollectedAt is { } collected ? ApiText.In(item.Zone, collected) : null,
        new NamedJson(item.Place.ToString(), item.PlaceName),
        item.IsVisit ? item.Slip : null,
        ContactJson.From(item.Contact),
        ItemJson.From(item.Item),
        item.Accessories,
        [.. item.Quotes.Select(QuoteJson.From)],
        item.ToCall is { } news ? ApiText.Kebab(news) : null,
        item.ReadyToldAt is { } told ? ApiText.In(item.Zone, told) : null,
        item.Repair?.ToString(),
        [.. item.History.Select(line => new ItemDeedJson(ApiText.Kebab(line.Deed), ApiText.In(item.Zone, line.At)))]);
}

internal sealed record ItemDeedJson(string Deed, string At);
