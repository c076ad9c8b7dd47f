using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Application.Tests.Imports;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class AnnualReportTests
{
    private const string Epci = "epci:200040715";
    private static readonly LocalDate From = new(2027, 1, 1);
    private static readonly LocalDate To = new(2027, 12, 31);
    private static readonly TerritoryKey Metropole = TerritoryKey.From(Epci);

    /// <summary>Two years: a busy workshop, a small one, one that nobody approved, another commune.</summary>
    private static async Task<(TestInstance Instance, Workshop Busy, Workshop Small, Workshop Pending)> TownAsync(DatabaseKind kind)
    {
        var instance = await TestInstance.BuildAsync(kind);
        var busy = await instance.Given.WorkshopAsync("Le Grand Établi", OrganisationKinds.Repairer | OrganisationKinds.RepairCafe);
        var small = await instance.Given.WorkshopAsync("Le Petit Établi", communeCode: Given.Echirolles);
        var pending = await instance.Given.WorkshopAsync("Sans agrément", decision: null);
        foreach (var date in new[] { new LocalDate(2027, 1, 5), new LocalDate(2027, 1, 6), new LocalDate(2027, 2, 7), new LocalDate(2026, 11, 8) })
        {
            await instance.RecordAsync(busy, Bench.Fields("kettle", date: date, weighed: 1.1m));
        }

        await instance.RecordAsync(busy, Bench.Fields("fridge", date: new LocalDate(2027, 2, 1), declared: 50m));
        await instance.RecordAsync(busy, Bench.Fields("mobile", "end-of-life", new LocalDate(2027, 2, 2)));
        await instance.RecordAsync(busy, Bench.Fields("mobile", "end-of-life", new LocalDate(2027, 2, 3)) with { Barrier = "worn-out" });
        await instance.RecordAsync(small, Bench.Fields("bicycle", date: new LocalDate(2027, 2, 3)));
        await instance.RecordAsync(small, Bench.Fields("mobile", date: new LocalDate(2027, 2, 4)));
        await instance.RecordAsync(pending, Bench.Fields("mobile", date: new LocalDate(2027, 2, 5)));
        return (instance, busy, small, pending);
    }

    private static async Task<AnnualReport> ReportAsync(TestInstance instance, string territory = Epci, int year = 2027, Language language = Language.French) =>
        (await instance.SendAsync(new GetAnnualReport(territory, year, language))).AsT0;

    private static DashboardChoice Choice(string territory = Epci) => new(territory, "2027-01-01", "2027-12-31");

    [Theory, BothDatabases]
    public async Task A_report_says_what_the_api_says_part_by_part(DatabaseKind kind)
    {
        var (instance, busy, _, _) = await TownAsync(kind);
        await using var disposed = instance;

        var report = await ReportAsync(instance);

        report.Figures.ShouldBe((await instance.ImpactAsync(Epci, from: From, to: To)).Figures);
        report.Previous.ShouldBe((await instance.ImpactAsync(Epci, from: From.PlusYears(-1), to: To.PlusYears(-1))).Figures);
        report.Figures.Repairs.ShouldBe(new RepairCounts(7, 0, 2, 0));
        foreach (var (grouping, parts) in new[] { (ImpactGrouping.Weee6, report.Weee6), (ImpactGrouping.R543172, report.R543172), (ImpactGrouping.Category, report.Families), (ImpactGrouping.Barrier, report.Barriers) })
        {
            var cut = (await instance.ImpactAsync(Epci, grouping, From, To)).Parts;
            parts.Where(p => p.Figures!.Value != default).Select(p => (p.Key, p.Label, p.Figures!.Value)).OrderBy(p => p.Key)
                .ShouldBe(cut.Select(p => (p.Key, p.Label, p.Figures)).OrderBy(p => p.Key), grouping.ToString());
            parts.Sum(p => p.Figures!.Value.Diverted.Kg.Central).ShouldBe(report.Figures.Diverted.Kg.Central);
        }

        report.R543172.Select(p => p.Key).ShouldBe(["1", "5", "6", "none"]);
        report.Barriers.First(p => p.Key == "worn-out").Figures!.Value.Repairs.NotFixed.ShouldBe(1);
        report.EWasteOrigins.Parts.Sum(p => p.Kg.Central).ShouldBe(report.Figures.EWasteDiverted.Kg.Central);
        report.FactorSets.Select(f => f.Key).ShouldBe(["rn-2026"]);
        (report.IsOver, report.EstablishedOn).ShouldBe((false, new LocalDate(2027, 3, 1)));

        // The small workshop and the one that is not approved are not named; together they are enough to be told.
        report.Actors.Select(a => a.Key).ShouldBe([busy.Organisation.Id.ToString(), AnnualReport.OtherActors]);
        report.Actors[1].Figures!.Value.Repairs.Fixed.ShouldBe(3);
        report.Actors[0].Previous.ShouldBeNull();
        report.Actors.Sum(a => a.Figures!.Value.Diverted.Kg.Central).ShouldBe(report.Figures.Diverted.Kg.Central);

        report.Inventory.Select(a => a.Name).ShouldBe(["Le Grand Établi", "Le Petit Établi"]);
        report.Inventory[0].ShouldSatisfyAllConditions(
            a => a.Communes.ShouldBe(["Grenoble"]), a => a.ApprovedBy.ShouldBe(["Grenoble"]), a => a.Services.ShouldBe(["Diagnostic et réparation"]), a => a.Categories.ShouldContain("Téléphone mobile"));
        report.Kinds.ShouldBe([new ReportKind(OrganisationKinds.Repairer, 2), new ReportKind(OrganisationKinds.RepairCafe, 1)]);
    }

    /// <summary>Two public answers that merged other actors would tell, by their difference, the one that both hide.</summary>
    [Theory, BothDatabases]
    public async Task A_report_names_and_puts_together_the_actors_that_the_api_does(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var busy = await instance.Given.WorkshopAsync("Le Grand Établi");
        var small = await instance.Given.WorkshopAsync("Le Petit Établi");
        for (var day = 1; day <= 5; day++)
        {
            await instance.RecordAsync(busy, Bench.Fields("kettle", date: new LocalDate(2027, 2, day)));
        }

        await instance.RecordAsync(small, Bench.Fields("mobile", date: new LocalDate(2027, 2, 3)));
        var rows = Enumerable.Range(1, 8).Select(i => $"{i},Essai,FRA,Kettle,Fixed,2027-01-16\n");
        await instance.ImportAsync(System.Text.Encoding.UTF8.GetBytes("id,data_provider,country,product_category,repair_status,event_date\n" + string.Concat(rows)), "commune:38185");

        var cut = (await instance.ImpactAsync("commune:38185", ImpactGrouping.Organisation, From, To)).Parts;
        var actors = (await ReportAsync(instance, "commune:38185")).Actors;

        actors.Select(a => (a.Label, a.Figures!.Value.Repairs.Total)).ShouldBe([("Essai (données importées)", 8L), ("Autres acteurs", 6L)]);
        actors.Select(a => (a.Key, a.Label, a.Figures!.Value)).ShouldBe(cut.Select(p => (p.Key, p.Label, p.Figures)), ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task The_print_follows_the_figures_and_not_the_language(DatabaseKind kind)
    {
        var (instance, busy, _, _) = await TownAsync(kind);
        await using var disposed = instance;
        var print = (await ReportAsync(instance)).Digest.Sha256;

        (await ReportAsync(instance, language: Language.English)).Digest.Sha256.ShouldBe(print);
        (await ReportAsync(instance, "epci:200040715", 2026)).Digest.Sha256.ShouldNotBe(print);

        await instance.RecordAsync(busy, Bench.Fields("kettle", date: new LocalDate(2027, 2, 8), weighed: 1.1m));
        (await ReportAsync(instance)).Digest.Sha256.ShouldNotBe(print);
    }

    [Fact]
    public async Task A_report_of_nowhere_or_of_no_year_is_not_found()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        foreach (var (territory, year) in new[] { ("commune:99999", 2027), ("nowhere", 2027), (Epci, 0), (Epci, 1999), (Epci, 2028), (Epci, 99999) })
        {
            (await instance.SendAsync(new GetAnnualReport(territory, year))).IsT1.ShouldBeTrue($"{territory} {year}");
        }

        (await ReportAsync(instance, "country:DEU")).Figures.ShouldBe(default);
        (await ReportAsync(instance, "country:FRA")).Inventory.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Every_number_of_the_dashboard_has_its_lines(DatabaseKind kind)
    {
        var (instance, busy, small, _) = await TownAsync(kind);
        await using var disposed = instance;
        var agent = Given.AgentOf(Metropole);
        var corrected = await instance.RecordAsync(busy, Bench.Fields("toaster", date: new LocalDate(2027, 2, 20), weighed: 2m));
        await instance.SendAsync(new CorrectRepair(corrected.Id, f => f with { WeighedKg = 3m }), busy.Member);

        var board = (await instance.SendAsync(new GetDashboard(Choice()), agent)).AsT0;

        board.Figures.ShouldBe((await instance.ImpactAsync(Epci, from: From, to: To)).Figures);
        board.Compared.ShouldBe((await instance.ImpactAsync(Epci, from: From.PlusYears(-1), to: To.PlusYears(-1))).Figures);
        var lines = await AllAsync(Choice(), new LineChoice());
        lines.Where(l => !l.IsReturn).Sum(l => l.Sign).ShouldBe((int)board.Figures.Repairs.Total);
        lines.Sum(l => l.CountedKg.Central).ShouldBe(board.Figures.Diverted.Kg.Central);
        lines.Count(l => l.Corrects is not null).ShouldBe(1);
        lines.Single(l => l.Corrects is not null).Corrects.ShouldBe(lines.Single(l => l is { Sign: 1, OwnKg: 2m }).Sequence);
        lines.Select(l => (l.Date, l.Sequence)).ShouldBe(lines.Select(l => (l.Date, l.Sequence)).OrderByDescending(l => l));
        lines[0].PlaceName.ShouldNotBeNull();

        foreach (var cut in board.Cuts)
        {
            foreach (var part in cut.Parts)
            {
                var (choice, line) = cut.Grouping switch
                {
                    ImpactGrouping.Category => (Choice() with { Category = part.Key }, new LineChoice()),
                    ImpactGrouping.Organisation => (Choice() with { Organisation = part.Key }, new LineChoice()),
                    ImpactGrouping.Commune => (Choice() with { Commune = part.Key }, new LineChoice()),
                    ImpactGrouping.Weee6 => (Choice(), new LineChoice(Weee6: part.Key)),
                    ImpactGrouping.R543172 => (Choice(), new LineChoice(R543172: part.Key)),
                    ImpactGrouping.Barrier => (Choice(), new LineChoice(Barrier: part.Key)),
                    _ => (Choice() with { From = part.Key + "-01", To = part.Key + "-28" }, new LineChoice()),
                };
                (await AllAsync(choice, line)).Where(l => !l.IsReturn).Sum(l => l.Sign).ShouldBe((int)part.Figures.Repairs.Total, $"{cut.Grouping} {part.Key}");
                (await instance.SendAsync(new ListLedgerLines(choice, line), agent)).AsT0.Figures.Repairs.ShouldBe(part.Figures.Repairs, $"{cut.Grouping} {part.Key}");
            }
        }

        (await instance.SendAsync(new ListLedgerLines(Choice(), new LineChoice("fixed", "weighed", ElectricalOnly: true)), agent)).AsT0.Figures.EWasteDiverted.Kg.Central.ShouldBe(board.Figures.EWasteDiverted.WeighedKg);
        (await instance.SendAsync(new GetDashboard(Choice() with { Organisation = small.Organisation.Id.ToString(), Category = "mobile" }), agent)).AsT0.Figures.Repairs.Total.ShouldBe(1);

        async Task<List<LedgerLine>> AllAsync(DashboardChoice choice, LineChoice line)
        {
            var all = new List<LedgerLine>();
            string? after = null;
            do
            {
                var page = (await instance.SendAsync(new ListLedgerLines(choice, line, after), agent)).AsT0;
                all.AddRange(page.Lines);
                after = page.Next;
            }
            while (after is not null);
            return all;
        }
    }

    [Theory, BothDatabases]
    public async Task Figures_are_narrowed_to_one_place_and_those_of_all_places_make_the_whole(DatabaseKind kind)
    {
        var (instance, busy, small, pending) = await TownAsync(kind);
        await using var disposed = instance;
        var agent = Given.AgentOf(Metropole);
        var corrected = await instance.RecordAsync(small, Bench.Fields("toaster", date: new LocalDate(2027, 2, 20), weighed: 2m));
        await instance.SendAsync(new CorrectRepair(corrected.Id, f => f with { WeighedKg = 3m }), small.Member);
        var whole = (await instance.SendAsync(new GetDashboard(Choice()), agent)).AsT0;

        var boards = new List<Dashboard>();
        foreach (var place in new[] { busy, small, pending }.Select(w => w.Place))
        {
            var choice = Choice() with { Place = place.Id.ToString() };
            var board = (await instance.SendAsync(new GetDashboard(choice), agent)).AsT0;
            board.PlaceName.ShouldBe(place.Name);
            foreach (var cut in board.Cuts)
            {
                cut.Parts.Sum(p => p.Figures.Repairs.Total).ShouldBe(board.Figures.Repairs.Total, cut.Grouping.ToString());
                cut.Parts.Sum(p => p.Figures.Diverted.Kg.Low).ShouldBe(board.Figures.Diverted.Kg.Low, cut.Grouping.ToString());
            }

            var behind = (await instance.SendAsync(new ListLedgerLines(choice, new LineChoice()), agent)).AsT0;
            behind.Figures.ShouldBe(board.Figures);
            behind.Lines.Sum(l => l.Sign).ShouldBe((int)board.Figures.Repairs.Total);
            behind.Lines.ShouldAllBe(l => l.PlaceName == place.Name);
            boards.Add(board);
        }

        boards.Sum(b => b.Figures.Repairs.Total).ShouldBe(whole.Figures.Repairs.Total);
        boards.Sum(b => b.Figures.Diverted.Kg.Central).ShouldBe(whole.Figures.Diverted.Kg.Central);
        boards.Sum(b => b.Compared!.Value.Repairs.Total).ShouldBe(whole.Compared!.Value.Repairs.Total);
        boards[1].Figures.Diverted.WeighedKg.ShouldBe(3m);

        // Chosen together with what the place does not do, nothing is left.
        (await instance.SendAsync(new GetDashboard(Choice() with { Place = small.Place.Id.ToString(), Organisation = busy.Organisation.Id.ToString() }), agent)).AsT0.Figures.ShouldBe(default);
        var options = (await instance.SendAsync(new GetDashboardOptions(Epci, Given.Echirolles), agent)).AsT0;
        options.Places!.Select(p => p.Id).ShouldBe([small.Place.Id]);

        // What was not repaired, and what has no commune, have their lines too.
        var notFixed = (await instance.SendAsync(new ListLedgerLines(Choice(), new LineChoice(LineChoice.NotFixed, Barrier: "none")), agent)).AsT0;
        notFixed.Figures.Repairs.ShouldBe(whole.Cuts.Single(c => c.Grouping == ImpactGrouping.Barrier).Parts.Single(p => p.Key == "none").Figures.Repairs with { Fixed = 0 });
        notFixed.Lines.ShouldAllBe(l => l.Outcome != RepairOutcome.Fixed);
        (await instance.SendAsync(new ListLedgerLines(Choice(), new LineChoice(WithoutCommune: true)), agent)).AsT0.Lines.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_has_no_commune_has_its_lines(DatabaseKind kind)
    {
        var (instance, _, _, _) = await TownAsync(kind);
        await using var disposed = instance;
        var csv = "id,data_provider,country,product_category,repair_status,event_date\n1,Essai,FRA,Kettle,Fixed,2027-01-16\n2,Essai,CAN,Kettle,Fixed,2027-01-16\n3,Essai,,Kettle,Fixed,2027-01-16\n";
        await instance.ImportAsync(System.Text.Encoding.UTF8.GetBytes(csv));
        var france = Choice("country:FRA");

        var board = (await instance.SendAsync(new GetDashboard(france), Given.Operator)).AsT0;
        board.Cuts.Single(c => c.Grouping == ImpactGrouping.Commune).Parts.Single(p => p.Key == ImpactGroup.NoKey).Figures.Repairs.Total.ShouldBe(1);
        var lines = (await instance.SendAsync(new ListLedgerLines(france, new LineChoice("fixed", WithoutCommune: true)), Given.Operator)).AsT0;

        lines.Lines.ShouldHaveSingleItem().CommuneName.ShouldBeNull();
        lines.Figures.Repairs.Total.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Lines_come_page_by_page_and_none_twice(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var i = 0; i < LedgerLines.PageSize + 7; i++)
        {
            await instance.RecordAsync(workshop, Bench.Fields("kettle", date: new LocalDate(2027, 2, 1 + (i % 3))));
        }

        var first = (await instance.SendAsync(new ListLedgerLines(Choice("commune:38185"), new LineChoice()), workshop.Agent)).AsT0;
        var second = (await instance.SendAsync(new ListLedgerLines(Choice("commune:38185"), new LineChoice(), first.Next), workshop.Agent)).AsT0;

        (first.Lines.Count, second.Lines.Count, second.Next).ShouldBe((LedgerLines.PageSize, 7, null));
        first.Lines.Concat(second.Lines).Select(l => l.Sequence).Distinct().Count().ShouldBe(LedgerLines.PageSize + 7);
        first.Figures.Repairs.Total.ShouldBe(LedgerLines.PageSize + 7);
    }

    [Theory]
    [InlineData("year", "2026-01-01", "2026-03-31")]
    [InlineData("before", "2026-10-01", "2026-12-31")]
    [InlineData(null, "2026-01-01", "2026-03-31")]
    [InlineData("none", null, null)]
    public async Task A_period_is_compared_with_another_of_its_length(string? compare, string? from, string? to)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var board = (await instance.SendAsync(new GetDashboard(new DashboardChoice(Epci, "2027-01-01", "2027-03-31", Compare: compare)), Given.AgentOf(Metropole))).AsT0;
        (board.Filter.Compared?.Start.ToString("uuuu-MM-dd", null), board.Filter.Compared?.End.ToString("uuuu-MM-dd", null)).ShouldBe((from, to));
    }

    [Theory, BothDatabases]
    public async Task Any_two_periods_are_compared_whatever_their_length_and_their_order(DatabaseKind kind)
    {
        var (instance, _, _, _) = await TownAsync(kind);
        await using var disposed = instance;
        foreach (var (from, to, withFrom, withTo) in new[] { ("2027-02-01", "2027-02-28", "2027-01-01", "2027-01-31"), ("2026-11-08", "2026-11-08", "2026-01-01", "2027-12-31"), ("2027-01-01", "2027-02-28", "2027-02-01", "2027-03-31") })
        {
            var board = (await instance.SendAsync(new GetDashboard(new DashboardChoice(Epci, from, to, Compare: "dates", CompareFrom: withFrom, CompareTo: withTo)), Given.AgentOf(Metropole))).AsT0;
            board.Figures.ShouldBe((await instance.ImpactAsync(Epci, from: Day(from), to: Day(to))).Figures);
            board.Compared.ShouldBe((await instance.ImpactAsync(Epci, from: Day(withFrom), to: Day(withTo))).Figures);
        }

        static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
    }

    [Theory]
    [InlineData("from", "99999-01-01", "")]
    [InlineData("from", "0000-01-01", "")]
    [InlineData("to", "2027-02-01", "2027-01-01")]
    [InlineData("from", "hier", "")]
    [InlineData("commune", "commune", "69123")]
    [InlineData("commune", "commune", "nowhere")]
    [InlineData("organisation", "organisation", "0196")]
    [InlineData("organisation", "organisation", "01960000000070008000000000000000")]
    [InlineData("place", "place", "0196")]
    [InlineData("place", "place", "01960000000070008000000000000000")]
    [InlineData("category", "category", "spaceship")]
    [InlineData("compare", "compare", "mars")]
    [InlineData("compareFrom", "compare", "dates")]
    public async Task What_makes_no_sense_is_said_on_its_field(string field, string first, string second)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var choice = first switch
        {
            "commune" => new DashboardChoice(Epci, Commune: second),
            "organisation" => new DashboardChoice(Epci, Organisation: second),
            "place" => new DashboardChoice(Epci, Place: second),
            "category" => new DashboardChoice(Epci, Category: second),
            "compare" => new DashboardChoice(Epci, Compare: second),
            _ => new DashboardChoice(Epci, first, second),
        };
        foreach (var request in new MediatR.IBaseRequest[] { new GetDashboard(choice), new ListLedgerLines(choice, new LineChoice()), new SaveView("Vue", choice) })
        {
            var refusal = await Should.ThrowAsync<InvalidRequestException>(() => request switch
            {
                GetDashboard get => instance.SendAsync(get, Given.AgentOf(Metropole)),
                ListLedgerLines list => (Task)instance.SendAsync(list, Given.AgentOf(Metropole)),
                SaveView save => instance.SendAsync(save, Given.AgentOf(Metropole)),
                _ => throw new InvalidOperationException(),
            });
            refusal.Errors.Keys.ShouldContain(field);
        }
    }

    [Fact]
    public async Task Only_agents_of_the_territory_or_of_a_wider_one_read_and_set()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var agent = Given.AgentOf(Metropole);
        foreach (var foreign in new[] { "commune:69123", "departement:38", "country:FRA", "nowhere", "" })
        {
            (await instance.SendAsync(new GetDashboard(Choice(foreign)), agent)).IsT1.ShouldBeTrue(foreign);
            (await instance.SendAsync(new ListLedgerLines(Choice(foreign), new LineChoice()), agent)).IsT1.ShouldBeTrue(foreign);
            (await instance.SendAsync(new GetDashboardOptions(foreign), agent)).IsT1.ShouldBeTrue(foreign);
            (await instance.SendAsync(new GetObjectives(foreign), agent)).IsT1.ShouldBeTrue(foreign);
            (await instance.SendAsync(new SetObjectives(foreign, 2027, 1, null, null), agent)).IsT1.ShouldBeTrue(foreign);
            (await instance.SendAsync(new SaveView("Vue", Choice(foreign)), agent)).IsT1.ShouldBeTrue(foreign);
        }

        foreach (var actor in new[] { agent, Given.AgentOf(TerritoryKey.From("departement:38")), Given.Operator })
        {
            (await instance.SendAsync(new GetDashboard(Choice("commune:38185")), actor)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new GetObjectives("commune:38185"), actor)).IsT0.ShouldBeTrue();
        }
    }

    [Theory, BothDatabases]
    public async Task Objectives_are_set_changed_and_taken_back_and_the_report_says_where_one_stands(DatabaseKind kind)
    {
        var (instance, _, _, _) = await TownAsync(kind);
        await using var disposed = instance;
        var agent = Given.AgentOf(Metropole);

        (await instance.SendAsync(new SetObjectives(Epci, 2027, 14, 200.5m, 0.05m), agent)).IsT0.ShouldBeTrue();

        var report = await ReportAsync(instance);
        report.Objectives.Select(o => (o.Measure, o.Target)).ShouldBe([(ObjectiveMeasure.RepairedItems, 14m), (ObjectiveMeasure.EWasteKg, 200.5m), (ObjectiveMeasure.EWasteKgPerInhabitant, 0.05m)]);
        report.Objectives[0].Share.ShouldBe(0.5m);
        report.Objectives[1].Reached.ShouldBe(report.Figures.EWasteDiverted.Kg.Central);
        report.Objectives[2].Reached.ShouldBe(report.Figures.EWasteDiverted.Kg.Central / report.Population);
        (await instance.SendAsync(new GetDashboard(Choice()), agent)).AsT0.Objectives.ShouldBe(report.Objectives);

        (await instance.SendAsync(new SetObjectives(Epci, 2027, 7, null, null), agent)).IsT0.ShouldBeTrue();
        (await ReportAsync(instance)).Objectives.ShouldHaveSingleItem().ShouldBe(new ObjectiveProgress(ObjectiveMeasure.RepairedItems, 7, 7));
        (await ReportAsync(instance, year: 2026)).Objectives.ShouldBeEmpty();

        var wrong = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetObjectives(Epci, 99999, 1.5m, 0, 1000), agent));
        wrong.Errors.Keys.Order().ShouldBe(["eWasteKg", "eWasteKgPerInhabitant", "repairedItems", "year"]);
    }

    [Theory, BothDatabases]
    public async Task Two_agents_who_set_objectives_at_once_both_succeed_and_one_set_stands(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(Metropole);

        var set = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => instance.SendAsync(new SetObjectives(Epci, 2027, i, i, null), agent))));

        set.ShouldAllBe(s => s.IsT0);
        var objectives = (await instance.SendAsync(new GetObjectives(Epci, 2027), agent)).AsT0.Objectives;
        objectives.Count.ShouldBe(2);
        objectives[0].Target.ShouldBe(objectives[1].Target);
    }

    [Theory, BothDatabases]
    public async Task A_view_keeps_nothing_that_was_not_looked_at(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = Given.AgentOf(Metropole);
        var dates = new DashboardChoice(Epci, "2027-01-01", "2027-03-31", Compare: "dates", CompareFrom: "2026-01-01", CompareTo: "2026-02-28");

        (await instance.SendAsync(new SaveView("Dates", dates), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new SaveView("Un an avant", dates with { Compare = "year", CompareFrom = new string('9', 400), CompareTo = "hier" }), agent)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new ListViews(), agent)).Select(v => (v.Name, v.Query)).ShouldBe(
        [
            ("Dates", "territoire=epci:200040715&du=2027-01-01&au=2027-03-31&comparer=dates&avec-du=2026-01-01&avec-au=2026-02-28"),
            ("Un an avant", "territoire=epci:200040715&du=2027-01-01&au=2027-03-31&comparer=year"),
        ], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Views_are_kept_by_name_for_their_owner_alone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (agent, other) = (Given.AgentOf(Metropole), Given.AgentOf(Metropole));
        var choice = new DashboardChoice(Epci, "2027-01-01", "2027-03-31", Commune: "38185", Category: "bicycle");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new SaveView(" Vélos & co ", choice), agent))));
        (await instance.SendAsync(new SaveView("Vélos & co", choice with { To = "2027-06-30" }), agent)).IsT0.ShouldBeTrue();

        var view = (await instance.SendAsync(new ListViews(), agent)).ShouldHaveSingleItem();
        view.Name.ShouldBe("Vélos & co");
        view.Query.ShouldBe("territoire=epci:200040715&du=2027-01-01&au=2027-06-30&commune=38185&categorie=bicycle");
        (await instance.SendAsync(new ListViews(), other)).ShouldBeEmpty();
        (await instance.SendAsync(new DeleteView(view.Id), other)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new DeleteView(SavedViewId.New()), agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new DeleteView(view.Id), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ListViews(), agent)).ShouldBeEmpty();

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SaveView(" ", choice), agent))).Errors.Keys.ShouldBe(["name"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SaveView(new string('a', 61), choice), agent))).Errors.Keys.ShouldBe(["name"]);
        for (var i = 0; i < SavedView.MostOfOne; i++)
        {
            (await instance.SendAsync(new SaveView($"Vue {i}", choice), agent)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new SaveView("Une de trop", choice), agent)).IsT2.ShouldBeTrue();
    }
}
