using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

public class FindSlotsTests
{
    private const double Lat = 45.1885;
    private const double Lon = 5.7245;

    private static readonly FindSlots Mobile = new(Given.Grenoble, "mobile");

    [Theory, BothDatabases]
    public async Task Nearest_first_then_soonest(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync("Loin", lat: Lat + 0.1);
        await instance.Given.WorkshopAsync("Jeudi", openings: [Given.Opening(OpeningDays.Thursday, 9, 12)]);
        await instance.Given.WorkshopAsync("Mardi", openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);
        await instance.Given.WorkshopAsync("Trop loin", lat: Lat + 0.3);
        await instance.Given.WorkshopAsync("Autre objet", categories: ["toaster"]);
        await instance.Given.WorkshopAsync("Fermé", openings: []);
        await instance.Given.WorkshopAsync("Attend", decision: null);
        await instance.Given.WorkshopAsync("Sur place", publicBooking: false);

        var found = await instance.SendAsync(Mobile);

        found.Items.Select(i => i.Place.Name).ShouldBe(["Mardi", "Jeudi", "Loin"]);
        found.Next.ShouldBeNull();
        found.Items[0].Slots.Select(s => s.Start).ShouldBe([Instant.FromUtc(2027, 3, 2, 8, 0), Instant.FromUtc(2027, 3, 2, 9, 0), Instant.FromUtc(2027, 3, 2, 10, 0)]);
        found.Items[2].DistanceKm!.Value.ShouldBeInRange(10, 13);
        (await instance.SendAsync(Mobile with { RadiusKm = 5 })).Items.Select(i => i.Place.Name).ShouldBe(["Mardi", "Jeudi"]);
        (await instance.SendAsync(Mobile with { RadiusKm = 100 })).Items.Count.ShouldBe(4);
        (await instance.SendAsync(Mobile with { Kinds = OrganisationKinds.RepairCafe })).Items.ShouldBeEmpty();
        (await instance.SendAsync(Mobile with { From = new LocalDate(2027, 3, 3), To = new LocalDate(2027, 3, 3), RadiusKm = 5 })).Items.ShouldBeEmpty();
    }

    /// <summary>Places without a position lie at the centre of their commune, as many as there are: what is free soonest is on the first page.</summary>
    [Theory, BothDatabases]
    public async Task At_one_distance_the_soonest_comes_first_however_many_there_are(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var n = 0; n < 30; n++)
        {
            await instance.Given.WorkshopAsync($"Jeudi {n}", openings: [Given.Opening(OpeningDays.Thursday, 9, 12)]);
        }

        await instance.Given.WorkshopAsync("Mardi", openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);
        await instance.Given.WorkshopAsync("Loin", lat: Lat + 0.1, openings: [Given.Opening(OpeningDays.Monday, 9, 12)]);

