using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Offers of apprenticeship, job and internship.</summary>
internal static class JobOffersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/job-offers", FindAsync).WithTags("Job offers").AllowedTo(Permission.ReadInPublic).WithName("findJobOffers")
            .WithSummary("Current offers of approved organisations, those published last first.")
            .WithDescription("Those of a `territory`, or around `commune` with `radiusKm`. An offer is current for 60 days from its publication or its last renewal; at `currentUntil` it is over.")
            .Produces<JobOffersJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/job-offers.csv", CsvAsync).WithTags("Job offers").AllowedTo(Permission.ReadInPublic).WithName("jobOffersCsv")
            .WithSummary("Current offers as a table, without e-mail address or telephone number; everywhere without territory. Licence Ouverte 2.0. A cell that a spreadsheet would take for a formula begins with an apostrophe, which is not part of its value.")
            .Produces<string>(200, "text/csv").ProducesProblem(404);
        api.MapGet("/job-offers/{id}", GetAsync).WithTags("Job offers").AllowedTo(Permission.ReadInPublic).WithName("jobOffer")
            .WithSummary("A current offer. Also by the last part of its page's address. One that is over says so.").Produces<JobOfferJson>().ProducesProblem(404).ProducesProblem(410);
        api.MapPost("/organisations/{id}/job-offers", AddAsync).WithTags("Job offers").AllowedTo(Permission.KeepJobOffers).WithName("addJobOffer")
            .WithSummary("Writes an offer down. It is a draft unless `status` says `published`.").Produces<JobOfferJson>(201).ProducesProblem(404).ProducesProblem(422);
    }

    internal sealed record JobOfferBody(
        string? Kind, string? Trade, string? Rome, string? Title, string? Tasks, string? Profile, string? Diploma, int? WeeklyMinutes, int? Length, string? LengthUnit, string? StartsOn, string? Pay, string? CommuneCode,
        string? Address, string? Access, string? Email, string? Phone, string? Language, string? Status);

    private static async Task<IResult> FindAsync(
        IMediator mediator, HttpContext http, SiteLinks links, string? territory, string? commune, string? radiusKm, string? kind, string? trade, string? skip, string? limit, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var radius = fields.OptionalNumber("radiusKm", radiusKm, 0, 200) ?? 25;
        var (skipped, taken) = (fields.OptionalNumber("skip", skip, 0, 1_000_000) ?? 0, fields.OptionalNumber("limit", limit, 1, 100) ?? 20);
        fields.Require(string.IsNullOrEmpty(kind) || JobOfferNames.Kind(kind) is not null, "kind", "C’est apprenticeship, job ou internship.");
        fields.Require(string.IsNullOrEmpty(trade) || TrainingNames.Trade(trade) is not null, "trade", "Les métiers sont repair, reuse, repairable-design et old-buildings.");
        fields.Check();
        return (await mediator.Send(new FindJobOffers(territory, commune, radius, JobOfferNames.Kind(kind), TrainingNames.Trade(trade), null, skipped, taken), cancellationToken))
            .Match(found => Results.Ok(new JobOffersJson([.. found.Items.Select(o => JobOfferJson.From(o, links))], found.More, found.More ? DirectoryApi.NextPage(http.Request, skipped + taken) : null)), _ => Problems.NotFound());
    }

    private static async Task<IResult> CsvAsync(string? territory, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportJobOffers(territory), cancellationToken)).Match<IResult>(
            export => new StreamedText(JobOffersCsv.Lines(export.Offers, links), "text/csv; charset=utf-8", "job-offers.csv"), _ => Problems.NotFound());

    private static async Task<IResult> GetAsync(string id, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(ApiTime.TryId<JobOfferId>(id, out var offer) ? new GetJobOffer(offer) : new GetJobOffer(null, id), cancellationToken)).Match(
            view => Results.Ok(JobOfferJson.From(view, links)), _ => Problems.Problem(410, "offer-over", "Cette offre n’est plus à jour."), _ => Problems.NotFound());

    private static async Task<IResult> AddAsync(string id, [FromBody] JobOfferBody body, IMediator mediator, SiteLinks links, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<OrganisationId>(id, out var organisation))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        fields.Require(body.Status is null or "draft" or "published", "status", "Une offre est draft ou published.");
        var start = fields.OptionalDate("startsOn", body.StartsOn);
        fields.Check();
        var details = new JobOfferDetails(
            body.Kind, body.Trade, body.Rome, body.Title, body.Tasks, body.WeeklyMinutes, body.CommuneCode, body.Length, body.LengthUnit, start, body.Pay, body.Profile, body.Diploma ?? "none", body.Address, body.Access,
            body.Email, body.Phone, body.Language ?? "fr");
        var outcome = await mediator.Send(new AddJobOffer(organisation, details), cancellationToken);
        return await outcome.Match(
            async added =>
            {
                if (body.Status == "published")
                {
                    await mediator.Send(new ActOnJobOffer(added.Id, JobOfferAct.Publish), cancellationToken);
                }

                return (await mediator.Send(new GetOwnJobOffer(added.Id), cancellationToken)).Match(view => Results.Created($"/api/v1/job-offers/{added.Id}", JobOfferJson.From(view, links)), _ => Problems.NotFound());
            },
            _ => Task.FromResult(Problems.NotFound()));
    }
}

/// <param name="More">Whether something follows.</param>
/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record JobOffersJson(IReadOnlyList<JobOfferJson> Items, bool More, string? Next);

internal sealed record EmployerJson(string Id, string Name, string Slug, string? Website);

internal sealed record JobOfferJson(
    string Id, string Slug, string Url, string State, string Kind, string Trade, string Rome, string? RomeLabel, string Title, string Tasks, string? Profile, string Diploma, int WeeklyMinutes, int? Length, string? LengthUnit,
    string? StartsOn, string? Pay, string CommuneCode, string CommuneName, string? Address, string? Access, string? Email, string? Phone, string Language, string? PublishedAt, string? CurrentUntil, EmployerJson Organisation, double? DistanceKm)
{
    public static JobOfferJson From(JobOfferView o, SiteLinks links) => new(
        o.Id.ToString(), o.Slug, links.JobOffer(o.Slug, Application.Common.Language.French), JobOfferNames.Name(o.State), JobOfferNames.Name(o.Terms.Kind), TrainingNames.Name(o.Terms.Trade), o.Terms.Rome, o.Job?.Name, o.Terms.Title,
        o.Terms.Tasks, o.Terms.Profile, JobOfferNames.Name(o.Terms.Diploma), o.Terms.WeeklyMinutes, o.Terms.Length?.Count, o.Terms.Length is { } length ? JobOfferNames.Name(length.Unit) : null,
        o.Terms.StartsOn is { } start ? ApiTime.Date(start) : null, o.Terms.Pay, o.Terms.CommuneCode, o.CommuneName, o.Terms.Address, o.Terms.Access, o.Terms.Email, o.Terms.Phone, o.Terms.Language, Moment(o.PublishedAt, o.Zone),
        Moment(o.CurrentUntil, o.Zone), new EmployerJson(o.Employer.Id.ToString(), o.Employer.Name, o.Employer.Slug, o.Employer.Website), o.Kilometres is { } km ? Math.Round(km, 1) : null);

    private static string? Moment(Instant? at, DateTimeZone zone) => at is { } instant ? OffsetDateTimePattern.Rfc3339.Format(instant.InZone(zone).ToOffsetDateTime()) : null;
}
