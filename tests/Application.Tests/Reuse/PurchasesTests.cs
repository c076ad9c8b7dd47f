using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse;

/// <summary>What a territory declares of its purchases and of its retired computer equipment, on both databases.</summary>
public sealed class PurchasesTests
{
    private const string Town = "commune:38185";

    private static DeclarePurchase Paper(decimal? total, decimal? reused = null, decimal? given = null, decimal? recycled = null) => new(Town, 2026, "papier", total, reused, given, recycled, null);

    private static RecordRetired Laptops(int count, string to = "association", bool undertaken = true, string? exclusion = null, RetiredBatchId? once = null) =>
        new(Town, new LocalDate(2027, 2, 3), "laptop", count, to, "La Remise", undertaken, exclusion, once);

    private static async Task<Actor> AgentAsync(TestInstance instance, TerritoryRole role = TerritoryRole.Editor, TerritoryKey? territory = null)
    {
        var agent = Given.ActingIn(role, territory ?? TerritoryKey.Commune("38185"));
        await instance.AccountOf(agent);
        return agent;
    }

    [Theory, BothDatabases]
    public async Task A_kind_of_products_is_declared_changed_and_taken_away(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await AgentAsync(instance);
        (await instance.SendAsync(new GetPurchases(Town), agent)).AsT0.Year.ShouldBe(2026, "the year before is declared");
        (await instance.SendAsync(Paper(1_000.10m, 400m, 25m, 600m), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclarePurchase(Town, 2026, "jouets", 50m, 50m, null, null, "Ludothèque"), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Paper(2_000m, 400m), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NameBuyer(Town, "213 801 855 00015", " Commune d’Échirolles "), agent)).IsT0.ShouldBeTrue();

        var declared = (await instance.SendAsync(new GetPurchases(Town, 2026), agent)).AsT0;
        declared.Buyer.ShouldBe(new BuyerName("21380185500015", "Commune d’Échirolles"));
        declared.Lines.ShouldBe([new(ProductKind.Paper, new Spending(200_000, 40_000, 0, 0), null), new(ProductKind.GamesAndToys, new Spending(5_000, 5_000, 0, 0), "Ludothèque")]);
        declared.Total.ShouldBe(new Spending(205_000, 45_000, 0, 0));

        (await instance.SendAsync(Paper(null), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetPurchases(Town, 2026), agent)).AsT0.Lines.Select(l => l.Product).ShouldBe([ProductKind.GamesAndToys]);
        (await instance.SendAsync(new GetPurchases(Town, 2025), agent)).AsT0.Lines.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_makes_no_sense_is_refused_on_its_field_and_nothing_is_written(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await AgentAsync(instance);
        foreach (var (request, field) in new (DeclarePurchase Request, string Field)[]
        {
            (Paper(10m, 11m), "reused"), (Paper(10m, recycled: 10.01m), "recycled"), (Paper(-1m), "total"), (Paper(0.001m), "total"), (Paper(2_000_000_000m), "total"), (Paper(5m, given: -3m), "given"),
            (Paper(10m) with { Year = 1999 }, "year"), (Paper(10m) with { Product = "licornes" }, "product"), (Paper(10m) with { Comment = "Demander à marie.blanc@exemple.fr" }, "comment"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, agent))).Errors.Keys.ShouldBe([field]);
        }

        foreach (var (request, field) in new (RecordRetired Request, string Field)[]
        {
            (Laptops(0), "count"), (Laptops(3) with { Category = "toaster" }, "category"), (Laptops(3) with { Date = new LocalDate(2027, 3, 2) }, "date"), (Laptops(3) with { Date = new LocalDate(2019, 1, 1) }, "date"),
            (Laptops(3) with { To = "fosse" }, "to"), (Laptops(3) with { Recipient = null }, "recipient"), (Laptops(3) with { Exclusion = "?" }, "exclusion"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, agent))).Errors.Keys.ShouldBe([field]);
        }

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new NameBuyer(Town, "21380185500016", "Commune"), agent))).Errors.Keys.ShouldBe(["siret"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetRetiredStock(Town, 2027, -4), agent))).Errors.Keys.ShouldBe(["count"]);
        (await instance.ReadAsync(async db => await db.PurchaseLines.CountAsync() + await db.RetiredBatches.CountAsync() + await db.PublicBuyers.CountAsync() + await db.RetiredStocks.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task The_share_used_again_is_taken_of_the_stock_of_1_January(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await AgentAsync(instance);
        var once = RetiredBatchId.New();
        (await instance.SendAsync(Laptops(12, once: once), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Laptops(12, once: once), agent)).IsT0.ShouldBeTrue();
        foreach (var batch in new[] { Laptops(5, undertaken: false), Laptops(7, exclusion: "plus-de-dix-ans"), Laptops(4, "recyclage") with { Recipient = null }, Laptops(9) with { Date = new LocalDate(2026, 12, 31) } })
        {
            (await instance.SendAsync(batch, agent)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new GetRetiredEquipment(Town), agent)).AsT0.Share.ShouldBeNull();
        (await instance.SendAsync(new SetRetiredStock(Town, 2027, 20), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new SetRetiredStock(Town, 2027, 24), agent)).IsT0.ShouldBeTrue();
        var equipment = (await instance.SendAsync(new GetRetiredEquipment(Town), agent)).AsT0;
        (equipment.Reused, equipment.Stock, equipment.Share, equipment.Aim).ShouldBe((12, 24, 0.5m, 0.5m));
        equipment.Totals.ShouldBe([new(RetiredTo.Association, true, 12), new(RetiredTo.Association, false, 12), new(RetiredTo.Recycled, false, 4)]);
        equipment.Batches.Count.ShouldBe(4);
        equipment.Batches.Sum(b => b.CountsAsReused ? b.Count : 0).ShouldBe(12);

        var wrong = equipment.Batches.Single(b => b.Count == 12).Id;
        (await instance.SendAsync(new RemoveRetired(Town, wrong), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RemoveRetired(Town, wrong), agent)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetRetiredEquipment(Town), agent)).AsT0.Reused.ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task It_is_the_territory_s_own_affair(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await AgentAsync(instance);
        (await instance.SendAsync(Laptops(3), agent)).IsT0.ShouldBeTrue();
        var batch = (await instance.SendAsync(new GetRetiredEquipment(Town), agent)).AsT0.Batches.Single().Id;
        var elsewhere = await AgentAsync(instance, territory: TerritoryKey.Commune("69123"));
        (await instance.SendAsync(Paper(1m), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetPurchases(Town), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetRetiredEquipment(Town), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Laptops(1), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveRetired(Town, batch), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new NameBuyer(Town, "21380185500015", "x"), elsewhere)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SetRetiredStock(Town, 2027, 1), elsewhere)).IsT1.ShouldBeTrue();

        // From one's own territory, another's row is not reached either.
        (await instance.SendAsync(new RemoveRetired("commune:69123", batch), elsewhere)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetRetiredEquipment(Town), agent)).AsT0.Batches.ShouldHaveSingleItem();

        // Who looks after the group of communes looks after this one; who only reads declares nothing.
        (await instance.SendAsync(new GetPurchases(Town), await AgentAsync(instance, territory: TerritoryKey.Epci(Given.MetropoleGrenoble)))).IsT0.ShouldBeTrue();
        var reader = await AgentAsync(instance, TerritoryRole.Reader);
        (await instance.SendAsync(new GetPurchases(Town), reader)).IsT0.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Paper(1m), reader))).OnlyReads.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Two_agents_who_declare_the_same_kind_at_once_write_one_line(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var agent = await AgentAsync(instance);
        for (var round = 0; round < 20; round++)
        {
            var year = 2021 + round;
            var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => instance.SendAsync(Paper(i) with { Year = year }, agent)));
            answers.ShouldAllBe(a => a.IsT0);
            (await instance.SendAsync(new GetPurchases(Town, year), agent)).AsT0.Lines.ShouldHaveSingleItem().Spending.TotalCents.ShouldBeInRange(100, 600);
        }
    }

    [Fact]
    public void Every_kind_has_its_name_and_its_code()
    {
        Enum.GetValues<ProductKind>().Select(PurchaseNames.Of).ShouldBe(
            TableFile.Schema("schema-declaration-biens-reemploi-reutilisation-recycle.json").Single(f => (string)f!["name"]! == "type_produit_acquis")!["constraints"]!["enum"]!.AsArray().Select(v => (string)v!));
        Enum.GetValues<ProductKind>().ShouldAllBe(p => PurchaseNames.ReadProduct(PurchaseNames.Code(p)) == p);
        Enum.GetValues<RetiredTo>().ShouldAllBe(t => PurchaseNames.ReadTo(PurchaseNames.Code(t)) == t);
        Enum.GetValues<RetiredExclusion>().ShouldAllBe(e => PurchaseNames.ReadExclusion(PurchaseNames.Code(e)) == e);
    }
}
