using System.Globalization;
using MediatR;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

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
        api.MapPut("/places/{id}/openings", SetOpeningsAsync).WithTags("Agenda")
            .WithSummary("Replaces all weekly openings of a place.")
            .WithDescription("Errors name a field by its place in the list, from 0: `[1].to`. `monthlyNth`: 1 to 5, or -1 for the last of the month.");
        api.MapPost("/places/{id}/closures", AddClosureAsync).WithTags("Agenda").WithSummary("Shuts a place from one instant to another. Bookings already given inside stay; the answer counts them.");
        api.MapDelete("/places/{id}/closures/{closureId}", RemoveClosureAsync).WithTags("Agenda").WithSummary("Undoes a closure.");
        api.MapPut("/places/{id}/days/{date}", SetDayAsync).WithTags("Agenda").WithSummary("Gives one local day its own openings; none = shut.");
        api.MapDelete("/places/{id}/days/{date}", ClearDayAsync).WithTags("Agenda").WithSummary("Gives a local day back to the weekly openings.");
        api.MapGet("/services/{id}/slots", GetServiceSlotsAsync).AllowAnonymous().WithTags("Slots")
            .WithSummary("Free times of a service, on whole local days, both included; 400 days at most.")
            .WithDescription("`from` defaults to today at the place, `to` to 30 days later.");
        api.MapGet("/slots", FindSlotsAsync).AllowAnonymous().WithTags("Slots")
            .WithSummary("Services around a commune with their next three free times, nearest and soonest first.")
            .WithDescription("Distances compare to a tenth of a kilometre. `from` defaults to today, `to` to 60 days later, `radiusKm` to 25 (at most 200).");
    }

    internal sealed record OpeningBody(string?[]? Days, string? From, string? To, string? ValidFrom, string? ValidTo, int? EveryWeeks, int? MonthlyNth, int? Benches, string?[]? Services);

    internal sealed record ClosureBody(string? From, string? To, string? Reason);

    internal sealed record DayBody(DayOpeningBody?[]? Openings);

    internal sealed record DayOpeningBody(string? From, string? To, int? Benches);

    public static object Opening(OpeningView o) => new
    {
        days = Days.Where(d => o.Days.HasFlag(d.Value)).Select(d => d.Key),
        from = ApiTime.Time(o.From),
        to = ApiTime.Time(o.To),
        validFrom = ApiTime.Date(o.ValidFrom),
        validTo = o.ValidTo is { } last ? ApiTime.Date(last) : null,
        everyWeeks = o.EveryWeeks,
        monthlyNth = o.MonthlyNth,
        benches = o.Benches,
        services = o.Services.Select(s => s.ToString()),
    };

    public static object Opening(DayOverrideOpening o) => new { from = ApiTime.Time(o.From), to = ApiTime.Time(o.To), benches = o.Benches };

    public static object Slot(Slot slot, DateTimeZone zone) => new { start = ApiTime.Instant(slot.Start, zone), end = ApiTime.Instant(slot.End, zone), remaining = slot.Remaining };

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
        return outcome.Match(set => Results.Ok(new { items = set.Openings.Select(Opening), next = (string?)null }), _ => Problems.NotFound());
    }

    private static OpeningTerms Terms(OpeningBody? body, string path, FieldReader fields)
    {
        var days = OpeningDays.None;
        foreach (var name in body?.Days ?? [])
        {
            days |= Days.TryGetValue(name ?? "", out var day) ? day : fields.Wrong<OpeningDays>($"{path}.days", "Les jours s'écrivent mon, tue, wed, thu, fri, sat, sun.");
        }

        var services = new List<ServiceId>();
        foreach (var text in body?.Services ?? [])
        {
            services.Add(ApiTime.TryId<ServiceId>(text, out var service) ? service : fields.Wrong<ServiceId>($"{path}.services", "Un de ces services n'est pas de ce lieu."));
        }

        return new OpeningTerms(
            days,
            fields.Time($"{path}.from", body?.From),
            fields.Time($"{path}.to", body?.To),
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
            added => Results.Created($"/api/v1/places/{place}/closures/{added.Id}", new { id = added.Id.ToString(), bookingsInside = added.BookingsInside }),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> RemoveClosureAsync(string id, string closureId, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place) || !ApiTime.TryId<ClosureId>(closureId, out var closure))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new RemoveClosure(place, closure), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
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
            fields.Time($"openings[{i}].from", opening?.From), fields.Time($"openings[{i}].to", opening?.To), opening?.Benches)).ToList();
        fields.Check();
        var outcome = await mediator.Send(new SetDay(place, day, openings), cancellationToken);
        return outcome.Match(
            _ => Results.Ok(new { date = ApiTime.Date(day), openings = openings.OrderBy(o => o.From).Select(Opening) }),
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

    private static async Task<IResult> GetServiceSlotsAsync(string id, IMediator mediator, string? from, string? to, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<ServiceId>(id, out var service))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var (first, last) = (fields.OptionalDate("from", from), fields.OptionalDate("to", to));
        fields.Check();
        var outcome = await mediator.Send(new GetServiceSlots(service, first, last), cancellationToken);
        return outcome.Match(found => Results.Ok(new { items = found.Slots.Select(s => Slot(s, found.Zone)) }), _ => Problems.NotFound());
    }

    private static async Task<IResult> FindSlotsAsync(
        HttpRequest request, IMediator mediator, string? commune, string? category, string? from, string? to, string? radiusKm, string? after, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var (first, last) = (fields.OptionalDate("from", from), fields.OptionalDate("to", to));
        var radius = 25.0;
        if (!string.IsNullOrEmpty(radiusKm) && !double.TryParse(radiusKm, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out radius))
        {
            fields.Wrong<int>("radiusKm", "La distance va de 0 à 200 km.");
        }

        fields.Check();
        var found = await mediator.Send(
            new FindSlots(commune, category, first, last, radius, After: string.IsNullOrEmpty(after) ? null : after, Take: 20), cancellationToken);
        return Results.Ok(new
        {
            items = found.Items.Select(i => new
            {
                organisation = new { id = i.Place.OrganisationId.ToString(), name = i.Place.OrganisationName, slug = i.Place.OrganisationSlug },
                place = new { id = i.Place.Id.ToString(), name = i.Place.Name, slug = i.Place.Slug, lat = i.Place.Lat, lon = i.Place.Lon },
                service = new { id = i.Service.Id.ToString(), name = i.Service.Name, durationMinutes = i.Service.DurationMinutes },
                distanceKm = Math.Round(i.DistanceKm, 3),
                slots = i.Slots.Select(s => Slot(s, i.Zone)),
            }),
            next = found.Next is { } next ? DirectoryApi.NextPage(request, next) : null,
        });
    }
}
