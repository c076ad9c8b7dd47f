using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Openings, closures, exceptional days, and the free times that follow from them.</summary>
internal static class AgendaApi
{
    private static readonly Dictionary<string, OpeningDays> Days = new(StringComparer.Ordinal)
    {
        ["mon"] = OpeningDays.Monday,
        ["tue"] = OpeningDays.Tuesday,
        ["wed"] = OpeningDays.Wednesday,
        ["thu"] = OpeningDays.Thursday,
        ["fri"] = OpeningDays.Friday,
        ["sat"] = OpeningDays.Saturday,
        ["sun"] = OpeningDays.Sunday,
    };

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/places/{id}/openings", SetOpeningsAsync).WithTags("Agenda").AllowedTo(Permission.KeepAgenda).WithName("setOpenings")
            .WithSummary("Replaces all weekly openings of a place.")
            .WithDescription("Errors name a field by its place in the list, from 0: `[1].to`. `monthlyNth`: 1 to 5, or -1 for the last of the month. `to`: `24:00` is the end of the day; `00:00`, which is not after `from`, is refused.")
            .Produces<OpeningsJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/places/{id}/closures", AddClosureAsync).WithTags("Agenda").AllowedTo(Permission.KeepAgenda).WithName("addClosure")
            .WithSummary("Shuts a place from one instant to another. Bookings already given inside stay; the answer counts them.")
            .Produces<ClosureAddedJson>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/places/{id}/closures/{closureId}", RemoveClosureAsync).WithTags("Agenda").AllowedTo(Permission.KeepAgenda).WithName("removeClosure")
            .WithSummary("Undoes a closure.")
            .WithDescription("A closure read from a calendar is undone in that calendar: 409 `/problems/closure-imported`.")
            .Produces(204).ProducesProblem(404).ProducesProblem(409);
        api.MapPut("/places/{id}/days/{date}", SetDayAsync).WithTags("Agenda").AllowedTo(Permission.KeepAgenda).WithName("setDay")
            .WithSummary("Gives one local day its own openings; none = shut.")
            .WithDescription("`to`: `24:00` is the end of the day; `00:00` is refused.")
            .Produces<DayJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/places/{id}/days/{date}", ClearDayAsync).WithTags("Agenda").AllowedTo(Permission.KeepAgenda).WithName("clearDay")
            .WithSummary("Gives a local day back to the weekly openings.").Produces(204).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/services/{id}/slots", GetServiceSlotsAsync).AllowedTo(Permission.SearchAndBook).WithTags("Slots").WithName("serviceSlots")
            .WithSummary("Free times of a service, on whole local days, both included; 400 days at most.")
            .WithDescription("`from` defaults to today at the place, `to` to 30 days later. With `category`, the slots are long enough for what is brought, and those of sessions at which nobody repairs it are left out: give it, or a booking may be refused; for several items, repeat it or separate codes by commas, one for each item.")
            .Produces<ServiceSlotsJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/slots", FindSlotsAsync).AllowedTo(Permission.SearchAndBook).WithTags("Slots").WithName("findSlots")
            .WithSummary("Services around a commune with their next three free times, nearest and soonest first.")
            .WithDescription("Distances compare to a tenth of a kilometre. `from` defaults to today, `to` to 60 days later, `radiusKm` to 25 (at most 200).")
            .Produces<FoundSlotsJson>().ProducesProblem(404).ProducesProblem(422);
    }

    internal sealed record OpeningBody(string?[]? Days, string? From, string? To, string? ValidFrom, string? ValidTo, int? EveryWeeks, int? MonthlyNth, int? Benches, string?[]? Services);

    internal sealed record ClosureBody(string? From, string? To, string? Reason);

    internal sealed record DayBody(DayOpeningBody?[]? Openings);

    internal sealed record DayOpeningBody(string? From, string? To, int? Benches);

    public static OpeningJson Opening(OpeningView o) => new(
        [.. Days.Where(d => o.Days.HasFlag(d.Value)).Select(d => d.Key)],
        ApiTime.Time(o.From),
        ApiTime.Closing(o.To),
        ApiTime.Date(o.ValidFrom),
        o.ValidTo is { } last ? ApiTime.Date(last) : null,
        o.EveryWeeks,
        o.MonthlyNth,
        o.Benches,
        [.. o.Services.Select(s => s.ToString())]);

    public static DayOpeningJson Opening(DayOverrideOpening o) => new(ApiTime.Time(o.From), ApiTime.Closing(o.To), o.Benches);

    private static async Task<IResult> SetOpeningsAsync(string id, OpeningBody?[] body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var openings = body.Select((opening, i) => Terms(opening, $"[{i}]", fields)).ToList();
        fields.Check();
        var outcome = await mediator.Send(new SetOpenings(place, openings), cancellationToken);
        return outcome.Match(set => Results.Ok(new OpeningsJson([.. set.Openings.Select(Opening)], null)), _ => Problems.NotFound());
    }

    private static OpeningTerms Terms(OpeningBody? body, string path, FieldReader fields)
    {
        var days = OpeningDays.None;
        foreach (var name in body?.Days ?? [])
        {
            days |= Days.TryGetValue(name ?? "", out var day) ? day : fields.Wrong<OpeningDays>($"{path}.days", "Les jours s’écrivent mon, tue, wed, thu, fri, sat, sun.");
        }

        var services = new List<ServiceId>();
        foreach (var text in body?.Services ?? [])
        {
            services.Add(ApiTime.TryId<ServiceId>(text, out var service) ? service : fields.Wrong<ServiceId>($"{path}.services", "Un de ces services n’est pas de ce lieu."));
        }

        return new OpeningTerms(
            days,
            fields.Time($"{path}.from", body?.From),
            fields.Closing($"{path}.to", body?.To),
            fields.Date($"{path}.validFrom", body?.ValidFrom),
            fields.OptionalDate($"{path}.validTo", body?.ValidTo),
            body?.EveryWeeks ?? 1,
            body?.MonthlyNth,
            body?.Benches,
            services);
    }

    private static async Task<IResult> AddClosureAsync(string id, ClosureBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var (from, to) = (fields.Instant("from", body.From), fields.Instant("to", body.To));
        fields.Check();
        var outcome = await mediator.Send(new AddClosure(place, from, to, body.Reason), cancellationToken);
        return outcome.Match(
            added => Results.Created($"/api/v1/places/{place}/closures/{added.Id}", new ClosureAddedJson(added.Id.ToString(), added.BookingsInside)),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> RemoveClosureAsync(string id, string closureId, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place) || !ApiTime.TryId<ClosureId>(closureId, out var closure))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new RemoveClosure(place, closure), cancellationToken);
        return outcome.Match(
            _ => Results.NoContent(),
            _ => Problems.NotFound(),
            _ => Problems.Problem(409, "closure-imported", "Cette fermeture vient d’un calendrier suivi : changez-la dans ce calendrier."));
    }

    private static async Task<IResult> SetDayAsync(string id, string date, DayBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var day = fields.Date("date", date);
        if (body.Openings is null)
        {
            fields.Wrong<int>("openings", "Donnez la liste des ouvertures du jour ; une liste vide ferme le lieu.");
        }

        var openings = (body.Openings ?? []).Select((opening, i) => new DayOverrideOpening(
            fields.Time($"openings[{i}].from", opening?.From), fields.Closing($"openings[{i}].to", opening?.To), opening?.Benches)).ToList();
        fields.Check();
        var outcome = await mediator.Send(new SetDay(place, day, openings), cancellationToken);
        return outcome.Match(
            _ => Results.Ok(new DayJson(ApiTime.Date(day), [.. openings.OrderBy(o => o.From).Select(Opening)])),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> ClearDayAsync(string id, string date, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var day = fields.Date("date", date);
        fields.Check();
        var outcome = await mediator.Send(new ClearDay(place, day), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
    }

    private static async Task<IResult> GetServiceSlotsAsync(string id, IMediator mediator, string? from, string? to, [FromQuery] string[]? category, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<ServiceId>(id, out var service))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var (first, last) = (fields.OptionalDate("from", from), fields.OptionalDate("to", to));
        fields.Check();
        var outcome = await mediator.Send(new GetServiceSlots(service, first, last, Categories: [.. (category ?? []).SelectMany(c => (c ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]), cancellationToken);
        return outcome.Match(found => Results.Ok(new ServiceSlotsJson([.. found.Slots.Select(s => SlotJson.From(s, found.Zone))])), _ => Problems.NotFound());
    }

    private static async Task<IResult> FindSlotsAsync(
        HttpRequest request, IMediator mediator, ITerritories territories, string? commune, string? category, string? from, string? to, string? radiusKm, string? after, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var (first, last) = (fields.OptionalDate("from", from), fields.OptionalDate("to", to));
        var radius = 25.0;
        if (!string.IsNullOrEmpty(radiusKm) && !double.TryParse(radiusKm, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out radius))
        {
            fields.Wrong<int>("radiusKm", "La distance va de 0 à 200 km.");
        }

        fields.Check();
        if (commune is not null && TerritoryKey.IsCommuneCode(commune.ToUpperInvariant()) && (await territories.GetAsync(cancellationToken)).Commune(commune) is null)
        {
            return Problems.NotFound();
        }

        var found = await mediator.Send(
            new FindSlots(commune, category, first, last, radius, After: string.IsNullOrEmpty(after) ? null : after, Take: 20), cancellationToken);
        return Results.Ok(new FoundSlotsJson(
            [
                .. found.Items.Select(i => new FoundServiceJson(
                    new OrganisationNameJson(i.Place.OrganisationId.ToString(), i.Place.OrganisationName, i.Place.OrganisationSlug),
                    new FoundPlaceJson(i.Place.Id.ToString(), i.Place.Name, i.Place.Slug, i.Place.Lat, i.Place.Lon),
                    new FoundServiceNameJson(i.Service.Id.ToString(), i.Service.Name, i.Service.DurationMinutes),
                    i.DistanceKm is { } km ? Math.Round(km, 3) : null,
                    [.. i.Slots.Select(s => SlotJson.From(s, i.Zone))])),
            ],
            found.Next is { } next ? DirectoryApi.NextPage(request, next) : null));
    }
}

/// <param name="Days"><c>mon</c> to <c>sun</c>.</param>
/// <param name="From">Local time it opens.</param>
/// <param name="To">Local time it shuts; <c>24:00</c> at the end of the day.</param>
/// <param name="ValidFrom">First local day.</param>
/// <param name="ValidTo">Last local day, included; null for no end.</param>
/// <param name="EveryWeeks">Every so many weeks, counted from the week of <c>validFrom</c>.</param>
/// <param name="MonthlyNth">Only the nth such day of the month, from 1 to 5, or -1 for the last; null for all.</param>
/// <param name="Benches">Benches open then; null for all of the place.</param>
/// <param name="Services">The services given then; none listed = all.</param>
internal sealed record OpeningJson(
    IReadOnlyList<string> Days, string From, string To, string ValidFrom, string? ValidTo, int EveryWeeks, int? MonthlyNth, int? Benches, IReadOnlyList<string> Services);

internal sealed record OpeningsJson(IReadOnlyList<OpeningJson> Items, string? Next);

/// <param name="From">Local time it opens.</param>
/// <param name="To">Local time it shuts; <c>24:00</c> at the end of the day.</param>
/// <param name="Benches">Benches open then; null for all of the place.</param>
internal sealed record DayOpeningJson(string From, string To, int? Benches);

/// <param name="Date">A local day.</param>
/// <param name="Openings">Its openings; none = shut.</param>
internal sealed record DayJson(string Date, IReadOnlyList<DayOpeningJson> Openings);

/// <param name="BookingsInside">Bookings already given inside: they stay, somebody should call.</param>
internal sealed record ClosureAddedJson(string Id, int BookingsInside);

/// <param name="From">Instant it begins.</param>
/// <param name="To">Instant it ends.</param>
internal sealed record ClosureJson(string Id, string From, string To, string? Reason);

/// <param name="Items">In order of time.</param>
internal sealed record ServiceSlotsJson(IReadOnlyList<SlotJson> Items);

internal sealed record OrganisationNameJson(string Id, string Name, string Slug);

/// <param name="Lat">Null for a place that lies where its commune does.</param>
internal sealed record FoundPlaceJson(string Id, string Name, string Slug, double? Lat, double? Lon);

internal sealed record FoundServiceNameJson(string Id, string Name, int DurationMinutes);

/// <param name="Slots">The next three at most.</param>
/// <param name="DistanceKm">From the centre of the commune, as the crow flies; null where no centre is known (overseas collectivities): the places of the commune come first, then those of its collectivity.</param>
internal sealed record FoundServiceJson(OrganisationNameJson Organisation, FoundPlaceJson Place, FoundServiceNameJson Service, double? DistanceKm, IReadOnlyList<SlotJson> Slots);

/// <param name="Items">Nearest and soonest first.</param>
/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record FoundSlotsJson(IReadOnlyList<FoundServiceJson> Items, string? Next);
