using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class LedgerTests
{
    [Theory, BothDatabases]
    public async Task The_database_refuses_to_change_the_ledger(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop);

        await Should.ThrowAsync<DbException>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE ledger_entries SET mass_mg = 1")));
        await Should.ThrowAsync<DbException>(() => instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM ledger_entries")));

        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_a_total_that_was_tampered_with(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.RecordAsync(workshop);
        await instance.RecordAsync(workshop, Bench.Fields("mobile"));
        var sound = await instance.VerifyAsync();
        sound.ShouldSatisfyAllConditions(s => s.Repairs.ShouldBe(2), s => s.Lines.ShouldBe(2), s => s.Cells.ShouldBe(2), s => s.Differences.ShouldBeEmpty());

        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE impact_rollups SET count = 7 WHERE category_code = 'kettle'"));
        var told = (await instance.VerifyAsync()).Differences.Single();
        told.ShouldStartWith($"total du {Display.In(Language.French).PlainDate(Bench.Today)}, à Grenoble (38185), « Bouilloire », réparé, ");
        told.ShouldContain(" : 7 objets, ");
        told.ShouldContain(" ; le registre donne 1 objet, ");
        told.ShouldNotContain("{", customMessage: "for people: no record as the program holds it");
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE impact_rollups SET count = 1 WHERE category_code = 'kettle'"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM impact_rollups WHERE category_code = 'mobile'"));
        (await instance.VerifyAsync()).Differences.Single().ShouldContain("absent");
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_a_stock_and_a_round_that_were_tampered_with(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: OrganisationKinds.ReuseWorkshop);
        var id = workshop.Organisation.Id;
        foreach (var fields in new WeighingFields[]
        {
            new(WeighingDirection.In, Bench.Today, [new WeighedLine("furniture", 100m), new WeighedLine(null, 20m)], Channel: "drop-off"),
            new(WeighingDirection.Out, Bench.Today, [new WeighedLine("furniture", 10m)], Destination: "sold"),
        })
        {
            (await instance.SendAsync(new RecordWeighing(id, null, fields), workshop.Member)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new SetCollectionTerms(id, true, [Given.Grenoble], 10, 8, 400, true, null), workshop.Member)).IsT0.ShouldBeTrue();
        var nora = new CollectionFields("Nora", "nora@exemple.fr", null, "3 rue Haute", null, [new OfferedFields("furniture", "Armoire", "works", true)]);
        var asked = (await instance.SendAsync(new RequestCollection(id, Given.Grenoble, nora, "fr", CollectionRequestId.New()))).AsT0;
        var day = new LocalDate(2027, 3, 9);
        (await instance.SendAsync(new PlanRound(id, day, HalfDay.Morning, [Given.Grenoble], 8, 400, [asked.Id]), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE stocks SET grams = grams + 10000 WHERE category_code = 'furniture'"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE collection_rounds SET stops = stops + 1"));
        var told = (await instance.VerifyAsync()).Differences;
        told.Count.ShouldBe(2);
        told[0].ShouldStartWith("stock, « ");
        told[0].ShouldEndWith($" », acteur {id} : 100000 g ; les pesées donnent 90000 g");
        told[1].ShouldStartWith($"tournée du {Display.In(Language.French).PlainDate(day)}, acteur {id} : 2 arrêts, ");
        told[1].ShouldContain(" ; les demandes donnent 1 arrêt, ");

        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE collection_rounds SET stops = stops - 1"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM stocks WHERE category_code = 'furniture'"));
        (await instance.VerifyAsync()).Differences.ShouldHaveSingleItem().ShouldEndWith(" : absent ; les pesées donnent 90000 g");
    }

    [Theory, BothDatabases]
    public async Task Verifying_finds_a_repair_the_ledger_does_not_say(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var recorded = await instance.RecordAsync(workshop);

        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE repairs SET outcome = 'EndOfLife'"));
        (await instance.VerifyAsync()).Differences.Single().ShouldBe(
            $"réparation {recorded.Id}, du {Display.In(Language.French).PlainDate(Bench.Today)}, à Grenoble (38185), « Bouilloire » : le registre dit autre chose");
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM repairs"));
        (await instance.VerifyAsync()).Differences.Single().ShouldMatch("^ligne n° [0-9]+ du registre, du .*, à Grenoble \\(38185\\), « Bouilloire » : elle ne compte aucune réparation$");
    }

    [Fact]
    public async Task Only_the_operator_verifies()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new VerifyTotals()));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new VerifyTotals(), workshop.Agent));
    }
}
