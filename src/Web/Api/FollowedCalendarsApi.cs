using MediatR;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Calendars kept elsewhere whose busy times shut a place.</summary>
internal static class FollowedCalendarsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var calendars = api.MapGroup("/places/{id}/followed-calendars").WithTags("Agenda");
        calendars.MapGet("/", ListAsync).AllowedTo(Permission.ReadAgenda).WithName("followedCalendars").WithSummary("The calendars that shut a place, when they were read and what of them was not understood.")
            .WithDescription("Their addresses, often secret, are not given; `host` is the site.")
            .Produces<FollowedCalendarsJson>().ProducesProblem(404);
        calendars.MapPost("/", FollowAsync).AllowedTo(Permission.ManageOrganisation).WithName("followCalendar").WithSummary("Follow an `.ics` address, five at most. It is read at once, and refused where it cannot be.")
            .Produces<CalendarFollowedJson>(201).ProducesProblem(404).ProducesProblem(422);
        calendars.MapDelete("/{calendarId}", LeaveAsync).AllowedTo(Permission.ManageOrganisation).WithName("leaveCalendar").WithSummary("No longer follow a calendar: its closures go with it.").Produces(204).ProducesProblem(404);
    }

    internal sealed record CalendarBody(string? Address, string? Name);

    private static async Task<IResult> ListAsync(string id, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place)
            || !(await mediator.Send(new GetImportedCalendars(place), cancellationToken)).TryPickT0(out var calendars, out _)
            || !(await mediator.Send(new GetPlace(place), cancellationToken)).TryPickT0(out var detail, out _))
        {
            return Problems.NotFound();
        }

        var zone = DateTimeZoneProviders.Tzdb[detail.Place.TimeZone];
        return Results.Ok(new FollowedCalendarsJson([.. calendars.Select(c => FollowedCalendarJson.From(c, zone))], null));
    }

    private static async Task<IResult> FollowAsync(string id, CalendarBody body, IMediator mediator, CancellationToken cancellationToken) =>
        ApiTime.TryId<PlaceId>(id, out var place)
            ? (await mediator.Send(new AddImportedCalendar(place, body.Address, body.Name), cancellationToken)).Match(
                added => Results.Created($"/api/v1/places/{place}/followed-calendars", new CalendarFollowedJson(added.Id.ToString(), added.Closures)),
                _ => Problems.NotFound())
            : Problems.NotFound();

    private static async Task<IResult> LeaveAsync(string id, string calendarId, IMediator mediator, CancellationToken cancellationToken) =>
        ApiTime.TryId<PlaceId>(id, out var place) && ApiTime.TryId<ImportedCalendarId>(calendarId, out var calendar)
            ? (await mediator.Send(new RemoveImportedCalendar(place, calendar), cancellationToken)).Match(_ => Results.NoContent(), _ => Problems.NotFound())
            : Problems.NotFound();
}

internal sealed record FollowedCalendarsJson(IReadOnlyList<FollowedCalendarJson> Items, string? Next);

internal sealed record CalendarFollowedJson(string Id, int Closures);

/// <param name="ReadAt">Last time it was read well.</param>
/// <param name="FailingSince">First of the readings that failed since; null when it is well.</param>
/// <param name="Trouble">Why the last reading failed; null when it is well.</param>
/// <param name="Closures">Running or to come.</param>
/// <param name="NotUnderstood">Events that come back or change in a way that is not understood: only their first date counts.</param>
/// <param name="NotUnderstoodOn">First days of some of them.</param>
/// <param name="UnknownZones">Names of time zones that nobody knows: their hours count in the zone of the place.</param>
internal sealed record FollowedCalendarJson(
    string Id, string Name, string Host, string ReadAt, string? FailingSince, string? Trouble, string NextReadAt, int Closures, int NotUnderstood, IReadOnlyList<string> NotUnderstoodOn, IReadOnlyList<string> UnknownZones)
{
    public static FollowedCalendarJson From(ImportedCalendarView calendar, DateTimeZone zone) => new(
        calendar.Id.ToString(),
        calendar.Name,
        calendar.Host,
        ApiTime.Instant(calendar.ReadAt, zone),
        calendar.FailingSince is { } since ? ApiTime.Instant(since, zone) : null,
        calendar.Trouble is { } trouble ? ApiText.Kebab(trouble) : null,
        ApiTime.Instant(calendar.NextReadAt, zone),
        calendar.Closures,
        calendar.Doubts.NotUnderstood,
        [.. calendar.Doubts.Examples.Select(ApiTime.Date)],
        calendar.Doubts.UnknownZones);
}
