using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Infrastructure.Persistence;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Repairs;

public sealed class RecordRepairTests
{
    [Theory, BothDatabases]
    public async Task A_visit_without_appointment_is_written_and_read_back_whole(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var fields = new RepairFields(
            new LocalDate(2027, 2, 27), new RepairedItem("toaster", "Moulinex", "Subito", 2019, "Ne chauffe plus"), "repairable", "parts-unavailable", "Commander la résistance",
            1.234567m, 1.5m, 45, new[] { "résistance", "joint" }, 12.5m);

        var recorded = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, fields), workshop.Member)).AsT0;

        recorded.ItemCode.Length.ShouldBe(9);
        var view = (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0;
        view.Fields.ShouldBeEquivalentTo(fields);
        view.CommuneCode.ShouldBe(Given.Grenoble);
        view.IsReturn.ShouldBeFalse();
        (await instance.SendAsync(new GetRepair(recorded.Id), Given.Operator)).IsT0.ShouldBeTrue();
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task An_appointment_gives_what_it_knows_and_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop);

        var recorded = (await instance.SendAsync(new RecordRepair(booked.Reference.ToLowerInvariant(), null, null, new RepairFields(null, null, "fixed")), workshop.Member)).AsT0;

        var repair = (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0;
        repair.Fields.Item.ShouldBe(new RepairedItem("mobile", "Fairphone", "4", null, "Écran cassé"));
        repair.Fields.Date.ShouldBe(Bench.Today);
        repair.BookingId.ShouldBe(booked.Id);
        var (status, busy) = await instance.ReadAsync(async db => (
            (await db.Bookings.AsNoTracking().SingleAsync(b => b.Id == booked.Id)).Status, await db.Occupancies.CountAsync(o => o.BookingId == booked.Id)));
        status.ShouldBe(BookingStatus.Completed);
        busy.ShouldBe(1, "the rest of its time is its own");
    }

    [Theory, BothDatabases]
    public async Task An_appointment_whose_outcome_is_written_early_keeps_its_bench_for_its_time_and_its_buffer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: Given.PlainTerms with { BufferMinutes = 30 });
        var start = Instant.FromUtc(2027, 3, 1, 13, 0);
        var booked = (await instance.SendAsync(Request(workshop, start))).AsT0;

        (await instance.SendAsync(new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, "fixed")), workshop.Member)).IsT0.ShouldBeTrue();

        var other = new ContactDetails("Paul Roux", "paul.roux@example.org", null);
        (await instance.SendAsync(Request(workshop, start) with { Contact = other })).IsT1.ShouldBeTrue("the same hour");
        (await instance.SendAsync(Request(workshop, start + Duration.FromHours(1)) with { Contact = other })).IsT1.ShouldBeTrue("its buffer");
        (await instance.SendAsync(Request(workshop, start + Duration.FromMinutes(90)) with { Contact = other })).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task An_appointment_ends_once_however_many_click(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            instance.SendAsync(new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, "fixed")), workshop.Member)));

        outcomes.Count(o => o.IsT0).ShouldBe(1);
        var first = outcomes.Single(o => o.IsT0).AsT0;
        outcomes.Where(o => !o.IsT0).ShouldAllBe(o => o.AsT1.First == first && !o.AsT1.SameRequest);
        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task The_same_request_twice_finds_its_first_repair(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var request = new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Bench.Fields(), OnceId: RepairId.New());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => instance.SendAsync(request, workshop.Member)));

        var first = outcomes.Single(o => o.IsT0).AsT0;
        outcomes.Where(o => !o.IsT0).ShouldAllBe(o => o.AsT1.First == first && o.AsT1.SameRequest);
        (await instance.SendAsync(request with { OrganisationId = other.Organisation.Id, PlaceId = other.Place.Id }, other.Member)).IsT4.ShouldBeTrue();
        (await instance.ImpactAsync("country:FRA")).Figures.Repairs.Total.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_cancelled_appointment_has_no_outcome(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, "fixed")), workshop.Member)).IsT2.ShouldBeTrue();

        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task An_appointment_has_an_outcome_from_its_local_day_on(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop, day: 2);
        var request = new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, "fixed"));

        (await instance.SendAsync(request, workshop.Member)).AsT3.Day.ShouldBe(new LocalDate(2027, 3, 2));
        (await instance.SendAsync(request with { Fields = request.Fields with { Date = Bench.Today } }, workshop.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.NoShow), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync())).Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1);

        // Half past midnight in Grenoble, nine hours early.
        instance.Clock.Now = Instant.FromUtc(2027, 3, 1, 23, 30);
        var recorded = (await instance.SendAsync(request, workshop.Member)).AsT0;
        (await instance.SendAsync(new GetRepair(recorded.Id), workshop.Member)).AsT0.Fields.Date.ShouldBe(new LocalDate(2027, 3, 2));
    }

    [Theory, BothDatabases]
    public async Task Only_the_people_of_the_organisation_record_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var here = new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Bench.Fields());

        (await instance.SendAsync(here, other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(here with { PlaceId = other.Place.Id }, workshop.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(here with { OrganisationId = OrganisationId.New() }, Given.Operator)).IsT4.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(here))).SignedIn.ShouldBeFalse();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(here, workshop.Agent))).SignedIn.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(here, Given.SignedIn))).SignedIn.ShouldBeTrue();
        var recorded = (await instance.SendAsync(here, Given.Operator)).AsT0;
        (await instance.SendAsync(new GetRepair(recorded.Id), other.Member)).IsT1.ShouldBeTrue();

        var booked = await BookAsync(instance, workshop);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(
            new RecordRepair(booked.Reference, other.Organisation.Id, other.Place.Id, Bench.Fields()), other.Member))).Errors.Keys.ShouldBe(["bookingReference"]);
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Each_wrong_field_says_what_to_do_and_nothing_is_written()
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await instance.Given.WorkshopAsync();

        async Task Refused(RepairFields fields, params string[] names) =>
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, fields), workshop.Member)))
                .Errors.Keys.ShouldBe(names, ignoreOrder: true);

        await Refused(new RepairFields(null, null, null), "date", "item.category", "outcome");
        await Refused(Bench.Fields(category: "unicorn"), "item.category");
        await Refused(Bench.Fields(outcome: "mended"), "outcome");
        await Refused(Bench.Fields(date: new LocalDate(2027, 3, 2)), "date");
        await Refused(Bench.Fields(date: new LocalDate(1999, 12, 31)), "date");
        await Refused(Bench.Fields(weighed: 0, declared: 1000.1m), "weighedKg", "declaredKg");
        await Refused(Bench.Fields(weighed: decimal.MaxValue), "weighedKg");
        await Refused(Bench.Fields() with { Minutes = 1441, CostEur = -1, Barrier = "aliens" }, "minutes", "costEur", "barrier");
        await Refused(Bench.Fields() with { Item = new RepairedItem("kettle", new string('x', 81), new string('x', 121), 2028, new string('x', 2001)) }, "item.brand", "item.model", "item.yearOfManufacture", "item.problem");
        await Refused(Bench.Fields() with { NextStep = new string('x', 201), Parts = [new string('x', 121)] }, "nextStep", "parts");
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new RecordRepair(null, null, null, Bench.Fields(), "=1+1"), workshop.Member)))
            .Errors.Keys.ShouldBe(["organisationId", "placeId", "itemCode"], ignoreOrder: true);
        (await instance.ReadAsync(db => db.Repairs.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.Items.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Today_is_that_of_the_place(DatabaseKind kind)
    {
        // 23 h 30 in Paris on 1 March is already 2 March in Réunion.
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Now = Instant.FromUtc(2027, 3, 1, 22, 30) });
        var metropole = await instance.Given.WorkshopAsync();
        var reunion = await instance.Given.WorkshopAsync(communeCode: "97411", epciCode: null, timeZone: "Indian/Reunion");
        var tomorrow = Bench.Fields(date: new LocalDate(2027, 3, 2));

        (await instance.RecordAsync(reunion, tomorrow)).IsReturn.ShouldBeFalse();
        await Should.ThrowAsync<InvalidRequestException>(() => instance.RecordAsync(metropole, tomorrow));
        (await instance.ImpactAsync("departement:974", from: new LocalDate(2027, 3, 2), to: new LocalDate(2027, 3, 2))).Figures.Repairs.Fixed.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_object_repaired_again_within_90_days_is_counted_once_wherever_it_is(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var one = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        var first = await instance.RecordAsync(one, Bench.Fields(date: Bench.Today.PlusDays(-100)));

        (await instance.RecordAsync(other, Bench.Fields(date: Bench.Today.PlusDays(-10)), first.ItemCode.ToLowerInvariant())).IsReturn.ShouldBeTrue();
        (await instance.RecordAsync(other, Bench.Fields(date: Bench.Today.PlusDays(-9)), first.ItemCode)).IsReturn.ShouldBeFalse();
        (await instance.RecordAsync(other, Bench.Fields(outcome: "end-of-life"), first.ItemCode)).IsReturn.ShouldBeFalse();

        var figures = (await instance.ImpactAsync("epci:" + Given.MetropoleGrenoble)).Figures;
        figures.Repairs.Fixed.ShouldBe(2);
        figures.Repairs.Total.ShouldBe(3);
        figures.Diverted.Kg.Central.ShouldBe(2.5m);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_visit_recorded_late_takes_the_place_of_the_later_one_that_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var later = await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-5), weighed: 1m));

        var earlier = await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-40), weighed: 1m), later.ItemCode);

        earlier.IsReturn.ShouldBeFalse();
        (await instance.SendAsync(new GetRepair(later.Id), workshop.Member)).AsT0.IsReturn.ShouldBeTrue();
        (await FixedAsync(-40)).ShouldBe(1);
        (await FixedAsync(-5)).ShouldBe(0);
        var lines = await instance.ReadAsync(db => db.LedgerEntries.OrderBy(e => e.Sequence).ToListAsync());
        lines.Count(l => l.RepairId == earlier.Id && l is { Sign: 1, IsReturn: false }).ShouldBe(1);
        lines.Where(l => l.RepairId == later.Id).Select(l => (l.Sign, l.IsReturn)).ShouldBe([(1, false), (-1, false), (1, true)]);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        async Task<long> FixedAsync(int day) =>
            (await instance.ImpactAsync("commune:38185", from: Bench.Today.PlusDays(day), to: Bench.Today.PlusDays(day))).Figures.Repairs.Fixed;
    }

    [Theory, BothDatabases]
    public async Task Returns_judged_by_the_order_of_writing_are_judged_again_by_an_upgrade(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var later = await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-5)));
        await instance.RecordAsync(workshop, Bench.Fields(date: Bench.Today.PlusDays(-5)));

        // Written down last, so a return by the order of writing.
        var now = instance.Clock.Now;
        var earlier = Repair.Record(
            RepairId.New(), new RepairReport { Date = Bench.Today.PlusDays(-40), CategoryCode = "kettle", Outcome = RepairOutcome.Fixed }, workshop.Organisation.Id, workshop.Place.Id,
            Given.Grenoble, ItemCode.From(later.ItemCode), null, null, now + Duration.FromMinutes(1), Bench.Today);
        typeof(Repair).GetProperty(nameof(Repair.IsReturn))!.SetValue(earlier, true);
        var line = LedgerEntry.Of(earlier, "rn-2026", earlier.Date, new LedgerNote(now));
        await instance.AddAsync([earlier]);
        await instance.AddAsync([line, .. ImpactRollup.From([line])]);
        (await instance.VerifyAsync()).Differences.Count.ShouldBe(2);

        await MigrateAsync(instance);

        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
        (await instance.SendAsync(new GetRepair(earlier.Id), workshop.Member)).AsT0.IsReturn.ShouldBeFalse();
        (await instance.SendAsync(new GetRepair(later.Id), workshop.Member)).AsT0.IsReturn.ShouldBeTrue();
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(7);
        await MigrateAsync(instance);
        (await instance.ReadAsync(db => db.LedgerEntries.CountAsync())).ShouldBe(7);
    }

    [Theory, BothDatabases]
    public async Task One_object_recorded_by_many_at_once_is_counted_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        for (var round = 0; round < 5; round++)
        {
            var code = ItemCode.New().Value;
            var recorded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => instance.RecordAsync(workshop, itemCode: code)));
            recorded.Count(r => !r.IsReturn).ShouldBe(1);
        }

        (await instance.ImpactAsync("commune:38185")).Figures.Repairs.Total.ShouldBe(5);
        var found = await instance.VerifyAsync();
        found.Differences.ShouldBeEmpty();
        found.Repairs.ShouldBe(40);
    }

    [Theory, BothDatabases]
    public async Task Many_at_once_lose_no_count(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => instance.RecordAsync(workshop, Bench.Fields(category: i % 2 == 0 ? "kettle" : "mobile", weighed: 0.1m))));

        var figures = (await instance.ImpactAsync("commune:38185")).Figures;
        figures.Repairs.Fixed.ShouldBe(60);
        figures.Diverted.WeighedKg.ShouldBe(6m);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();
    }

    private static async Task MigrateAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<DatabaseState>().MigrateAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, int day = 1) =>
        (await instance.SendAsync(Request(workshop, Instant.FromUtc(2027, 3, day, 9, 0)))).AsT0;

    private static BookSlot Request(Workshop workshop, Instant start) => new(
        workshop.Service.Id,
        start,
        new ContactDetails("Marie Blanc", "marie.blanc@example.org", null),
        new ItemDetails("mobile", "Fairphone", "4", "Écran cassé"),
        null,
        BookingChannel.Web,
        null,
        "fr");
}
