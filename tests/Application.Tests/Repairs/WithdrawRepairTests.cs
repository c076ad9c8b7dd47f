using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Repairs;

/// <summary>A walk-in that never was leaves the figures as they were before it.</summary>
public sealed class WithdrawRepairTests
{
    private const string Twice = "Notée deux fois";

    [Theory, BothDatabases]
    public async Task Totals_are_what_they_were_and_the_ledger_says_why(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop);
        var before = (await instance.ImpactAsync("commune:38185")).Figures;
        var mistaken = await instance.RecordAsync(workshop, Bench.Fields(weighed: 120m));

        (await instance.SendAsync(new WithdrawRepair(mistaken.Id, Twice), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.ImpactAsync("commune:38185")).Figures.ShouldBe(before);
        var lines = await instance.ReadAsync(db => db.LedgerEntries.AsNoTracking().Where(e => e.RepairId == mistaken.Id).OrderBy(e => e.Sequence).ToListAsync());
        lines.Select(l => l.Sign).ShouldBe([1, -1]);
        lines[1].TakesAway(lines[0]).ShouldBeTrue();
        (lines[1].Reason, lines[1].RecordedBy).ShouldBe((Twice, workshop.Member.Account));
        (await instance.SendAsync(new GetRepair(mistaken.Id), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.Act == AuditAct.RepairWithdrawn))).Words.ShouldBe($"{mistaken.ItemCode} : {Twice}", "its page is gone, and its reason is read in the log");
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        // Pressed twice, there is nothing more to withdraw.
        (await instance.SendAsync(new WithdrawRepair(mistaken.Id, Twice), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Corrected_and_withdrawn_at_the_same_moment_it_is_withdrawn(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 8; round++)
        {
            var mistaken = await instance.RecordAsync(workshop);
            var withdraw = Task.Run(() => instance.SendAsync(new WithdrawRepair(mistaken.Id, Twice), workshop.Member));
            var corrections = await Task.WhenAll(Enumerable.Range(1, 3).Select(kg => Task.Run(() => instance.SendAsync(new CorrectRepair(mistaken.Id, f => f with { WeighedKg = kg }), workshop.Member))));

            (await withdraw).IsT0.ShouldBeTrue();
            corrections.ShouldAllBe(c => c.IsT0 || c.IsT1);
        }

        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(0);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_second_visit_given_at_the_same_moment_either_keeps_the_repair_or_is_not_given(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 6; round++)
        {
            var walkIn = await instance.RecordAsync(workshop, Bench.Fields("mobile"));
            var follows = new BookReturn(walkIn.Id, workshop.Service.Id, At(Tuesday.PlusDays(7 * (round + 1)), 10), "Paul", "paul@exemple.fr", null, "Résistance à commander", "fr");
            var book = Task.Run(() => instance.SendAsync(follows, workshop.Member));
            var withdrawn = await Task.Run(() => instance.SendAsync(new WithdrawRepair(walkIn.Id, Twice), workshop.Member));
            var booked = await book;

            (booked.IsT0, withdrawn.IsT3).ShouldBe((!withdrawn.IsT0, !withdrawn.IsT0), $"{booked.Value} and {withdrawn.Value}");
            (await instance.ReadAsync(db => db.Repairs.AnyAsync(r => r.Id == walkIn.Id))).ShouldBe(booked.IsT0);
        }
    }

    /// <summary>A tab that was restored, or a program that was offline, sends it once more.</summary>
    [Theory, BothDatabases]
    public async Task What_is_withdrawn_does_not_come_back_with_a_request_sent_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var sent = new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Bench.Fields(), null, RepairId.New());
        var mistaken = (await instance.SendAsync(sent, workshop.Member)).AsT0;
        (await instance.SendAsync(new WithdrawRepair(mistaken.Id, Twice), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(sent, workshop.Member)).AsT5.Id.ShouldBe(mistaken.Id);
        (await instance.SendAsync(sent with { Fields = Bench.Fields(weighed: 1m) }, workshop.Member)).IsT5.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(2);
    }

    /// <summary>It has one repair, which its slip finds by its name: after a mistake, what became of it is recorded under the same.</summary>
    [Theory, BothDatabases]
    public async Task What_became_of_an_item_left_is_recorded_after_a_first_one_was_withdrawn(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var leave = new LeaveItem(null, workshop.Place.Id, new LeftBy("Marie Blanc", null, "04 76 00 00 00", "kettle", null, "Ne chauffe plus."), null, null, "fr");
        var slip = (await instance.SendAsync(leave, workshop.Member)).AsT0.Slip;
        var own = (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.OwnRepair;
        var record = new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Bench.Fields(), null, own);
        (await instance.SendAsync(record, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawRepair(own, "Pas cet objet"), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(record, workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Repair.ShouldBe(own);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_return_of_what_is_withdrawn_is_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var mistaken = await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-20)));
        var kept = await instance.RecordAsync(workshop, Bench.Fields(), mistaken.ItemCode);
        kept.IsReturn.ShouldBeTrue();

        await instance.SendAsync(new WithdrawRepair(mistaken.Id, Twice), workshop.Member);

        (await instance.SendAsync(new GetRepair(kept.Id), workshop.Member)).AsT0.IsReturn.ShouldBeFalse();
        (await instance.ImpactAsync("commune:38185", from: Bench.Today, to: Bench.Today)).Figures.Repairs.Fixed.ShouldBe(1);
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(1);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_an_appointment_ends_in_what_was_changed_meanwhile_and_what_is_of_others_stays(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var walkIn = await instance.RecordAsync(workshop, Bench.Fields("mobile"));

        (await instance.SendAsync(new WithdrawRepair(walkIn.Id, Twice), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawRepair(walkIn.Id, Twice, Seen: 2), workshop.Member)).IsT2.ShouldBeTrue();
        var unsaid = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new WithdrawRepair(walkIn.Id, " "), workshop.Member));
        unsaid.Errors.Keys.ShouldBe(["reason"]);

        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        instance.Clock.Now = At(Tuesday, 9);
        var outcome = (await instance.SendAsync(new RecordRepair(booked.Reference, null, null, Bench.Fields("mobile", date: Tuesday), null), workshop.Member)).AsT0;
        (await instance.SendAsync(new WithdrawRepair(outcome.Id, Twice), workshop.Member)).IsT3.ShouldBeTrue();

        // A second visit is given after the walk-in: somebody was here.
        var follows = new BookReturn(walkIn.Id, workshop.Service.Id, At(Tuesday.PlusDays(7), 10), "Paul", "paul@exemple.fr", null, "Résistance à commander", "fr");
        (await instance.SendAsync(follows, workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawRepair(walkIn.Id, Twice), workshop.Member)).IsT3.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(2);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(2);
    }
}
