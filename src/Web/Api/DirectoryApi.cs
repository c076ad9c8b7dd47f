using System.Globalization;
using MediatR;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Api;

/// <summary>Organisations, their places, services and people.</summary>
internal static class DirectoryApi
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/organisations", CreateAsync).WithTags("Organisations").WithSummary("Registers an organisation; nobody else sees it until its commune or EPCI approves it.");
        api.MapGet("/organisations", FindAsync).AllowAnonymous().WithTags("Organisations").WithSummary("Approved organisations, by name, or nearest first when a point is given.");
        api.MapGet("/organisations/{id}", GetAsync).AllowAnonymous().WithTags("Organisations").WithSummary("One organisation, its places and its approvals.");
        api.MapPost("/organisations/{id}/places", AddPlaceAsync).WithTags("Places").WithSummary("Adds a place to an organisation.");
        api.MapGet("/places/{id}", GetPlaceAsync).AllowAnonymous().WithTags("Places").WithSummary("One place: services, people who agree to be named, openings, closures and exceptional days to come.");
        api.MapPost("/places/{id}/services", AddServiceAsync).WithTags("Places").WithSummary("Adds a service to a place.");
        api.MapPut("/services/{id}", ChangeServiceAsync).WithTags("Places").WithSummary("Changes all that is said of a service.");
        api.MapPost("/places/{id}/people", AddPersonAsync).WithTags("Places").WithSummary("Adds someone who repairs at a place.");
        api.MapPut("/places/{id}/people/{personId}", ChangePersonAsync).WithTags("Places").WithSummary("Changes all that is said of someone.");
        api.MapDelete("/places/{id}/people/{personId}", RemovePersonAsync).WithTags("Places").WithSummary("Forgets someone.");
    }

    internal sealed record OrganisationBody(string? Name, string?[]? Kinds, string? CommuneCode, string? Siret, string? Email, string? Phone, string? Website, string? Description);

    internal sealed record PlaceBody(string? Name, string? Address, string? CommuneCode, double? Lat, double? Lon, string? TimeZone, int? Benches, string? Access, bool? ClosedOnHolidays);

    internal sealed record ServiceBody(
        string? Name, string?[]? Categories, int? DurationMinutes, int? BufferMinutes, int? MinNoticeMinutes, int? MaxAheadDays, int? CancelNoticeMinutes, string? Mode, string? Price, bool? PublicBooking)
    {
        public ServiceTerms Terms => new(
            Name, Categories, DurationMinutes, BufferMinutes ?? 0, MinNoticeMinutes ?? 0, MaxAheadDays ?? 60, CancelNoticeMinutes ?? 0, Mode ?? "workshop", Price, PublicBooking ?? true);
    }

    internal sealed record PersonBody(string? FirstName, string? LastName, string?[]? Languages, bool? AgreesToBeNamed, SkillDescription?[]? Skills)
    {
        public PersonDescription Description => new(FirstName, LastName, Languages, AgreesToBeNamed ?? false, Skills);
    }

    private static async Task<IResult> CreateAsync(OrganisationBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        var created = await mediator.Send(
            new CreateOrganisation(body.Name, body.Kinds, body.CommuneCode, body.Siret, body.Email, body.Phone, body.Website, body.Description), cancellationToken);
        return Results.Created($"/api/v1/organisations/{created.Id}", new { id = created.Id.ToString(), slug = created.Slug, status = DirectoryNames.Name(created.Status) });
    }

    private static async Task<IResult> FindAsync(
        HttpRequest request, IMediator mediator, EquipmentCatalogue catalogue, string? territory, string? kind, string? category, string? near, string? after, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var wanted = DirectoryNames.Kind(kind);
        if (!string.IsNullOrEmpty(kind) && wanted is null)
        {
            fields.Wrong<int>("kind", "Les genres possibles sont repairer, repair-cafe, reuse-workshop et training-centre.");
        }

        if (!string.IsNullOrEmpty(category) && catalogue.FindCategory(category) is null)
        {
            fields.Wrong<int>("category", "Cette catégorie d'objets n'existe pas.");
        }

        GeoPoint? from = null;
        if (!string.IsNullOrEmpty(near))
        {
            from = GeoPoint.TryParse(near, out var point) ? point : fields.Wrong<GeoPoint>("near", "Écrivez le point comme 45.15,5.72 : latitude, longitude.");
        }

        var skip = 0;
        if (!string.IsNullOrEmpty(after) && !(int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip) && skip <= 1_000_000))
        {
            fields.Wrong<int>("after", "Cette suite de liste n'existe pas. Reprenez depuis le début.");
        }

        fields.Check();
        var outcome = await mediator.Send(new FindOrganisations(territory, wanted, category, from, skip, PageSize), cancellationToken);
        return outcome.Match(
            found => Results.Ok(new
            {
                items = found.Items.Select(Summary),
                next = found.More ? NextPage(request, (skip + PageSize).ToString(CultureInfo.InvariantCulture)) : null,
            }),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> GetAsync(string id, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new GetOrganisation(organisation), cancellationToken);
        return outcome.Match(detail => Results.Ok(Detail(detail)), _ => Problems.NotFound());
    }

    private static async Task<IResult> AddPlaceAsync(string id, PlaceBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(
            new AddPlace(organisation, body.Name, body.Address, body.CommuneCode, body.Lat, body.Lon, body.TimeZone, body.Benches, body.Access, body.ClosedOnHolidays ?? true), cancellationToken);
        return outcome.Match(
            added => Results.Created($"/api/v1/places/{added.Id}", new { id = added.Id.ToString(), slug = added.Slug }),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> GetPlaceAsync(string id, IMediator mediator, IDateTimeZoneProvider zones, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new GetPlace(place), cancellationToken);
        return outcome.Match(detail => Results.Ok(Detail(detail, zones[detail.Place.TimeZone])), _ => Problems.NotFound());
    }

    private static async Task<IResult> AddServiceAsync(string id, ServiceBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new AddService(place, body.Terms), cancellationToken);
        return outcome.Match(added => Results.Created($"/api/v1/services/{added.Id}/slots", new { id = added.Id.ToString() }), _ => Problems.NotFound());
    }

    private static async Task<IResult> ChangeServiceAsync(string id, ServiceBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<ServiceId>(id, out var service))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new ChangeService(service, body.Terms), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
    }

    private static async Task<IResult> AddPersonAsync(string id, PersonBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new AddPerson(place, body.Description), cancellationToken);
        return outcome.Match(added => Results.Created($"/api/v1/places/{place}/people/{added.Id}", new { id = added.Id.ToString() }), _ => Problems.NotFound());
    }

    private static async Task<IResult> ChangePersonAsync(string id, string personId, PersonBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place) || !ApiTime.TryId<PersonId>(personId, out var person))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new ChangePerson(place, person, body.Description), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
    }

    private static async Task<IResult> RemovePersonAsync(string id, string personId, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place) || !ApiTime.TryId<PersonId>(personId, out var person))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new RemovePerson(place, person), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
    }

    /// <summary>The same request, going on from there.</summary>
    internal static string NextPage(HttpRequest request, string after)
    {
        var query = request.Query.Where(q => q.Key != "after").SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))).Append(KeyValuePair.Create("after", (string?)after));
        return request.Path + QueryString.Create(query).Value;
    }

    private static object Summary(OrganisationSummary o) => new
    {
        id = o.Id.ToString(),
        name = o.Name,
        slug = o.Slug,
        status = DirectoryNames.Name(o.Status),
        kinds = DirectoryNames.Names(o.Kinds),
        commune = new { code = o.CommuneCode, name = o.CommuneName },
        email = o.Email,
        phone = o.Phone,
        website = o.Website,
        description = o.Description,
        distanceKm = o.DistanceKm is { } km ? Math.Round(km, 3) : (double?)null,
    };

    private static object Detail(OrganisationDetail detail) => new
    {
        id = detail.Organisation.Id.ToString(),
        name = detail.Organisation.Name,
        slug = detail.Organisation.Slug,
        status = DirectoryNames.Name(detail.Organisation.Status),
        kinds = DirectoryNames.Names(detail.Organisation.Kinds),
        commune = new { code = detail.Organisation.CommuneCode, name = detail.Organisation.CommuneName },
        siret = detail.Siret,
        email = detail.Organisation.Email,
        phone = detail.Organisation.Phone,
        website = detail.Organisation.Website,
        description = detail.Organisation.Description,
        accreditations = detail.Accreditations.Select(Accreditation),
        places = detail.Places.Select(Place),
    };

    private static object Accreditation(AccreditationView a) => new
    {
        territory = a.Territory,
        name = a.TerritoryName,
        status = DirectoryNames.Name(a.Status),
        note = a.Note,
        decidedAt = ApiTime.Instant(a.DecidedAt, DateTimeZone.Utc),
    };

    private static object Place(PlaceSummary p) => new
    {
        id = p.Id.ToString(),
        name = p.Name,
        slug = p.Slug,
        address = p.Address,
        commune = new { code = p.CommuneCode, name = p.CommuneName },
        lat = p.Lat,
        lon = p.Lon,
        timeZone = p.TimeZone,
        benches = p.Benches,
        access = p.Access,
        closedOnHolidays = p.ClosedOnHolidays,
    };

    private static object Detail(PlaceDetail detail, DateTimeZone zone) => new
    {
        id = detail.Place.Id.ToString(),
        name = detail.Place.Name,
        slug = detail.Place.Slug,
        address = detail.Place.Address,
        commune = new { code = detail.Place.CommuneCode, name = detail.Place.CommuneName },
        lat = detail.Place.Lat,
        lon = detail.Place.Lon,
        timeZone = detail.Place.TimeZone,
        benches = detail.Place.Benches,
        access = detail.Place.Access,
        closedOnHolidays = detail.Place.ClosedOnHolidays,
        organisation = Summary(detail.Organisation),
        accreditations = detail.Approvals.Select(Accreditation),
        services = detail.Services.Select(s => new
        {
            id = s.Id.ToString(),
            name = s.Name,
            categories = s.Categories,
            durationMinutes = s.Terms.DurationMinutes,
            bufferMinutes = s.Terms.BufferMinutes,
            minNoticeMinutes = s.Terms.MinNoticeMinutes,
            maxAheadDays = s.Terms.MaxAheadDays,
            cancelNoticeMinutes = s.Terms.CancelNoticeMinutes,
            mode = DirectoryNames.Name(s.Mode),
            price = s.Price,
            publicBooking = s.PublicBooking,
        }),
        people = detail.People.Select(p => new
        {
            id = p.Id.ToString(),
            firstName = p.FirstName,
            lastName = p.LastName,
            languages = p.Languages,
            agreesToBeNamed = p.AgreesToBeNamed,
            skills = p.Skills.Select(s => new { category = s.Category, level = DirectoryNames.Name(s.Level) }),
        }),
        openings = detail.Openings.Select(AgendaApi.Opening),
        closures = detail.Closures.Select(c => new { id = c.Id.ToString(), from = ApiTime.Instant(c.From, zone), to = ApiTime.Instant(c.To, zone), reason = c.Reason }),
        days = detail.Days.Select(d => new { date = ApiTime.Date(d.Date), openings = d.Openings.Select(AgendaApi.Opening) }),
    };
}
