using System.Globalization;
using MediatR;
using NodaTime.Text;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Periods whose figures are signed.</summary>
internal static class ClosedPeriodsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var periods = api.MapGroup("/closed-periods").WithTags("Impact");
        periods.MapGet("/", ListAsync).WithName("closedPeriods").WithSummary("Closed periods of a territory, the last first.")
            .Produces<ClosedPeriodsJson>().ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
        periods.MapGet("/{number:long}.txt", FileAsync).WithName("closedPeriodFile")
            .WithSummary("The signed file of a closed period: its last line is the SHA-256 of all others, and it names the hash of the one before.")
            .Produces<string>(200, "text/plain").ProducesProblem(404).AllowedTo(Permission.ReadInPublic);
        periods.MapGet("/{number:long}/entries.csv", EntriesAsync).AllowedTo(Permission.ReadTerritoryFigures).WithName("closedPeriodEntries")
            .WithSummary("The lines of the ledger that a closed period is made of, for its agents: semicolons, a header, then each line as it was signed, ended by a line feed. The SHA-256 of all but the header is entries-sha256 of the signed file.")
            .Produces<string>(200, "text/csv").ProducesProblem(404);
        periods.MapPost("/", CloseAsync).AllowedTo(Permission.CloseFigures).WithName("closePeriod")
            .WithSummary("Closes a year or a quarter of a territory, for its agents. It is never opened again: what is corrected later counts on the day it is corrected.")
            .Produces<PeriodClosedJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(string? territory, string? after, IMediator mediator, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        fields.Require(!string.IsNullOrWhiteSpace(territory), "territory", "Donnez un territoire. Exemple : commune:38185");
        long? before = string.IsNullOrEmpty(after) ? null
            : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : fields.Wrong<long?>("after", "Cette suite de liste n’existe pas. Reprenez depuis le début.");
        fields.Check();
        return (await mediator.Send(new GetClosedPeriods(territory, before), cancellationToken)).Match(
            page => Results.Ok(new ClosedPeriodsJson(
                [.. page.Periods.Select(ClosedPeriodJson.Of)],
                page.Next is { } next ? $"/api/v1/closed-periods?territory={page.Territory}&after={next}" : null)),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> FileAsync(long number, IMediator mediator, HttpContext http, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetStatement(number), cancellationToken)).Match(
            signed => Revalidation.Result(http, signed.Text, "text/plain; charset=utf-8"),
            _ => Problems.NotFound());

    private static async Task<IResult> EntriesAsync(long number, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSignedEntries(number), cancellationToken)).Match<IResult>(found => new StreamedText(found.Lines, "text/csv; charset=utf-8", EntriesName(number), "\n"), _ => Problems.NotFound());

    /// <summary>What a browser calls the file.</summary>
    internal static string EntriesName(long number) => string.Create(CultureInfo.InvariantCulture, $"{number}-lignes.csv");

    private static async Task<IResult> CloseAsync(ClosingBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ClosePeriod(body.Territory, body.Period), cancellationToken)).Match(
            done => Results.Created($"/api/v1/closed-periods/{done.Number}.txt", new PeriodClosedJson(done.Number, done.Hash, $"/api/v1/closed-periods/{done.Number}.txt")),
            notOver => Problems.Problem(409, "period-not-over", "Cette période n’est pas finie. Elle se clôt quand son dernier jour est passé.", new Dictionary<string, object?>
            {
                ["lastDay"] = LocalDatePattern.Iso.Format(notOver.LastDay),
            }),
            already => Problems.Problem(409, "period-closed", "Cette période est déjà close.", new Dictionary<string, object?> { ["number"] = already.Number }),
            _ => Problems.NotFound());

    /// <param name="Territory">Key of the territory.</param>
    /// <param name="Period"><c>2026</c> or <c>2026-Q1</c>.</param>
    internal sealed record ClosingBody(string? Territory, string? Period);
}

internal sealed record PeriodClosedJson(long Number, string Hash, string Url);

internal sealed record ClosedPeriodsJson(IReadOnlyList<ClosedPeriodJson> Items, string? Next);

internal sealed record ClosedPeriodJson(
    long Number,
    string Territory,
    string TerritoryName,
    string Period,
    string From,
    string To,
    string ClosedAt,
    IReadOnlyList<string> Factors,
    int CogYear,
    long Entries,
    long LateEntries,
    RepairCountsJson Repairs,
    DivertedJson Diverted,
    DivertedJson EWasteDiverted,
    Co2eJson Co2e,
    string Hash,
    string Previous,
    string Url)
{
    /// <summary>As it was signed: by the name its territory had.</summary>
    public static ClosedPeriodJson Of(ClosedPeriodView view)
    {
        var s = view.Statement;
        return new ClosedPeriodJson(
            s.Number, s.Territory.ToString(), s.TerritoryName, s.Period.ToString(), LocalDatePattern.Iso.Format(s.Period.From), LocalDatePattern.Iso.Format(s.Period.To),
            InstantPattern.ExtendedIso.Format(s.ClosedAt), s.FactorSets, s.CogYear, s.Entries.Count, s.Entries.Late,
            RepairCountsJson.From(s.Figures.Repairs), DivertedJson.From(s.Figures.Diverted), DivertedJson.From(s.Figures.EWasteDiverted), Co2eJson.From(s.Figures.Co2e),
            view.Hash, s.Previous, $"/api/v1/closed-periods/{s.Number}.txt");
    }
}
