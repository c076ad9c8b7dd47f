using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>Changing openings, closures and exceptional days, and what it does to slots.</summary>
public class HoursTests
{
    private static readonly LocalDate Tuesday = new(2027, 3, 2);

    [Theory, BothDatabases]
    public async Task The_whole_list_of_openings_is_replaced(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var set = (await instance.SendAsync(new SetOpenings(workshop.Place.Id, [Given.Opening(OpeningDays.Tuesday, 10, 12) with { Services = [workshop.Service.Id] }]), workshop.Member)).AsT0;

        set.Openings.Single().Services.ShouldBe([workshop.Service.Id]);
        (await StartsAsync(instance, workshop, Tuesday, Tuesday.PlusDays(2))).ShouldBe(["2027-03-02T10:00", "2027-03-02T11:00"]);
    }

    [Theory, BothDatabases]
    public async Task An_opening_is_kept_for_as_many_services_as_its_column_holds(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        List<Service> services = [.. Enumerable.Range(0, OpeningRule.MaxServices + 1).Select(i => new Service(
            ServiceId.New(), workshop.Place.Id, workshop.Organisation.Id, $"Service {i}", ["mobile"], Given.PlainTerms, ServiceMode.Workshop, price: null, publicBooking: true))];
        await instance.AddAsync([.. services]);

        (await Should.ThrowAsync<InvalidRequestException>(() => SetAsync(services))).Errors["[0].services"].ShouldBe(["Une plage d’ouverture est gardée pour 200 services au plus."]);
        (await SetAsync(services.Skip(1))).AsT0.Openings.Single().Services.Count.ShouldBe(OpeningRule.MaxServices);

        Task<OneOf.OneOf<OpeningsSet, NotFound>> SetAsync(IEnumerable<Service> kept) =>
            instance.SendAsync(new SetOpenings(workshop.Place.Id, [Given.Opening(OpeningDays.Tuesday, 10, 12) with { Services = [.. kept.Select(s => s.Id)] }]), workshop.Member);
    }

    [Fact]
    public async Task What_is_wrong_with_openings_is_named_by_its_place_in_the_list()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var fine = Given.Opening(OpeningDays.Monday, 9, 12);
        await Refuses([fine, fine with { From = new(12, 0), To = new(12, 0) }], "[1].to");
        await Refuses([fine with { Days = OpeningDays.None }], "[0].days");
        await Refuses([fine with { ValidTo = fine.ValidFrom.PlusDays(-1) }], "[0].validTo");
        await Refuses([fine with { EveryWeeks = 0 }], "[0].everyWeeks");
        await Refuses([fine with { EveryWeeks = 105 }], "[0].everyWeeks");
        await Refuses([fine with { MonthlyNth = 6 }], "[0].monthlyNth");
        await Refuses([fine with { Benches = 0 }], "[0].benches");
        await Refuses([fine, fine with { Services = [other.Service.Id] }, fine with { From = new(14, 0), To = new(15, 0) }], "[1].from");
        await Refuses([fine, fine with { From = new(12, 0), To = new(13, 0), Services = [other.Service.Id] }], "[1].services");
        await Refuses([fine, fine with { From = new(11, 59), To = new(13, 0) }], "[1].from");

        (await instance.ReadAsync(db => db.OpeningRules.CountAsync(r => r.PlaceId == workshop.Place.Id))).ShouldBe(2, "a refused list leaves the one before");

