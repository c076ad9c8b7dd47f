using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Impact;

public sealed class GetImpactTests
{
    private static readonly LocalDate January = new(2027, 1, 31);
    private static readonly LocalDate February = new(2027, 2, 1);

    /// <summary>Repairs in two communes of one EPCI, in one of another département and overseas, over two months.</summary>
    private static async Task<(TestInstance Instance, Workshop Grenoble)> NetworkAsync(DatabaseKind kind)
    {
        var instance = await TestInstance.BuildAsync(kind);
        var grenoble = await instance.Given.WorkshopAsync("Atelier de Grenoble");
        var echirolles = await instance.Given.WorkshopAsync("=Échirolles", communeCode: Given.Echirolles);
        var lyon = await instance.Given.WorkshopAsync(communeCode: "69123", epciCode: "200046977");
        var mayotte = await instance.Given.WorkshopAsync(communeCode: "97608", epciCode: null, timeZone: "Indian/Mayotte");
        await instance.RecordAsync(grenoble, Bench.Fields("kettle", date: January, weighed: 1.1m));
        await instance.RecordAsync(grenoble, Bench.Fields("fridge", date: February, declared: 50m));
        await instance.RecordAsync(grenoble, Bench.Fields("fridge", "end-of-life", February));
        await instance.RecordAsync(echirolles, Bench.Fields("mobile", date: January));
        await instance.RecordAsync(echirolles, Bench.Fields("bicycle", date: February, weighed: 14m));
        await instance.RecordAsync(echirolles, Bench.Fields("e-bike-scooter", date: February));
        await instance.RecordAsync(lyon, Bench.Fields("misc-powered", date: February, weighed: 2m));
        await instance.RecordAsync(mayotte, Bench.Fields("mobile", "unknown", February));
        return (instance, grenoble);
    }

    [Theory, BothDatabases]
    public async Task A_group_of_communes_has_the_figures_worked_out_by_hand(DatabaseKind kind)
    {
        var (instance, _) = await NetworkAsync(kind);
        await using var disposed = instance;

        var report = await instance.ImpactAsync("epci:200040715");

        report.TerritoryName.ShouldBe("Grenoble-Alpes-Métropole");
        report.Population!.Value.ShouldBeGreaterThan(440_000);
        report.Factors.ShouldBe("rn-2026");
        report.Figures.ShouldBe(new ImpactFigures(
            new RepairCounts(5, 0, 1, 0),
            new DivertedMass(new Estimate(1.1m + 40m + 0.09m + 14m, 1.1m + 50m + 0.15m + 14m, 1.1m + 60m + 0.18m + 14m), 15.1m, 50m, 0.15m, 1),
            new DivertedMass(new Estimate(41.19m, 51.25m, 61.28m), 1.1m, 50m, 0.15m, 1),
            new AvoidedCo2e(
                new Estimate(0.3m * (4.12m + 191.112m + 35.82m + 119.68m), 0.5m * (44.32m + 238.89m + 50.51m + 149.6m), 53.184m + 286.668m + 60.612m + 179.52m), 0)));
    }

    [Theory, BothDatabases]
    public async Task However_it_is_cut_the_parts_make_the_whole(DatabaseKind kind)
    {
        var (instance, _) = await NetworkAsync(kind);
        await using var disposed = instance;

        foreach (var territory in new[] { "commune:38185", "epci:200040715", "departement:38", "region:84", "country:FRA" })
        {
            foreach (var factors in new[] { null, "rn-2026", "restart-2021", "restart-2018" })
            {
                var whole = (await instance.ImpactAsync(territory, factors: factors)).Figures;
                foreach (var grouping in Enum.GetValues<ImpactGrouping>().Where(g => g != ImpactGrouping.None))
                {
                    var report = await instance.ImpactAsync(territory, grouping, factors: factors);
                    report.Figures.ShouldBe(whole);
                    report.Parts.Sum(p => p.Figures.Repairs.Total).ShouldBe(whole.Repairs.Total, $"{territory} {grouping}");
                    report.Parts.Sum(p => p.Figures.Diverted.Kg.High).ShouldBe(whole.Diverted.Kg.High);
                    report.Parts.Sum(p => p.Figures.EWasteDiverted.Kg.Low).ShouldBe(whole.EWasteDiverted.Kg.Low);
                    report.Parts.Sum(p => p.Figures.Co2e.Kg.Central).ShouldBe(whole.Co2e.Kg.Central);
                    report.Parts.Sum(p => p.Figures.Diverted.ItemsWithoutWeight).ShouldBe(whole.Diverted.ItemsWithoutWeight);
                }
            }
        }
    }

