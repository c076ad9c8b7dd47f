using MediatR;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>What repairs saved, by territory and period.</summary>
internal static class ImpactApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/impact", GetAsync).WithTags("Impact").WithName("impact")
            .WithSummary("Figures of a territory. from and to are whole local days, both included; without them, since the beginning.")
            .Produces<ImpactJson>().ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
        api.MapGet("/impact.csv", CsvAsync).WithTags("Impact").WithName("impactCsv")
            .WithSummary("The same as a table, one row for each group.").Produces<string>(200, "text/csv").ProducesProblem(404).ProducesProblem(422).AllowedTo(Permission.ReadInPublic);
    }

    private static async Task<IResult> GetAsync(string? territory, string? from, string? to, string? groupBy, string? factors, IMediator mediator, WrittenImpact written, HttpContext http, CancellationToken cancellationToken)
    {
        var request = Request(territory, from, to, groupBy, factors, http);
        return await (await mediator.Send(request, cancellationToken)).Match(
            async report =>
            {
                var help = (await mediator.Send(new GetHelpFigures(request.Territory, request.From, request.To), cancellationToken)).Match(figures => figures, _ => HelpFigures.None);
                return (await mediator.Send(new GetReuseFigures(request.Territory, request.From, request.To), cancellationToken)).Match(
                    reuse => written.Of(report, reuse, help, http), _ => Problems.NotFound());
            },
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> CsvAsync(string? territory, string? from, string? to, string? groupBy, string? factors, IMediator mediator, HttpContext http, CancellationToken cancellationToken) =>
        (await mediator.Send(Request(territory, from, to, groupBy, factors, http), cancellationToken)).Match(
            report => Results.Text(ImpactCsv.Write(report), "text/csv; charset=utf-8"), _ => Problems.NotFound());

    private static GetImpact Request(string? territory, string? from, string? to, string? groupBy, string? factors, HttpContext http)
    {
        var grouping = ImpactGrouping.None;
        if (!string.IsNullOrEmpty(groupBy) && (!Enum.TryParse(groupBy, ignoreCase: true, out grouping) || !string.Equals(ApiText.Kebab(grouping), groupBy, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidRequestException("groupBy", "Choisissez : none, day, month, year, category, weee6, r543172, commune, organisation ou barrier.");
        }

        return new GetImpact(territory, ApiText.Date(from, "from"), ApiText.Date(to, "to"), grouping, factors, RequestLanguage.Of(http));
    }
}

internal sealed record ImpactJson(
    ImpactTerritoryJson Territory,
    ImpactPeriodJson Period,
    string Factors,
    RepairCountsJson Repairs,
    DivertedJson Diverted,
    DivertedJson EWasteDiverted,
    Co2eJson Co2e,
    ReuseJson Reuse,
    MutualHelpFiguresJson MutualHelp,
    IReadOnlyList<ImpactGroupJson> Groups)
{
    public static ImpactJson From(ImpactReport report, ReuseFigures reuse, HelpFigures help) => new(
        new ImpactTerritoryJson(report.Territory.ToString(), report.TerritoryName, report.Population),
        new ImpactPeriodJson(report.From is { } from ? LocalDatePattern.Iso.Format(from) : null, report.To is { } to ? LocalDatePattern.Iso.Format(to) : null),
        report.Factors,
        RepairCountsJson.From(report.Figures.Repairs),
        DivertedJson.From(report.Figures.Diverted),
        DivertedJson.From(report.Figures.EWasteDiverted),
        Co2eJson.From(report.Figures.Co2e),
        ReuseJson.From(reuse),
        MutualHelpFiguresJson.From(help),
        [.. report.Parts.Select(ImpactGroupJson.From)]);
}

internal sealed record ImpactTerritoryJson(string Key, string Name, long? Population);

internal sealed record ImpactPeriodJson(string? From, string? To);

internal readonly record struct RepairCountsJson(long Total, long Fixed, long Repairable, long EndOfLife, long Unknown)
{
    public static RepairCountsJson From(RepairCounts counts) => new(counts.Total, counts.Fixed, counts.Repairable, counts.EndOfLife, counts.Unknown);
}

internal readonly record struct EstimateJson(decimal Low, decimal Central, decimal High)
{
    public static EstimateJson From(Estimate estimate) => new(Plain(estimate.Low), Plain(estimate.Central), Plain(estimate.High));

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Plain(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        if (bits[2] != 0)
        {
            return number / 1.0000000000000000000000000000m;
        }

        // A division of decimals takes as long as all the rest of a large answer.
        var (digits, scale) = (((ulong)(uint)bits[1] << 32) | (uint)bits[0], number.Scale);
        while (scale > 0 && digits % 10 == 0)
        {
            (digits, scale) = (digits / 10, (byte)(scale - 1));
        }

        return new decimal((int)digits, (int)(digits >> 32), 0, number < 0, scale);
    }
}

internal readonly record struct DivertedJson(EstimateJson Kg, decimal WeighedKg, decimal DeclaredKg, decimal AveragedKg, long ItemsWithoutWeight)
{
    public static DivertedJson From(DivertedMass mass) => new(
        EstimateJson.From(mass.Kg), EstimateJson.Plain(mass.WeighedKg), EstimateJson.Plain(mass.DeclaredKg), EstimateJson.Plain(mass.AveragedKg), mass.ItemsWithoutWeight);
}

internal readonly record struct Co2eJson(EstimateJson Kg, long ItemsWithoutFootprint)
{
    public static Co2eJson From(AvoidedCo2e co2e) => new(EstimateJson.From(co2e.Kg), co2e.ItemsWithoutFootprint);
}

/// <summary>Kilograms that reuse workshops weighed, in the commune of the workshop; beside those that repairs saved, never added to them.</summary>
/// <param name="ReusedKg">Sold, given or handed to a repairer, but for items that a repair counts already.</param>
/// <param name="PartsKg">Taken apart for their parts.</param>
/// <param name="StockKg">In stock at the end of the last day.</param>
/// <param name="AlreadyRepairedKg">Sold, given or handed to a repairer, and counted as repaired: in none of the others.</param>
/// <param name="JobsFte">Full-time equivalents, of the last quarter that each workshop declared and that ended in the period.</param>
/// <param name="InsertionHours">Hours paid to people in insertion, of the quarters that ended in the period.</param>
internal sealed record ReuseJson(decimal IntakeKg, decimal ReusedKg, decimal PartsKg, decimal RecycledKg, decimal DiscardedKg, decimal StockKg, decimal AlreadyRepairedKg, decimal JobsFte, long InsertionHours)
{
    public static ReuseJson From(ReuseFigures reuse) => new(
        Kg(reuse.Figures.Intake), Kg(reuse.Figures.ReusedWhole), Kg(reuse.Figures.Parts), Kg(reuse.Figures.Recycled), Kg(reuse.Figures.Discarded), Kg(reuse.StockGrams), Kg(reuse.Figures.AlreadyRepaired),
        reuse.Work.Fte, reuse.Work.InsertionHours);

    private static decimal Kg(long grams) => EstimateJson.Plain(grams / 1000m);
}

internal sealed record ImpactGroupJson(string Key, string Label, RepairCountsJson Repairs, DivertedJson Diverted, DivertedJson EWasteDiverted, Co2eJson Co2e)
{
    public static ImpactGroupJson From(ImpactPart part) => new(
        part.Key,
        part.Label,
        RepairCountsJson.From(part.Figures.Repairs),
        DivertedJson.From(part.Figures.Diverted),
        DivertedJson.From(part.Figures.EWasteDiverted),
        Co2eJson.From(part.Figures.Co2e));
}

/// <summary>Items that people declared by mutual help, one for each post: beside those of `repairs`, never added to them.</summary>
/// <param name="Declared">All of them; those that moderators struck apart.</param>
internal sealed record MutualHelpFiguresJson(long Declared, long Fixed, long Repairable, long EndOfLife, long Unknown)
{
    public static MutualHelpFiguresJson From(HelpFigures help) => new(help.Total, help.Fixed, help.Repairable, help.EndOfLife, help.Unknown);
}
