using MediatR;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Dated sessions of a repair café. Their places are booked as any slot.</summary>
internal static class SessionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/places/{id}/sessions").WithTags("Sessions");
        sessions.MapGet("/", ListAsync).AllowedTo(Permission.SearchAndBook).WithName("sessions").WithSummary("Sessions to come of a place, soonest first, at most eight. To the public, only who agreed is named.")
            .Produces<SessionsJson>().ProducesProblem(404);
        sessions.MapPost("/", PlanAsync).AllowedTo(Permission.KeepAgenda).WithName("planSession").WithSummary("Announce a session. On that day it stands in for the usual hours.")
            .WithDescription("A day has one session: 409 `/problems/session-that-day` with the `id` of the other.")
            .Produces<SessionPlannedJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        sessions.MapPost("/{sessionId}/cancel", CancelAsync).AllowedTo(Permission.KeepAgenda).WithName("cancelSession").WithSummary("Call a session off. Each person expected is told, and its day stays shut. Called off twice, it is once.")
            .Produces<SessionCancelledJson>().ProducesProblem(404).ProducesProblem(409);
    }

    internal sealed record SessionBody(string? Title, string? Date, string? From, string? To, int? Benches, int? MinutesPerPlace, string?[]? Volunteers);

    private static async Task<IResult> ListAsync(string id, IMediator mediator, CancellationToken cancellationToken) =>
        ApiTime.TryId<PlaceId>(id, out var place)
            ? (await mediator.Send(new GetCafeSessions(place), cancellationToken)).Match(found => Results.Ok(new SessionsJson([.. found.Items.Select(SessionJson.Of)], null)), _ => Problems.NotFound())
            : Problems.NotFound();

    private static async Task<IResult> PlanAsync(string id, SessionBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var (date, from, to) = (fields.Date("date", body.Date), fields.Time("from", body.From), fields.Closing("to", body.To));
        var volunteers = (body.Volunteers ?? [])
            .Select(text => ApiTime.TryId<PersonId>(text, out var person) ? person : fields.Wrong<PersonId>("volunteers", "Une de ces personnes n’est plus de ce lieu. Choisissez de nouveau qui sera là."))
            .ToList();
        fields.Check();
        var outcome = await mediator.Send(new PlanSession(place, new CafeSessionDescription(body.Title, date, from, to, body.Benches, volunteers, body.MinutesPerPlace)), cancellationToken);
        return outcome.Match(
            planned => Results.Created($"/api/v1/places/{place}/sessions", new SessionPlannedJson(planned.Id.ToString())),
            other => Problems.Problem(409, "session-that-day", "Une autre séance est déjà annoncée ce jour-là.", new Dictionary<string, object?> { ["id"] = other.Other.ToString() }),
            _ => Problems.NotFound(),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> CancelAsync(string id, string sessionId, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place)
            || !ApiTime.TryId<CafeSessionId>(sessionId, out var session)
            || !(await mediator.Send(new GetSessionFile(session), cancellationToken)).TryPickT0(out var file, out _)
            || file.Place != place)
        {
            return Problems.NotFound();
        }

        return (await mediator.Send(new CancelSession(session), cancellationToken)).Match(
            cancelled => Results.Ok(new SessionCancelledJson(cancelled.Told, cancelled.Unreachable)),
            _ => Problems.Problem(409, "conflict", "Cette séance est passée."),
            _ => Problems.NotFound());
    }
}

internal sealed record SessionsJson(IReadOnlyList<SessionJson> Items, string? Next);

internal sealed record SessionPlannedJson(string Id);

/// <param name="Told">People who get a mail, or are on the list of calls to make.</param>
/// <param name="Unreachable">People who left neither address nor number.</param>
internal sealed record SessionCancelledJson(int Told, int Unreachable);

/// <param name="MinutesPerPlace">Minutes given to each item; null for those of the service.</param>
/// <param name="Categories">Codes of what can be booked: someone present repairs it, and a service takes it.</param>
/// <param name="MorePresent">How many more will be there, who are not named.</param>
/// <param name="PlacesLeft">Appointments that can still be given, of the shortest service.</param>
internal sealed record SessionJson(
    string Id, string? Title, string Date, string From, string To, int Benches, int? MinutesPerPlace, IReadOnlyList<string> Categories, IReadOnlyList<PresentJson> Present, int MorePresent, int PlacesLeft)
{
    public static SessionJson Of(CafeSessionView session) => new(
        session.Id.ToString(),
        session.Title,
        ApiTime.Date(session.Date),
        ApiTime.Time(session.From),
        ApiTime.Closing(session.To),
        session.Benches,
        session.MinutesPerPlace,
        session.Categories,
        [.. session.Present.Select(p => new PresentJson(p.FirstName, p.Repairs))],
        session.MorePresent,
        session.PlacesLeft);
}

/// <param name="Repairs">Codes of what they repair without help, and can be booked there.</param>
internal sealed record PresentJson(string FirstName, IReadOnlyList<string> Repairs);