    [Theory, BothDatabases]
    public async Task A_territory_is_the_sum_of_its_communes_and_a_period_that_of_its_days(DatabaseKind kind)
    {
        var (instance, _) = await NetworkAsync(kind);
        await using var disposed = instance;

        (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(8);
        (await instance.ImpactAsync("region:84")).Figures.Repairs.Total.ShouldBe(7);
        (await instance.ImpactAsync("departement:38")).Figures.Repairs.Total.ShouldBe(6);
        (await instance.ImpactAsync("epci:200040715", from: January, to: January)).Figures.Repairs.Total.ShouldBe(2);
        (await instance.ImpactAsync("epci:200040715", from: February)).Figures.Repairs.Total.ShouldBe(4);
        (await instance.ImpactAsync("epci:200040715", to: January)).Figures.Repairs.Total.ShouldBe(2);
        var foreign = await instance.ImpactAsync("country:DEU");
        foreign.Figures.ShouldBe(default);
        foreign.Population.ShouldBeNull();
        foreign.Factors.ShouldBe("rn-2026");
    }

    [Theory, BothDatabases]
    public async Task Parts_have_stable_keys_and_names_people_know(DatabaseKind kind)
    {
        var (instance, grenoble) = await NetworkAsync(kind);
        await using var disposed = instance;

        async Task<List<(string, string)>> Parts(ImpactGrouping grouping) => [.. (await instance.ImpactAsync("epci:200040715", grouping)).Parts.Select(p => (p.Key, p.Label))];

        (await Parts(ImpactGrouping.None)).ShouldBeEmpty();
        (await Parts(ImpactGrouping.Day)).ShouldBe([("2027-01-31", "31 janvier 2027"), ("2027-02-01", "1er février 2027")]);
        (await Parts(ImpactGrouping.Month)).ShouldBe([("2027-01", "janvier 2027"), ("2027-02", "février 2027")]);
        (await Parts(ImpactGrouping.Year)).ShouldBe([("2027", "2027")]);
        (await Parts(ImpactGrouping.Category)).ShouldBe([("fridge", "Réfrigérateur"), ("bicycle", "Vélo"), ("kettle", "Bouilloire"), ("mobile", "Téléphone mobile"), ("e-bike-scooter", "Vélo à assistance électrique, trottinette électrique")]);
        (await Parts(ImpactGrouping.Weee6)).Select(p => p.Item1).ShouldBe(["1", "5", "6", "none"]);
        (await Parts(ImpactGrouping.Weee6))[0].Item2.ShouldBe("Équipements d’échange thermique");
        (await Parts(ImpactGrouping.Commune)).ShouldBe([("38185", "Grenoble"), ("38151", "Échirolles")]);
        (await Parts(ImpactGrouping.Organisation))[0].ShouldBe((grenoble.Organisation.Id.ToString(), "Atelier de Grenoble"));
        (await instance.SendAsync(new GetImpact("epci:200040715", GroupBy: ImpactGrouping.Category, Language: Language.English))).AsT0.Parts[0].Label.ShouldBe("Fridge");
    }

    [Theory, BothDatabases]
    public async Task What_names_no_territory_is_not_found_and_what_makes_no_sense_is_said(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        foreach (var unknown in new[] { "commune:00000", "epci:000000000", "departement:99", "region:00", "country:XXX", "planet:mars", "38185" })
        {
            (await instance.SendAsync(new GetImpact(unknown))).IsT1.ShouldBeTrue(unknown);
        }

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetImpact(null)))).Errors.Keys.ShouldBe(["territory"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetImpact("country:FRA", February, January)))).Errors.Keys.ShouldBe(["to"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetImpact("country:FRA", Factors: "restart-1999")))).Errors.Keys.ShouldBe(["factors"]);
    }
}
