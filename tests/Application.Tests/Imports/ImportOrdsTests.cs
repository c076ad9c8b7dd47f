using System.Globalization;
using System.Text;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Imports;
using RepairNet.Application.Publishing;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Imports;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Imports;

public sealed class ImportOrdsTests
{
    private static readonly Actor Agent = Given.AgentOf(TerritoryKey.Commune("38185"));

    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Imports", "Samples", "ords_sample.csv");

    [Theory, BothDatabases]
    public async Task The_sample_is_counted_once_however_often_it_comes(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var rows = await File.ReadAllBytesAsync(Sample, TestContext.Current.CancellationToken);

        var first = await instance.ImportAsync(rows);
        first.ShouldSatisfyAllConditions(r => r.State.ShouldBe(ImportState.Done), r => r.Total.ShouldBe(42), r => r.Accepted.ShouldBe(42), r => r.Rejected.ShouldBe(0), r => r.Unchanged.ShouldBe(0));
        first.Warnings.Single(w => w.Code == "unknown-year").Examples[0].ShouldBe("ligne 2\u00A0: ????");
        first.Warnings.ShouldContain(w => w.Code == "mojibake");
        var figures = await FiguresAsync(instance);

        var second = await instance.ImportAsync(rows);
        second.ShouldSatisfyAllConditions(r => r.Accepted.ShouldBe(42), r => r.Unchanged.ShouldBe(42));
        (await FiguresAsync(instance)).ShouldBe(figures);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(42);
        var verified = await instance.VerifyAsync();
        verified.Differences.ShouldBeEmpty();
        verified.Repairs.ShouldBe(42);
        System.IO.Directory.GetFiles(Path.Combine(instance.Database.Folder, "uploads", "imports")).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_was_imported_goes_out_again_letter_for_letter(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(await File.ReadAllBytesAsync(Sample, TestContext.Current.CancellationToken));
        await instance.ImportAsync(Csv(Row("1", problem: "=1+1"), Row("2", problem: "'@home, \"dit-il\"\nvoilà"), Row("3", problem: " espaces "), Row("4", year: "????", barrier: "Too worn out", status: "End of life")));
        var exported = await instance.ExportAsync();

        await using var other = await TestInstance.BuildAsync(kind);
        var report = await other.ImportAsync(exported);

        report.Accepted.ShouldBe(46);
        (await other.ExportAsync()).ShouldBe(exported);
        (await FiguresAsync(other)).ShouldBe(await FiguresAsync(instance));
        var text = Encoding.UTF8.GetString(exported);
        text.ShouldStartWith("id,data_provider,country,partner_product_category,product_category,product_category_id,brand,year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem\r\n");
        text.ShouldContain("'=1+1");
        text.ShouldContain("Too worn out");
    }

    [Theory, BothDatabases]
    public async Task Whatever_a_cell_holds_goes_out_as_it_came_and_comes_back_the_same(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await using var other = await TestInstance.BuildAsync(kind);
        var cells = Gen.OneOf('=', '+', '-', '@', '\'', '\t', '\n', '1', 'a', 'é', ' ', '"', ',', ';', '&', '\u00A0').Array[0, 8].Select(letters => new string(letters)).Array[4].Array[400].Single();
        var rows = cells.Select((c, i) => new OrdsRow($"nasty-{i}", "Essai", "CAN", c[0], "Kettle", "14", c[1], "", "", "Fixed", "", c[2], "2019-01-16", c[3])).ToList();

        (await instance.ImportAsync(Csv([.. rows.Select(OrdsCsv.Line)]))).Accepted.ShouldBe(rows.Count);
        var exported = await instance.ExportAsync();

        var parsed = Parse(Encoding.UTF8.GetString(exported)).ToDictionary(r => r["id"]);
        foreach (var row in rows)
        {
            parsed[row.Id].ShouldSatisfyAllConditions(
                r => OrdsCell.Bare(r["partner_product_category"]).ShouldBe(row.PartnerProductCategory),
                r => OrdsCell.Bare(r["brand"]).ShouldBe(row.Brand),
                r => OrdsCell.Bare(r["group_identifier"]).ShouldBe(row.GroupIdentifier),
                r => OrdsCell.Bare(r["problem"]).ShouldBe(PublishedText.Of(row.Problem)),
                r => r.Values.ShouldAllBe(cell => !OrdsCell.IsFormula(cell)));
        }

        (await other.ImportAsync(exported)).Accepted.ShouldBe(rows.Count);
        (await other.ExportAsync()).ShouldBe(exported);
    }

    [Theory, BothDatabases]
    public async Task What_changes_from_row_to_row_and_what_does_not_is_each_row_s_own(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var longer = new string('é', 1_000);
        (string Problem, string Status, string Barrier, RepairBarrier? Meant, string Country, string Commune, string Date)[] cells =
        [
            ("", "Fixed", "", null, "FRA", "38185", "2019-01-16"),
            ("", "Fixed", "", null, "FRA", "", "2019-01-16"),
            (longer, "End of life", "Item too worn out", RepairBarrier.WornOut, "CAN", "", "2019-01-17"),
            (longer, "End of life", "", null, "CAN", "", "2019-01-17"),
            ("🔧 été", "Unknown", "", null, "FRA", "38151", "2019-01-16"),
            ("", "Repairable", "", null, "FRA", "38151", "2020-02-29"),
            ("🔧 été", "Fixed", "", null, "CAN", "", "2019-01-16"),
        ];
        var rows = cells.Select((c, i) => Row($"r{i}", c.Status, c.Date, barrier: c.Barrier, problem: c.Problem, country: c.Country) + "," + c.Commune).ToArray();

        (await instance.ImportAsync(Csv(["commune"], rows))).Accepted.ShouldBe(cells.Length);

        var written = await instance.ReadAsync(db => db.ImportedRepairs.AsNoTracking().OrderBy(r => r.RowId).ToListAsync());
        var lines = await instance.ReadAsync(db => db.LedgerEntries.AsNoTracking().ToDictionaryAsync(l => l.ImportedRepairId!.Value));
        for (var i = 0; i < cells.Length; i++)
        {
            var (cell, repair) = (cells[i], written[i]);
            repair.RowOf("Essai").ShouldBe(new OrdsRow($"r{i}", "Essai", cell.Country, "Kettle", "Kettle", "14", "Unknown", "", "", cell.Status, cell.Barrier, "0122", cell.Date, cell.Problem));
            var line = lines[repair.Id];
            line.ShouldSatisfyAllConditions(
                l => (l.CommuneCode ?? "").ShouldBe(cell.Commune),
                l => l.Country.ShouldBe(cell.Country),
                l => l.Barrier.ShouldBe(cell.Meant),
                l => l.Outcome.ToString().ShouldBe(cell.Status.Replace(" of l", "OfL", StringComparison.Ordinal)),
                l => l.Date.ShouldBe(LocalDatePattern.Iso.Parse(cell.Date).Value));
        }

        // One row alone shares everything with itself.
        (await instance.ImportAsync(Csv(["commune"], Row("alone") + ","))).Accepted.ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Two_at_once_on_one_import_are_one_who_works_and_one_who_says_so(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var file = Csv([.. Enumerable.Range(0, 12_000).Select(i => Row(i.ToString(CultureInfo.InvariantCulture)))]);
        var import = (await instance.SendAsync(new StartImport("ords", null, "a.csv", new MemoryStream(file)), Given.Operator)).AsT0.Id;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => instance.SendAsync(new RunImport(import, Guid.CreateVersion7()), Given.Operator)));

        outcomes.Count(o => o.IsT0).ShouldBe(1);
        outcomes.Count(o => o.IsT1).ShouldBe(2);
        outcomes.Single(o => o.IsT0).AsT0.ShouldSatisfyAllConditions(r => r.State.ShouldBe(ImportState.Done), r => r.Accepted.ShouldBe(12_000), r => r.Unchanged.ShouldBe(0));
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(12_000);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_this_network_published_is_not_counted_again_here_and_keeps_its_category_elsewhere(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields("washing-machine"));
        await instance.RecordAsync(workshop, Bench.Fields("bicycle", "end-of-life") with { Barrier = "worn-out", Item = new("bicycle", Problem: "appeler jeanne@example.org au 06 12 34 56 78") });
        var exported = await instance.ExportAsync("commune:38185");
        var figures = await FiguresAsync(instance);
        var text = Encoding.UTF8.GetString(exported);
        text.ShouldContain("Large home electrical,17");
        text.ShouldContain("Item too worn out");
        text.ShouldContain("appeler […] au […]");
        text.ShouldNotContain("jeanne");

        var report = await instance.ImportAsync(exported, "commune:38185");
        report.Warnings.Single(w => w.Code == "own-repair").Count.ShouldBe(2);
        (await FiguresAsync(instance)).ShouldBe(figures);

        await using var other = await TestInstance.BuildAsync(kind);
        (await other.ImportAsync(exported, "commune:38185")).Accepted.ShouldBe(2);
        (await other.ReadAsync(db => db.ImportedRepairs.Select(r => r.CategoryCode).ToListAsync())).Order().ShouldBe(["bicycle", "washing-machine"]);
        (await other.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task A_bad_row_is_left_out_with_its_line_and_the_rest_goes_in(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var report = await instance.ImportAsync(Csv(
            Row("1", problem: "sur\ndeux lignes"), Row("2", status: "Broken"), Row("", status: "Fixed"), Row("3", date: "2019-02-30"), Row("4", date: "2099-01-01"), Row("5", year: "3000"), Row("5", year: "3000"), Row("5", year: "2001")));

        report.ShouldSatisfyAllConditions(r => r.Done.ShouldBe(8), r => r.Accepted.ShouldBe(4), r => r.Rejected.ShouldBe(4));
        report.Rejections.Select(r => (r.Line, r.Code, r.Value)).ShouldBe(
            [(4, "unreadable-status", "Broken"), (5, "unreadable-id", "Essai"), (6, "unreadable-date", "2019-02-30"), (7, "impossible-date", "2099-01-01")]);
        report.Rejections[0].Message.ShouldBe("État illisible. Il faut\u00A0: Fixed, Repairable, End of life ou Unknown.");
        report.Warnings.Select(w => (w.Code, w.Count)).ShouldBe([("impossible-year", 2), ("already-imported", 1), ("different-before", 1)], ignoreOrder: true);
        (await instance.ReadAsync(db => db.ImportedRepairs.CountAsync())).ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task A_null_character_costs_its_row_and_no_other(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        var report = await instance.ImportAsync(Csv(Row("1"), Row("2", problem: "nul \0 ici"), Row("3\0"), Row("4", date: "1998-05-04")));

        report.Rejections.Select(r => (r.Line, r.Code, r.Value)).ShouldBe([(3, "null-character", "2"), (4, "null-character", "3\uFFFD")]);
        report.Warnings.ShouldHaveSingleItem().Code.ShouldBe("old-date");
        (await instance.ReadAsync(db => db.ImportedRepairs.Select(r => r.RowId).ToListAsync())).ShouldBe(["1", "4"], ignoreOrder: true);
        (await instance.ImpactAsync("country:FRA", from: new LocalDate(1998, 1, 1), to: new LocalDate(1998, 12, 31))).Figures.Repairs.Total.ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_country_that_is_none_is_not_taken_for_that_of_the_import(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        var report = await instance.ImportAsync(Csv(Row("1", country: ""), Row("2", country: "XXX"), Row("3")), "commune:38185");

        report.Warnings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Code.ShouldBe("unknown-country"), w => w.Count.ShouldBe(1));
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(2);
        (await instance.ImpactAsync("country:ZZZ")).Figures.Repairs.Total.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Rows_count_where_the_file_or_the_import_says(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(Csv(["commune"], Row("1") + ",38421", Row("2") + ",00000", Row("3") + ",", Row("4", country: "CAN") + ",", Row("5") + ",69123"), "commune:38185");
        await instance.ImportAsync(Csv(["insee"], Row("6") + ",38421", Row("7") + ",69123", Row("8") + ","), "epci:200040715");
        await instance.ImportAsync(Csv(Row("9"), Row("10", country: "")));

        async Task<long> Total(string key) => (await instance.ImpactAsync(key)).Figures.Repairs.Total;
        (await Total("commune:38185")).ShouldBe(1);
        (await Total("commune:38421")).ShouldBe(1);
        (await Total("commune:69123")).ShouldBe(0);
        (await Total("epci:200040715")).ShouldBe(2);
        (await Total("country:FRA")).ShouldBe(8);
        (await Total("country:CAN")).ShouldBe(1);
        (await Total("country:ZZZ")).ShouldBe(1);
        (await instance.ImpactAsync("country:ZZZ")).TerritoryName.ShouldBe("Pays non précisé");
        (await instance.ImpactAsync("country:CAN", ImpactGrouping.Commune)).Parts.ShouldHaveSingleItem().Label.ShouldBe("Sans commune");
        (await instance.ImpactAsync("country:FRA", ImpactGrouping.Commune)).Parts.Single(p => p.Key == ImpactGroup.NoKey).Figures.Repairs.Total.ShouldBe(6);
        (await instance.ImpactAsync("country:FRA", ImpactGrouping.Organisation)).Parts.Single().Label.ShouldBe("Essai (données importées)");
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_row_of_overseas_counts_in_the_commune_of_the_import_only_where_it_is_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);

        (await instance.ImportAsync(Csv(Row("1", country: "REU"), Row("2", country: "MTQ"), Row("3")), "commune:38185")).Warnings.ShouldBeEmpty();
        (await instance.ImportAsync(Csv(Row("4", country: "REU"), Row("5", country: "MTQ"), Row("6")), "commune:97411")).Warnings.ShouldBeEmpty();

        async Task<long> Total(string key) => (await instance.ImpactAsync(key)).Figures.Repairs.Total;
        (await Total("commune:38185"), await Total("commune:97411"), await Total("country:FRA")).ShouldBe((1, 2, 6));
        (await instance.ImpactAsync("country:FRA", ImpactGrouping.Commune)).Parts.Single(p => p.Key == ImpactGroup.NoKey).Figures.Repairs.Total.ShouldBe(3);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Rows_of_a_country_whose_year_is_closed_count_today_and_those_of_others_do_not(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(Csv(Row("1"), Row("2", country: "CAN")));
        (await instance.SendAsync(new ClosePeriod("country:FRA", "2019"), Given.Operator)).IsT0.ShouldBeTrue();

        var late = await instance.ImportAsync(Csv(Row("3"), Row("4", country: "CAN"), Row("1")));
        late.Warnings.Where(w => w.Code == "closed-period").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            w => w.Count.ShouldBe(1), w => w.Message.ShouldBe("Date d’une période close\u00A0: la réparation compte le jour de l’import."), w => w.Examples.ShouldHaveSingleItem().ShouldContain("2019-01-16"));

        async Task<long> In2019(string key) => (await instance.ImpactAsync(key, from: new LocalDate(2019, 1, 1), to: new LocalDate(2019, 12, 31))).Figures.Repairs.Total;
        (await In2019("country:FRA"), await In2019("country:CAN")).ShouldBe((1, 2));
        (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(2);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("semicolons", ';', "\n", false)]
    [InlineData("mark", ',', "\r\n", true)]
    public async Task Semicolons_marks_and_blank_lines_are_read(string name, char delimiter, string end, bool mark)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var text = string.Join(end, "\"id\";data_provider;Country;product_category;repair_status;event_date", "1;Essai;FRA;Kettle;Fixed;2019-01-16", "", "#2;Essai;FRA;Lamp;Fixed;2019-01-16", "3;Essai;FRA;\"Hi-Fi ; separates\";Fixed;2019-01-99", "").Replace(';', delimiter);
        text = delimiter == ',' ? text.Replace("\"Hi-Fi , separates\"", "Misc", StringComparison.Ordinal) : text;

        var report = await instance.ImportAsync([.. mark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(text)]);

        report.Accepted.ShouldBe(2, name);
        report.Rejections.Single().Line.ShouldBe(5);
        report.Warnings.Single(w => w.Code == "missing-column").Count.ShouldBe(8);
    }

    [Fact]
    public async Task An_old_spreadsheets_file_is_read_and_said()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var report = await instance.ImportAsync(Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(Csv(Row("1", problem: "défaut")))));

        report.Warnings.ShouldContain(w => w.Code == "not-utf8");
        (await instance.ReadAsync(db => db.ImportedRepairs.SingleAsync())).Problem.ShouldBe("défaut");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_with_a_sentence_and_leaves_nothing()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        (await RefusedAsync(instance, [])).ShouldStartWith("Ce fichier est vide");
        (await RefusedAsync(instance, Csv())).ShouldStartWith("Ce fichier est vide");
        (await RefusedAsync(instance, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])).ShouldStartWith("Ce fichier n’est pas un tableau CSV");
        (await RefusedAsync(instance, Encoding.UTF8.GetBytes("id,country\n1,FRA\n"))).ShouldStartWith("Il manque des colonnes");
        (await RefusedAsync(instance, Encoding.UTF8.GetBytes("id,id,data_provider,country,product_category,repair_status,event_date\n1,1,E,FRA,Kettle,Fixed,2019-01-16\n"))).ShouldStartWith("Une colonne porte deux fois");
        (await RefusedAsync(instance, Csv(Row("1"), Row("2", problem: new string('x', 10_000_000))))).ShouldStartWith("Une ligne dépasse");
        (await RefusedAsync(instance, Csv([.. Enumerable.Range(0, 20_000).Select(i => Row(i.ToString(CultureInfo.InvariantCulture)))], "\"jamais refermé"))).ShouldStartWith("Une ligne dépasse");
        await using var endless = new EndlessStream();
        (await RefusedAsync(instance, endless)).ShouldStartWith("Ce fichier dépasse 200 Mo");

        (await instance.ReadAsync(db => db.Imports.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.ImportedRepairs.CountAsync())).ShouldBe(0);
        System.IO.Directory.GetFiles(Path.Combine(instance.Database.Folder, "uploads", "imports")).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task An_agent_imports_for_their_territories_and_sees_their_own_imports(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        async Task<OneOf.OneOf<ImportStarted, NotFound>> Start(string? territory, Actor actor) =>
            await instance.SendAsync(new StartImport("ords", territory, "a.csv", new MemoryStream(Csv(Row("1")))), actor);

        (await Start("commune:69123", Agent)).IsT1.ShouldBeTrue();
        (await Start("epci:200040715", Agent)).IsT1.ShouldBeTrue();
        (await Start("commune:99999", Given.Operator)).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => Start(null, Agent))).Errors.ShouldContainKey("territory");
        await Should.ThrowAsync<NotAllowedException>(() => Start("commune:38185", Actor.Anonymous));
        await Should.ThrowAsync<NotAllowedException>(() => Start("commune:38185", Actor.Anonymous with { Account = AccountId.New() }));

