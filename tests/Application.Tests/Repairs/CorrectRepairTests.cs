using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Repairs;

public sealed class CorrectRepairTests
{
    [Theory, BothDatabases]
    public async Task A_correction_takes_away_what_was_counted_and_counts_what_is_right(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop, Bench.Fields(weighed: 120m));
        await instance.RecordAsync(workshop);

        (await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { WeighedKg = 1.2m, Date = Bench.Today.PlusDays(-40) }), workshop.Member)).IsT0.ShouldBeTrue();

        var today = (await instance.ImpactAsync("commune:38185", from: Bench.Today, to: Bench.Today)).Figures;
        today.Repairs.Fixed.ShouldBe(1);
        today.Diverted.WeighedKg.ShouldBe(0);
        (await instance.ImpactAsync("commune:38185")).Figures.Diverted.WeighedKg.ShouldBe(1.2m);
        var lines = await instance.ReadAsync(db => db.LedgerEntries.AsNoTracking().Where(e => e.RepairId == recorded.Id).OrderBy(e => e.Sequence).ToListAsync());
        lines.Select(l => l.Sign).Order().ShouldBe([-1, 1, 1]);
        var reversal = lines.Single(l => l.Sign == -1);
        reversal.CorrectsEntryId.ShouldBe(lines[0].Id);
        reversal.Cell.ShouldBe(lines[0].Cell);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_changes_no_figure_adds_no_line(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop);

        await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Item = f.Item! with { Brand = "Seb" }, Minutes = 20 }), workshop.Member);

        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
        var view = (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0;
        view.Fields.Item!.Brand.ShouldBe("Seb");
        view.Version.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task When_the_counted_repair_was_none_its_return_is_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-20)));
        instance.Clock.AdvanceMinutes(1);
        var second = await instance.RecordAsync(workshop, Bench.Fields(), first.ItemCode);
        second.IsReturn.ShouldBeTrue();

        await instance.SendAsync(new CorrectRepair(first.Id, f => f with { Outcome = "repairable" }), workshop.Member);

        (await instance.SendAsync(new GetRepair(second.Id), workshop.Member)).AsT0.IsReturn.ShouldBeFalse();
        var figures = (await instance.ImpactAsync("commune:38185")).Figures.Repairs;
        (figures.Fixed, figures.Repairable, figures.Total).ShouldBe((1, 1, 2));

        await instance.SendAsync(new CorrectRepair(first.Id, f => f with { Outcome = "fixed" }), workshop.Member);
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Corrections_at_the_same_time_each_take_away_the_one_before(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop, Bench.Fields(weighed: 1m));

        await Task.WhenAll(Enumerable.Range(2, 8).Select(kg => instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { WeighedKg = kg }), workshop.Member)));

        var kept = (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0.Fields.WeighedKg;
        (await instance.ImpactAsync("commune:38185")).Figures.Diverted.WeighedKg.ShouldBe(kept!.Value);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(17);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_wrong_correction_and_a_stranger_s_change_nothing(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop);

        (await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Outcome = "unknown" }), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new CorrectRepair(RepairId.New(), f => f), Given.Operator)).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Outcome = null }), workshop.Member)))
            .Errors.Keys.ShouldBe(["outcome"]);

        (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0.Version.ShouldBe(1);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData("Rappeler au 06 12 34 56 78")]
    [InlineData("demandé par marie.blanc@exemple.fr")]
    [InlineData("voir marie (at) exemple (point) fr")]
    public async Task A_reason_that_stays_for_good_reaches_nobody(string reason)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop);

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Outcome = "repairable" }, reason), workshop.Member));

        refusal.Errors["reason"].ShouldHaveSingleItem().ShouldBe(TextRules.HasContacts);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
        (await instance.SendAsync(new CorrectRepair(recorded.Id, f => f with { Outcome = "repairable" }, "Pesé 12,5 kg le 3 mars, bon n° 2027-0042"), workshop.Member)).IsT0.ShouldBeTrue();
    }
}
