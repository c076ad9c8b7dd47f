using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>What may change of a place, and the bench that stays because someone is expected at it.</summary>
public class ChangePlaceTests
{
    [Theory, BothDatabases]
    public async Task Its_members_change_its_address_and_access_and_its_page_stays(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync("Mille Vis");

        (await instance.SendAsync(new ChangePlace(workshop.Place.Id, "La Halle", "2 rue Neuve", 4, " Bus 3 ", false), workshop.Manager)).IsT0.ShouldBeTrue();

        var place = await instance.ReadAsync(db => db.Places.SingleAsync());
        (place.Name, place.Slug, place.Address, place.Benches, place.Access, place.ClosedOnHolidays, place.CommuneCode).ShouldBe(("La Halle", "mille-vis", "2 rue Neuve", 4, "Bus 3", false, Given.Grenoble));
    }

    [Theory, BothDatabases]
    public async Task It_lies_where_it_says_or_at_the_centre_of_its_commune_and_nowhere_far(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        (await instance.SendAsync(Change(workshop, 1) with { At = new PlaceLies(45.19, 5.73) }, workshop.Manager)).IsT0.ShouldBeTrue();
        var place = await instance.ReadAsync(db => db.Places.AsNoTracking().SingleAsync());
        (place.Lat, place.Lon, place.SearchLat, place.SearchLon).ShouldBe((45.19, 5.73, 45.19, 5.73));

        (await instance.SendAsync(Change(workshop, 1), workshop.Manager)).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Places.AsNoTracking().SingleAsync())).Lat.ShouldBe(45.19, "nothing said, nothing moved");

        (await instance.SendAsync(Change(workshop, 1) with { At = new PlaceLies(null, null) }, workshop.Manager)).IsT0.ShouldBeTrue();
        place = await instance.ReadAsync(db => db.Places.AsNoTracking().SingleAsync());
        (place.Lat, place.Lon).ShouldBe((null, null));
        (Math.Abs(place.SearchLat - 45.18) < 0.1, Math.Abs(place.SearchLon - 5.72) < 0.1).ShouldBe((true, true), "the centre of Grenoble");

        foreach (var (lat, lon, field) in new (double?, double?, string)[]
        {
            (45.19, null, "lon"), (null, 5.73, "lat"), (91, 5.73, "lat"), (double.NaN, 5.73, "lat"), (double.MaxValue, 5.73, "lat"), (45.19, 181, "lon"), (5.73, 45.19, "lat"), (48.85, 2.35, "lat"), (-45.19, 5.73, "lat"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Change(workshop, 1) with { At = new PlaceLies(lat, lon) }, workshop.Manager))).Errors.Keys.ShouldBe([field], $"{lat} {lon}");
        }

        (await instance.ReadAsync(db => db.Places.AsNoTracking().SingleAsync())).Lat.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task It_is_not_there_for_others(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var change = Change(workshop, 2);

        (await instance.SendAsync(change, (await instance.Given.WorkshopAsync()).Manager)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(change with { PlaceId = PlaceId.New() }, Given.Operator)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(change, Given.AgentOf(TerritoryKey.Commune(Given.Echirolles)))).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change, Given.SignedIn));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(change));
    }

    [Theory]
    [InlineData("name", "", "2 rue Neuve", 1)]
    [InlineData("address", "Nom", " ", 1)]
    [InlineData("benches", "Nom", "2 rue Neuve", 0)]
    [InlineData("benches", "Nom", "2 rue Neuve", 51)]
    [InlineData("benches", "Nom", "2 rue Neuve", null)]
    public async Task Bad_answers_name_their_field(string field, string name, string address, int? benches)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ChangePlace(workshop.Place.Id, name, address, benches, null, true), workshop.Manager));

        refusal.Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task A_bench_with_an_appointment_to_come_stays_until_it_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        var nine = Bookings.Bookings.At(Bookings.Bookings.Tuesday, 9);
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, nine))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, nine))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(Change(workshop, 2), workshop.Manager)).IsT0.ShouldBeTrue("the third bench is free");
        var kept = (await instance.SendAsync(Change(workshop, 1) with { Name = "Autre" }, workshop.Manager)).AsT1;

        kept.ShouldBe(new BenchesTaken(1, Bookings.Bookings.Tuesday));
        (await instance.ReadAsync(db => db.Places.SingleAsync())).Benches.ShouldBe(2);
        (await instance.ReadAsync(db => db.Places.AnyAsync(p => p.Name == "Autre"))).ShouldBeFalse("nothing is changed by halves");

        instance.Clock.Advance(nine + Duration.FromHours(2) - instance.Clock.Now);
        (await instance.SendAsync(Change(workshop, 1), workshop.Manager)).IsT0.ShouldBeTrue("it is over");
    }

    [Theory, BothDatabases]
    public async Task Whoever_takes_a_bench_away_and_whoever_books_it_at_the_same_moment_never_both_succeed(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var (taken, kept) = (0, 0);
        for (var round = 0; round < 12; round++)
        {
            var start = Bookings.Bookings.At(Bookings.Bookings.Tuesday.PlusDays(7 * (round / 6)), 9 + (round % 3) + (round % 6 >= 3 ? 5 : 0));
            (await instance.SendAsync(Bookings.Bookings.Request(workshop, start))).IsT0.ShouldBeTrue("bench 1");

            var book = Task.Run(() => instance.SendAsync(Bookings.Bookings.Request(workshop, start)));
            var lower = Task.Run(() => instance.SendAsync(Change(workshop, 1), workshop.Manager));
            var (booked, changed) = ((await book).IsT0, (await lower).IsT0);

            (booked && changed).ShouldBeFalse($"round {round}: someone is expected at a bench that is gone");
            (booked || changed).ShouldBeTrue();
            (taken, kept) = changed ? (taken + 1, kept) : (taken, kept + 1);
            var orphans = await instance.ReadAsync(db => db.Occupancies.CountAsync(o => db.Places.Any(p => p.Id == o.PlaceId && o.Bench > p.Benches)));
            orphans.ShouldBe(0);

            // The next round starts without anyone on the second bench.
            await instance.ReadAsync(async db =>
            {
                await db.Occupancies.Where(o => o.Bench == 2).ExecuteDeleteAsync();
                return await db.Places.ExecuteUpdateAsync(set => set.SetProperty(p => p.Benches, 2));
            });
        }

        (taken + kept).ShouldBe(12);
    }

    private static ChangePlace Change(Workshop workshop, int benches) => new(workshop.Place.Id, workshop.Place.Name, workshop.Place.Address, benches, null, true);
}
