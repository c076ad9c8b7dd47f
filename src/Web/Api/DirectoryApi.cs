using System.Globalization;
using MediatR;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Directory;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Territories;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Organisations, their places, services and people.</summary>
internal static class DirectoryApi
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/organisations", CreateAsync).WithTags("Organisations").AllowedTo(Permission.RegisterOrganisation).WithName("createOrganisation")
            .WithSummary("Registers an organisation; nobody else sees it until its commune or EPCI approves it.")
            .Produces<OrganisationCreatedJson>(201).ProducesProblem(422);
        api.MapGet("/organisations", FindAsync).AllowedTo(Permission.SearchAndBook).WithTags("Organisations").WithName("findOrganisations")
            .WithSummary("Approved organisations, by name, or nearest first when a point is given.")
            .Produces<OrganisationsJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/organisations/{id}", GetAsync).AllowedTo(Permission.SearchAndBook).WithTags("Organisations").WithName("organisation")
            .WithSummary("One organisation, its places and its approvals.").Produces<OrganisationJson>().ProducesProblem(404);
        api.MapPut("/organisations/{id}/quality", DeclareQualityAsync).WithTags("Organisations").AllowedTo(Permission.ManageOrganisation).WithName("declareQuality")
            .WithSummary("Says whether an organisation holds the QualiRépar label. Shown as declared: nobody checks.").Produces(204).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/organisations/{id}/places", AddPlaceAsync).WithTags("Places").AllowedTo(Permission.ArrangePlaces).WithName("addPlace")
            .WithSummary("Adds a place to an organisation.").Produces<PlaceAddedJson>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/places/{id}", GetPlaceAsync).AllowedTo(Permission.SearchAndBook).WithTags("Places").WithName("place")
            .WithSummary("One place: services, people who agree to be named, openings, closures and exceptional days to come.").Produces<PlaceJson>().ProducesProblem(404);
        api.MapPost("/places/{id}/services", AddServiceAsync).WithTags("Places").AllowedTo(Permission.KeepAgenda).WithName("addService")
            .WithSummary("Adds a service to a place.").Produces<AddedJson>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapPut("/services/{id}", ChangeServiceAsync).WithTags("Places").AllowedTo(Permission.KeepAgenda).WithName("changeService")
            .WithSummary("Changes all that is said of a service.").Produces(204).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/places/{id}/people", AddPersonAsync).WithTags("Places").AllowedTo(Permission.KeepAgenda).WithName("addPerson")
            .WithSummary("Adds someone who repairs at a place.").Produces<AddedJson>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapPut("/places/{id}/people/{personId}", ChangePersonAsync).WithTags("Places").AllowedTo(Permission.KeepAgenda).WithName("changePerson")
            .WithSummary("Changes all that is said of someone.").Produces(204).ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/places/{id}/people/{personId}", RemovePersonAsync).WithTags("Places").AllowedTo(Permission.KeepAgenda).WithName("removePerson")
            .WithSummary("Forgets someone.").Produces(204).ProducesProblem(404);
    }

    internal sealed record OrganisationBody(string? Name, string?[]? Kinds, string? CommuneCode, string? Siret, string? Email, string? Phone, string? Website, string? Description);

    internal sealed record QualityBody(bool? QualiRepar, string? QualiReparNumber);

    internal sealed record PlaceBody(string? Name, string? Address, string? CommuneCode, double? Lat, double? Lon, string? TimeZone, int? Benches, string? Access, bool? ClosedOnHolidays);

    internal sealed record ServiceBody(
        string? Name, string?[]? Categories, int? DurationMinutes, int? BufferMinutes, int? MinNoticeMinutes, int? MaxAheadDays, int? CancelNoticeMinutes, string? Mode, string? Price, bool? PublicBooking, Dictionary<string, int?>? DurationByCategory, HomeBody? Home)
    {
        public ServiceTerms Terms() => new(
            Name, Categories, DurationMinutes, BufferMinutes ?? 0, MinNoticeMinutes ?? 0, MaxAheadDays ?? 60, CancelNoticeMinutes ?? 0, Mode ?? "workshop", Price, PublicBooking ?? true, DurationByCategory, Home is null ? null : new HomeTerms(Home.Communes, Home.RadiusKm, Home.TravelMinutes ?? 0));
    }

    internal sealed record HomeBody(string?[]? Communes, int? RadiusKm, int? TravelMinutes);

    internal sealed record SkillBody(string? Category, string? Level);

    internal sealed record PersonBody(string? FirstName, string? LastName, string?[]? Languages, bool? AgreesToBeNamed, SkillBody?[]? Skills)
    {
        public PersonDescription Described() => new(FirstName, LastName, Languages, AgreesToBeNamed ?? false, Skills is null ? null : [.. Skills.Select(s => s is null ? null : new SkillDescription(s.Category, s.Level))]);
    }

    private static async Task<IResult> CreateAsync(OrganisationBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        var created = await mediator.Send(
            new CreateOrganisation(body.Name, body.Kinds, body.CommuneCode, body.Siret, body.Email, body.Phone, body.Website, body.Description), cancellationToken);
        return Results.Created($"/api/v1/organisations/{created.Id}", new OrganisationCreatedJson(created.Id.ToString(), created.Slug, DirectoryNames.Name(created.Status)));
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
            fields.Wrong<int>("category", "Cette catégorie d’objets n’existe pas.");
        }

        GeoPoint? from = null;
        if (!string.IsNullOrEmpty(near))
        {
            from = GeoPoint.TryParse(near, out var point) ? point : fields.Wrong<GeoPoint>("near", "Écrivez le point comme 45.15,5.72 : latitude, longitude.");
        }

        var skip = 0;
        if (!string.IsNullOrEmpty(after) && !(int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out skip) && skip <= 1_000_000))
        {
            fields.Wrong<int>("after", "Cette suite de liste n’existe pas. Reprenez depuis le début.");
        }

        fields.Check();
        var outcome = await mediator.Send(new FindOrganisations(territory, wanted, category, from, skip, PageSize), cancellationToken);
        return outcome.Match(
            found => Results.Ok(new OrganisationsJson(
                [.. found.Items.Select(Summary)], found.More ? NextPage(request, (skip + PageSize).ToString(CultureInfo.InvariantCulture)) : null)),
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

    private static async Task<IResult> DeclareQualityAsync(string id, QualityBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new DeclareQuality(organisation, body.QualiRepar, body.QualiReparNumber), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
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
            added => Results.Created($"/api/v1/places/{added.Id}", new PlaceAddedJson(added.Id.ToString(), added.Slug)),
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

        var outcome = await mediator.Send(new AddService(place, body.Terms()), cancellationToken);
        return outcome.Match(added => Results.Created($"/api/v1/services/{added.Id}/slots", new AddedJson(added.Id.ToString())), _ => Problems.NotFound(), _ => Problems.NotFound());
    }

    private static async Task<IResult> ChangeServiceAsync(string id, ServiceBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<ServiceId>(id, out var service))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new ChangeService(service, body.Terms()), cancellationToken);
        return outcome.Match(_ => Results.NoContent(), _ => Problems.NotFound());
    }

    private static async Task<IResult> AddPersonAsync(string id, PersonBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new AddPerson(place, body.Described()), cancellationToken);
        return outcome.Match(added => Results.Created($"/api/v1/places/{place}/people/{added.Id}", new AddedJson(added.Id.ToString())), _ => Problems.NotFound(), _ => Problems.NotFound());
    }

    private static async Task<IResult> ChangePersonAsync(string id, string personId, PersonBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<PlaceId>(id, out var place) || !ApiTime.TryId<PersonId>(personId, out var person))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new ChangePerson(place, person, body.Described()), cancellationToken);
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
    internal static string NextPage(HttpRequest request, string after) => NextPage(request, "after", after);

    /// <summary>The same request, leaving out so many.</summary>
    internal static string NextPage(HttpRequest request, int skip) => NextPage(request, "skip", skip.ToString(CultureInfo.InvariantCulture));

    private static string NextPage(HttpRequest request, string name, string value)
    {
        var query = request.Query.Where(q => !q.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v))).Append(KeyValuePair.Create(name, (string?)value));
        return request.Path + QueryString.Create(query).Value;
    }

    private static OrganisationSummaryJson Summary(OrganisationSummary o) => new(
        o.Id.ToString(),
        o.Name,
        o.Slug,
        DirectoryNames.Name(o.Status),
        [.. DirectoryNames.Names(o.Kinds)],
        new CodeNameJson(o.CommuneCode, o.CommuneName),
        o.Email,
        ApiText.Phone(o.Phone),
        o.Website,
        o.Description,
        Quality(o),
        o.TakesApprentices,
        o.DistanceKm is { } km ? Math.Round(km, 3) : null);

    private static OrganisationJson Detail(OrganisationDetail detail) => new(
        detail.Organisation.Id.ToString(),
        detail.Organisation.Name,
        detail.Organisation.Slug,
        DirectoryNames.Name(detail.Organisation.Status),
        [.. DirectoryNames.Names(detail.Organisation.Kinds)],
        new CodeNameJson(detail.Organisation.CommuneCode, detail.Organisation.CommuneName),
        detail.Siret,
        detail.Organisation.Email,
        ApiText.Phone(detail.Organisation.Phone),
        detail.Organisation.Website,
        detail.Organisation.Description,
        Quality(detail.Organisation),
        detail.Organisation.TakesApprentices,
        [.. detail.Accreditations.Select(Decision)],
        [.. detail.Places.Select(Place)]);

    private static QualityJson Quality(OrganisationSummary o) => new(o.DeclaresQualiRepar, o.QualiReparNumber);

    private static DecisionJson Decision(AccreditationView a) => new(
        a.Territory, a.TerritoryName, DirectoryNames.Name(a.Status), a.Note, ApiTime.Instant(a.DecidedAt, DateTimeZone.Utc));

    private static PlaceSummaryJson Place(PlaceSummary p) => new(
        p.Id.ToString(), p.Name, p.Slug, p.Address, new CodeNameJson(p.CommuneCode, p.CommuneName), p.Lat, p.Lon, p.TimeZone, p.Benches, p.Access, p.ClosedOnHolidays);

    private static PlaceJson Detail(PlaceDetail detail, DateTimeZone zone) => new(
        detail.Place.Id.ToString(),
        detail.Place.Name,
        detail.Place.Slug,
        detail.Place.Address,
        new CodeNameJson(detail.Place.CommuneCode, detail.Place.CommuneName),
        detail.Place.Lat,
        detail.Place.Lon,
        detail.Place.TimeZone,
        detail.Place.Benches,
        detail.Place.Access,
        detail.Place.ClosedOnHolidays,
        Summary(detail.Organisation),
        [.. detail.Approvals.Select(Decision)],
        [
            .. detail.Services.Select(s => new ServiceJson(
                s.Id.ToString(),
                s.Name,
                s.Categories,
                s.Terms.DurationMinutes,
                s.Terms.BufferMinutes,
                s.Terms.MinNoticeMinutes,
                s.Terms.MaxAheadDays,
                s.Terms.CancelNoticeMinutes,
                DirectoryNames.Name(s.Mode),
                s.Price,
                s.PublicBooking,
                s.Durations,
                s.Home is { } home ? new HomeJson([.. home.Communes.Select(c => c.Code)], home.RadiusKm, home.TravelMinutes) : null)),
        ],
        [
            .. detail.People.Select(p => new PersonJson(
                p.Id.ToString(),
                p.FirstName,
                p.LastName,
                p.Languages,
                p.AgreesToBeNamed,
                [.. p.Skills.Select(s => new SkillJson(s.Category, DirectoryNames.Name(s.Level)))])),
        ],
        [.. detail.Openings.Select(AgendaApi.Opening)],
        [.. detail.Closures.Select(c => new ClosureJson(c.Id.ToString(), ApiTime.Instant(c.From, zone), ApiTime.Instant(c.To, zone), c.Reason))],
        [.. detail.Days.Select(d => new DayJson(ApiTime.Date(d.Date), [.. d.Openings.Select(AgendaApi.Opening)]))]);
}

