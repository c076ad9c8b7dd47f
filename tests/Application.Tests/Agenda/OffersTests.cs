using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>What places offer is kept in memory: nobody may ever be shown, or given, what was offered before.</summary>
public sealed class OffersTests
{
    /// <summary>Everything that is part of an offer, changed in every way, straight in the tables.</summary>
    private static IReadOnlyList<(string What, Func<RepairNetDb, Workshop, Task> Change)> Changes { get; } =
    [
        ("rule added", async (db, w) => { db.Add(OpeningRule.Create(w.Place.Id, Given.Opening(OpeningDays.Saturday, 9, 12))); await db.SaveChangesAsync(); }),
        ("rule changed", (db, w) => db.OpeningRules.Where(r => r.PlaceId == w.Place.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.EveryWeeks, 2))),
        ("rule removed", (db, w) => db.OpeningRules.Where(r => r.PlaceId == w.Place.Id).ExecuteDeleteAsync()),
        ("closure added", async (db, w) => { db.Add(Closure.Create(w.Place.Id, new TimeRange(Instant.FromUtc(2027, 3, 2, 0, 0), Instant.FromUtc(2027, 3, 3, 0, 0)))); await db.SaveChangesAsync(); }),
        ("closure changed", (db, w) => db.Closures.Where(c => c.PlaceId == w.Place.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Reason, "travaux"))),
        ("closure removed", (db, w) => db.Closures.Where(c => c.PlaceId == w.Place.Id).ExecuteDeleteAsync()),
        ("day added", async (db, w) => { db.Add(DayOverride.Create(w.Place.Id, Tuesday, [new DayOverrideOpening(new LocalTime(9, 0), new LocalTime(10, 0))])); await db.SaveChangesAsync(); }),
        ("day changed", async (db, w) =>
        {
            (await db.DayOverrides.SingleAsync(d => d.PlaceId == w.Place.Id)).Replace([new DayOverrideOpening(new LocalTime(9, 0), new LocalTime(11, 0))]);
            await db.SaveChangesAsync();
        }),
        ("day removed", (db, w) => db.DayOverrides.Where(d => d.PlaceId == w.Place.Id).ExecuteDeleteAsync()),
        ("session added", async (db, w) =>
        {
            var person = new Person(PersonId.New(), w.Place.Id, "Ali", null, ["fr"], agreesToBeNamed: true);
            db.AddRange(person, CafeSession.Plan(CafeSessionId.New(), w.Place.Id, new CafeSessionTerms(null, Tuesday.PlusDays(30), new LocalTime(9, 0), new LocalTime(12, 0), 1, [person.Id])));
            await db.SaveChangesAsync();
        }),
        ("session changed", (db, w) => db.CafeSessions.Where(s => s.PlaceId == w.Place.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Benches, 2))),
        ("skill learnt", async (db, w) =>
        {
            (await db.People.Include(p => p.Skills).SingleAsync(p => p.PlaceId == w.Place.Id)).Knows("mobile", SkillLevel.Learning);
            await db.SaveChangesAsync();
        }),
        ("skill grown", async (db, w) =>
        {
            (await db.People.Include(p => p.Skills).SingleAsync(p => p.PlaceId == w.Place.Id)).Knows("mobile", SkillLevel.Expert);
            await db.SaveChangesAsync();
        }),
        ("skill forgotten", async (db, w) =>
        {
            (await db.People.Include(p => p.Skills).SingleAsync(p => p.PlaceId == w.Place.Id)).Forgets("mobile");
            await db.SaveChangesAsync();
        }),
        ("volunteer gone", (db, w) => db.People.Where(p => p.PlaceId == w.Place.Id).ExecuteDeleteAsync()),
        ("session removed", (db, w) => db.CafeSessions.Where(s => s.PlaceId == w.Place.Id).ExecuteDeleteAsync()),
        ("service added", async (db, w) => { db.Add(new Service(ServiceId.New(), w.Place.Id, w.Organisation.Id, "Autre", ["vacuum"], Given.PlainTerms, ServiceMode.Workshop, null, publicBooking: true)); await db.SaveChangesAsync(); }),
        ("service changed", (db, w) => db.Services.Where(s => s.Id == w.Service.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.PublicBooking, false))),
        ("category added", async (db, w) =>
        {
            var service = await db.Services.Include(s => s.Categories).SingleAsync(s => s.Id == w.Service.Id);
            service.Describe(service.Name, ["mobile", "vacuum"], service.Terms, service.Mode, service.Price, service.PublicBooking);
            await db.SaveChangesAsync();
        }),
        ("category removed", (db, w) => db.ServiceCategories.Where(c => c.ServiceId == w.Service.Id && c.Category == "vacuum").ExecuteDeleteAsync()),
        ("service removed", (db, w) => db.Services.Where(s => s.PlaceId == w.Place.Id && s.Id != w.Service.Id).ExecuteDeleteAsync()),
        ("place changed", (db, w) => db.Places.Where(p => p.Id == w.Place.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Benches, 3))),
        ("organisation changed", (db, w) => db.Organisations.Where(o => o.Id == w.Organisation.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Status, OrganisationStatus.Suspended))),
        ("decision added", async (db, w) =>
        {
            var organisation = await db.Organisations.Include(o => o.Accreditations).SingleAsync(o => o.Id == w.Organisation.Id);
            organisation.Decide(TerritoryKey.Departement("38"), AccreditationStatus.Refused, null, null, Instant.FromUtc(2027, 3, 1, 0, 0));
            await db.SaveChangesAsync();
        }),
        ("decision changed", (db, w) => db.Accreditations.Where(a => a.OrganisationId == w.Organisation.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.Status, AccreditationStatus.Suspended))),
        ("decision removed", (db, w) => db.Accreditations.Where(a => a.OrganisationId == w.Organisation.Id).ExecuteDeleteAsync()),
    ];

    [Theory, BothDatabases]
    public async Task The_database_numbers_every_change_to_an_offer_and_says_whose_it_is(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var other = await instance.Given.WorkshopAsync();
        var workshop = await instance.Given.WorkshopAsync();
        var version = await VersionAsync(instance);
        var others = await ChangeAsync(instance, other.Place.Id);

        foreach (var (what, change) in Changes)
        {
            await instance.ReadAsync(async db =>
            {
                await change(db, workshop);
                return true;
            });

            var now = await VersionAsync(instance);
            now.ShouldBeGreaterThan(version, what);
            (await ChangeAsync(instance, workshop.Place.Id)).ShouldBe(now, what);
            version = now;
        }

        (await ChangeAsync(instance, other.Place.Id)).ShouldBe(others, "nothing of the other place changed");
    }

    [Theory, BothDatabases]
    public async Task A_booking_changes_no_offer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var version = await VersionAsync(instance);

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT0.ShouldBeTrue();

        (await VersionAsync(instance)).ShouldBe(version);
    }

    [Theory, BothDatabases]
    public async Task A_change_made_by_another_process_is_seen_at_once(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var reader = await TestInstance.BuildAsync(database);
        await using var writer = await TestInstance.BuildAsync(database);
        var workshop = await writer.Given.WorkshopAsync();
        var start = At(Tuesday, 9);
        (await FirstAsync()).ShouldBe(start);
        (await FoundAsync()).ShouldBe([workshop.Place.Slug]);

        await writer.SendAsync(new AddClosure(workshop.Place.Id, start, start + Duration.FromHours(1), "Inventaire"), workshop.Member);
        (await FirstAsync()).ShouldBe(start + Duration.FromHours(1));
        (await reader.SendAsync(Request(workshop, start))).IsT1.ShouldBeTrue("closed meanwhile");

        await writer.SendAsync(new SetDay(workshop.Place.Id, Tuesday, [new DayOverrideOpening(new LocalTime(15, 0), new LocalTime(16, 0))]), workshop.Member);
        (await FirstAsync()).ShouldBe(start + Duration.FromHours(6));

        var second = await writer.Given.WorkshopAsync();
        (await FoundAsync()).ShouldBe([workshop.Place.Slug, second.Place.Slug], ignoreOrder: true);
        (await reader.SendAsync(Request(second, start))).IsT0.ShouldBeTrue("a place made meanwhile");

        await writer.ReadAsync(db => db.Organisations.Where(o => o.Id == workshop.Organisation.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Status, OrganisationStatus.Suspended)));
        (await FoundAsync()).ShouldBe([second.Place.Slug]);
        (await reader.SendAsync(Request(workshop, start + Duration.FromHours(6)))).IsT2.ShouldBeTrue("suspended meanwhile");

        async Task<Instant> FirstAsync() => (await reader.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday, Take: 1))).AsT0.Slots.Single().Start;

        async Task<IReadOnlyList<string>> FoundAsync() =>
            [.. (await reader.SendAsync(new FindSlots(Given.Grenoble, "mobile", Tuesday, Tuesday.PlusDays(3), OnePerPlace: true))).Items.Select(i => i.Place.Slug)];
    }

    [Theory, BothDatabases]
    public async Task A_change_that_is_undone_was_never_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var start = At(Tuesday, 9);
        (await FirstAsync()).ShouldBe(start);

        await using (var scope = instance.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
            await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
                async () =>
                {
                    db.Add(Closure.Create(workshop.Place.Id, new TimeRange(start, start + Duration.FromHours(1))));
                    await db.SaveChangesAsync();
                    return false;
                },
                done => done,
                CancellationToken.None);
        }

        (await FirstAsync()).ShouldBe(start);

        // The number it had is taken by another change, which is seen all the same.
        await instance.Given.ClosureAsync(workshop, start, start + Duration.FromHours(2));
        (await FirstAsync()).ShouldBe(start + Duration.FromHours(2));

        async Task<Instant> FirstAsync() => (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday, Take: 1))).AsT0.Slots.Single().Start;
    }

    [Theory, BothDatabases]
    public async Task Who_books_while_the_hours_change_waits_and_gets_what_the_new_hours_say(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var start = At(Tuesday, 9);
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday, Take: 1))).AsT0.Slots.Single().Start.ShouldBe(start);

        await using var scope = instance.Scope();
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var change = scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            async () =>
            {
                var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
                await scope.ServiceProvider.GetRequiredService<IRowLocks>().HoldAgendaAsync(workshop.Place.Id, CancellationToken.None);
                db.Add(Closure.Create(workshop.Place.Id, new TimeRange(start, start + Duration.FromHours(1))));
                await db.SaveChangesAsync();
                changed.SetResult();
                await mayEnd.Task;
                return true;
            },
            _ => true,
            CancellationToken.None);
        await changed.Task;
        var booking = Task.Run(() => instance.SendAsync(Request(workshop, start)));
        (await Task.WhenAny(booking, Task.Delay(300))).ShouldNotBe(booking, "it waits for the change to end");

        mayEnd.SetResult();
        await change;

        (await booking).IsT1.ShouldBeTrue("the hour is closed now");
    }

    private static Task<long> VersionAsync(TestInstance instance) => instance.ReadAsync(db => db.OfferState.Select(s => s.Version).SingleAsync());

    private static Task<long> ChangeAsync(TestInstance instance, PlaceId place) => instance.ReadAsync(db => db.OfferChanges.Where(c => c.PlaceId == place).Select(c => c.Version).SingleAsync());
}
