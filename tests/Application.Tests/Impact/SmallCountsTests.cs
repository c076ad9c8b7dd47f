using MediatR;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Publishing;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

/// <summary>What the public is not shown alone, and that nothing is lost.</summary>
public sealed class SmallCountsTests
{
    private static readonly LocalDate First = new(2027, 2, 1);

    /// <summary>On the 1st four repairs of one workshop, on the 2nd one, on the 3rd one of each of two, on the 4th two of one; in January one.</summary>
    private static async Task<(TestInstance Instance, Workshop Large, Workshop Small)> TownAsync(DatabaseKind kind)
    {
        var instance = await TestInstance.BuildAsync(kind);
        var large = await instance.Given.WorkshopAsync("Le grand atelier");
        var small = await instance.Given.WorkshopAsync("Le petit atelier");
        foreach (var category in new[] { "kettle", "mobile", "fridge", "bicycle" })
        {
            await instance.RecordAsync(large, Bench.Fields(category, category == "fridge" ? "end-of-life" : "fixed", First));
        }

        await instance.RecordAsync(large, Bench.Fields("kettle", date: First.PlusDays(1), weighed: 1.1m));
        await instance.RecordAsync(large, Bench.Fields("kettle", date: First.PlusDays(2)));
        await instance.RecordAsync(small, Bench.Fields("mobile", "unknown", First.PlusDays(2)));
        await instance.RecordAsync(large, Bench.Fields("laptop", date: First.PlusDays(3)));
        await instance.RecordAsync(large, Bench.Fields("toaster", date: First.PlusDays(3)));
        await instance.RecordAsync(large, Bench.Fields("lamp", date: new LocalDate(2027, 1, 15)));
        return (instance, large, small);
    }

    [Theory, BothDatabases]
    public async Task A_day_of_one_or_two_repairs_of_one_organisation_joins_the_other_days_of_its_month(DatabaseKind kind)
    {
        var (instance, _, _) = await TownAsync(kind);
        await using var disposed = instance;

        var report = await instance.ImpactAsync("commune:38185", ImpactGrouping.Day);

        report.Parts.Select(p => (p.Key, p.Label, p.Figures.Repairs.Total)).ShouldBe(
        [
            ("2027-01", "janvier 2027\u00A0: autres jours", 1),
            ("2027-02-01", "1er février 2027", 4),
            ("2027-02-03", "3 février 2027", 2),
            ("2027-02", "février 2027\u00A0: autres jours", 3),
        ]);
        ShouldAddUp(report);
    }

    [Theory, BothDatabases]
    public async Task An_organisation_of_one_or_two_repairs_is_among_others_enough_for_it_not_to_be_told(DatabaseKind kind)
    {
        var (instance, large, _) = await TownAsync(kind);
        await using var disposed = instance;

        // Beside one other alone, what is left of the whole would tell it.
        var report = await instance.ImpactAsync("commune:38185", ImpactGrouping.Organisation);
        report.Parts.Select(p => (p.Key, p.Label, p.Figures.Repairs.Total)).ShouldBe([("others", "Autres acteurs", 10L)]);
        ShouldAddUp(report);

        var middle = await instance.Given.WorkshopAsync("Un atelier de plus");
        foreach (var later in new[] { 4, 5, 6 })
        {
            await instance.RecordAsync(middle, Bench.Fields("kettle", date: First.PlusDays(later)));
        }

        report = await instance.ImpactAsync("commune:38185", ImpactGrouping.Organisation);
        report.Parts.Select(p => (p.Key, p.Label, p.Figures.Repairs.Total)).ShouldBe([(large.Organisation.Id.ToString(), "Le grand atelier", 9L), ("others", "Autres acteurs", 4)], ignoreOrder: true);
        ShouldAddUp(report);

        // On one day, the large one is small too.
        var day = await instance.ImpactAsync("commune:38185", ImpactGrouping.Organisation, First.PlusDays(2), First.PlusDays(2));
        day.Parts.Select(p => (p.Key, p.Figures.Repairs.Total)).ShouldBe([("others", 2L)]);
        ShouldAddUp(day);
    }