internal sealed record AddedJson(string Id);

internal sealed record PlaceAddedJson(string Id, string Slug);

/// <param name="Status"><c>pending</c>: nobody else sees it yet.</param>
internal sealed record OrganisationCreatedJson(string Id, string Slug, string Status);

internal sealed record CodeNameJson(string Code, string Name);

/// <param name="Status"><c>pending</c>, <c>approved</c> or <c>suspended</c>.</param>
/// <param name="Kinds"><c>repairer</c>, <c>repair-cafe</c>, <c>reuse-workshop</c> and <c>training-centre</c>.</param>
/// <param name="Phone">In the international form (E.164), as <c>+33465712010</c>.</param>
/// <param name="TakesApprentices">It says it takes apprentices and beginners.</param>
/// <param name="DistanceKm">From the point given; null without one.</param>
internal sealed record OrganisationSummaryJson(
    string Id,
    string Name,
    string Slug,
    string Status,
    IReadOnlyList<string> Kinds,
    CodeNameJson Commune,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    QualityJson Quality,
    bool TakesApprentices,
    double? DistanceKm);

/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record OrganisationsJson(IReadOnlyList<OrganisationSummaryJson> Items, string? Next);

/// <param name="Status"><c>pending</c>, <c>approved</c> or <c>suspended</c>.</param>
/// <param name="Kinds"><c>repairer</c>, <c>repair-cafe</c>, <c>reuse-workshop</c> and <c>training-centre</c>.</param>
/// <param name="Siret">Its number in the French register, or null.</param>
/// <param name="Phone">In the international form (E.164), as <c>+33465712010</c>.</param>
/// <param name="TakesApprentices">It says it takes apprentices and beginners.</param>
/// <param name="Accreditations">Approvals; for those inside, every decision.</param>
internal sealed record OrganisationJson(
    string Id,
    string Name,
    string Slug,
    string Status,
    IReadOnlyList<string> Kinds,
    CodeNameJson Commune,
    string? Siret,
    string? Email,
    string? Phone,
    string? Website,
    string? Description,
    QualityJson Quality,
    bool TakesApprentices,
    IReadOnlyList<DecisionJson> Accreditations,
    IReadOnlyList<PlaceSummaryJson> Places);

