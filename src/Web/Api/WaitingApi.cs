using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>The waiting list, for those who found no slot.</summary>
internal static class WaitingApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var waiting = api.MapGroup("/waiting-list").WithTags("Waiting list");
        waiting.MapPost("/", JoinAsync).SentAs(("commune", "communeCode")).RequireRateLimiting(Limits.Bookings).WithName("joinWaitingList").WithSummary("Wait for a slot around a commune. The next free one is held for the first in line, for a stated time. The header Idempotency-Key makes a retry harmless.")
            .Produces<WaitingJson>(201).ProducesProblem(409).ProducesProblem(422).AllowedTo(Permission.SearchAndBook);
        waiting.MapGet("/{secret}", GetAsync).WithName("waiting").WithSummary("A place in the waiting list, with the slot held if there is one.").Produces<WaitingJson>().ProducesProblem(404).AllowedTo(Permission.SearchAndBook);
        waiting.MapPost("/{secret}/accept", AcceptAsync).WithName("acceptHeldSlot").WithSummary("Take the slot held: it becomes a booking.").Produces<BookingJson>().ProducesProblem(404).ProducesProblem(409).AllowedTo(Permission.SearchAndBook);
        waiting.MapPost("/{secret}/decline", DeclineAsync).WithName("declineHeldSlot").WithSummary("Refuse the slot held and go on waiting.").Produces<WaitingJson>().ProducesProblem(404).ProducesProblem(409).AllowedTo(Permission.SearchAndBook);
        waiting.MapPost("/{secret}/leave", LeaveAsync).WithName("leaveWaitingList").WithSummary("Leave the list. Left twice, it is once.").Produces<WaitingJson>().ProducesProblem(404).AllowedTo(Permission.SearchAndBook);
    }

    private static async Task<IResult> JoinAsync([FromBody] WaitBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, SiteLinks links, CancellationToken cancellationToken)
    {
        // There is no account: the key is this person's.
        WaitingEntryId? once = ReuseApi.Once(key, $"waiting\n{body.Contact?.Name}\n{body.Contact?.Email}\n{body.Contact?.Phone}") is { } made ? WaitingEntryId.From(made) : null;
        var outcome = await mediator.Send(
            new JoinWaitingList(
                body.CommuneCode,
                body.RadiusKm ?? 25,
                ApiText.Date(body.Until, "until"),
                new ContactDetails(body.Contact?.Name, body.Contact?.Email, body.Contact?.Phone),
                new ItemDetails(body.Item?.Category, body.Item?.Brand, body.Item?.Model, body.Item?.Problem),
                "fr",
                once),
            cancellationToken);
        return await outcome.Match(
            async joined => (await mediator.Send(new GetWaiting(joined.Secret), cancellationToken)).Match(
                view => Results.Created($"/api/v1/waiting-list/{joined.Secret}", WaitingJson.From(view, links)),
                _ => Problems.NotFound()),
            _ => Task.FromResult(Problems.Problem(409, "waits-enough", "Cette personne attend déjà pour trois objets.")));
    }

    private static async Task<IResult> GetAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetWaiting(secret), cancellationToken)).Match(view => Results.Ok(WaitingJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> AcceptAsync(string secret, [FromBody] HeldSlotBody body, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        ApiText.TryId<HeldSlotId>(body.HeldSlotId, out var slot)
            ? (await mediator.Send(new AcceptHeldSlot(secret, slot), cancellationToken)).Match(booked => Results.Ok(BookingJson.From(booked.Booking, links)), _ => NoLongerHeld(), _ => Problems.NotFound(), _ => NoLongerHeld())
            : Problems.NotFound();

    private static async Task<IResult> DeclineAsync(string secret, [FromBody] HeldSlotBody body, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        ApiText.TryId<HeldSlotId>(body.HeldSlotId, out var slot)
            ? await (await mediator.Send(new DeclineHeldSlot(secret, slot), cancellationToken)).Match(
                _ => GetAsync(secret, mediator, links, cancellationToken),
                _ => Task.FromResult(NoLongerHeld()),
                _ => Task.FromResult(Problems.NotFound()))
            : Problems.NotFound();

    private static async Task<IResult> LeaveAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        await (await mediator.Send(new LeaveWaitingList(secret), cancellationToken)).Match(
            _ => GetAsync(secret, mediator, links, cancellationToken),
            _ => Task.FromResult(Problems.NotFound()));

    private static IResult NoLongerHeld() => Problems.Problem(409, "no-longer-held", "Ce créneau n’est plus gardé pour cette personne.");
}

/// <param name="RadiusKm">25 without it.</param>
internal sealed record WaitBody(string? CommuneCode, int? RadiusKm, string? Until, ContactBody? Contact, ItemBody? Item);

internal sealed record HeldSlotBody(string? HeldSlotId);

internal sealed record WaitingJson(string Secret, string Url, string Status, string CommuneCode, int RadiusKm, string Until, ContactJson Contact, ItemJson Item, HeldSlotJson? Held, string? BookingSecret)
{
    public static WaitingJson From(WaitingView view, SiteLinks links) => new(
        view.Secret,
        links.Waiting(view.Secret, Application.Common.Language.French),
        ApiText.Kebab(view.Status),
        view.CommuneCode,
        view.RadiusKm,
        NodaTime.Text.LocalDatePattern.Iso.Format(view.Until),
        ContactJson.From(view.Contact),
        ItemJson.From(view.Item),
        view.Held is { } held ? HeldSlotJson.From(held) : null,
        view.BookingSecret);
}

internal sealed record HeldSlotJson(string Id, string Start, string HeldUntil, string PlaceName, string PlaceSlug, string ServiceName, int DurationMinutes, string Mode)
{
    public static HeldSlotJson From(HeldSlotView held) => new(
        held.Id.ToString(), ApiText.In(held.Zone, held.Start), ApiText.In(held.Zone, held.HeldUntil), held.PlaceName, held.PlaceSlug, held.ServiceName, held.DurationMinutes, held.Mode.ToString().ToLowerInvariant());
}
