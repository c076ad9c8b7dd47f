using NodaTime;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Impact;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class GetBalanceTests
{
    [Theory, BothDatabases]
    public async Task All_years_are_the_sum_of_each_and_the_empty_one_between_is_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2025, 6, 1), weighed: 1m));
        await instance.RecordAsync(workshop, Bench.Fields("laptop", date: new LocalDate(2027, 2, 1), weighed: 2m));
        await instance.RecordAsync(workshop, Bench.Fields("laptop", "end-of-life", new LocalDate(2027, 2, 2)));

        var all = (await instance.SendAsync(new GetBalance("commune:38185", AllYears: true))).AsT0;

        all.IsAllYears.ShouldBeTrue();
        (all.From, all.To, all.Months.Count).ShouldBe((new LocalDate(2025, 1, 1), new LocalDate(2027, 12, 31), 0));
        all.ByYear.Select(y => (y.Key, y.Figures.Repairs.Total)).ShouldBe([("2025", 1), ("2026", 0), ("2027", 2)]);
        all.Figures.EWasteDiverted.Kg.Central.ShouldBe(3m);
        all.Figures.ShouldBe((await instance.ImpactAsync("commune:38185")).Figures);
        all.Families.Sum(f => f.Figures.Repairs.Total).ShouldBe(3);
        (await instance.SendAsync(new GetBalance("epci:200040715", AllYears: true))).AsT0.Areas.Sum(a => a.Figures.Repairs.Total).ShouldBe(3);

        var year = (await instance.SendAsync(new GetBalance("commune:38185"))).AsT0;
        (year.Year, year.IsAllYears, year.From, year.To, year.Months.Count, year.ByYear.Count).ShouldBe((2027, false, new LocalDate(2027, 1, 1), new LocalDate(2027, 12, 31), 12, 3));
        var empty = (await instance.SendAsync(new GetBalance("commune:69123", AllYears: true))).AsT0;
        (empty.ByYear.Count, empty.Figures).ShouldBe((0, default(ImpactFigures)));
    }

    [Theory, BothDatabases]
    public async Task A_weight_corrected_after_its_year_was_closed_makes_a_year_and_a_month_of_its_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2026, 12, 20), weighed: 1.5m));
        await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), workshop.Agent);
        await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { WeighedKg = 1.2m }), workshop.Member);

        var all = (await instance.SendAsync(new GetBalance("commune:38185", AllYears: true))).AsT0;

        all.Figures.ShouldBe((await instance.ImpactAsync("commune:38185")).Figures);
        (all.To, all.Figures.Diverted.WeighedKg).ShouldBe((new LocalDate(2027, 12, 31), 1.2m));
        all.Years.ShouldBe([2027, 2026]);
        all.ByYear.Select(y => (y.Key, y.Figures.Repairs.Total, y.Figures.Diverted.WeighedKg)).ShouldBe([("2026", 1L, 1.5m), ("2027", 0L, -0.3m)]);
        var news = (await instance.SendAsync(new GetMonthlyFigures("commune:38185"))).AsT0;
        news.Months.Select(m => (m.Month, m.Figures.Diverted.WeighedKg)).ShouldBe([(new YearMonth(2027, 3), -0.3m), (new YearMonth(2026, 12), 1.5m)]);
    }

    [Theory, BothDatabases]
    public async Task A_year_that_has_begun_in_an_ocean_only_has_its_page_and_its_report(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(communeCode: "97411", epciCode: null, timeZone: "Indian/Reunion");
        instance.Clock.Now = Instant.FromUtc(2028, 12, 31, 21, 30);
        await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2029, 1, 1), weighed: 1m));

        (await instance.SendAsync(new GetBalance("country:FRA"))).AsT0.Year.ShouldBe(2029);
        (await instance.SendAsync(new GetAnnualReport("country:FRA", 2029))).AsT0.Figures.Repairs.Total.ShouldBe(1);
        (await instance.SendAsync(new GetAnnualReport("country:FRA", 2028))).AsT0.IsOver.ShouldBeFalse();
        (await instance.SendAsync(new GetBalance("commune:38185"))).AsT0.Year.ShouldBe(2028);
        (await instance.SendAsync(new GetBalance("commune:38185", 2029))).IsT1.ShouldBeTrue("it has not begun there");
        (await instance.SendAsync(new GetAnnualReport("commune:38185", 2029))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetBalance("country:FRA", 2030))).IsT1.ShouldBeTrue();
    }

    [Fact]
    public async Task A_territory_that_bears_two_titles_is_named_once()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        (await ParentsAsync("commune:97411")).ShouldBe(["CA Intercommunale du Nord de la Réunion (CINOR)", "La Réunion", "France"]);
        (await ParentsAsync("departement:974")).ShouldBe(["France"]);
        (await ParentsAsync("commune:53147")).ShouldContain("Mayenne", "the département is more than the town");

        async Task<IEnumerable<string>> ParentsAsync(string key) => (await instance.SendAsync(new GetBalance(key))).AsT0.Parents.Select(p => p.Name);
    }

    [Theory, BothDatabases]
    public async Task What_was_not_repaired_has_its_barriers(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var day = new LocalDate(2027, 2, 1);
        await instance.RecordAsync(workshop, Bench.Fields("kettle", date: day));
        await instance.RecordAsync(workshop, Bench.Fields("kettle", "end-of-life", day) with { Barrier = "worn-out" });
        await instance.RecordAsync(workshop, Bench.Fields("laptop", "repairable", day) with { Barrier = "parts-unavailable" });
        await instance.RecordAsync(workshop, Bench.Fields("mobile", "repairable", day) with { Barrier = "parts-unavailable" });
        await instance.RecordAsync(workshop, Bench.Fields("fridge", "unknown", day));

        var balance = (await instance.SendAsync(new GetBalance("commune:38185"))).AsT0;

        balance.Barriers.Select(b => (b.Key, b.Figures.Repairs.Total - b.Figures.Repairs.Fixed)).ShouldBe([("parts-unavailable", 2L), ("worn-out", 1), ("none", 1)], ignoreOrder: true);
        balance.Barriers.Sum(b => b.Figures.Repairs.Total).ShouldBe(balance.Figures.Repairs.Total);
    }

    [Theory, BothDatabases]
    public async Task Each_month_is_told_with_when_it_was_known(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2027, 1, 15), weighed: 1m));
        instance.Clock.Advance(Duration.FromMinutes(10));
        await instance.RecordAsync(workshop, Bench.Fields("laptop", date: new LocalDate(2027, 3, 1), weighed: 2m));
        instance.Clock.Advance(Duration.FromMinutes(10));

        var news = (await instance.SendAsync(new GetMonthlyFigures("epci:200040715"))).AsT0;

        news.Months.Select(m => (m.Month, m.IsOver, m.UpdatedAt, m.Figures.EWasteDiverted.Kg.Central)).ShouldBe(
        [
            (new YearMonth(2027, 3), false, FakeClock.OrdinaryMonday + Duration.FromMinutes(10), 2m),
            // Recorded after its end.
            (new YearMonth(2027, 1), true, FakeClock.OrdinaryMonday, 1m),
        ]);
        (await instance.SendAsync(new GetMonthlyFigures("commune:99999"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetMonthlyFigures("commune:69123"))).AsT0.Months.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_news_of_a_month_moves_with_a_correction_and_a_closing_is_news(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var january = await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2027, 1, 15), weighed: 1m));
        await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2026, 12, 15), weighed: 1m));
        instance.Clock.Advance(Duration.FromMinutes(10));
        var closing = (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), workshop.Agent)).AsT0;
        instance.Clock.Advance(Duration.FromMinutes(10));
        await instance.SendAsync(new CorrectRepair(january.Id, f => f with { WeighedKg = 2m }), workshop.Member);

        var news = (await instance.SendAsync(new GetMonthlyFigures("commune:38185"))).AsT0;

        news.Months.Select(m => (m.Month, m.UpdatedAt, m.Figures.EWasteDiverted.Kg.Central)).ShouldBe(
        [
            (new YearMonth(2027, 1), FakeClock.OrdinaryMonday + Duration.FromMinutes(20), 2m),
            (new YearMonth(2026, 12), FakeClock.OrdinaryMonday, 1m),
        ]);
        news.Closings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.Hash.ShouldBe(closing.Hash), c => c.ClosedAt.ShouldBe(FakeClock.OrdinaryMonday + Duration.FromMinutes(10)));
    }
}
