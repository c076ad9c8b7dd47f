using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.Repairs;
using RepairNet.Application.Reuse;
using RepairNet.Application.Tests.MutualHelp;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Application.Tests.Training;
using RepairNet.Application.Training;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Training;
using RepairNet.Infrastructure.Bookings;
using RepairNet.Infrastructure.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Common;

/// <summary>
/// What is asked at each visit, each booking and each sweep costs what it gives back, and not what years have left: on both
/// databases, on a workshop with thousands of past rows in every large table, each statement is counted by the database itself.
/// </summary>
public sealed class QueryPlansTests
{
    private const int Years = 5000;

    /// <summary>Rows that a statement of these may look at, kept or not: days of a busy workshop.</summary>
    private const int Most = 400;

    private static readonly ContactDetails Caller = new("Marie Blanc", null, "06 12 34 56 78");

    [Theory, BothDatabases]
    public async Task What_is_asked_often_does_not_read_what_years_have_left(DatabaseKind kind)
    {
        var work = new DatabaseWork();
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Replace = work.Watch });
        var (workshop, history) = await FillAsync(instance, kind);

        var costly = new List<string>();
        foreach (var (name, most, act) in Often(instance, workshop, history))
        {
            // What is kept in memory is read the first time.
            await act(1);
            var asked = await work.OfAsync(instance, () => act(2));
            asked.ShouldNotBeEmpty($"{name} asks nothing: nothing is tried");
            costly.AddRange(asked.Where(a => a.Touched > most || a.Scanned > most).Select(a => $"{name}: {a.Touched} rows touched, {a.Scanned} of them scanned\n{a.Text}\n{a.Plan}\n"));
        }

        costly.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Without_its_index_a_query_is_seen_reading_the_whole_table(DatabaseKind kind)
    {
        var work = new DatabaseWork();
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Replace = work.Watch });
        await FillAsync(instance, kind);
        var indexed = await work.OfAsync(instance, () => SweepAsync<ReminderSweep>(instance));

        await ManyRows.ExecuteAsync(instance, "DROP INDEX ix_bookings_reminder");
        var scanning = await work.OfAsync(instance, () => SweepAsync<ReminderSweep>(instance));

        indexed.ShouldAllBe(a => a.Touched < Most && a.Scanned < Most);
        scanning.ShouldContain(a => a.Touched > Most && a.Scanned > Most);
    }

    /// <summary>Nor does what is read for several bookings at once.</summary>
    [Fact]
    public async Task What_is_read_for_a_group_of_bookings_does_not_either()
    {
        var work = new DatabaseWork();
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Postgres, new TestOptions { Replace = work.Watch });
        var (workshop, _) = await FillAsync(instance, DatabaseKind.Postgres);
        await using var scope = instance.Scope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var around = At(Tuesday, 9);
        var group = Enumerable.Range(0, 3).Select(n => new GroupedBooking(
            db,
            workshop.Place.Id,
            around - Duration.FromDays(1),
            around + Duration.FromDays(1),
            new BookingCandidate(BookingReferences.New("Grenoble", n), "marie.blanc@exemple.fr", instance.Clock.Now, "network"),
            new IdempotentRequest(new string('a', 64), new string('b', 64), BookingId.New(), instance.Clock.Now))).ToList();

        var held = 0;
        var asked = await work.OfAsync(instance, async () =>
        {
            held = (await GroupReading.ReadAsync(connection, group)).Count;

            // What the last statement took is told once it is let go of.
            await db.Database.ExecuteSqlRawAsync("ROLLBACK", TestContext.Current.CancellationToken);
        });

        held.ShouldBe(3);
        string[] read = [GroupReading.OfPlaces, GroupReading.OfContacts];
        read.Except(asked.Select(a => a.Text)).ShouldBeEmpty(string.Join("\n", asked.Select(a => a.Text)));
        asked.Where(a => a.Touched > Most || a.Scanned > Most).ShouldBeEmpty();
        await db.Database.CloseConnectionAsync();
    }

    private sealed record History(string Secret, string Reference, string Seen, string FeedSecret, string OnOffer, string HelpSecret);

    /// <summary>What a day does again and again, each told which time it is.</summary>
    private static IEnumerable<(string Name, int Most, Func<int, Task> Act)> Often(TestInstance instance, Workshop workshop, History history)
    {
        var (member, place) = (workshop.Member, workshop.Place.Id);
        (string, int, Func<int, Task>) Ask(string name, Func<Task> act, int most = Most) => (name, most, _ => act());

        yield return Ask("slots of a service over 60 days", () => instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday.PlusDays(60))));
        yield return Ask("nearest slots", () => instance.SendAsync(new FindSlots(Given.Grenoble, "mobile")));
        yield return ("a booking", Most, async time => (await AloneAsync(instance, Request(workshop, At(Tuesday.PlusDays(7), 9 + time)) with { Contact = Caller with { Phone = $"06 12 34 56 {10 + time}" } })).IsT0.ShouldBeTrue());
        yield return ("a booking with a key", Most, async time => (await AloneAsync(instance, Request(workshop, At(Tuesday.PlusDays(8), 9 + time), $"form-{time}") with { Contact = Caller with { Phone = $"06 12 34 57 {10 + time}" } })).IsT0.ShouldBeTrue());
        yield return ("a booking moved", Most, async time => (await instance.SendAsync(new MoveBooking(history.Secret, At(Tuesday.PlusDays(9), 9 + time)))).IsT0.ShouldBeTrue());
        yield return Ask("a booking by its secret", async () => (await instance.SendAsync(new GetBooking(history.Secret))).IsT0.ShouldBeTrue());
        yield return Ask("the agenda of a day", async () => (await instance.SendAsync(new GetAgenda(place, Tuesday, Tuesday), member)).IsT0.ShouldBeTrue());
        yield return Ask("the agenda of a week", async () => (await instance.SendAsync(new GetAgenda(place, Tuesday.PlusDays(-7), Tuesday.PlusDays(-1)), member)).AsT0.Lines.Count.ShouldBeGreaterThan(20));
        yield return Ask("a day of benches", async () => (await instance.SendAsync(new GetBenchDay(place, Tuesday), member)).IsT0.ShouldBeTrue());
        yield return Ask("appointments outside the hours", () => instance.SendAsync(new GetMisplaced(place), member));

        // The newest 2,000 names are read, and no more.
        yield return Ask("search by reference", async () => (await instance.SendAsync(new FindBookings("qqj 3456"), member)).Lines.ShouldHaveSingleItem(), FindBookings.NamesRead + Most);
        yield return Ask("search by name", async () => (await instance.SendAsync(new FindBookings("Blanc"), member)).IsPartial.ShouldBeTrue(), FindBookings.NamesRead + Most);
        yield return Ask("calls to make", async () => (await instance.SendAsync(new GetCallsToMake(), member)).Calls.ShouldNotBeEmpty());
        yield return Ask("calls about items", () => instance.SendAsync(new GetItemCalls(), member));
        yield return Ask("items left", () => instance.SendAsync(new GetItemsLeft(place, null, 1, 14), member));
        yield return Ask("history of an item", async () => (await instance.SendAsync(new GetItemHistory(history.Seen), member)).IsT0.ShouldBeTrue());
        yield return Ask("a visit and what was done to it", async () => (await instance.SendAsync(new GetVisit(history.Seen), member)).IsT0.ShouldBeTrue());

        // A calendar shows thirty days back.
        yield return Ask("a calendar feed", async () => (await instance.SendAsync(new ReadCalendarFeed(history.FeedSecret))).IsT0.ShouldBeTrue(), 2000);
        yield return Ask("people introduced to an organisation", async () => (await instance.SendAsync(new GetIntroductions(workshop.Organisation.Id), member)).AsT0.ShouldHaveSingleItem());
        yield return Ask("impact of a territory", async () => (await instance.SendAsync(new GetImpact("epci:200040715"))).AsT0.Figures.Repairs.Total.ShouldBeGreaterThan(0));
        yield return ("a repair", Most, time => instance.RecordAsync(workshop, itemCode: $"LABEL-{time}"));
        yield return Ask("the reminder sweep", () => SweepAsync<ReminderSweep>(instance));
        yield return Ask("the sweep of the waiting list", () => SweepAsync<WaitingSweep>(instance));
        yield return Ask("the sweep of names in queues", () => SweepAsync<QueueNamesSweep>(instance));
        yield return Ask("the sweep of calendars followed", () => SweepAsync<ImportedCalendarSweep>(instance));
        yield return Ask("offers of jobs, everywhere", async () => (await instance.SendAsync(new FindJobOffers())).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("offers of jobs around", async () => (await instance.SendAsync(new FindJobOffers(Near: Given.Grenoble, Kind: JobOfferKind.Apprenticeship))).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("offers of jobs of a territory", async () => (await instance.SendAsync(new FindJobOffers(Territory: "departement:38"))).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("offers of jobs of a workshop", async () => (await instance.SendAsync(new FindJobOffers(Organisation: workshop.Organisation.Slug))).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("posts of mutual help, everywhere", async () => (await instance.SendAsync(new FindHelp())).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("posts of mutual help around", async () => (await instance.SendAsync(new FindHelp(Near: Given.Grenoble, Kind: HelpKind.Request, Object: "bouilloire"))).AsT0.Items.ShouldHaveSingleItem());
        yield return Ask("posts of mutual help of a territory", async () => (await instance.SendAsync(new GetHelpNews("departement:38"))).AsT0.Posts.ShouldHaveSingleItem());
        yield return Ask("one's own post of mutual help", async () => (await instance.SendAsync(new GetOwnHelpPost(history.HelpSecret))).AsT0.Threads.ShouldHaveSingleItem());
        yield return Ask("the sweep of mutual help", () => SweepAsync<HelpSweep>(instance));
        yield return Ask("the sweep of courses and offers", () => SweepAsync<TrainingSweep>(instance));
        yield return Ask("the sweep of reservations", () => SweepAsync<ReservationSweep>(instance));
        yield return Ask("items on offer, everywhere", async () => (await instance.SendAsync(new FindOfferedItems())).AsT0.Total.ShouldBe(1));
        yield return Ask("items on offer around", async () => (await instance.SendAsync(new FindOfferedItems(Near: Given.Grenoble))).AsT0.Total.ShouldBe(1));
        yield return Ask("an item on offer", async () => (await instance.SendAsync(new GetOfferedItem(null, history.OnOffer))).IsT0.ShouldBeTrue());
        yield return Ask("the outbox", () => instance.Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None, CancellationToken.None));
    }

    /// <summary>Books in a transaction of its own, whose connection is watched: those of groups are not.</summary>
    private static async Task<BookingAnswer> AloneAsync(TestInstance instance, BookSlot request)
    {
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(() => scope.ServiceProvider.GetRequiredService<IMediator>().Send(request), _ => true, CancellationToken.None);
    }

    private static async Task SweepAsync<TSweep>(TestInstance instance) where TSweep : Application.Common.ISweep
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TSweep>().SweepAsync(CancellationToken.None);
    }

    /// <summary>A workshop in the middle of its week, with thousands of past rows like its own in every large table.</summary>
    private static async Task<(Workshop Workshop, History History)> FillAsync(TestInstance instance, DatabaseKind kind)
    {
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.All, 9, 17)], benches: 2);
        await instance.AddAsync(new OrganisationMembership(workshop.Member.Account!.Value, workshop.Organisation.Id, OrganisationRole.Member, instance.Clock.Now));
        (await instance.SendAsync(new OpenCalendarFeed(workshop.Place.Id), workshop.Member)).IsT0.ShouldBeTrue();
        var feed = (await instance.SendAsync(new GetCalendarFeeds(), workshop.Member)).ShouldHaveSingleItem();
        var many = new ManyRows(kind);

        // Someone came, left the item, and it was repaired.
        var seen = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var now = instance.Clock.Now;
        instance.Clock.Now = At(Tuesday, 9);
        (await instance.SendAsync(new ChangeBookingByReference(seen.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new LeaveItem(seen.Reference, null, null, null, null, "fr"), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = now;
        await instance.RecordAsync(workshop, itemCode: "LABEL-0");

        await many.PastBookingsAsync(instance, Years);
        await ManyRows.OfAsync<BookingEvent>(instance, Years, new() { ["id"] = many.Id, ["booking_id"] = many.Id });
        await ManyRows.OfAsync<OutboxMessage>(instance, Years, new() { ["id"] = many.Id, ["subject_id"] = many.Id, ["sent_at"] = "created_at" });
        await ManyRows.OfAsync<Item>(instance, Years, new() { ["code"] = many.Digits(9) });
        await ManyRows.OfAsync<Repair>(instance, Years, new() { ["id"] = many.Id, ["booking_id"] = many.Id, ["item_code"] = many.Digits(9), ["date"] = many.DaysBefore("date") });
        await ManyRows.OfAsync<ItemLeft>(instance, Years, new() { ["id"] = many.Id, ["booking_id"] = many.Id, ["slip"] = many.Digits(8), ["secret_hash"] = many.Digits(64), ["state"] = "'Collected'" });
        await ManyRows.OfAsync<LedgerEntry>(instance, Years, new() { ["sequence"] = "1000000 + n", ["id"] = many.Id, ["repair_id"] = many.Id, ["date"] = many.DaysBefore("date") });
        await ManyRows.OfAsync<ImpactRollup>(instance, Years, new() { ["commune_code"] = many.Digits(5), ["date"] = many.DaysBefore("date") });

        // Someone to be called about a slot held, and one who waits on.
        (await instance.SendAsync(new JoinWaitingList(Given.Grenoble, 25, Tuesday.PlusDays(30), Caller, new ItemDetails("kettle", "Seb", null, "Ne chauffe plus."), "fr"))).IsT0.ShouldBeTrue();
        await HoldAsync(instance, workshop);
        var past = new Dictionary<string, string> { ["id"] = many.Id, ["secret_hash"] = many.Digits(64), ["contact_key"] = "'c' || n || '@exemple.fr'", ["status"] = "'Expired'" };
        await ManyRows.OfAsync<WaitingEntry>(instance, Years, past);
        await ManyRows.OfAsync<HeldSlot>(instance, Years, new() { ["id"] = many.Id, ["entry_id"] = many.Id, ["ended_at"] = "held_until", ["start"] = many.Before("start"), ["end"] = many.Before("end") });
        await ManyRows.OfAsync<CallToMake>(instance, Years, new() { ["id"] = many.Id, ["held_slot_id"] = many.Id, ["done_at"] = "created_at" });

        // An offer that is current, and years of those nobody renewed.
        var offer = (await instance.SendAsync(new AddJobOffer(workshop.Organisation.Id, JobOfferTests.Details()), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ActOnJobOffer(offer, JobOfferAct.Publish), workshop.Member)).IsT0.ShouldBeTrue();
        await ManyRows.OfAsync<JobOffer>(instance, Years, new() { ["id"] = many.Id, ["slug"] = many.Digits(20), ["published_at"] = many.Before("published_at"), ["current_until"] = kind == DatabaseKind.Sqlite ? "\"published_at\" - n * 7200000" : "\"published_at\" - n * interval '2 hours'" });

        // A post that is shown and answered, and years of those that expired, with what was answered.
        var (post, helpSecret) = await instance.PostedAsync(Neighbours.Post(commune: Given.Grenoble));
        await instance.AnsweredAsync(post);
        await ManyRows.OfAsync<HelpPost>(instance, Years, new() { ["id"] = many.Id, ["secret_hash"] = many.Digits(64), ["contact_key"] = "'h' || n || '@exemple.fr'", ["published_at"] = many.Before("published_at"), ["shown_until"] = kind == DatabaseKind.Sqlite ? "\"published_at\" - n * 7200000" : "\"published_at\" - n * interval '2 hours'" });
        await ManyRows.OfAsync<HelpThread>(instance, Years, new() { ["id"] = many.Id, ["post_id"] = many.Id, ["secret_hash"] = many.Digits(64), ["contact_key"] = "'h' || n || '@exemple.fr'" });

        // Someone introduced here, among thousands introduced elsewhere.
        var (_, session) = await instance.TaughtAsync();
        var nora = new Enrolment(Domain.Common.EnrolmentId.New(), session, "hash", new Contact("Nora", "nora@exemple.fr", null), null, "fr", now);
        nora.Accept(1, now);
        nora.Attend(1);
        nora.Agree(true);
        nora.Introduce(workshop.Organisation.Id, now);
        await instance.AddAsync(nora);
        await ManyRows.OfAsync<Enrolment>(instance, Years, new() { ["id"] = many.Id, ["secret_hash"] = many.Digits(64), ["contact_key"] = "'e' || n || '@exemple.fr'", ["seat"] = "NULL", ["introduced_to"] = many.Id });

        // An item on offer, and years of those sold and of what was kept for someone.
        var remise = await instance.Given.WorkshopAsync("La Remise", OrganisationKinds.ReuseWorkshop);
        var item = (await instance.SendAsync(new AddReuseItem(remise.Organisation.Id, null, new ItemFields("kettle", "Bouilloire", null, null, 1m), Channel: "drop-off"), remise.Member)).AsT0;
        (await instance.SendAsync(new OfferReuseItem(item.Id, 8m, 0, null), remise.Member)).IsT0.ShouldBeTrue();
        var kept = (await instance.SendAsync(new ReserveItem(item.Id, "Nora", "nora@exemple.fr", null, "fr"))).AsT0;
        (await instance.SendAsync(new GiveUpReservation(kept.Secret))).IsT0.ShouldBeTrue();
        await ManyRows.OfAsync<ReuseItem>(instance, Years, new() { ["id"] = many.Id, ["code"] = many.Digits(12), ["state"] = "'Sold'" });
        await ManyRows.OfAsync<ItemReservation>(instance, Years, new() { ["id"] = many.Id, ["item_id"] = many.Id, ["secret_hash"] = many.Digits(64), ["until"] = many.Before("until"), ["ended_at"] = many.Before("ended_at") });
        await ManyRows.AnalyzeAsync(instance);

        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(1), 9)))).Made();
        return (workshop, new History(booked.Secret, booked.Reference, seen.Reference, feed.Secret, item.Code, helpSecret));
    }

    private static async Task HoldAsync(TestInstance instance, Workshop workshop)
    {
        var entry = await instance.ReadAsync(db => db.WaitingEntries.AsNoTracking().SingleAsync());
        var start = At(Tuesday.PlusDays(3), 9);
        var held = new HeldSlot(Domain.Common.HeldSlotId.New(), entry.Id, workshop.Place.Id, workshop.Service.Id, 1, new Domain.Common.TimeRange(start, start + Duration.FromHours(1)), 0, instance.Clock.Now, instance.Clock.Now + Duration.FromHours(2));
        await instance.AddAsync(held, new Occupancy(held.BookingId, workshop.Place.Id, 1, held.Time), CallToMake.AboutHeldSlot(Domain.Common.CallToMakeId.New(), held.Id, workshop.Place.Id, instance.Clock.Now));
    }
}