/// <summary>What an organisation says of its label; nobody has checked.</summary>
/// <param name="QualiRepar">It says it holds the QualiRépar label: its customers may have the repair bonus.</param>
/// <param name="QualiReparNumber">The number it gives, or null.</param>
internal sealed record QualityJson(bool QualiRepar, string? QualiReparNumber);

/// <param name="Territory">Key of the territory that decided.</param>
/// <param name="Status"><c>approved</c>, <c>suspended</c> or <c>refused</c>.</param>
/// <param name="Note">For those inside only.</param>
/// <param name="DecidedAt">An instant in UTC.</param>
internal sealed record DecisionJson(string Territory, string Name, string Status, string? Note, string DecidedAt);

/// <param name="Lat">Null for a place that lies where its commune does.</param>
/// <param name="TimeZone">Its IANA name, as <c>Europe/Paris</c>.</param>
/// <param name="Benches">Items that can be repaired at the same time.</param>
/// <param name="Access">How to get in, in words.</param>
internal sealed record PlaceSummaryJson(
    string Id, string Name, string Slug, string Address, CodeNameJson Commune, double? Lat, double? Lon, string TimeZone, int Benches, string? Access, bool ClosedOnHolidays);

/// <param name="Lat">Null for a place that lies where its commune does.</param>
/// <param name="TimeZone">Its IANA name, as <c>Europe/Paris</c>.</param>
/// <param name="Benches">Items that can be repaired at the same time.</param>
/// <param name="Access">How to get in, in words.</param>
/// <param name="Accreditations">Territories that approved the organisation, smallest first.</param>
/// <param name="People">To the public: only who agreed, and never the last name.</param>
/// <param name="Openings">Weekly openings that are not over.</param>
/// <param name="Closures">Running or to come.</param>
/// <param name="Days">Exceptional days, today or to come.</param>
internal sealed record PlaceJson(
    string Id,
    string Name,
    string Slug,
    string Address,
    CodeNameJson Commune,
    double? Lat,
    double? Lon,
    string TimeZone,
    int Benches,
    string? Access,
    bool ClosedOnHolidays,
    OrganisationSummaryJson Organisation,
    IReadOnlyList<DecisionJson> Accreditations,
    IReadOnlyList<ServiceJson> Services,
    IReadOnlyList<PersonJson> People,
    IReadOnlyList<OpeningJson> Openings,
    IReadOnlyList<ClosureJson> Closures,
    IReadOnlyList<DayJson> Days);

