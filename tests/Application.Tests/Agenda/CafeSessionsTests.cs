using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Agenda;

/// <summary>Sessions of a repair café: a bench is booked for what someone present repairs, and nobody is let down in silence.</summary>
public sealed class CafeSessionsTests
{
    /// <summary>Saturday 6 March 2027, when the working week of the test workshops is closed.</summary>
    private static readonly LocalDate Saturday = new(2027, 3, 6);

    [Theory, BothDatabases]
    public async Task A_bench_of_a_session_is_booked_for_what_someone_present_repairs(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        await instance.Given.PersonAsync(workshop, "Jeanne", SkillLevel.Expert, "small-kitchen-item");
        (await instance.SendAsync(Request(workshop, At(Saturday, 14)))).IsT1.ShouldBeTrue("no session yet");

        (await instance.SendAsync(new PlanSession(workshop.Place.Id, Said(volunteers: [ali.Id])), workshop.Member)).IsT0.ShouldBeTrue();

        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([14, 15, 16, 17]);
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBeEmpty();
        (await FoundAsync(instance, "mobile")).ShouldBe([workshop.Place.Slug]);
        (await FoundAsync(instance, "small-kitchen-item")).ShouldBeEmpty("nobody present repairs it");
        var offer = (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Saturday, 14)))).AsT0;
        offer.Categories.ShouldBe(["mobile"]);
        offer.NotRepaired.ShouldBe(["small-kitchen-item"]);

        var refusal = await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Request(workshop, At(Saturday, 14)) with { Item = new ItemDetails("small-kitchen-item", null, null, "Ne chauffe plus") }));
        refusal.Errors["item.category"].ShouldBe(["Parmi les personnes annoncées à cette séance, aucune ne répare cet objet. Choisissez une autre date ou un autre lieu."]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);

        var booked = (await instance.SendAsync(Request(workshop, At(Saturday, 14)))).Made();
        booked.Booking.Start.ShouldBe(At(Saturday, 14));
        (await SessionAsync(instance, workshop)).PlacesLeft.ShouldBe(3);
        var calendar = (await instance.SendAsync(new FindMoveChoices(workshop.Service.Id, booked.Id, Saturday, ["mobile"]))).Slots;
        calendar[0].Start.ShouldBe(At(Saturday, 14));
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Saturday, 16)))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task An_appointment_does_not_move_to_a_session_where_nobody_repairs_its_object(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var jeanne = await instance.Given.PersonAsync(workshop, "Jeanne", SkillLevel.Expert, "small-kitchen-item");
        await instance.Given.SessionAsync(workshop, volunteers: jeanne);
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Saturday, 14)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new FindMoveChoices(workshop.Service.Id, booked.Id, Saturday, ["mobile"]))).Slots.ShouldAllBe(s => s.Start > At(Saturday, 23));
        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Start.ShouldBe(At(Tuesday, 9));
    }

    [Theory, BothDatabases]
    public async Task A_session_gives_each_item_its_own_minutes_wherever_places_are_counted(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile", "small-kitchen-item");
        var plan = new PlanSession(workshop.Place.Id, Said(volunteers: [ali.Id]) with { MinutesPerPlace = 20 });
        foreach (var minutes in new[] { 4, 241, 0, -5 })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(plan with { Session = plan.Session with { MinutesPerPlace = minutes } }, workshop.Member))).Errors.Keys.ShouldBe(["minutesPerPlace"]);
        }

        var id = (await instance.SendAsync(plan, workshop.Member)).AsT0.Id;

        var slots = (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Saturday, Saturday, Categories: ["mobile"]))).AsT0.Slots;
        slots.Count.ShouldBe(12);
        slots.ShouldAllBe(slot => slot.End - slot.Start == Duration.FromMinutes(20));
        (await SessionAsync(instance, workshop)).PlacesLeft.ShouldBe(12);
        (await instance.SendAsync(new GetSlotOffer(workshop.Service.Id, At(Saturday, 14, 20), ["mobile"]))).AsT0.DurationMinutes.ShouldBe(20);
        (await instance.SendAsync(new GetDeskOffer(workshop.Service.Id, Saturday, ["mobile"]), workshop.Member)).AsT0.DurationMinutes.ShouldBe(20);
        (await instance.SendAsync(new GetBenchDay(workshop.Place.Id, Saturday), workshop.Member)).AsT0.FreeSlots.ShouldBe(12);
        (await instance.SendAsync(new FindSlots(Given.Grenoble, "mobile", Saturday, Saturday))).Items.Single().Slots.Select(s => s.End - s.Start).Distinct().ShouldBe([Duration.FromMinutes(20)]);

        // One item, then two that take twice as long; the hour after is the next person's.
        var booked = (await instance.SendAsync(Request(workshop, At(Saturday, 14, 20)))).Made();
        (booked.Booking.End - booked.Booking.Start).ShouldBe(Duration.FromMinutes(20));
        var two = (await instance.SendAsync(Request(workshop, At(Saturday, 14, 40)) with { Contact = new ContactDetails("Paul", "paul@exemple.fr", null), MoreItems = [new ItemDetails("small-kitchen-item", null, null, "Ne chauffe plus")] })).Made();
        (two.Booking.End - two.Booking.Start).ShouldBe(Duration.FromMinutes(40));
        (await instance.SendAsync(Request(workshop, At(Saturday, 15)) with { Contact = new ContactDetails("Lou", "lou@exemple.fr", null) })).IsT1.ShouldBeTrue();
        (await SessionAsync(instance, workshop)).PlacesLeft.ShouldBe(9);

        // Moved to a usual day it takes the time of the service, and back that of the session.
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 9)))).IsT0.ShouldBeTrue();
        var view = (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0;
        (view.End - view.Start).ShouldBe(Duration.FromMinutes(60));
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Saturday, 14)))).IsT0.ShouldBeTrue();
        view = (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0;
        (view.End - view.Start).ShouldBe(Duration.FromMinutes(20));

        // A refused start names those still free, of the same length.
        var alternatives = (await instance.SendAsync(new FindAlternatives(workshop.Service.Id, At(Saturday, 15), Categories: ["mobile"]))).Slots;
        alternatives.Count.ShouldBe(3);
        alternatives.ShouldAllBe(slot => slot.End - slot.Start == Duration.FromMinutes(20) && slot.Start > At(Saturday, 13));

        // What was given stays when the minutes change; what comes next takes the new ones.
        (await instance.SendAsync(new ChangeSession(workshop.Place.Id, id, plan.Session with { MinutesPerPlace = null }), workshop.Member)).IsT0.ShouldBeTrue();
        view = (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0;
        (view.End - view.Start).ShouldBe(Duration.FromMinutes(20));
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Saturday, Saturday, Categories: ["mobile"]))).AsT0.Slots.ShouldAllBe(slot => slot.End - slot.Start == Duration.FromMinutes(60));
    }

    [Theory, BothDatabases]
    public async Task Of_sixteen_who_want_the_last_place_of_a_short_session_one_gets_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        await instance.SendAsync(new PlanSession(workshop.Place.Id, Said(volunteers: [ali.Id]) with { MinutesPerPlace = 240 }), workshop.Member);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => instance.SendAsync(Request(workshop, At(Saturday, 14)) with { Contact = new ContactDetails($"Marie {n}", $"marie{n}@exemple.fr", null) }))));

        outcomes.Count(o => o.IsT0).ShouldBe(1);
        outcomes.Count(o => o.IsT1).ShouldBe(15);
        (await SessionAsync(instance, workshop)).PlacesLeft.ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Who_is_still_learning_is_not_counted_on(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var hugo = await instance.Given.PersonAsync(workshop, "Hugo", SkillLevel.Learning, "mobile");
        await instance.Given.SessionAsync(workshop, volunteers: hugo);

        (await StartsAsync(instance, workshop, "mobile")).ShouldBeEmpty();
        var session = await SessionAsync(instance, workshop);
        (session.Categories.Count, session.PlacesLeft).ShouldBe((0, 0));

        // A skill that grows counts at once.
        await instance.SendAsync(new Application.Directory.ChangePerson(workshop.Place.Id, hugo.Id, new PersonDescription("Hugo", null, ["fr"], false, [new SkillDescription("mobile", "confident")])), workshop.Member);
        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([14, 15, 16, 17]);
        session = await SessionAsync(instance, workshop);
        (session.Present.Count, session.MorePresent).ShouldBe((0, 1), "the public reads the names of those who agreed");
        (await instance.SendAsync(new GetCafeSessions(workshop.Place.Id), workshop.Member)).AsT0.Items.Single().Present.Single().FirstName.ShouldBe("Hugo");
    }

    [Theory, BothDatabases]
    public async Task Appointments_stay_when_a_volunteer_withdraws_and_the_file_shows_whom_nobody_can_serve(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var jeanne = await instance.Given.PersonAsync(workshop, "Jeanne", SkillLevel.Confident, "small-kitchen-item");
        var session = await instance.Given.SessionAsync(workshop, benches: 2, volunteers: [ali, jeanne]);
        var phone = (await instance.SendAsync(Request(workshop, At(Saturday, 14)))).Made();
        var kettle = (await instance.SendAsync(Request(workshop, At(Saturday, 14)) with { Item = new ItemDetails("small-kitchen-item", null, null, "Fuit") })).Made();
        (await FileAsync(instance, session, workshop)).Bookings.ShouldAllBe(b => b.IsServed && b.IsInside);

        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), (await instance.Given.WorkshopAsync()).Manager)).IsT1.ShouldBeTrue("of another place");
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), workshop.Member)).IsT0.ShouldBeTrue("twice is once");

        var file = await FileAsync(instance, session, workshop);
        file.Bookings.Where(b => !b.IsServed).Select(b => b.Reference).ShouldBe([phone.Reference]);
        file.Bookings.Where(b => b.IsServed).Select(b => b.Reference).ShouldBe([kettle.Reference]);
        (await instance.SendAsync(new GetBooking(phone.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await StartsAsync(instance, workshop, "mobile")).ShouldBeEmpty();
        (await StartsAsync(instance, workshop, "small-kitchen-item")).ShouldBe([15, 16, 17]);
    }

    [Theory, BothDatabases]
    public async Task A_session_called_off_tells_each_person_and_leaves_its_day_shut(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Saturday, 9, 12)]);
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, volunteers: ali);
        var mail = (await instance.SendAsync(Request(workshop, At(Saturday, 14)))).Made();
        var phone = (await instance.SendAsync(Request(workshop, At(Saturday, 15)) with { Contact = new ContactDetails("Paul", null, "06 39 98 00 01") })).Made();
        var nobody = (await instance.SendAsync(Request(workshop, At(Saturday, 16), channel: BookingChannel.Desk) with { Contact = new ContactDetails("Zoé", null, null) }, workshop.Member)).Made();
        var later = (await instance.SendAsync(Request(workshop, At(Saturday.PlusWeeks(1), 9)))).Made();

        (await instance.SendAsync(new CancelSession(session.Id), (await instance.Given.WorkshopAsync()).Manager)).IsT2.ShouldBeTrue("of another place");
        var outcome = (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).AsT0;
        outcome.ShouldBe(new SessionCancelled(Told: 2, Unreachable: 1));
        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).AsT0.ShouldBe(new SessionCancelled(0, 0), "twice is once");

        foreach (var gone in new[] { mail, phone, nobody })
        {
            (await instance.SendAsync(new GetBooking(gone.Secret))).AsT0.Status.ShouldBe(BookingStatus.Cancelled);
        }

        (await instance.SendAsync(new GetBooking(later.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.ReadAsync(db => db.Occupancies.Select(o => o.BookingId).ToListAsync())).ShouldBe([later.Id]);
        (await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.BookingCancelled).Select(m => m.SubjectId).ToListAsync())).ShouldBe([mail.Id.Value]);
        (await instance.ReadAsync(db => db.CallsToMake.Select(c => c.BookingId).ToListAsync())).ShouldBe([phone.Id]);

        (await StartsAsync(instance, workshop, "mobile")).ShouldBeEmpty("the day stays shut");
        (await instance.SendAsync(Request(workshop, At(Saturday, 9)))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCafeSessions(workshop.Place.Id))).AsT0.Items.ShouldBeEmpty();
        (await instance.SendAsync(new GetCafeSessions(workshop.Place.Id, Saturday))).AsT0.Items.Single().IsCalledOff.ShouldBeTrue();

        // Another session may be announced that day.
        (await instance.SendAsync(new PlanSession(workshop.Place.Id, Said(volunteers: [ali.Id])), workshop.Member)).IsT0.ShouldBeTrue();
        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([14, 15, 16, 17]);
    }

    [Theory, BothDatabases]
    public async Task A_day_apart_is_not_in_force_under_a_session_nor_after_it_is_called_off(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(new SetDay(workshop.Place.Id, Saturday, [new(new LocalTime(9, 0), new LocalTime(12, 0))]), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Days.Count.ShouldBe(1);
        var session = await instance.Given.SessionAsync(workshop, volunteers: await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile"));

        (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Days.ShouldBeEmpty("the hours are those of the session");
        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([14, 15, 16, 17]);

        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).IsT0.ShouldBeTrue();
        (await StartsAsync(instance, workshop, "mobile")).ShouldBeEmpty("the day stays shut");
        (await instance.SendAsync(new GetPlace(workshop.Place.Id))).AsT0.Days.ShouldBeEmpty();
    }

    /// <summary>What became of an item is copied from paper in the evening: nobody who came is cancelled meanwhile.</summary>
    [Theory, BothDatabases]
    public async Task A_session_called_off_while_it_lasts_leaves_those_whose_hour_is_past(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, volunteers: ali);
        var came = (await instance.SendAsync(Request(workshop, At(Saturday, 14)))).Made();
        var under = (await instance.SendAsync(Request(workshop, At(Saturday, 15)) with { Contact = new ContactDetails("Paul", "paul@exemple.fr", null) })).Made();
        var late = (await instance.SendAsync(Request(workshop, At(Saturday, 16)) with { Contact = new ContactDetails("Zoé", "zoe@exemple.fr", null) })).Made();

        instance.Clock.Now = At(Saturday, 15);
        (await FileAsync(instance, session, workshop)).Bookings.Where(b => b.IsToCome).Select(b => b.Reference).ShouldBe([late.Reference]);
        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).AsT0.ShouldBe(new SessionCancelled(Told: 1, Unreachable: 0));

        (await instance.SendAsync(new GetBooking(came.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.SendAsync(new GetBooking(under.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await instance.SendAsync(new GetBooking(late.Secret))).AsT0.Status.ShouldBe(BookingStatus.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task A_session_that_is_over_is_not_called_off_any_more_that_evening(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var session = await instance.Given.SessionAsync(workshop);

        instance.Clock.Now = At(Saturday, 18);
        (await FileAsync(instance, session, workshop)).IsOver.ShouldBeTrue();
        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).IsT1.ShouldBeTrue();

        instance.Clock.Now = At(Saturday, 17, 59);
        (await FileAsync(instance, session, workshop)).IsOver.ShouldBeFalse();
        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_session_keeps_its_day_once_numbers_were_given_and_all_of_it_once_the_day_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var session = await instance.Given.SessionAsync(workshop);
        var next = Saturday.PlusWeeks(1);

        instance.Clock.Now = At(Saturday, 14);
        (await instance.SendAsync(new GiveTicket(session.Id, QueueTicketId.New()), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ChangeSession(workshop.Place.Id, session.Id, Said(date: next)), workshop.Member)).IsT5.ShouldBeTrue();
        (await instance.SendAsync(new ChangeSession(workshop.Place.Id, session.Id, Said(to: 19)), workshop.Member)).IsT0.ShouldBeTrue("the day is the same");

        instance.Clock.Now = At(Saturday.PlusDays(1), 0);
        (await instance.SendAsync(new ChangeSession(workshop.Place.Id, session.Id, Said(date: next)), workshop.Member)).IsT4.ShouldBeTrue();
        (await instance.ReadAsync(db => db.CafeSessions.SingleAsync())).Date.ShouldBe(Saturday);
    }

    [Theory, BothDatabases]
    public async Task Who_was_at_a_session_that_is_over_stays_on_it(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var jeanne = await instance.Given.PersonAsync(workshop, "Jeanne", SkillLevel.Confident, "mobile");
        var session = await instance.Given.SessionAsync(workshop, volunteers: [ali, jeanne]);

        instance.Clock.Now = At(Saturday, 20);
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, jeanne.Id), workshop.Member)).IsT0.ShouldBeTrue("that day, who did not come is taken off");
        instance.Clock.Now = At(Saturday.PlusDays(1), 0);
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), (await instance.Given.WorkshopAsync()).Manager)).IsT1.ShouldBeTrue("of another place");

        (await FileAsync(instance, session, workshop)).Volunteers.ShouldHaveSingleItem().Id.ShouldBe(ali.Id);
    }

    [Theory, BothDatabases]
    public async Task A_change_that_would_take_the_bench_of_someone_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, benches: 2, volunteers: ali);
        await instance.SendAsync(Request(workshop, At(Saturday, 17)));
        await instance.SendAsync(Request(workshop, At(Saturday, 17)));

        (await ChangeAsync(Said(volunteers: [ali.Id], to: 17))).AsT1.ShouldBe(new AppointmentsOutside(2));
        (await ChangeAsync(Said(volunteers: [ali.Id], benches: 1))).AsT1.ShouldBe(new AppointmentsOutside(1));
        (await ChangeAsync(Said(volunteers: [ali.Id], date: Saturday.PlusWeeks(1), benches: 2))).AsT1.ShouldBe(new AppointmentsOutside(2));
        (await ChangeAsync(Said(volunteers: [ali.Id], from: 16, to: 19, benches: 2, title: "  Spécial téléphones "))).IsT0.ShouldBeTrue();
        var changed = await SessionAsync(instance, workshop);
        (changed.Title, changed.From, changed.To).ShouldBe(("Spécial téléphones", new LocalTime(16, 0), new LocalTime(19, 0)));
        (await StartsAsync(instance, workshop, "mobile")).ShouldBe([16, 18]);

        var other = await instance.Given.SessionAsync(workshop, date: Saturday.PlusWeeks(1));
        (await ChangeAsync(Said(date: Saturday.PlusWeeks(1)))).AsT2.ShouldBe(new SessionThatDay(other.Id));

        Task<OneOf.OneOf<Done, AppointmentsOutside, SessionThatDay, NotFound, SessionPast, QueueBegun>> ChangeAsync(CafeSessionDescription said) =>
            instance.SendAsync(new ChangeSession(workshop.Place.Id, session.Id, said), workshop.Member);
    }

    [Theory, BothDatabases]
    public async Task Bad_input_is_answered_on_its_field_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var stranger = await instance.Given.PersonAsync(await instance.Given.WorkshopAsync(), "Inès", SkillLevel.Expert, "mobile");
        (CafeSessionDescription Said, string Field)[] wrong =
        [
            (Said(from: 18, to: 14), "to"),
            (Said(from: 14, to: 14), "to"),
            (Said() with { From = null }, "from"),
            (Said() with { To = null }, "to"),
            (Said() with { Date = null }, "date"),
            (Said(date: new LocalDate(2027, 2, 27)), "date"),
            (Said(date: new LocalDate(9000, 1, 1)), "date"),
            (Said(benches: 0), "benches"),
            (Said(benches: 51), "benches"),
            (Said() with { Benches = null }, "benches"),
            (Said(title: new string('é', 400)), "title"),
            (Said(title: "a\0b"), "title"),
            (Said(volunteers: [stranger.Id]), "volunteers"),
            (Said(volunteers: [PersonId.New()]), "volunteers"),
        ];
        foreach (var (said, field) in wrong)
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new PlanSession(workshop.Place.Id, said), workshop.Member))).Errors.Keys.ShouldBe([field]);
        }

        (await instance.ReadAsync(db => db.CafeSessions.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(new PlanSession(workshop.Place.Id, Said()), (await instance.Given.WorkshopAsync()).Manager)).IsT2.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_day_has_one_session_however_many_announce_it_at_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(new PlanSession(workshop.Place.Id, Said()), workshop.Member))));
        answers.Count(a => a.IsT0).ShouldBe(1);
        answers.Count(a => a.IsT1).ShouldBe(7);

        // The same form twice announces once.
        var id = CafeSessionId.New();
        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(new PlanSession(workshop.Place.Id, Said(date: Saturday.PlusWeeks(1)), id), workshop.Member))));
        same.ShouldAllBe(a => a.IsT0 && a.AsT0.Id == id);
        (await instance.SendAsync(new PlanSession(workshop.Place.Id, Said(date: Saturday.PlusWeeks(1), benches: 2), id), workshop.Member)).IsT3.ShouldBeTrue("with other answers");
        (await instance.SendAsync(new PlanSession(workshop.Place.Id, Said(date: Saturday.PlusWeeks(2)), id), workshop.Member)).IsT3.ShouldBeTrue();
        (await instance.ReadAsync(db => db.CafeSessions.CountAsync())).ShouldBe(2);

        // The database has the last word.
        await Should.ThrowAsync<DbUpdateException>(() => instance.Given.SessionAsync(workshop));
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new SetDay(workshop.Place.Id, Saturday, []), workshop.Member))).Errors.Keys.ShouldBe(["date"]);
    }

    private static CafeSessionDescription Said(IReadOnlyList<PersonId>? volunteers = null, LocalDate? date = null, int from = 14, int to = 18, int benches = 1, string? title = null) =>
        new(title, date ?? Saturday, new LocalTime(from, 0), new LocalTime(to, 0), benches, volunteers ?? []);

    private static async Task<IReadOnlyList<int>> StartsAsync(TestInstance instance, Workshop workshop, string category) =>
        [.. (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, Saturday, Saturday, Categories: [category]))).AsT0.Slots.Select(s => s.Start.InZone(Paris).Hour)];

    private static async Task<IReadOnlyList<string>> FoundAsync(TestInstance instance, string category) =>
        [.. (await instance.SendAsync(new FindSlots(Given.Grenoble, category, Saturday, Saturday))).Items.Select(i => i.Place.Slug)];

    private static async Task<CafeSessionView> SessionAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetCafeSessions(workshop.Place.Id, Saturday))).AsT0.Items.Single();

    private static async Task<SessionFile> FileAsync(TestInstance instance, CafeSession session, Workshop workshop) =>
        (await instance.SendAsync(new GetSessionFile(session.Id), workshop.Member)).AsT0;
}
