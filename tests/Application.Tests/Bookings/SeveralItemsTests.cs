using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Repairs;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Several items in one appointment: it takes the time of all, needs someone for each, and what became of each is recorded.</summary>
public sealed class SeveralItemsTests
{
    private static readonly ItemDetails Mixer = new("small-kitchen-item", "Seb", null, "Ne chauffe plus.");
    private static readonly ItemDetails Laptop = new("laptop", "Asus", "X200", "Ne démarre plus « du tout ».");

    /// <summary>Saturday 6 March 2027, when the working week of the test workshops is closed.</summary>
    private static readonly LocalDate Saturday = new(2027, 3, 6);

    [Theory, BothDatabases]
    public async Task Three_items_of_different_lengths_take_the_time_of_all_and_keep_it_when_they_move(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        (await StartsAsync(instance, workshop, "mobile", "small-kitchen-item", "laptop")).ShouldBe([At(Tuesday, 9), At(Tuesday, 12, 10)]);

        var made = (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Laptop))).Made();

        // 60 + 90 + 30 minutes, and the buffer once.
        made.Booking.DurationMinutes.ShouldBe(180);
        var read = (await instance.SendAsync(new GetBooking(made.Secret))).AsT0;
        read.End.ShouldBe(At(Tuesday, 12));
        read.MoreItems.ShouldBe([new BookedItem("small-kitchen-item", "Seb", null, "Ne chauffe plus."), new BookedItem("laptop", "Asus", "X200", "Ne démarre plus « du tout ».")]);
        (await instance.ReadAsync(db => db.Occupancies.AsNoTracking().SingleAsync())).End.ShouldBe(At(Tuesday, 12, 10));
        var line = (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, null), workshop.Member)).AsT0.Lines.Single();
        line.MoreItems.Select(i => i.Category).ShouldBe(["small-kitchen-item", "laptop"]);

        (await instance.SendAsync(Of(workshop, At(Tuesday, 14, 30), Mixer))).IsT1.ShouldBeTrue("it is no start for two hours and a half");
        var choices = (await instance.SendAsync(new FindMoveChoices(workshop.Service.Id, made.Id, Tuesday, ["mobile", "small-kitchen-item", "laptop"]))).Slots;
        choices.Take(2).Select(s => (s.Start, s.End)).ShouldBe([(At(Tuesday, 9), At(Tuesday, 12)), (At(Tuesday, 12, 10), At(Tuesday, 15, 10))]);
        (await instance.SendAsync(new MoveBooking(made.Secret, At(Tuesday, 12, 10)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetBooking(made.Secret))).AsT0.End.ShouldBe(At(Tuesday, 15, 10));
        (await instance.ReadAsync(db => db.Occupancies.AsNoTracking().SingleAsync())).End.ShouldBe(At(Tuesday, 15, 20));

        var alternatives = await instance.SendAsync(new FindAlternatives(workshop.Service.Id, At(Tuesday, 12, 10), Categories: ["mobile", "laptop"]));
        alternatives.Slots.ShouldNotBeEmpty();
        alternatives.Slots.ShouldAllBe(s => s.End - s.Start == Duration.FromMinutes(90));
    }

    [Theory]
    [InlineData("30 €", "30 € par objet", "30 € per item")]
    [InlineData("diagnostic 20 €, déduit", "diagnostic 20 €, déduit (pour un objet)", "diagnostic 20 €, déduit (for one item)")]
    [InlineData("prix libre", "prix libre", "prix libre")]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public async Task An_amount_is_said_to_be_for_one_of_several_items(string? price, string? french, string? english)
    {
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        var workshop = await DayAsync(instance);
        var made = (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Laptop))).Made();
        var several = (await instance.SendAsync(new GetBooking(made.Secret))).AsT0 with { Price = price };
        var texts = instance.Services.GetRequiredService<TextCatalog>();

        several.PriceIn(texts.In(Language.French)).ShouldBe(french);
        several.PriceIn(texts.In(Language.English)).ShouldBe(english);
        (several with { MoreItems = [] }).PriceIn(texts.In(Language.French)).ShouldBe(string.IsNullOrEmpty(price) ? null : price);
    }

    [Theory, BothDatabases]
    public async Task What_is_too_much_or_wrong_is_said_on_the_field_of_its_item(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance, mixer: 400);

        (await ErrorsAsync(instance, Of(workshop, At(Tuesday, 9), Mixer, Mixer))).ShouldBe(["moreItems"], "800 minutes and an hour are more than a day of work");
        (await ErrorsAsync(instance, Of(workshop, At(Tuesday, 9), Laptop, Laptop, Laptop, Laptop, Laptop))).ShouldBe(["moreItems"], "six items");
        (await ErrorsAsync(instance, Of(workshop, At(Tuesday, 9), new ItemDetails(null, null, null, " "), Laptop with { Brand = new string('x', 61) })))
            .ShouldBe(["moreItems[0].category", "moreItems[0].problem", "moreItems[1].brand"], ignoreOrder: true);
        (await ErrorsAsync(instance, Of(workshop, At(Tuesday, 9), Laptop, new ItemDetails("toaster", null, null, "Saute.")))).ShouldBe(["moreItems[1].category"], "the service does not take it");
        (await Should.ThrowAsync<InvalidRequestException>(() => StartsAsync(instance, workshop, "small-kitchen-item", "small-kitchen-item"))).Errors.Keys.ShouldBe(["category"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => StartsAsync(instance, workshop, [.. Enumerable.Repeat("laptop", 6)]))).Errors.Keys.ShouldBe(["category"]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);

        var offer = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Tuesday, 9), ["small-kitchen-item", "small-kitchen-item"]))).AsT0;
        (offer.IsFree, offer.IsTooLong).ShouldBe((false, true));
    }

    [Theory, BothDatabases]
    public async Task A_start_free_for_one_item_may_be_too_short_for_two_and_says_so(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 10, 10)))).IsT0.ShouldBeTrue();

        var alone = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Tuesday, 9), ["mobile"]))).AsT0;
        (alone.IsFree, alone.IsTooShort, alone.DurationMinutes).ShouldBe((true, false, 60));
        var both = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Tuesday, 9), ["mobile", null]))).AsT0;
        (both.IsFree, both.IsTooShort, both.DurationMinutes).ShouldBe((false, true, 120));
        var taken = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Tuesday, 10, 10), ["mobile", "laptop"]))).AsT0;
        (taken.IsFree, taken.IsTooShort).ShouldBe((false, false));
        (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Laptop))).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task At_a_session_someone_present_repairs_each_of_them_or_it_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        await instance.Given.SessionAsync(workshop, volunteers: ali);

        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Saturday, Saturday, Categories: ["mobile", "mobile"]))).AsT0.Slots.ShouldNotBeEmpty();
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Saturday, Saturday, Categories: ["mobile", "small-kitchen-item"]))).AsT0.Slots.ShouldBeEmpty();
        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Request(workshop, At(Saturday, 14)) with { MoreItems = [Mixer] }));
        refusal.Errors.Keys.ShouldBe(["moreItems[0].category"]);
        refusal.Errors["moreItems[0].category"].Single().ShouldStartWith("Parmi les personnes annoncées à cette séance, aucune ne répare cet objet.");

        var both = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { MoreItems = [Mixer] })).Made();
        (await instance.SendAsync(new MoveBooking(both.Secret, At(Saturday, 14)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new FindMoveChoices(workshop.Service.Id, both.Id, Saturday, ["mobile", "small-kitchen-item"]))).Slots.ShouldAllBe(s => s.Start > At(Saturday, 23));
    }

    [Theory, BothDatabases]
    public async Task A_key_books_once_and_further_items_are_part_of_what_was_asked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        var asked = Of(workshop, At(Tuesday, 9), Laptop) with { IdempotencyKey = "double-clic" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(asked))));

        answers.Select(a => a.Made().Reference).Distinct().Count().ShouldBe(1);
        (await instance.SendAsync(asked with { MoreItems = [Mixer] })).IsT3.ShouldBeTrue();
        (await instance.SendAsync(asked with { MoreItems = null })).IsT3.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task The_same_item_is_booked_once_whichever_it_is_in_its_appointment(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        var workshop = await instance.Given.WorkshopAsync(benches: 6);
        (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Mixer))).IsT0.ShouldBeTrue("two alike in one appointment are two things");

        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).AsT4.SameItem.ShouldBeTrue("the first again");
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Item = Mixer with { Brand = "SEB" } })).AsT4.SameItem.ShouldBeTrue("the second again");
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Item = Mixer with { Brand = "Moulinex" }, MoreItems = [Mixer] })).AsT4.SameItem.ShouldBeTrue("it is in second place now");
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Item = Mixer with { Brand = "Moulinex" } })).IsT0.ShouldBeTrue("another one");
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)) with { Contact = new ContactDetails("Jean", "jean@exemple.fr", null) })).IsT0.ShouldBeTrue("someone else");
    }

    [Theory, BothDatabases]
    public async Task Sixteen_people_with_one_or_two_items_never_share_a_bench_at_the_same_time(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        for (var round = 0; round < 60; round++)
        {
            var day = Tuesday.PlusDays(7 * (round % 8));
            var hours = new[] { At(day, 9), At(day, 10, 10), At(day, 11, 20), At(day, 10, 40), At(day, 12, 20) };
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(client => Task.Run(() =>
            {
                var start = hours[(client + round) % hours.Length];
                return instance.SendAsync(client % 2 == 0 ? Request(workshop, start) : Of(workshop, start, Laptop));
            })));

            var made = answers.Where(a => a.IsT0).Select(a => a.AsT0).ToList();
            made.ShouldNotBeEmpty($"round {round}");
            answers.ShouldAllBe(a => a.IsT0 || a.IsT1);

            BookingRaceTests.AssertNoOverlap(await instance.ReadAsync(db => db.Occupancies.AsNoTracking().ToListAsync()));
            foreach (var booked in made)
            {
                (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0.ShouldBeTrue();
            }
        }

        var bookings = await instance.ReadAsync(db => db.Bookings.AsNoTracking().ToListAsync());
        bookings.ShouldAllBe(b => b.End - b.Start == Duration.FromMinutes(b.MoreItems.Count == 0 ? 60 : 90));
        bookings.Count(b => b.MoreItems.Count == 1).ShouldBeGreaterThan(5);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task What_became_of_each_item_is_recorded_once_and_the_last_one_ends_the_visit(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        var booked = (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Laptop))).Made();
        instance.Clock.Now = At(Tuesday, 11);
        var outcome = new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, "fixed"));

        // Many press at once on the second: one is written, and the visit goes on.
        var second = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(outcome with { ItemNumber = 2 }, workshop.Member))));
        second.Count(o => o.IsT0).ShouldBe(1);
        var first = second.Single(o => o.IsT0).AsT0;
        second.Where(o => !o.IsT0).ShouldAllBe(o => o.AsT1.First == first);
        var repair = (await instance.SendAsync(new GetRepair(first.Id), workshop.Member)).AsT0;
        repair.Fields.Item.ShouldBe(new RepairedItem("small-kitchen-item", "Seb", null, null, "Ne chauffe plus."));
        repair.BookingItem.ShouldBe(2);
        (await StatusAsync()).ShouldBe((BookingStatus.Arrived, 1));

        // Nothing said: the first that is left, of the category said where there is one.
        var third = (await instance.SendAsync(outcome with { Fields = new RepairFields(null, new RepairedItem("laptop"), "repairable") }, workshop.Member)).AsT0;
        (await instance.SendAsync(new GetRepair(third.Id), workshop.Member)).AsT0.BookingItem.ShouldBe(3);
        (await ErrorsAsync(instance, outcome with { ItemNumber = 4 }, workshop)).ShouldBe(["itemNumber"]);
        (await ErrorsAsync(instance, new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Bench.Fields(date: Tuesday), ItemNumber: 1), workshop)).ShouldBe(["itemNumber"]);
        (await StatusAsync()).ShouldBe((BookingStatus.Arrived, 1));

        var once = outcome with { OnceId = Domain.Common.RepairId.New() };
        var last = (await instance.SendAsync(once, workshop.Member)).AsT0;
        (await StatusAsync()).ShouldBe((BookingStatus.Completed, 1));
        (await instance.SendAsync(once, workshop.Member)).AsT1.SameRequest.ShouldBeTrue();
        (await instance.SendAsync(outcome, workshop.Member)).IsT1.ShouldBeTrue("all are recorded");
        new[] { first.ItemCode, third.ItemCode, last.ItemCode }.Distinct().Count().ShouldBe(3);
        var figures = (await instance.ImpactAsync("commune:38185")).Figures;
        (figures.Repairs.Total, figures.Repairs.Fixed).ShouldBe((3, 2));
        (await instance.SendAsync(new GetOutcomes(workshop.Place.Id, Tuesday, Tuesday), workshop.Member)).AsT0.Select(o => (o.ItemNumber, o.Outcome))
            .ShouldBe([(1, RepairOutcome.Fixed), (2, RepairOutcome.Fixed), (3, RepairOutcome.Repairable)]);
        (await instance.VerifyAsync()).Differences.ShouldBeEmpty();

        async Task<(BookingStatus, int)> StatusAsync() => await instance.ReadAsync(async db => ((await db.Bookings.AsNoTracking().SingleAsync()).Status, await db.Occupancies.CountAsync()));
    }

    [Theory, BothDatabases]
    public async Task Some_of_them_come_back_and_one_stays_and_each_keeps_its_own_history(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        var booked = (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Laptop))).Made();
        instance.Clock.Now = At(Tuesday, 11);
        var labels = new List<string>();
        foreach (var (number, outcome) in new[] { (1, "fixed"), (2, "repairable"), (3, "repairable") })
        {
            labels.Add((await instance.SendAsync(new RecordRepair(booked.Reference, null, null, new RepairFields(null, null, outcome), ItemNumber: number), workshop.Member)).AsT0.ItemCode);
        }

        var later = Tuesday.PlusDays(7);
        (await instance.SendAsync(new GetFollowUpOffer(booked.Reference, later, [2, 3]), workshop.Member)).AsT0.Choices.Slots[0].End.ShouldBe(At(later, 11));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new BookFollowUp(booked.Reference, At(later, 9), "Pièces commandées", "a", []), workshop.Member))).Errors.Keys.ShouldBe(["items"]);
        var next = (await instance.SendAsync(new BookFollowUp(booked.Reference, At(later, 9), "Pièces commandées", "a", [2, 3]), workshop.Member)).AsT0.Reference;

        var visit = (await instance.SendAsync(new GetVisit(next), workshop.Member)).AsT0;
        visit.Items.Select(i => i.Category).ShouldBe(["small-kitchen-item", "laptop"]);
        visit.End.ShouldBe(At(later, 11));
        (await HistoryAsync(next, 1)).ItemCode.ShouldBe(labels[1]);
        (await HistoryAsync(next, 2)).ItemCode.ShouldBe(labels[2]);
        (await HistoryAsync(next, 2)).Visits.Single().Outcome.ShouldBe(RepairOutcome.Repairable);

        (await ErrorsAsync(instance, new LeaveItem(booked.Reference, null, null, null, null, "fr", 4), workshop)).ShouldBe(["itemNumber"]);
        var slip = (await instance.SendAsync(new LeaveItem(booked.Reference, null, null, "Chargeur", null, "fr", 3), workshop.Member)).AsT0.Slip;
        (await instance.SendAsync(new GetItemLeft(slip), workshop.Member)).AsT0.Item.Category.ShouldBe("laptop");
        (await HistoryAsync(booked.Reference, 3)).IsLeft.ShouldBeTrue();
        (await HistoryAsync(booked.Reference, 1)).IsLeft.ShouldBeFalse();

        async Task<ItemHistory> HistoryAsync(string reference, int item) => (await instance.SendAsync(new GetItemHistory(reference, item), workshop.Member)).AsT0;
    }

    [Theory, BothDatabases]
    public async Task All_that_is_brought_is_said_in_letters_calendars_lists_and_calls(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await DayAsync(instance);
        var booked = (await instance.SendAsync(Of(workshop, At(Tuesday, 9), Mixer, Laptop) with { Contact = new ContactDetails("Jean Roche", null, "04 76 00 00 00") })).Made();

        // The first free time after it.
        var written = (await instance.SendAsync(Of(workshop, At(Tuesday, 12, 10), Mixer, Mixer))).Made();
        await using (var scope = instance.Services.CreateAsyncScope())
        {
            var letter = await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.BookingConfirmed)).WriteAsync(MessageKind.BookingConfirmed, written.Id.Value, 0, CancellationToken.None);
            var text = letter!.Text.Replace('\u00a0', ' ');
            text.ShouldContain("Objets du rendez-vous : Téléphone mobile et petit appareil de cuisine × 2");
            text.ShouldContain("Durée prévue : 4 heures");
        }

        Summary(Language.English, "mobile", "laptop").ShouldBe("Mobile phone and laptop (M. B.)");
        // One thing whose name has a comma: it must not read as two.
        Summary(Language.French, "hood-heater", "laptop").ShouldBe("Hotte, chauffage d’appoint\u202f; ordinateur portable (M. B.)");
        Summary(Language.English, "laptop", "hood-heater", "hood-heater").ShouldBe("Laptop; cooker hood, space heater\u00a0×\u00a02 (M. B.)");
        Summary(Language.French, "hood-heater").ShouldBe("Hotte, chauffage d’appoint (M. B.)");

        string Summary(Language language, params string[] categories) => Ical.Net.Calendar.Load(instance.Services.GetRequiredService<IBookingCalendar>().WriteFeed(
            new CalendarFeedContent(null, [new CalendarFeedEntry(written.Id, 0, At(Tuesday, 12), At(Tuesday, 16), BookingStatus.Confirmed, "M. B.", [.. categories.Select(c => new BookedItem(c, "Fairphone", null, "x"))], "Atelier", null, 1)]),
            language))!.Events.Single().Summary!;

        (await instance.SendAsync(new FindBookings(booked.Reference), workshop.Member)).Lines.Single().MoreItems.Count.ShouldBe(2);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Calls.Single().MoreItems.Count.ShouldBe(2);
    }

    /// <summary>Tuesdays from 9 to 18 on one bench: an hour for a telephone, and its own time for the rest; ten minutes of buffer.</summary>
    private static async Task<Workshop> DayAsync(TestInstance instance, int mixer = 90)
    {
        instance.Clock.Now = At(Tuesday.PlusDays(-1), 8);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 10, 0, 60, 0), openings: [Given.Opening(OpeningDays.Tuesday, 9, 18)], closedOnHolidays: false);
        (await instance.SendAsync(
            new ChangeService(
                workshop.Service.Id,
                new ServiceTerms("Diagnostic", ["mobile", "small-kitchen-item", "laptop"], 60, BufferMinutes: 10, MaxAheadDays: 60, Durations: new Dictionary<string, int?> { ["small-kitchen-item"] = mixer, ["laptop"] = 30 })),
            workshop.Manager)).IsT0.ShouldBeTrue();
        return workshop;
    }

    private static BookSlot Of(Workshop workshop, Instant start, params ItemDetails[] more) => Request(workshop, start) with { MoreItems = more };

    private static async Task<IReadOnlyList<Instant>> StartsAsync(TestInstance instance, Workshop workshop, params string[] categories) =>
        [.. (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Tuesday, Tuesday, Categories: categories))).AsT0.Slots.Select(s => s.Start)];

    private static async Task<IEnumerable<string>> ErrorsAsync(TestInstance instance, BookSlot request) =>
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request))).Errors.Keys;

    private static async Task<IEnumerable<string>> ErrorsAsync<T>(TestInstance instance, MediatR.IRequest<T> request, Workshop workshop) =>
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, workshop.Member))).Errors.Keys;
}