        async Task Refuses(IReadOnlyList<OpeningTerms> openings, string field) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetOpenings(workshop.Place.Id, openings), workshop.Manager), field)).Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task Two_members_who_change_openings_at_once_leave_one_list_whole(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        IReadOnlyList<OpeningTerms> mornings = [.. Enumerable.Range(0, 7).Select(d => Given.Opening((OpeningDays)(1 << d), 8, 10))];
        IReadOnlyList<OpeningTerms> evenings = [.. Enumerable.Range(0, 6).Select(d => Given.Opening((OpeningDays)(1 << d), 9, 11))];
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(new[] { mornings, evenings }.Select(list => Task.Run(() => instance.SendAsync(new SetOpenings(workshop.Place.Id, list), workshop.Member))));

            var rules = await instance.ReadAsync(db => db.OpeningRules.Where(r => r.PlaceId == workshop.Place.Id).ToListAsync());
            rules.Select(r => r.From.Hour).Distinct().Count().ShouldBe(1, "one list or the other, never a mix");
            rules.Count.ShouldBe(rules[0].From.Hour == 8 ? 7 : 6);
        }
    }

    [Theory, BothDatabases]
    public async Task Openings_that_are_over_stay_unless_the_new_list_says_the_same_days(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var today = instance.Clock.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        var week = Given.Opening(OpeningDays.Tuesday, 9, 12);
        var over = week with { ValidTo = today.PlusDays(-1) };
        var (since, long_) = (week with { From = new(10, 0), ValidFrom = today }, Given.Opening(OpeningDays.Friday, 9, 12) with { ValidTo = today.PlusDays(-401) });
        var workshop = await instance.Given.WorkshopAsync(openings: [over, long_, since]);

        (await SetAsync(since with { To = new(13, 0) })).ShouldBe([over.From.Hour, since.From.Hour], "and what ended more than 400 days ago is gone");
        (await SetAsync()).ShouldBe([over.From.Hour]);
        (await SetAsync(week with { From = new(8, 0) })).ShouldBe([8], "the past was said anew");

        async Task<List<int>> SetAsync(params OpeningTerms[] openings)
        {
            (await instance.SendAsync(new SetOpenings(workshop.Place.Id, openings), workshop.Member)).AsT0.Openings.Count.ShouldBe(openings.Length);
            return (await instance.ReadAsync(db => db.OpeningRules.AsNoTracking().Where(r => r.PlaceId == workshop.Place.Id).ToListAsync())).Select(r => r.From.Hour).Order().ToList();
        }
    }

    [Theory, BothDatabases]
    public async Task A_closure_counts_the_appointments_inside_and_no_buffer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 15, 0, 60, 0), openings: [Given.Opening(OpeningDays.Tuesday, 9, 17)]);
        var ten = Instant.FromUtc(2027, 3, 2, 9, 0);
        (await instance.SendAsync(Bookings.Bookings.Request(workshop, ten - Duration.FromHours(1)))).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new AddClosure(workshop.Place.Id, ten, ten + Duration.FromHours(2), null), workshop.Member)).AsT0.BookingsInside.ShouldBe(0);
        (await instance.SendAsync(new AddClosure(workshop.Place.Id, ten - Duration.FromMinutes(1), ten + Duration.FromHours(2), null), workshop.Member)).AsT0.BookingsInside.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_closure_shuts_and_its_removal_opens_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);
        var noon = Instant.FromUtc(2027, 3, 2, 11, 0);

        var closure = (await instance.SendAsync(new AddClosure(workshop.Place.Id, noon - Duration.FromHours(2), noon, "Inventaire"), workshop.Member)).AsT0;
        (await instance.SendAsync(new AddClosure(workshop.Place.Id, noon - Duration.FromHours(2), noon, " Inventaire "), workshop.Member)).AsT0.ShouldBe(closure, "sent twice is one");
        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).ShouldBe(["2027-03-02T09:00"]);
        (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Closures.Single().Reason.ShouldBe("Inventaire");

        (await instance.SendAsync(new RemoveClosure(workshop.Place.Id, closure.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new RemoveClosure(workshop.Place.Id, closure.Id), workshop.Member)).IsT1.ShouldBeTrue();
        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Impossible_closures_are_refused()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var start = Instant.FromUtc(2027, 3, 2, 8, 0);
        await Refuses(start, start, "to");
        await Refuses(start, start + Duration.FromMilliseconds(1), "to");
        await Refuses(start, start + Duration.FromDays(4000), "to");
        await Refuses(instance.Clock.Now - Duration.FromDays(2), instance.Clock.Now, "to");
        (await instance.SendAsync(new AddClosure(workshop.Place.Id, instance.Clock.Now - Duration.FromDays(2), instance.Clock.Now + Duration.FromHours(1), null), workshop.Manager)).IsT0.ShouldBeTrue("begun, and not over");
        await Refuses(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(1990, 1, 2, 0, 0), "from");

        async Task Refuses(Instant from, Instant to, string field) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new AddClosure(workshop.Place.Id, from, to, null), workshop.Manager))).Errors.Keys.ShouldBe([field]);
    }

    [Theory, BothDatabases]
    public async Task An_exceptional_day_stands_in_for_the_rules_and_is_undone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Tuesday, 9, 12)]);

        await Set([new(new LocalTime(14, 0), new LocalTime(15, 0)), new(new LocalTime(10, 0), new LocalTime(11, 0))]);
        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).ShouldBe(["2027-03-02T10:00", "2027-03-02T14:00"]);
        await Set([new(new LocalTime(14, 0), new LocalTime(16, 0))]);
        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).ShouldBe(["2027-03-02T14:00", "2027-03-02T15:00"]);
        await Set([]);
        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).ShouldBeEmpty();
        (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Days.Single().Openings.ShouldBeEmpty();
        for (var i = 0; i < 2; i++)
        {
            (await instance.SendAsync(new ClearDay(workshop.Place.Id, Tuesday), workshop.Member)).IsT0.ShouldBeTrue();
        }

        (await StartsAsync(instance, workshop, Tuesday, Tuesday)).Count.ShouldBe(3);

        async Task Set(IReadOnlyList<DayOverrideOpening> openings) => (await instance.SendAsync(new SetDay(workshop.Place.Id, Tuesday, openings), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Fact]
    public async Task Impossible_days_are_refused_field_by_field()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();
        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(
            new SetDay(workshop.Place.Id, Tuesday, [new(new LocalTime(9, 0), new LocalTime(12, 0)), new(new LocalTime(11, 0), new LocalTime(13, 0), 51)]), workshop.Manager));
        refusal.Errors.Keys.ShouldBe(["openings[1].benches", "openings[1].from"], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task Others_hours_are_not_found(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var closure = await instance.Given.ClosureAsync(workshop, instance.Clock.Now, instance.Clock.Now + Duration.FromHours(1));

        (await instance.SendAsync(new SetOpenings(workshop.Place.Id, []), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new AddClosure(workshop.Place.Id, instance.Clock.Now, instance.Clock.Now + Duration.FromHours(1), null), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveClosure(workshop.Place.Id, closure.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new RemoveClosure(other.Place.Id, closure.Id), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SetDay(workshop.Place.Id, Tuesday, []), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ClearDay(workshop.Place.Id, Tuesday), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new SetOpenings(PlaceId.New(), []), Given.Operator)).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new SetOpenings(workshop.Place.Id, []), workshop.Agent))).SignedIn.ShouldBeTrue();
    }

    private static async Task<IReadOnlyList<string>> StartsAsync(TestInstance instance, Workshop workshop, LocalDate from, LocalDate to)
    {
        var found = (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, from, to))).AsT0;
        return [.. found.Slots.Select(s => Display.Iso(s.Start.InZone(found.Zone).LocalDateTime))];
    }
}
