using System.Data.Common;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Repairs;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class ClosePeriodTests
{
    private const string Echirolles = "commune:38185";
    private static readonly LocalDate InDecember = new(2026, 12, 20);

    [Theory, BothDatabases]
    public async Task A_closed_year_does_not_move_and_what_is_corrected_counts_today(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var wrong = await instance.RecordAsync(workshop, Bench.Fields(date: InDecember, weighed: 120m));
        await instance.RecordAsync(workshop, Bench.Fields("mobile", date: InDecember));
        var before = await YearAsync(instance, 2026);

        var closed = (await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent)).AsT0;

        await instance.SendAsync(new CorrectRepair(wrong.Id, f => f with { WeighedKg = 1.2m }, "Virgule oubliée"), workshop.Member);
        await instance.RecordAsync(workshop, Bench.Fields("toaster", date: InDecember));

        (await YearAsync(instance, 2026)).ShouldBe(before);
        var now = await YearAsync(instance, 2027);
        now.Repairs.Fixed.ShouldBe(1);
        now.Diverted.WeighedKg.ShouldBe(-118.8m);
        (await instance.ImpactAsync(Echirolles)).Figures.Diverted.WeighedKg.ShouldBe(1.2m);
        var lines = (await instance.SendAsync(new GetRepairLines(wrong.Id), workshop.Member)).AsT0.Lines;
        lines.Select(l => (l.Adds, l.IsLate)).ShouldBe([(true, false), (false, true), (true, true)]);
        lines[2].ShouldSatisfyAllConditions(
            l => l.Reason.ShouldBe("Virgule oubliée"), l => l.CountsOn.ShouldBe(Bench.Today), l => l.Day.ShouldBe(InDecember));
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync(e => e.RepairId == wrong.Id && e.RecordedBy == workshop.Member.Account))).ShouldBe(3);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        var statement = await StatementAsync(instance, closed.Number);
        statement.Figures.ShouldBe(before);
        statement.Entries.Count.ShouldBe(2);
        statement.HoldsTogether(instance.Services.GetRequiredService<EquipmentCatalogue>()).ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_correction_may_leave_a_closed_period_and_come_into_an_open_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.SendAsync(new ClosePeriod(Echirolles, "2026-T4"), workshop.Agent);

        await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Date = new LocalDate(2027, 1, 10) }), workshop.Member);
        await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Outcome = "end-of-life" }), workshop.Member);

        (await YearAsync(instance, 2026)).Repairs.Fixed.ShouldBe(1);
        var now = (await YearAsync(instance, 2027)).Repairs;
        (now.Fixed, now.EndOfLife).ShouldBe((-1, 1));
        (await instance.ImpactAsync(Echirolles)).Figures.Repairs.Total.ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_database_itself_takes_no_line_in_a_closed_period(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent);
        var line = await instance.ReadAsync(db => db.LedgerEntries.AsNoTracking().SingleAsync());

        var note = new LedgerNote(instance.Clock.GetCurrentInstant());
        var more = line.Reverse(InDecember, note);
        await Should.ThrowAsync<DbUpdateException>(() => instance.ReadAsync(async db =>
        {
            db.LedgerEntries.Add(more);
            return await db.SaveChangesAsync();
        }));

        // Nor among others that it would take.
        var today = new LocalDate(2027, 1, 10);
        var repair = await instance.ReadAsync(db => db.Repairs.AsNoTracking().SingleAsync());
        LedgerEntry[] lines = [LedgerEntry.Of(repair, line.FactorSet, today, note), LedgerEntry.Of(repair, line.FactorSet, InDecember, note), LedgerEntry.Of(repair, line.FactorSet, today, note)];
        await using (var scope = instance.Services.CreateAsyncScope())
        {
            var transactions = scope.ServiceProvider.GetRequiredService<IWriteTransactions>();
            var ledger = scope.ServiceProvider.GetRequiredService<ILedgerLines>();
            await Should.ThrowAsync<DbException>(() => transactions.RunAsync(
                async () =>
                {
                    await ledger.AddAsync(lines, CancellationToken.None);
                    return true;
                },
                _ => true,
                CancellationToken.None));
        }

        await Should.ThrowAsync<DbException>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM closed_communes")));
        await Should.ThrowAsync<DbException>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE closed_periods SET hash = 'x'")));
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Closings_make_a_chain_and_only_one_of_two_at_once_succeeds(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        string[] periods = ["2025", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"];

        foreach (var period in periods)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.SendAsync(new ClosePeriod(Echirolles, period), workshop.Agent)));
            outcomes.Count(o => o.IsT0).ShouldBe(1);
            outcomes.Count(o => o.IsT2).ShouldBe(7);
        }

        (await instance.SendAsync(new ClosePeriod(Echirolles, "2026-Q2"), workshop.Agent)).IsT2.ShouldBeTrue();
        var chain = (await instance.SendAsync(new GetClosedPeriods(Echirolles))).AsT0.Periods.Reverse().ToList();
        chain.Select(p => p.Statement.Number).ShouldBe([1, 2, 3, 4, 5, 6]);
        chain[0].Statement.Previous.ShouldBe(PeriodStatement.NoPrevious);
        chain.Skip(1).Zip(chain, (after, before) => after.Statement.Previous == before.Hash).ShouldAllBe(linked => linked);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_is_recorded_while_a_year_is_closed_counts_in_it_or_today_and_is_signed_accordingly(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 20; round++)
        {
            var period = $"{2020 + (round / 4)}-Q{(round % 4) + 1}";
            ReportingPeriod.TryParse(period, out var read).ShouldBeTrue();
            var records = Enumerable.Range(0, 6).Select(_ => (Task)instance.RecordAsync(workshop, Bench.Fields(date: read.From)));
            var closing = instance.SendAsync(new ClosePeriod(Echirolles, period), workshop.Agent);
            await Task.WhenAll([.. records, closing]);

            var statement = await StatementAsync(instance, (await closing).AsT0.Number);
            (await instance.ImpactAsync(Echirolles, from: read.From, to: read.To)).Figures.ShouldBe(statement.Figures);
        }

        (await instance.ImpactAsync(Echirolles)).Figures.Repairs.Fixed.ShouldBe(120);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_lines_signed_are_taken_as_a_file_that_gives_the_statement_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        // The second year holds a return, an item without its own weight, and a barrier.
        await instance.RecordAsync(workshop, Bench.Fields("mobile", "end-of-life", InDecember) with { Barrier = "worn-out" });
        var kettle = await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember.PlusDays(3)), kettle.ItemCode);
        await instance.SendAsync(new CorrectRepair(kettle.Id, f => f with { WeighedKg = 1.2m }), workshop.Member);
        var closed = (await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent)).AsT0.Number;
        var statement = await StatementAsync(instance, closed);

        var lines = await LinesAsync(instance, closed, workshop.Agent);

        using (var sums = SignedEntries.Read(lines, statement.Period).ShouldNotBeNull())
        {
            sums.Extract.ShouldBe(statement.Entries);
            statement.IsMadeOf(sums).ShouldBeTrue();
        }

        // What is left out, changed or put elsewhere is seen.
        foreach (var changed in new[] { lines.SkipLast(1), lines.Skip(1), [lines[0], .. lines.Skip(1).Reverse()], [lines[0], lines[1].Replace("mobile", "kettle", StringComparison.Ordinal), .. lines.Skip(2)], [.. lines, lines[^1]], [.. lines, "x"], [] })
        {
            using var sums = SignedEntries.Read(changed, statement.Period);
            (sums is not null && statement.IsMadeOf(sums)).ShouldBeFalse();
        }

        lines.Count.ShouldBe((int)statement.Entries.Count + 1);
        lines.ShouldAllBe(l => !l.Contains('@'));
        (await instance.SendAsync(new GetSignedEntries(closed), Given.AgentOf(TerritoryKey.From("commune:38151")))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetSignedEntries(99), workshop.Agent)).IsT1.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetSignedEntries(closed), workshop.Member));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetSignedEntries(closed)));
    }

    [Theory, BothDatabases]
    public async Task The_report_of_a_closed_year_is_its_statement_whatever_happens_later(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var wrong = await instance.RecordAsync(workshop, Bench.Fields(date: InDecember, weighed: 120m));
        await instance.RecordAsync(workshop, Bench.Fields("mobile", "end-of-life", InDecember) with { Barrier = "worn-out" });
        await instance.RecordAsync(workshop, Bench.Fields("bicycle", date: InDecember));
        var open = await ReportAsync(instance, Echirolles, 2026);
        open.Closing.ShouldBeNull();

        var closed = (await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent)).AsT0;
        var statement = await StatementAsync(instance, closed.Number);
        await instance.SendAsync(new CorrectRepair(wrong.Id, f => f with { WeighedKg = 1.2m }), workshop.Member);
        await instance.RecordAsync(workshop, Bench.Fields("toaster", date: InDecember));
        var report = await ReportAsync(instance, Echirolles, 2026);

        report.Closing.ShouldNotBeNull().Hash.ShouldBe(closed.Hash);
        report.Figures.ShouldBe(statement.Figures);
        report.Population.ShouldBe(statement.Population);
        report.Digest.Text.ShouldBe(open.Digest.Text);
        foreach (var parts in new[] { report.Weee6, report.R543172, report.Families, report.Actors, report.Barriers })
        {
            parts.Sum(p => p.Figures!.Value.Repairs.Total).ShouldBe(statement.Figures.Repairs.Total);
            parts.Sum(p => p.Figures!.Value.Diverted.Kg.High).ShouldBe(statement.Figures.Diverted.Kg.High);
        }

        (await ReportAsync(instance, Echirolles, 2027)).ShouldSatisfyAllConditions(r => r.Closing.ShouldBeNull(), r => r.Previous.ShouldBe(statement.Figures));

        // Closed by a commune, the year of what holds it is not; closed by what holds it, that of a commune is.
        (await ReportAsync(instance, "epci:200040715", 2026)).Closing.ShouldBeNull();
        var wide = (await instance.SendAsync(new ClosePeriod("epci:200040715", "2026"), Given.Operator)).AsT0;
        (await ReportAsync(instance, Echirolles, 2026)).Closing!.Hash.ShouldBe(closed.Hash);
        (await ReportAsync(instance, "commune:38151", 2026)).ShouldSatisfyAllConditions(r => r.Closing!.Hash.ShouldBe(wide.Hash), r => r.Figures.ShouldBe(default));
    }

    [Theory, BothDatabases]
    public async Task A_closed_year_keeps_the_borders_it_had(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var elsewhere = await instance.Given.WorkshopAsync("L’autre", communeCode: Given.Echirolles);
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.RecordAsync(elsewhere, Bench.Fields("mobile", date: InDecember));
        var open = await ReportAsync(instance, "epci:200040715", 2026);
        var closed = (await instance.SendAsync(new ClosePeriod("epci:200040715", "2026"), Given.Operator)).AsT0;
        var statement = await StatementAsync(instance, closed.Number);

        // A commune goes to another group.
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE communes SET epci_code = NULL WHERE code = '38151'"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE territory_editions SET fingerprint = 'another'"));
        instance.Services.GetRequiredService<ITerritories>().Forget();

        (await instance.ImpactAsync("epci:200040715", from: new LocalDate(2026, 1, 1), to: new LocalDate(2026, 12, 31))).Figures.Repairs.Total.ShouldBe(1);
        var report = await ReportAsync(instance, "epci:200040715", 2026);
        report.Figures.ShouldBe(statement.Figures);
        report.Actors.Sum(a => a.Figures!.Value.Repairs.Total).ShouldBe(2);
        (report.CommuneCount, report.Population).ShouldBe((open.CommuneCount, statement.Population));

        // What was signed is divided among those who lived there, also beside the next year.
        var next = await ReportAsync(instance, "epci:200040715", 2027);
        next.CommuneCount.ShouldBe(open.CommuneCount - 1);
        next.Population.ShouldNotBe(statement.Population);
        (next.Previous, next.PreviousPopulation).ShouldBe((statement.Figures, statement.Population));
        next.PreviousPerInhabitant(1000m).ShouldBe(open.PerInhabitant(1000m));
    }

    [Theory, BothDatabases]
    public async Task A_territory_closed_closes_all_its_communes(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));

        (await instance.SendAsync(new ClosePeriod("epci:200040715", "2026"), Given.Operator)).IsT0.ShouldBeTrue();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));

        (await YearAsync(instance, 2026)).Repairs.Fixed.ShouldBe(1);
        (await YearAsync(instance, 2027)).Repairs.Fixed.ShouldBe(1);
        (await instance.SendAsync(new GetClosedPeriods(Echirolles))).AsT0.Periods.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_a_statement_that_the_ledger_does_not_give(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        // Someone who owns the server takes the guards away.
        await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(kind == DatabaseKind.Sqlite
            ? "DROP TRIGGER ledger_entries_refuse_UPDATE"
            : "DROP TRIGGER ledger_entries_only_grow ON ledger_entries"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE ledger_entries SET mass_mg = 5"));

        (await instance.VerifyAsync()).Differences.ShouldContain(d => d.Contains("période close n° 1 :", StringComparison.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_what_was_moved_beside_a_statement(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop, Bench.Fields(date: InDecember));
        await instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Agent);
        foreach (var table in new[] { "closed_periods", "closed_communes" })
        {
            await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(kind == DatabaseKind.Sqlite ? $"DROP TRIGGER {table}_refuse_UPDATE" : $"DROP TRIGGER {table}_only_grow ON {table}"));
        }

        (string Table, string Column, string Wrong)[] changes =
        [
            ("closed_periods", "\"from\"", "'2026-02-01'"), ("closed_periods", "\"to\"", "'2026-11-30'"), ("closed_periods", "territory", "'commune:38151'"),
            ("closed_periods", "previous_hash", "'x'"), ("closed_communes", "\"from\"", "'2026-02-01'"), ("closed_communes", "\"to\"", "'2027-12-31'"),
        ];
        foreach (var (table, column, wrong) in changes)
        {
            Task<int> RunAsync(string sql) => instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));
            await RunAsync($"CREATE TABLE kept AS SELECT {column} AS was FROM {table}");
            await RunAsync($"UPDATE {table} SET {column} = {wrong}");
            (await instance.VerifyAsync()).Differences.ShouldHaveSingleItem().ShouldStartWith("période close n° 1 :", customMessage: $"{table}.{column}");
            await RunAsync($"UPDATE {table} SET {column} = (SELECT was FROM kept LIMIT 1)");
            await RunAsync("DROP TABLE kept");
            (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
        }
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_a_commune_that_is_no_longer_closed_or_closed_besides(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.SendAsync(new ClosePeriod("epci:200040715", "2026"), Given.Operator);
        await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync(kind == DatabaseKind.Sqlite ? "DROP TRIGGER closed_communes_refuse_DELETE" : "DROP TRIGGER closed_communes_only_grow ON closed_communes"));
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        (await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM closed_communes WHERE commune_code = '38151'"))).ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBe(["période close n° 1 : les communes qu’elle clôt ne sont pas celles de son territoire"]);

        Task<int> CloseAsync(string code) => instance.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $"INSERT INTO closed_communes (commune_code, number, \"from\", \"to\") SELECT {code}, 1, \"from\", \"to\" FROM closed_communes WHERE commune_code = '38185'"));
        await CloseAsync("38151");
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
        await CloseAsync("69123");
        (await instance.VerifyAsync()).Differences.ShouldBe(["période close n° 1 : les communes qu’elle clôt ne sont pas celles de son territoire"]);
    }

    [Fact]
    public async Task Only_those_who_look_after_a_territory_close_it_and_only_once_it_is_over()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        (await instance.SendAsync(new ClosePeriod(Echirolles, "2027"), workshop.Agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ClosePeriod(Echirolles, "2027-Q1"), workshop.Agent)).AsT1.LastDay.ShouldBe(new LocalDate(2027, 3, 31));
        (await instance.SendAsync(new ClosePeriod("commune:38421", "2026"), workshop.Agent)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ClosePeriod("commune:00000", "2026"), Given.Operator)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ClosePeriod("country:CAN", "2026"), Given.Operator)).IsT3.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ClosePeriod(Echirolles, "2026"), workshop.Member));
        foreach (var wrong in new[] { "", "2026-T5", "26", "1999", "9999", "2026-13", null })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ClosePeriod(Echirolles, wrong), workshop.Agent))).Errors.Keys.ShouldBe(["period"]);
        }
    }

    private static async Task<ImpactFigures> YearAsync(TestInstance instance, int year) =>
        (await instance.ImpactAsync(Echirolles, from: new LocalDate(year, 1, 1), to: new LocalDate(year, 12, 31))).Figures;

    private static async Task<AnnualReport> ReportAsync(TestInstance instance, string territory, int year) => (await instance.SendAsync(new GetAnnualReport(territory, year))).AsT0;

    private static async Task<List<string>> LinesAsync(TestInstance instance, long number, Actor actor)
    {
        await using var scope = instance.Scope(actor);
        var file = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetSignedEntries(number))).AsT0;
        return await file.Lines.ToListAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<PeriodStatement> StatementAsync(TestInstance instance, long number)
    {
        var signed = (await instance.SendAsync(new GetStatement(number))).AsT0;
        PeriodStatement.TryRead(signed.Text, out var statement).ShouldBeTrue();
        statement.Hash.ShouldBe(signed.Hash);
        return statement;
    }
}