    /// <summary>What they repaired counts, as in the report; who they are, only its members and the agents of the territory know.</summary>
    [Theory, BothDatabases]
    public async Task An_organisation_that_is_not_approved_is_named_neither_in_figures_nor_in_the_open_file(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var approved = await instance.Given.WorkshopAsync("Atelier agréé");
        var pending = await instance.Given.WorkshopAsync("Sans agrément", decision: null);
        for (var day = 0; day < 4; day++)
        {
            await instance.RecordAsync(approved, Bench.Fields("kettle", date: First.PlusDays(day)));
            await instance.RecordAsync(pending, Bench.Fields("kettle", date: First.PlusDays(day)));
        }

        var report = await instance.ImpactAsync("commune:38185", ImpactGrouping.Organisation);

        report.Parts.Select(p => (p.Key, p.Label, p.Figures.Repairs.Total)).ShouldBe([(approved.Organisation.Id.ToString(), "Atelier agréé", 4L), ("others", "Autres acteurs", 4)], ignoreOrder: true);
        ShouldAddUp(report);
        (await instance.SendAsync(new GetImpact("commune:38185", GroupBy: ImpactGrouping.Organisation), Given.AgentOf(TerritoryKey.From("commune:38185")))).AsT0.Parts.Select(p => p.Label).ShouldContain("Sans agrément");
        await using var scope = instance.Scope(Actor.Anonymous);
        var rows = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ExportRepairs("commune:38185", null, null, "RepairNet"))).AsT0.Rows;
        var groups = new List<string>();
        await foreach (var row in rows)
        {
            groups.Add(row.GroupIdentifier);
        }

        groups.Order(StringComparer.Ordinal).ShouldBe(["", "", "", "", .. Enumerable.Repeat("Atelier agréé", 4)]);
    }

    [Theory, BothDatabases]
    public async Task A_day_that_the_rest_of_a_month_asked_for_in_part_would_show_joins_others(DatabaseKind kind)
    {
        var (instance, _, _) = await TownAsync(kind);
        await using var disposed = instance;

        var report = await instance.ImpactAsync("commune:38185", ImpactGrouping.Day, new LocalDate(2027, 1, 15), First.PlusDays(2));

        report.Parts.Select(p => (p.Key, p.Label, p.Figures.Repairs.Total)).ShouldBe([("2027-02-01", "1er février 2027", 4), ("others", "Autres jours", 4)]);
        ShouldAddUp(report);
    }

    [Theory, BothDatabases]
    public async Task Agents_of_the_territory_and_operators_see_each_part_and_others_do_not(DatabaseKind kind)
    {
        var (instance, large, _) = await TownAsync(kind);
        await using var disposed = instance;

        foreach (var actor in new[] { Given.AgentOf(TerritoryKey.From("commune:38185")), Given.AgentOf(TerritoryKey.From("departement:38")), Given.Operator })
        {
            (await instance.SendAsync(new GetImpact("commune:38185", GroupBy: ImpactGrouping.Day), actor)).AsT0.Parts.Select(p => p.Key)
                .ShouldBe(["2027-01-15", "2027-02-01", "2027-02-02", "2027-02-03", "2027-02-04"]);
            (await instance.SendAsync(new GetImpact("commune:38185", GroupBy: ImpactGrouping.Organisation), actor)).AsT0.Parts.Count(p => p.Key != "others").ShouldBe(2);
        }

        foreach (var actor in new[] { large.Member, Given.AgentOf(TerritoryKey.From("commune:38151")), Given.SignedIn })
        {
            (await instance.SendAsync(new GetImpact("commune:38185", GroupBy: ImpactGrouping.Organisation), actor)).AsT0.Parts.Select(p => p.Key).ShouldContain("others");
        }

        // An agent of a commune is a stranger to what holds it.
        (await instance.SendAsync(new GetImpact("departement:38", GroupBy: ImpactGrouping.Day), Given.AgentOf(TerritoryKey.From("commune:38185")))).AsT0.Parts.Select(p => p.Key).ShouldContain("2027-02");
    }

    private static void ShouldAddUp(ImpactReport report)
    {
        report.Parts.Sum(p => p.Figures.Repairs.Total).ShouldBe(report.Figures.Repairs.Total);
        report.Parts.Sum(p => p.Figures.Repairs.Fixed).ShouldBe(report.Figures.Repairs.Fixed);
        report.Parts.Sum(p => p.Figures.Diverted.Kg.Low).ShouldBe(report.Figures.Diverted.Kg.Low);
        report.Parts.Sum(p => p.Figures.EWasteDiverted.Kg.Central).ShouldBe(report.Figures.EWasteDiverted.Kg.Central);
        report.Parts.Sum(p => p.Figures.Co2e.Kg.High).ShouldBe(report.Figures.Co2e.Kg.High);
    }
}