        foreach (var radius in new[] { 25.0, 5 })
        {
            var (names, next, pages) = (new List<string>(), default(string), 0);
            do
            {
                var found = await instance.SendAsync(Mobile with { RadiusKm = radius, After = next });
                names.AddRange(found.Items.Select(i => i.Place.Name));
                next = found.Next;
            }
            while (next is not null && ++pages < 10);

            names[0].ShouldBe("Mardi");
            names.Count.ShouldBe(radius == 5 ? 31 : 32);
            names.ShouldBeUnique();
            names[30].ShouldStartWith("Jeudi");
        }
    }

    /// <summary>On the flat map that chooses places, those far to the south are nearer than they are, and those far to the north further.</summary>
    [Theory, BothDatabases]
    public async Task Far_away_the_nearest_comes_first_however_many_there_are(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var n = 0; n < 12; n++)
        {
            await instance.Given.WorkshopAsync($"Sud {n}", lat: 44.4022, lon: 7.2661);
        }

        await instance.Given.WorkshopAsync("Nord", lat: 45.9622, lon: 7.2811);

        var found = await instance.SendAsync(Mobile with { RadiusKm = 200 });

        found.Items[0].Place.Name.ShouldBe("Nord");
        found.Items[0].DistanceKm!.Value.ShouldBeLessThan(found.Items[1].DistanceKm!.Value - 0.1);
    }

    [Theory, BothDatabases]
    public async Task A_bench_that_is_taken_is_not_offered(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2, openings: [Given.Opening(OpeningDays.Tuesday, 9, 11)]);
        var nine = Instant.FromUtc(2027, 3, 2, 8, 0);
        await TakeAsync(instance, workshop, 1, nine, nine + Duration.FromHours(2));

        (await instance.SendAsync(Mobile)).Items.Single().Slots.Select(s => s.Remaining).ShouldBe([1, 1, 2]);
        await TakeAsync(instance, workshop, 2, nine, nine + Duration.FromHours(1));
        (await instance.SendAsync(Mobile)).Items.Single().Slots[0].Start.ShouldBe(nine + Duration.FromHours(1));
    }

    [Theory, BothDatabases]
    public async Task Times_far_ahead_are_found_and_know_of_their_bookings(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Saturday, 9, 11) with { MonthlyNth = -1 }]);
        var saturday = Instant.FromUtc(2027, 3, 27, 8, 0);
        await TakeAsync(instance, workshop, 1, saturday, saturday + Duration.FromHours(1));

        (await instance.SendAsync(Mobile)).Items.Single().Slots.Select(s => s.Start).ShouldBe(
            [saturday + Duration.FromHours(1), Instant.FromUtc(2027, 4, 24, 7, 0), Instant.FromUtc(2027, 4, 24, 8, 0)]);
    }

    [Theory]
    [BothDatabases("commune:38185")]
    [BothDatabases("epci:200040715")]
    [BothDatabases("departement:38")]
    [BothDatabases("region:84")]
    [BothDatabases("country:FRA")]
    public async Task Refused_around_the_commune_it_is_not_found_from_there(DatabaseKind kind, string territory)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await DecideAsync(instance, workshop, TerritoryKey.From(territory), AccreditationStatus.Refused);
        await DecideAsync(instance, workshop, TerritoryKey.Epci("240100800"), AccreditationStatus.Refused);
        await DecideAsync(instance, workshop, TerritoryKey.Commune("38185"), territory == "commune:38185" ? AccreditationStatus.Refused : AccreditationStatus.Approved);
        if (territory == "commune:38185")
        {
            await DecideAsync(instance, workshop, TerritoryKey.Epci(Given.MetropoleGrenoble), AccreditationStatus.Approved);
        }

        (await instance.SendAsync(Mobile)).Items.ShouldBeEmpty();
        (await instance.SendAsync(Mobile with { Commune = Given.Echirolles })).Items.Count.ShouldBe(territory == "commune:38185" ? 1 : 0);
    }

    [Theory, BothDatabases]
    public async Task Pages_give_each_place_once_and_all_of_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        for (var i = 0; i < 30; i++)
        {
            await instance.Given.WorkshopAsync($"Lieu {i:00}", lat: Lat + (i / 5 * 0.01), openings: i % 3 == 0 ? [] : [Given.Opening((OpeningDays)(1 << (i % 5)), 9, 12)]);
        }

        var seen = new List<string>();
        string? after = null;
        var pages = 0;
        do
        {
            var page = await instance.SendAsync(Mobile with { After = after, Take = 4 });
            page.Items.Count.ShouldBeLessThanOrEqualTo(4);
            seen.AddRange(page.Items.Select(i => i.Place.Name));
            after = page.Next;
            (++pages).ShouldBeLessThan(20);
        }
        while (after is not null);

        seen.ShouldBe(seen.Distinct());
        seen.Order().ShouldBe(Enumerable.Range(0, 30).Where(i => i % 3 != 0).Select(i => $"Lieu {i:00}"));
    }

    [Theory, BothDatabases]
    public async Task A_place_may_appear_once_with_its_soonest_service(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var quick = new Service(ServiceId.New(), workshop.Place.Id, workshop.Organisation.Id, "Donner un avis", ["mobile"], new BookingTerms(30, 0, 0, 60, 0), ServiceMode.Workshop, "gratuit", true);
        await instance.AddAsync(quick);

        (await instance.SendAsync(Mobile)).Items.Count.ShouldBe(2);
        (await instance.SendAsync(Mobile with { OnePerPlace = true })).Items.Single().Service.Id.ShouldBe(quick.Id);
    }

    [Theory, BothDatabases]
    public async Task A_commune_without_a_known_centre_finds_what_lies_in_itself_then_in_its_collectivity_and_claims_no_distance(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync("Papeete", communeCode: "98735", epciCode: null, lat: 0, lon: 0, timeZone: "Pacific/Tahiti");
        await instance.Given.WorkshopAsync("Dumbéa", communeCode: "98805", epciCode: null, lat: -22.15, lon: 166.44, timeZone: "Pacific/Noumea");
        await instance.Given.WorkshopAsync("Nouméa", communeCode: "98818", epciCode: null, lat: -22.27, lon: 166.45, timeZone: "Pacific/Noumea");
        await instance.Given.WorkshopAsync("Grenoble");
        var found = await instance.SendAsync(Mobile with { Commune = "98818" });
        found.Items.Select(i => i.Place.Name).ShouldBe(["Nouméa", "Dumbéa"]);
        found.Items.ShouldAllBe(i => i.DistanceKm == null);
        (await instance.SendAsync(Mobile with { Commune = "98818", RadiusKm = 0 })).Items.Select(i => i.Place.Name).ShouldBe(["Nouméa"]);
        found.Items[0].Zone.Id.ShouldBe("Pacific/Noumea");
    }

    [Fact]
    public async Task Unknown_places_and_objects_are_named()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        await Refuses(Mobile with { Commune = "00000" }, "commune");
        await Refuses(Mobile with { Commune = null }, "commune");
        await Refuses(Mobile with { Category = "dragon" }, "category");
        await Refuses(Mobile with { RadiusKm = double.NaN }, "radiusKm");
        await Refuses(Mobile with { RadiusKm = -1 }, "radiusKm");
        await Refuses(Mobile with { After = "1-2" }, "after");
        await Refuses(Mobile with { To = new LocalDate(2026, 1, 1), From = new LocalDate(2026, 1, 2) }, "to");

        async Task Refuses(FindSlots request, string field) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.Keys.ShouldBe([field]);
    }

    private static Task DecideAsync(TestInstance instance, Workshop workshop, TerritoryKey territory, AccreditationStatus status) => instance.ReadAsync(async db =>
    {
        var organisation = db.Organisations.Single(o => o.Id == workshop.Organisation.Id);
        db.Entry(organisation).Collection(o => o.Accreditations).Load();
        organisation.Decide(territory, status, null, null, instance.Clock.Now);
        return await db.SaveChangesAsync();
    });

    private static async Task TakeAsync(TestInstance instance, Workshop workshop, int bench, Instant from, Instant to) =>
        await instance.AddAsync(new Occupancy(BookingId.New(), workshop.Place.Id, bench, new TimeRange(from, to)));
}
