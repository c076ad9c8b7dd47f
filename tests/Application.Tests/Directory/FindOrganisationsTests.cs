using RepairNet.Application.Directory;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Directory;

public class FindOrganisationsTests
{
    private static readonly FindOrganisations All = new(null, null, null, null);

    [Theory, BothDatabases]
    public async Task Approved_organisations_by_territory_kind_and_category(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync("Zinc", categories: ["toaster"]);
        await instance.Given.WorkshopAsync("Écrou", kinds: OrganisationKinds.RepairCafe | OrganisationKinds.TrainingCentre, communeCode: Given.Echirolles);
        await instance.Given.WorkshopAsync("Attend", decision: null);
        await instance.Given.WorkshopAsync("Loin", communeCode: "13055", epciCode: "200054807", lat: 43.3, lon: 5.4);

        (await NamesAsync(All)).ShouldBe(["Écrou", "Loin", "Zinc"]);
        (await NamesAsync(All with { Territory = "commune:38151" })).ShouldBe(["Écrou"]);
        (await NamesAsync(All with { Territory = "epci:200040715" })).ShouldBe(["Écrou", "Zinc"]);
        (await NamesAsync(All with { Territory = "departement:13" })).ShouldBe(["Loin"]);
        (await NamesAsync(All with { Territory = "region:84" })).ShouldBe(["Écrou", "Zinc"]);
        (await NamesAsync(All with { Territory = "country:FRA" })).ShouldBe(["Écrou", "Loin", "Zinc"]);
        (await NamesAsync(All with { Territory = "country:DEU" })).ShouldBeEmpty();
        (await NamesAsync(All with { Kind = OrganisationKinds.TrainingCentre })).ShouldBe(["Écrou"]);
        (await NamesAsync(All with { Category = "toaster" })).ShouldBe(["Zinc"]);
        (await instance.SendAsync(All with { Territory = "commune:99999" })).IsT1.ShouldBeTrue();

        var near = (await instance.SendAsync(All with { Near = new GeoPoint(43.3, 5.4) })).AsT0.Items;
        near[0].Name.ShouldBe("Loin");
        near[0].DistanceKm!.Value.ShouldBe(0, 0.001);
        near[1].DistanceKm!.Value.ShouldBeInRange(205, 220);

        async Task<IEnumerable<string>> NamesAsync(FindOrganisations request) => (await instance.SendAsync(request)).AsT0.Items.Select(o => o.Name);
    }

    /// <summary>On a ring of one degree and a fifth, what a flat map takes for equal is a kilometre apart; and nobody lies in the Gulf of Guinea.</summary>
    [Theory, BothDatabases]
    public async Task The_nearest_first_is_the_order_of_the_distances_shown_and_what_lies_nowhere_known_comes_last(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync("Nouméa", communeCode: "98818", epciCode: null, lat: 0, lon: 0, timeZone: "Pacific/Noumea");
        for (var k = 0; k < 12; k++)
        {
            var (sin, cos) = Math.SinCos(k * Math.PI / 6);
            await instance.Given.WorkshopAsync(lat: 45.1 + (1.2 * cos), lon: 5.7 + (1.2 * sin / Math.Cos(45.1 * Math.PI / 180)));
        }

        foreach (var near in new[] { new GeoPoint(45.1, 5.7), new GeoPoint(0, 0), new GeoPoint(-22.27, 166.45) })
        {
            var found = (await instance.SendAsync(All with { Near = near })).AsT0.Items;
            found.Count.ShouldBe(13);
            found.SkipLast(1).Select(o => o.DistanceKm!.Value).ShouldBeInOrder();
            (found[^1].Name, found[^1].DistanceKm).ShouldBe(("Nouméa", null));
        }
    }

    [Theory, BothDatabases]
    public async Task Refused_by_a_territory_it_is_missing_from_searches_made_there_only(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.Given.RefusedByAsync(workshop, "departement:38");

        (await CountAsync(null)).ShouldBe(1);
        (await CountAsync("region:84")).ShouldBe(1);
        (await CountAsync("departement:38")).ShouldBe(0);
        (await CountAsync("commune:38185")).ShouldBe(0);

        async Task<int> CountAsync(string? territory) => (await instance.SendAsync(All with { Territory = territory })).AsT0.Items.Count;
    }

    [Theory, BothDatabases]
    public async Task Pages_hold_each_organisation_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var i = 0; i < 7; i++)
        {
            await instance.Given.WorkshopAsync();
        }

        var seen = new List<string>();
        for (var skip = 0; ; skip += 3)
        {
            var page = (await instance.SendAsync(All with { Near = new GeoPoint(45, 5), Skip = skip, Take = 3 })).AsT0;
            seen.AddRange(page.Items.Select(o => o.Slug));
            if (!page.More)
            {
                break;
            }
        }

        seen.Count.ShouldBe(7);
        seen.ShouldBeUnique();
    }
}
