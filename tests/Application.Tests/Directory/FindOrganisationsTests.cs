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

    [Theory, BothDatabases]
    public async Task Refused_by_a_territory_it_is_missing_from_searches_made_there_only(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await instance.ReadAsync(async db =>
        {
            var organisation = db.Organisations.Single(o => o.Id == workshop.Organisation.Id);
            db.Entry(organisation).Collection(o => o.Accreditations).Load();
            organisation.Decide(TerritoryKey.Departement("38"), AccreditationStatus.Refused, null, null, instance.Clock.Now);
            return await db.SaveChangesAsync();
        });

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
