using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Bookings: by anyone, by the holder of a link, by the workshop.</summary>
internal static class BookingsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var bookings = api.MapGroup("/bookings").WithTags("Bookings");
        bookings.MapPost("/", BookAsync).RequireRateLimiting(Limits.Bookings).WithName("book").WithSummary("Book a slot. The header Idempotency-Key makes a retry harmless.")
            .WithDescription("Where many bookings came from one network within an hour, `status` is `to-confirm`: the bench is kept until `confirmBy`, and the person confirms by the link of a letter, or on the telephone. Sent again with the same key and the same body, it answers 201 with the booking as it stands now: moved or cancelled since, it says so.")
            .Produces<BookingJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).AllowedTo(Permission.SearchAndBook);
        bookings.MapGet("/{secret}", GetAsync).WithName("booking").WithSummary("A booking, by the secret of its link.").Produces<BookingJson>().ProducesProblem(404).AllowedTo(Permission.SearchAndBook);
        bookings.MapPost("/{secret}/cancel", CancelAsync).WithName("cancelBooking").WithSummary("Cancel, until the notice.").Produces<BookingJson>().ProducesProblem(404).ProducesProblem(409).AllowedTo(Permission.SearchAndBook);
        bookings.MapPost("/{secret}/move", MoveAsync).WithName("moveBooking").WithSummary("Move to another start of the same service.").Produces<BookingJson>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).AllowedTo(Permission.SearchAndBook);
        bookings.MapPost("/by-reference/{reference}/check-in", (IMediator m, string reference, CancellationToken c) => NoteAsync(m, reference, WorkshopNote.CheckIn, c)).AllowedTo(Permission.KeepAgenda).WithName("checkIn").WithSummary("The person is here: any time of the local day.").Produces<BookingStatusJson>().ProducesProblem(404).ProducesProblem(409);
        bookings.MapDelete("/by-reference/{reference}/check-in", TakeBackArrivalAsync).AllowedTo(Permission.KeepAgenda).WithName("takeBackCheckIn").WithSummary("The arrival was noted on the wrong line: the person is expected again.")
            .WithDescription("Not once something came of it: a repair recorded or an item left answers 409 `/problems/arrival-stands`. Sent twice, it is once.")
            .Produces(204).ProducesProblem(404).ProducesProblem(409);
        bookings.MapPost("/by-reference/{reference}/no-show", (IMediator m, string reference, CancellationToken c) => NoteAsync(m, reference, WorkshopNote.NoShow, c)).AllowedTo(Permission.KeepAgenda).WithName("noShow").WithSummary("The person did not come.").Produces<BookingStatusJson>().ProducesProblem(404).ProducesProblem(409);
        bookings.MapPost("/by-reference/{reference}/cancel", (IMediator m, string reference, CancellationToken c) => NoteAsync(m, reference, WorkshopNote.Cancel, c)).AllowedTo(Permission.KeepAgenda).WithName("cancelByReference").WithSummary("The workshop cancels.").Produces<BookingStatusJson>().ProducesProblem(404).ProducesProblem(409);
        bookings.MapPost("/by-reference/{reference}/move", MoveByReferenceAsync).AllowedTo(Permission.KeepAgenda).WithName("moveByReference").WithSummary("The workshop moves a booking to another start of the same service; the person is told.").Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/calendars/{secret}.ics", CalendarAsync).WithTags("Bookings").WithName("calendarFeed")
            .WithSummary("Appointments behind a secret address, for a calendar program (RFC 5545): initials and item, no other personal data.")
            .WithDescription("A member opens and closes such addresses on /pro/calendriers. `lang=en` for English. Cancelled appointments stay, with STATUS:CANCELLED.")
            .Produces<string>(200, "text/calendar").ProducesProblem(404).AllowedTo(Permission.SearchAndBook);
        api.MapGet("/places/{id}/agenda", AgendaAsync).WithTags("Bookings").AllowedTo(Permission.ReadPlaceAgenda).WithName("agenda").WithSummary("Bookings of a place, with contact and item.")
            .WithDescription($"Whole local days, both included. `from` defaults to today at the place, `to` to `from`; at most {GetAgenda.MaxDays} days at once (422 on `to` beyond). Cancelled bookings are left out.")
            .Produces<AgendaJson>().ProducesProblem(404).ProducesProblem(422);
    }

    /// <summary>For calendar programs, which send no header: the secret of the address is all they have.</summary>
    private static async Task<IResult> CalendarAsync(string secret, string? lang, IMediator mediator, IBookingCalendar calendar, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadCalendarFeed(secret), cancellationToken)).Match(
            content => Results.Text(calendar.WriteFeed(content, lang == "en" ? Language.English : Language.French), "text/calendar", Encoding.UTF8),
            _ => Problems.NotFound());

    private static async Task<IResult> BookAsync([FromBody] BookBody body, [FromHeader(Name = "Idempotency-Key")] string? key, IMediator mediator, SiteLinks links, CancellationToken cancellationToken)
    {
        BookingChannel? channel = body.Channel switch { null or "web" => BookingChannel.Web, "desk" => BookingChannel.Desk, "phone" => BookingChannel.Phone, _ => null };
        if (channel is null)
        {
            throw new InvalidRequestException("channel", "Le canal est web, desk ou phone.");
        }

        if (!ApiText.TryId<ServiceId>(body.ServiceId, out var service) && !string.IsNullOrEmpty(body.ServiceId))
        {
            return Problems.NotFound();
        }

        var request = new BookSlot(
            service,
            ApiText.Instant(body.Start),
            new ContactDetails(body.Contact?.Name, body.Contact?.Email, body.Contact?.Phone),
            new ItemDetails(body.Item?.Category, body.Item?.Brand, body.Item?.Model, body.Item?.Problem),
            body.Note,
            channel.Value,
            key,
            "fr",
            body.Visit is { } visit ? new VisitDetails(visit.Address, visit.CommuneCode) : null,
            [.. (body.MoreItems ?? []).Select(item => new ItemDetails(item?.Category, item?.Brand, item?.Model, item?.Problem))]);
        var outcome = await mediator.Send(request, cancellationToken);
        return await outcome.Match(
            booked => Task.FromResult(Results.Created($"/api/v1/bookings/{booked.Secret}", BookingJson.From(booked.Booking, links))),
            async _ => await TakenAsync(mediator, new FindAlternatives(service, request.Start!.Value, Categories: [request.Item.Category, .. request.MoreItems!.Select(item => item.Category)], AtDesk: channel != BookingChannel.Web), several: request.MoreItems!.Count > 0, cancellationToken),
            _ => Task.FromResult(Problems.NotFound()),
            _ => Task.FromResult(Problems.Problem(422, "idempotency-key-reused", "Cette clé a déjà servi pour une autre demande.")),
            enough => Task.FromResult(Problems.Problem(409, enough.SameItem ? "already-booked" : "books-enough", ProblemTypes.Find(enough.SameItem ? "already-booked" : "books-enough")!.Title)));
    }

    private static async Task<IResult> GetAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBooking(secret), cancellationToken)).Match(view => Results.Ok(BookingJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> CancelAsync(string secret, IMediator mediator, SiteLinks links, InstanceSettings instance, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new CancelBooking(secret), cancellationToken);
        return await outcome.Match(
            async _ => Results.Ok(await ReadAsync(mediator, links, secret, cancellationToken)),
            tooLate => Task.FromResult(TooLate(tooLate.Phone ?? (instance.Phone is { Length: > 0 } phone ? phone : null))),
            _ => Task.FromResult(Closed()),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> MoveAsync(string secret, [FromBody] MoveBody body, IMediator mediator, SiteLinks links, InstanceSettings instance, CancellationToken cancellationToken)
    {
        var start = ApiText.Instant(body.Start);
        var outcome = await mediator.Send(new MoveBooking(secret, start), cancellationToken);
        return await outcome.Match(
            async _ => Results.Ok(await ReadAsync(mediator, links, secret, cancellationToken)),
            async _ => await TakenAsync(mediator, secret, start!.Value, cancellationToken),
            tooLate => Task.FromResult(TooLate(tooLate.Phone ?? (instance.Phone is { Length: > 0 } phone ? phone : null))),
            _ => Task.FromResult(Closed()),
            _ => Task.FromResult(NotOffered()),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> NoteAsync(IMediator mediator, string reference, WorkshopNote note, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new ChangeBookingByReference(reference, note), cancellationToken);
        return outcome.Match(
            status => Results.Ok(new BookingStatusJson(ApiText.Kebab(status))),
            _ => Problems.Problem(409, "not-the-day", note == WorkshopNote.CheckIn ? "On note une arrivée le jour du rendez-vous." : "On note une absence une fois l’heure passée."),
            _ => Closed(),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> TakeBackArrivalAsync(IMediator mediator, string reference, CancellationToken cancellationToken) =>
        (await mediator.Send(new TakeBackArrival(reference), cancellationToken)).Match(
            _ => Results.NoContent(),
            _ => Problems.Problem(409, "arrival-stands", "Cette arrivée ne s’annule plus : la suite de la visite est déjà notée."),
            _ => Problems.NotFound());

    private static async Task<IResult> MoveByReferenceAsync(string reference, [FromBody] MoveBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        var start = ApiText.Instant(body.Start);
        return await (await mediator.Send(new MoveBookingByReference(reference, start), cancellationToken)).Match(
            _ => Task.FromResult(Results.NoContent()),
            async _ => await (await mediator.Send(new GetVisit(reference), cancellationToken)).Match(
                visit => TakenAsync(mediator, new FindAlternatives(visit.Service, start!.Value, visit.Id, [.. visit.Items.Select(item => item.Category)], AtDesk: true), several: visit.MoreItems.Count > 0, cancellationToken),
                _ => Task.FromResult(Problems.NotFound())),
            _ => Task.FromResult(Closed()),
            _ => Task.FromResult(NotOffered()),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> AgendaAsync(string id, string? from, string? to, IMediator mediator, CancellationToken cancellationToken)
    {
        var (first, last) = (ApiText.Date(from, "from"), ApiText.Date(to, "to"));
        if (!ApiText.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        return (await mediator.Send(new GetAgenda(place, first, last), cancellationToken)).Match(view => Results.Ok(AgendaJson.From(view)), _ => Problems.NotFound());
    }

    private static async Task<BookingJson> ReadAsync(IMediator mediator, SiteLinks links, string secret, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBooking(secret), cancellationToken)).Match(
            view => BookingJson.From(view, links),
            _ => throw new InvalidOperationException("A booking just written is not there."));

    private static async Task<IResult> TakenAsync(IMediator mediator, string secret, Instant start, CancellationToken cancellationToken) =>
        await (await mediator.Send(new GetBooking(secret), cancellationToken)).Match(
            view => TakenAsync(mediator, new FindAlternatives(view.ServiceId, start, view.Id, [view.Item.Category, .. view.MoreItems.Select(item => item.Category)]), several: view.MoreItems.Count > 0, cancellationToken),
            _ => Task.FromResult(Problems.NotFound()));

    private static async Task<IResult> TakenAsync(IMediator mediator, FindAlternatives request, bool several, CancellationToken cancellationToken)
    {
        var alternatives = await mediator.Send(request, cancellationToken);
        var isNoneLeft = alternatives.Slots.Count == 0;
        return Problems.Problem(409, "slot-taken", (several, isNoneLeft) switch
        {
            (false, false) => "Ce créneau vient d’être pris. Voici les plus proches.",
            (true, false) => "Ce créneau est pris, ou trop court pour ces objets. Voici les plus proches.",
            (false, true) => "Ce créneau vient d’être pris. Aucun autre n’est libre pour le moment.",
            (true, true) => "Ce créneau est pris, ou trop court pour ces objets. Aucun autre n’est libre pour le moment.",
        }, new Dictionary<string, object?>
        {
            ["alternatives"] = alternatives.Slots.Select(slot => SlotJson.From(slot, alternatives.Zone)).ToArray(),
        });
    }

    /// <param name="phone">Of the workshop, else of the instance; null where nobody gave one.</param>
    private static IResult TooLate(string? phone) => Problems.Problem(
        409,
        "too-late",
        phone is null ? "Il est trop tard pour changer ce rendez-vous ici. Appelez l’atelier." : $"Il est trop tard pour changer ce rendez-vous ici. Appelez le {Telephone.Written(phone)}.",
        new Dictionary<string, object?> { ["phone"] = ApiText.Phone(phone) });

    private static IResult NotOffered() => Problems.Problem(409, "not-offered", "Cet atelier ne prend plus de rendez-vous pour le moment. Celui-ci reste où il est.");

    private static IResult Closed() => Problems.Problem(409, "booking-closed", "L’état de ce rendez-vous ne permet pas ce changement.");
}

internal sealed record BookBody(string? ServiceId, string? Start, ContactBody? Contact, ItemBody? Item, string? Note, string? Channel, IReadOnlyList<ItemBody?>? MoreItems = null, VisitBody? Visit = null);

internal sealed record VisitBody(string? Address, string? CommuneCode);

internal sealed record ContactBody(string? Name, string? Email, string? Phone);

internal sealed record ItemBody(string? Category, string? Brand, string? Model, string? Problem);

internal sealed record MoveBody(string? Start);

internal sealed record BookingStatusJson(string Status);

internal sealed record SlotJson(string Start, string End, int Remaining)
{
    public static SlotJson From(Slot slot, DateTimeZone zone) => new(ApiText.In(zone, slot.Start), ApiText.In(zone, slot.End), slot.Remaining);
}

internal sealed record ContactJson(string Name, string? Email, string? Phone)
{
    public static ContactJson From(Contact contact) => new(contact.Name, contact.Email, ApiText.Phone(contact.Phone));
}

internal sealed record ItemJson(string Category, string? Brand, string? Model, string Problem)
{
    public static ItemJson From(BookedItem item) => new(item.Category, item.Brand, item.Model, item.Problem);
}

/// <summary>Where to come, for an appointment at home.</summary>
internal sealed record VisitJson(string? Address, string CommuneCode, string Commune, string? Postcode)
{
    public static VisitJson? From(VisitAddress? visit) => visit is null ? null : new(visit.Address, visit.CommuneCode, visit.CommuneName, visit.Postcode);
}

internal sealed record NamedJson(string Id, string Name);

internal sealed record BookedPlaceJson(string Id, string Name, string Slug, string Address, string Commune, string? Postcode);

internal sealed record BookingJson(
    string Reference,
    string Secret,
    string Url,
    string Status,
    string Start,
    string End,
    string ChangeableUntil,
    string? ConfirmBy,
    NamedJson Organisation,
    BookedPlaceJson Place,
    NamedJson Service,
    ContactJson Contact,
    ItemJson Item,
    IReadOnlyList<ItemJson> MoreItems,
    string? Note,
    VisitJson? Visit)
{
    public static BookingJson From(BookingView view, SiteLinks links) => new(
        view.Reference,
        view.Secret,
        links.Booking(view.Secret),
        ApiText.Kebab(view.Status),
        ApiText.In(view.Zone, view.Start),
        ApiText.In(view.Zone, view.End),
        ApiText.In(view.Zone, view.ChangeableUntil),
        view.ConfirmBy is { } confirmBy ? ApiText.In(view.Zone, confirmBy) : null,
        new NamedJson(view.OrganisationId.ToString(), view.OrganisationName),
        new BookedPlaceJson(view.PlaceId.ToString(), view.PlaceName, view.PlaceSlug, view.Address, view.CommuneName, view.Postcode),
        new NamedJson(view.ServiceId.ToString(), view.ServiceName),
        ContactJson.From(view.Contact),
        ItemJson.From(view.Item),
        [.. view.MoreItems.Select(ItemJson.From)],
        view.Note,
        VisitJson.From(view.Visit));
}

internal sealed record AgendaJson(IReadOnlyList<AgendaLineJson> Items, string? Next)
{
    public static AgendaJson From(AgendaView view) => new([.. view.Lines.Select(line => AgendaLineJson.From(line, view.Zone))], null);
}

internal sealed record AgendaLineJson(string Reference, string Status, string Start, string End, int Bench, NamedJson Service, ContactJson Contact, ItemJson Item, IReadOnlyList<ItemJson> MoreItems, string? Note, string Channel, VisitJson? Visit)
{
    public static AgendaLineJson From(AgendaLine line, DateTimeZone zone) => new(
        line.Reference,
        ApiText.Kebab(line.Status),
        ApiText.In(zone, line.Start),
        ApiText.In(zone, line.End),
        line.Bench,
        new NamedJson(line.Service.ToString(), line.ServiceName),
        ContactJson.From(line.Contact),
        ItemJson.From(line.Item),
        [.. line.MoreItems.Select(ItemJson.From)],
        line.Note,
        ApiText.Kebab(line.Channel),
        VisitJson.From(line.Visit));
}