/// <param name="Categories">Codes of equipment categories.</param>
/// <param name="BufferMinutes">Time the bench stays busy afterwards.</param>
/// <param name="Mode"><c>workshop</c>, <c>home</c> or <c>phone</c>.</param>
/// <param name="PublicBooking">Anyone may book it; otherwise the workshop alone.</param>
internal sealed record ServiceJson(
    string Id,
    string Name,
    IReadOnlyList<string> Categories,
    int DurationMinutes,
    int BufferMinutes,
    int MinNoticeMinutes,
    int MaxAheadDays,
    int CancelNoticeMinutes,
    string Mode,
    string? Price,
    bool PublicBooking,
    IReadOnlyDictionary<string, int> DurationByCategory,
    HomeJson? Home);

/// <summary>Where a service at home goes.</summary>
/// <param name="Communes">INSEE codes.</param>
/// <param name="TravelMinutes">Kept free after each visit.</param>
internal sealed record HomeJson(IReadOnlyList<string> Communes, int? RadiusKm, int TravelMinutes);

/// <param name="LastName">For those inside only.</param>
/// <param name="Languages">ISO 639 codes.</param>
internal sealed record PersonJson(string Id, string FirstName, string? LastName, IReadOnlyList<string> Languages, bool AgreesToBeNamed, IReadOnlyList<SkillJson> Skills);

/// <param name="Level"><c>learning</c>, <c>confident</c> or <c>expert</c>.</param>
internal sealed record SkillJson(string Category, string Level);