        var mine = (await Start("commune:38185", Agent)).AsT0;
        (await instance.SendAsync(new GetImport(mine.Id), Agent)).AsT0.State.ShouldBe(ImportState.Queued);
        await SweepAsync(instance);
        (await instance.SendAsync(new GetImport(mine.Id), Agent)).AsT0.State.ShouldBe(ImportState.Done);
        (await instance.SendAsync(new GetImport(mine.Id), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetImport(mine.Id), Agent with { Account = AccountId.New() })).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetImports(), Agent)).Count.ShouldBe(1);
        (await instance.SendAsync(new GetImports(), Agent with { Account = AccountId.New() })).ShouldBeEmpty();
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(1);
        (await instance.ReadAsync(db => db.LedgerEntries.SingleAsync())).RecordedBy.ShouldBe(Agent.Account);
    }

    [Theory, BothDatabases]
    public async Task Stopped_half_way_it_goes_on_from_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var csv = Csv([.. Enumerable.Range(1, 6000).Select(i => Row(i.ToString(CultureInfo.InvariantCulture), year: "????"))]);
        var holder = Guid.CreateVersion7();
        var id = (await instance.SendAsync(new StartImport("ords", null, "a.csv", new MemoryStream(csv), holder), Given.Operator)).AsT0.Id;

        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => instance.SendAsync(new RunImport(id, holder, new Tell(_ => stop.Cancel())), Given.Operator, stop.Token));
        var half = (await instance.SendAsync(new GetImport(id), Given.Operator)).AsT0;
        half.ShouldSatisfyAllConditions(h => h.State.ShouldBe(ImportState.Running), h => h.Done.ShouldBe(4000), h => h.Accepted.ShouldBe(4000));
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        await SweepAsync(instance);
        var done = (await instance.SendAsync(new GetImport(id), Given.Operator)).AsT0;
        done.ShouldSatisfyAllConditions(d => d.State.ShouldBe(ImportState.Done), d => d.Accepted.ShouldBe(6000), d => d.Unchanged.ShouldBe(0));
        done.Warnings.Single(w => w.Code == "unknown-year").ShouldSatisfyAllConditions(w => w.Count.ShouldBe(6000), w => w.Examples.Count.ShouldBe(5));
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(6000);
    }

    [Theory, BothDatabases]
    public async Task Killed_half_way_it_is_taken_up_once_its_lease_is_over_and_the_dead_writes_no_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var csv = Csv([.. Enumerable.Range(1, 6000).Select(i => Row(i.ToString(CultureInfo.InvariantCulture)))]);
        var holder = Guid.CreateVersion7();
        var id = (await instance.SendAsync(new StartImport("ords", null, "a.csv", new MemoryStream(csv), holder), Given.Operator)).AsT0.Id;

        // Asleep after its first batch, for longer than its lease; meanwhile another takes it up.
        var slept = false;
        await instance.SendAsync(
            new RunImport(id, holder, new Tell(_ =>
            {
                if (!slept)
                {
                    slept = true;
                    SweepAsync(instance).GetAwaiter().GetResult();
                    instance.SendAsync(new GetImport(id), Given.Operator).GetAwaiter().GetResult().AsT0.Done.ShouldBe(4000, "Held, it is left alone.");
                    instance.Clock.Advance(Import.Lease);
                    SweepAsync(instance).GetAwaiter().GetResult();
                }
            })),
            Given.Operator);

        var done = (await instance.SendAsync(new GetImport(id), Given.Operator)).AsT0;
        done.ShouldSatisfyAllConditions(d => d.State.ShouldBe(ImportState.Done), d => d.Accepted.ShouldBe(6000), d => d.Unchanged.ShouldBe(0));
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(6000);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_same_file_twice_at_once_counts_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var csv = Csv([.. Enumerable.Range(1, 6000).Select(i => Row(i.ToString(CultureInfo.InvariantCulture)))]);

        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.ImportAsync(csv))));

        reports.ShouldAllBe(r => r.State == ImportState.Done && r.Accepted == 6000);
        reports.Sum(r => r.Accepted - r.Unchanged).ShouldBe(6000);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(6000);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_file_that_has_grown_brings_what_is_new_and_says_what_was_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        byte[] Rows(int from, int to) => Csv([.. Enumerable.Range(from, to - from + 1).Select(i => Row(i.ToString(CultureInfo.InvariantCulture), problem: i == 4500 && to == 5000 ? "autre" : ""))]);
        await instance.ImportAsync(Rows(4001, 5000));

        // Of the first batch nothing was there, of the second the half, of the third nothing.
        var report = await instance.ImportAsync(Rows(1, 9000));

        report.ShouldSatisfyAllConditions(r => r.Accepted.ShouldBe(9000), r => r.Unchanged.ShouldBe(1000));
        report.Warnings.Select(w => (w.Code, w.Count)).ShouldBe([("already-imported", 999L), ("different-before", 1L)], ignoreOrder: true);
        (await instance.ReadAsync(db => db.ImportedRepairs.CountAsync())).ShouldBe(9000);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(9000);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_an_imported_row_without_its_line_and_a_line_without_its_row(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(Csv(Row("1"), Row("2")));

        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE imported_repairs SET outcome = 'EndOfLife' WHERE row_id = '1'"));
        (await instance.VerifyAsync()).Differences.Single().ShouldContain("le registre dit autre chose");
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM imported_repairs WHERE row_id = '1'"));
        (await instance.VerifyAsync()).Differences.Single().ShouldContain("elle ne compte aucune réparation");
    }

    [Theory, BothDatabases]
    public async Task The_full_files_give_the_counts_of_an_independent_script(DatabaseKind kind)
    {
        var folder = Environment.GetEnvironmentVariable("REPAIRNET_ORDS_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "Name the folder of the full files of the Open Repair Alliance in REPAIRNET_ORDS_DIR.");
        await using var instance = await TestInstance.BuildAsync(kind);
        var rows = new List<Dictionary<string, string>>();
        foreach (var name in new[] { "ords_fra_rows.csv", "OpenRepairData_v0.3_FixitClinic_202507.csv", "OpenRepairData_v0.3_RepairCafeToronto_202507.csv" })
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder!, name), TestContext.Current.CancellationToken);
            var ofFile = Parse(Encoding.UTF8.GetString(bytes));
            rows.AddRange(ofFile);
            var report = await instance.ImportAsync(bytes);
            report.ShouldSatisfyAllConditions(r => r.Accepted.ShouldBe(ofFile.Count), r => r.Rejected.ShouldBe(0));
        }

        rows.Count.ShouldBe(583 + 1033 + 5567);
        foreach (var country in rows.GroupBy(r => r["country"]))
        {
            var counted = (await instance.ImpactAsync("country:" + country.Key)).Figures.Repairs;
            counted.ShouldBe(new RepairCounts(
                country.Count(r => r["repair_status"] == "Fixed"), country.Count(r => r["repair_status"] == "Repairable"), country.Count(r => r["repair_status"] == "End of life"), country.Count(r => r["repair_status"] == "Unknown")));
            var categories = (await instance.ImpactAsync("country:" + country.Key, ImpactGrouping.Category)).Parts.ToDictionary(p => p.Key, p => p.Figures.Repairs.Total);
            var catalogue = instance.Services.GetRequiredService<Domain.Equipment.EquipmentCatalogue>();
            country.GroupBy(r => catalogue.Categories.First(c => c.OrdsCategory == r["product_category"]).Code).ToDictionary(g => g.Key, g => g.LongCount())
                .OrderBy(p => p.Key, StringComparer.Ordinal).ShouldBe(categories.OrderBy(p => p.Key, StringComparer.Ordinal));
        }

        // Out again, letter for letter.
        var exported = Parse(Encoding.UTF8.GetString(await instance.ExportAsync()));
        var expected = rows.ToDictionary(r => r["id"]);
        foreach (var row in exported)
        {
            OrdsRow.Columns.Where(c => c != "problem").ShouldAllBe(c => row[c] == expected[row["id"]][c]);
        }

        exported.Count.ShouldBe(rows.Count);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    private static async Task<RepairCounts> FiguresAsync(TestInstance instance)
    {
        var all = new List<RepairCounts>();
        foreach (var country in new[] { "FRA", "CAN", "USA" })
        {
            all.Add((await instance.ImpactAsync("country:" + country)).Figures.Repairs);
        }

        return new RepairCounts(all.Sum(c => c.Fixed), all.Sum(c => c.Repairable), all.Sum(c => c.EndOfLife), all.Sum(c => c.Unknown));
    }

    private static Task<string> RefusedAsync(TestInstance instance, byte[] file) => RefusedAsync(instance, new MemoryStream(file));

    private static async Task<string> RefusedAsync(TestInstance instance, Stream file) =>
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new StartImport("ords", null, "a.csv", file), Given.Operator))).Errors["file"].Single();

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportSweep>().SweepAsync(CancellationToken.None);
    }

    /// <summary>Whatever stands in the cell that stays open, the rows after it go in, and the row is refused with its line.</summary>
    [Theory, BothDatabases]
    public async Task A_quotation_mark_that_is_not_closed_costs_one_row(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var broken = Row("2").TrimEnd('\n', '\r') + "\"écran";

        // To the end of the file, then to the next mark, which is of a cell of its own.
        var toTheEnd = await instance.ImportAsync(Csv(Row("1", problem: "une\nligne, puis\nune autre"), broken, Row("3"), Row("4")));
        toTheEnd.ShouldSatisfyAllConditions(r => r.State.ShouldBe(ImportState.Done), r => r.Total.ShouldBe(4), r => r.Accepted.ShouldBe(3), r => r.Rejected.ShouldBe(1));
        toTheEnd.Rejections.Single().ShouldSatisfyAllConditions(r => r.Line.ShouldBe(5), r => r.Code.ShouldBe("open-quote"), r => r.Value.ShouldBe("2"), r => r.Message.ShouldBe("Un guillemet s’ouvre et ne se ferme pas dans la ligne."));

        var toTheNext = await instance.ImportAsync(Csv(broken, Row("5"), Row("6", problem: "« il dit : \"non\" »"), Row("7"), Row("8", status: "nonsense")));
        toTheNext.ShouldSatisfyAllConditions(r => r.Total.ShouldBe(5), r => r.Accepted.ShouldBe(3));
        toTheNext.Rejections.Select(r => (r.Line, r.Code)).ShouldBe([(2, "open-quote"), (6, "unreadable-status")]);
        (await instance.VerifyAsync()).Repairs.ShouldBe(6);
    }

    [Theory]
    [InlineData("commune,code_commune", "Grenoble,38185")]
    [InlineData("code_commune,commune", "38185,Grenoble")]
    [InlineData("insee,commune", "38185,Grenoble")]
    public async Task A_name_beside_a_code_does_not_hide_it(string columns, string cells)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);

        var report = await instance.ImportAsync(Csv([columns], Row("1").TrimEnd('\n', '\r') + "," + cells));

        report.ShouldSatisfyAllConditions(r => r.Accepted.ShouldBe(1), r => r.Warnings.ShouldNotContain(w => w.Code == "unknown-commune"));
        (await instance.ReadAsync(db => db.LedgerEntries.Select(e => e.CommuneCode).SingleAsync())).ShouldBe("38185");
    }

    /// <summary>At noon in Paris it is still the day before in the Marquesas, and nearly the day after in Wallis.</summary>
    [Theory]
    [InlineData("FRA", "", "2027-03-02", false)]
    [InlineData("FRA", "38185", "2027-03-02", false)]
    [InlineData("FRA", "38185", "2027-03-01", true)]
    [InlineData("FRA", "98612", "2027-03-02", true)]
    [InlineData("FRA", "98612", "2027-03-03", false)]
    [InlineData("NZL", "", "2027-03-02", true)]
    public async Task No_day_still_to_come_is_counted(string country, string commune, string date, bool isTaken)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite, new TestOptions { Now = Instant.FromUtc(2027, 3, 1, 13, 0) });

        var report = await instance.ImportAsync(Csv(["insee"], Row("1", date: date, country: country).TrimEnd('\n', '\r') + "," + commune));

        report.Accepted.ShouldBe(isTaken ? 1 : 0);
        report.Rejections.Select(r => r.Code).ShouldBe(isTaken ? [] : ["impossible-date"]);
    }

    private static string Row(
        string id, string status = "Fixed", string date = "2019-01-16", string year = "", string barrier = "", string problem = "", string country = "FRA") =>
        OrdsCsv.Line(new OrdsRow(id, "Essai", country, "Kettle", "Kettle", "14", "Unknown", year, "", status, barrier, "0122", date, problem));

    private static byte[] Csv(params string[] rows) => Csv([], rows);

    private static byte[] Csv(string[] more, params string[] rows) =>
        Encoding.UTF8.GetBytes(string.Concat(new[] { string.Join(',', OrdsRow.Columns.Concat(more)) }.Concat(rows).Select(line => line + "\r\n")));

    private static byte[] Csv(IReadOnlyList<string> rows, string last) => [.. Csv([.. rows.Take(1)]), .. Encoding.UTF8.GetBytes("x," + last + "\r\n"), .. Csv([.. rows.Skip(1)])];

    /// <summary>A reader of its own, letter by letter, that owes nothing to the program's.</summary>
    private static List<Dictionary<string, string>> Parse(string text)
    {
        var rows = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else if (c == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(c);
                }
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                rows[^1].Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    rows.Add([]);
                }
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        return [.. rows.Skip(1).Where(r => r.Count > 1).Select(r => rows[0].Zip(r).ToDictionary(p => p.First, p => p.Second))];
    }

    private sealed class Tell(Action<long> told) : IProgress<long>
    {
        public void Report(long value) => told(value);
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'a');
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            return ValueTask.FromResult(buffer.Length);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>Imports and exports as the tests want them.</summary>
internal static class Ords
{
    public static async Task<ImportReport> ImportAsync(this TestInstance instance, byte[] file, string? territory = null)
    {
        var holder = Guid.CreateVersion7();
        var started = (await instance.SendAsync(new StartImport("ords", territory, "a.csv", new MemoryStream(file), holder), Given.Operator)).AsT0;
        return (await instance.SendAsync(new RunImport(started.Id, holder), Given.Operator)).AsT0;
    }

    public static async Task<byte[]> ExportAsync(this TestInstance instance, string? territory = null, LocalDate? from = null, LocalDate? to = null)
    {
        await using var scope = instance.Scope();
        var export = (await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new ExportRepairs(territory, from, to, "RepairNet"))).AsT0;
        var text = new StringBuilder(OrdsCsv.Header).Append("\r\n");
        await foreach (var row in export.Rows)
        {
            text.Append(OrdsCsv.Line(row)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
