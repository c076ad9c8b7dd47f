using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Agenda;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Common;
using RepairNet.Application.Directory;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Who found nothing gets the next slot: one holder at a time, in order, and nobody is told twice of one slot.</summary>
public sealed class WaitingListTests
{
    private static readonly LocalDate Monday = Tuesday.PlusDays(-1);

    /// <summary>The only slot of <see cref="FullAsync"/>.</summary>
    private static readonly Instant Slot = At(Tuesday, 14);

    [Theory, BothDatabases]
    public async Task A_cancelled_slot_is_held_for_the_first_in_line_and_for_nobody_else(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var first = await JoinAsync(instance, "une@exemple.fr");
        var second = await JoinAsync(instance, "deux@exemple.fr");
        (await ViewAsync(instance, first)).Held.ShouldBeNull();

        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0.ShouldBeTrue();

        var held = (await ViewAsync(instance, first)).Held.ShouldNotBeNull();
        held.Start.ShouldBe(Slot);
        held.HeldUntil.ShouldBe(At(Monday, 12));
        (await ViewAsync(instance, second)).Held.ShouldBeNull();
        (await FreeAsync(instance, workshop)).ShouldBe(0);
        (await instance.SendAsync(Request(workshop, Slot))).IsT1.ShouldBeTrue();

        var letter = await LetterAsync(instance, MessageKind.SlotHeld);
        letter.To.ShouldBe("une@exemple.fr");
        letter.Text.ShouldContain("lundi 1er mars 2027 à 12 h");
        letter.Text.ShouldContain($"/attente/{first}");
    }

    [Theory, BothDatabases]
    public async Task An_appointment_by_telephone_is_held_for_the_first_who_left_a_number(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, booked) = await FullAsync(instance, mode: ServiceMode.Phone);
        var silent = await JoinAsync(instance, "une@exemple.fr");
        var reachable = await JoinAsync(instance, "deux@exemple.fr", "04 65 71 20 10");

        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0.ShouldBeTrue();

        (await ViewAsync(instance, silent)).Held.ShouldBeNull();
        (await ViewAsync(instance, reachable)).Held.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task Somebody_first_who_left_no_number_hides_no_telephone_appointment_from_the_next(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.Given.WorkshopAsync(openings: []);
        instance.Clock.Now = At(Monday, 10);
        await JoinAsync(instance, "une@exemple.fr");
        var reachable = await JoinAsync(instance, "deux@exemple.fr", "04 65 71 20 10");
        await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Tuesday, 14, 15)], mode: ServiceMode.Phone);

        await SweepAsync(instance);

        (await ViewAsync(instance, reachable)).Held.ShouldNotBeNull();
    }

    /// <summary>Nobody knows how far Dumbéa is from Nouméa, only that both are in New Caledonia and Papeete is not.</summary>
    [Theory, BothDatabases]
    public async Task Where_no_centre_is_known_who_waits_in_the_collectivity_is_told(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, booked) = await FullAsync(instance, commune: "98805");
        var elsewhere = await JoinAsync(instance, "une@exemple.fr", commune: "98735");
        var near = await JoinAsync(instance, "deux@exemple.fr", commune: "98818");

        (await instance.SendAsync(new CancelBooking(booked.Secret))).IsT0.ShouldBeTrue();

        (await ViewAsync(instance, elsewhere)).Held.ShouldBeNull();
        (await ViewAsync(instance, near)).Held.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task Taken_it_is_a_booking_like_any_other_and_pressed_twice_it_is_one(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, booked) = await FullAsync(instance);
        var secret = await JoinAsync(instance, "une@exemple.fr");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        var held = (await ViewAsync(instance, secret)).Held!;

        var taken = (await instance.SendAsync(new AcceptHeldSlot(secret, held.Id))).AsT0;
        var again = (await instance.SendAsync(new AcceptHeldSlot(secret, held.Id))).AsT0;

        again.Reference.ShouldBe(taken.Reference);
        taken.Booking.Start.ShouldBe(Slot);
        taken.Booking.Item.Problem.ShouldBe("L’écran reste noir.");
        (await ViewAsync(instance, secret)).Status.ShouldBe(WaitingStatus.Booked);
        (await ViewAsync(instance, secret)).BookingSecret.ShouldBe(taken.Secret);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingConfirmed && m.SubjectId == taken.Id.Value))).ShouldBe(1);
        (await instance.SendAsync(new MoveBooking(taken.Secret, Slot))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(taken.Secret))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Refused_or_left_it_goes_to_the_next_and_comes_back_to_nobody(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var line = new[] { await JoinAsync(instance, "une@exemple.fr"), await JoinAsync(instance, "deux@exemple.fr"), await JoinAsync(instance, "trois@exemple.fr") };
        await instance.SendAsync(new CancelBooking(booked.Secret));

        var first = (await ViewAsync(instance, line[0])).Held!;
        (await instance.SendAsync(new DeclineHeldSlot(line[0], first.Id))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new DeclineHeldSlot(line[0], first.Id))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new AcceptHeldSlot(line[0], first.Id))).IsT1.ShouldBeTrue();
        (await ViewAsync(instance, line[1])).Held!.Start.ShouldBe(Slot);

        (await instance.SendAsync(new LeaveWaitingList(line[1]))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new LeaveWaitingList(line[1]))).IsT0.ShouldBeTrue();
        (await ViewAsync(instance, line[1])).Status.ShouldBe(WaitingStatus.Left);
        var third = (await ViewAsync(instance, line[2])).Held!;

        // The last one refuses too: now it is anybody's, and the sweep tells none of them again.
        (await instance.SendAsync(new DeclineHeldSlot(line[2], third.Id))).IsT0.ShouldBeTrue();
        await SweepAsync(instance);
        instance.Clock.Now += Duration.FromMinutes(30);
        await SweepAsync(instance);
        (await FreeAsync(instance, workshop)).ShouldBe(1);
        (await instance.ReadAsync(db => db.HeldSlots.CountAsync())).ShouldBe(3);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.SlotHeld))).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Without_an_answer_it_passes_on_before_at_and_after_the_moment_and_after_two_days_of_silence(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance, maxAhead: 13);
        await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(7), 14)));
        var first = await JoinAsync(instance, "une@exemple.fr");
        var second = await JoinAsync(instance, "deux@exemple.fr");
        var later = (await instance.ReadAsync(db => db.Bookings.SingleAsync(b => b.Start == At(Tuesday.PlusDays(7), 14)))).Reference;
        await instance.SendAsync(new ChangeBookingByReference(later, WorkshopNote.Cancel), workshop.Member);
        var held = (await ViewAsync(instance, first)).Held!;

        instance.Clock.Now = held.HeldUntil - Duration.FromSeconds(1);
        await SweepAsync(instance);
        (await ViewAsync(instance, first)).Held.ShouldNotBeNull();

        instance.Clock.Now = held.HeldUntil;
        (await instance.SendAsync(new AcceptHeldSlot(first, held.Id))).IsT1.ShouldBeTrue();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SweepAsync(instance)));
        (await ViewAsync(instance, first)).Held.ShouldBeNull();
        (await ViewAsync(instance, second)).Held!.Start.ShouldBe(At(Tuesday.PlusDays(7), 14));

        instance.Clock.Now += Duration.FromDays(2);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.HeldSlots.CountAsync(h => h.Outcome == HeldSlotEnd.Lapsed))).ShouldBe(2);
        (await instance.ReadAsync(db => db.HeldSlots.CountAsync())).ShouldBe(2);
        (await FreeAsync(instance, workshop)).ShouldBe(1);
        booked.Reference.ShouldNotBe(later);
    }

    [Theory, BothDatabases]
    public async Task New_hours_are_held_for_those_who_wait_first_come_first(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, _) = await FullAsync(instance);
        var line = new[] { await JoinAsync(instance, "une@exemple.fr"), await JoinAsync(instance, "deux@exemple.fr"), await JoinAsync(instance, "trois@exemple.fr") };

        (await instance.SendAsync(new SetDay(workshop.Place.Id, Tuesday.PlusDays(1), [new DayOverrideOpening(new LocalTime(9, 0), new LocalTime(11, 0), 1)]), workshop.Member)).IsT0.ShouldBeTrue();
        await SweepAsync(instance);
        await SweepAsync(instance);

        (await ViewAsync(instance, line[0])).Held!.Start.ShouldBe(At(Tuesday.PlusDays(1), 9));
        (await ViewAsync(instance, line[1])).Held!.Start.ShouldBe(At(Tuesday.PlusDays(1), 10));
        (await ViewAsync(instance, line[2])).Held.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_slot_held_in_hours_that_were_shut_meanwhile_is_not_taken(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var secret = await JoinAsync(instance, "une@exemple.fr");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        var held = (await ViewAsync(instance, secret)).Held!;

        (await instance.SendAsync(new AddClosure(workshop.Place.Id, At(Tuesday, 0), At(Tuesday.PlusDays(1), 0), null), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new AcceptHeldSlot(secret, held.Id))).IsT3.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Status == BookingStatus.Confirmed))).ShouldBe(0);
        await ShouldGoOnWaitingAsync(instance, secret);
        (await instance.SendAsync(new AcceptHeldSlot(secret, held.Id))).IsT1.ShouldBeTrue("it is held no more");
    }

    [Theory, BothDatabases]
    public async Task A_slot_that_its_place_offers_no_more_is_taken_back_and_that_is_no_silence(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var secret = await JoinAsync(instance, email: null, phone: "06 12 34 56 78");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        await SweepAsync(instance);
        (await ViewAsync(instance, secret)).Held.ShouldNotBeNull("it is offered");

        (await instance.SendAsync(new AddClosure(workshop.Place.Id, At(Tuesday, 14, 30), At(Tuesday, 16), null), workshop.Member)).IsT0.ShouldBeTrue();
        await SweepAsync(instance);

        await ShouldGoOnWaitingAsync(instance, secret);
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Total.ShouldBe(0, "nobody is called about it any more");
        (await instance.ReadAsync(db => db.HeldSlots.SingleAsync())).Outcome.ShouldBe(HeldSlotEnd.Withdrawn);

        instance.Clock.Now = At(Tuesday, 15);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.WaitingEntries.SingleAsync())).Unanswered.ShouldBe(0);
    }

    /// <summary>Nobody looked in time: the sweep that finds the delay over finds first that the slot could not be had.</summary>
    [Theory, BothDatabases]
    public async Task A_slot_taken_back_late_is_no_silence_either(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var secret = await JoinAsync(instance, "une@exemple.fr");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        await instance.SendAsync(new SetDay(workshop.Place.Id, Tuesday, []), workshop.Member);

        instance.Clock.Now = (await ViewAsync(instance, secret)).Held!.HeldUntil;
        await SweepAsync(instance);

        await ShouldGoOnWaitingAsync(instance, secret);
    }

    [Theory, BothDatabases]
    public async Task A_slot_of_a_service_that_the_public_books_no_more_is_taken_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var secret = await JoinAsync(instance, "une@exemple.fr");
        await instance.SendAsync(new CancelBooking(booked.Secret));

        (await instance.SendAsync(new ChangeService(workshop.Service.Id, new ServiceTerms("Diagnostic", ["mobile"], 60, MaxAheadDays: 6, PublicBooking: false)), workshop.Manager)).IsT0.ShouldBeTrue();
        await SweepAsync(instance);

        await ShouldGoOnWaitingAsync(instance, secret);
    }

    /// <summary>At a repair café: the only one who repairs it comes no more.</summary>
    [Theory, BothDatabases]
    public async Task A_slot_at_a_session_where_nobody_repairs_it_any_more_is_taken_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, Tuesday, from: 14, to: 15, benches: 1, volunteers: ali);
        var secret = await JoinAsync(instance, "une@exemple.fr");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        (await ViewAsync(instance, secret)).Held.ShouldNotBeNull();

        (await instance.SendAsync(new WithdrawVolunteer(session.Id, ali.Id), workshop.Member)).IsT0.ShouldBeTrue();
        await SweepAsync(instance);

        await ShouldGoOnWaitingAsync(instance, secret);
    }

    [Theory, BothDatabases]
    public async Task Only_what_was_asked_for_is_offered(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (_, booked) = await FullAsync(instance);
        var far = await JoinAsync(instance, "loin@exemple.fr", commune: "69123");
        var other = await JoinAsync(instance, "autre@exemple.fr", category: "laptop");
        var soon = await JoinAsync(instance, "presse@exemple.fr", until: Monday);
        var fits = await JoinAsync(instance, "bien@exemple.fr", radius: 5);

        await instance.SendAsync(new CancelBooking(booked.Secret));
        await SweepAsync(instance);

        foreach (var secret in new[] { far, other, soon })
        {
            (await ViewAsync(instance, secret)).Held.ShouldBeNull();
        }

        (await ViewAsync(instance, fits)).Held.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task Who_gave_only_a_telephone_is_called_and_the_desk_writes_the_answer(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        var stranger = await instance.Given.WorkshopAsync(categories: ["laptop"]);
        var secret = await JoinAsync(instance, email: null, phone: "06 12 34 56 78");
        await instance.SendAsync(new CancelBooking(booked.Secret));

        var call = (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Calls.Single();
        (call.Kind, call.Phone, call.HeldUntil).ShouldBe((MessageKind.SlotHeld, "+33612345678", At(Monday, 12)));
        (await instance.SendAsync(new GetCallsToMake(), stranger.Member)).Total.ShouldBe(0);
        (await instance.SendAsync(new AnswerHeldSlot(call.HeldSlot!.Value, HeldSlotAnswer.Takes), stranger.Member)).IsT3.ShouldBeTrue();

        // While it holds a slot for them, the workshop may replace their link: without an address, nothing leaves.
        (await instance.SendAsync(new RenewWaitingLinkOfHeldSlot(call.HeldSlot.Value), stranger.Member)).IsT2.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new RenewWaitingLinkOfHeldSlot(call.HeldSlot.Value)));
        (await instance.SendAsync(new GetWaiting(secret))).IsT0.ShouldBeTrue();
        var renewed = (await instance.SendAsync(new RenewWaitingLinkOfHeldSlot(call.HeldSlot.Value), workshop.Member)).AsT0;
        renewed.IsMailed.ShouldBeFalse();
        (await instance.SendAsync(new GetWaiting(secret))).IsT1.ShouldBeTrue();
        secret = renewed.Waiting.Secret;

        var taken = (await instance.SendAsync(new AnswerHeldSlot(call.HeldSlot.Value, HeldSlotAnswer.Takes), workshop.Member)).AsT1;
        (await instance.SendAsync(new RenewWaitingLinkOfHeldSlot(call.HeldSlot.Value), workshop.Member)).IsT2.ShouldBeTrue("it holds none for them any more");
        taken.Booking.Start.ShouldBe(Slot);
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Total.ShouldBe(0);
        (await ViewAsync(instance, secret)).Status.ShouldBe(WaitingStatus.Booked);
    }

    /// <summary>The page of the desk shows a slot that has lapsed since, and another is held: whoever needs none any more holds none.</summary>
    [Theory, BothDatabases]
    public async Task Whoever_needs_none_any_more_leaves_what_is_held_since_too(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance, maxAhead: 30);
        for (var week = 1; week <= 3; week++)
        {
            await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(7 * week), 14)) with { Contact = new ContactDetails("Paul", $"paul{week}@exemple.fr", null) });
        }

        var secret = await JoinAsync(instance, email: null, phone: "06 12 34 56 78");
        await instance.SendAsync(new CancelBooking(booked.Secret));
        var shown = (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Calls.Single().HeldSlot!.Value;
        instance.Clock.Now = (await ViewAsync(instance, secret)).Held!.HeldUntil + Duration.FromMinutes(1);
        var other = await instance.ReadAsync(db => db.Bookings.Where(b => b.Start == At(Tuesday.PlusDays(14), 14)).SingleAsync());
        await SweepAsync(instance);
        await instance.SendAsync(new CancelBooking(instance.Services.GetRequiredService<BookingSecrets>().SecretOf(other.Id)));
        await SweepAsync(instance);
        (await ViewAsync(instance, secret)).Held.ShouldNotBeNull("another is held").Id.ShouldNotBe(shown);

        (await instance.SendAsync(new AnswerHeldSlot(shown, HeldSlotAnswer.Leaves), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.ReadAsync(db => db.HeldSlots.CountAsync(h => h.EndedAt == null))).ShouldBe(0);
        (await ViewAsync(instance, secret)).Held.ShouldBeNull();
        (await ViewAsync(instance, secret)).Status.ShouldBe(WaitingStatus.Left);
    }

    [Theory, BothDatabases]
    public async Task A_wait_ends_by_itself_and_says_so_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await FullAsync(instance);
        var secret = await JoinAsync(instance, "une@exemple.fr", until: Tuesday);

        instance.Clock.Now = At(Tuesday, 23, 59);
        await SweepAsync(instance);
        (await ViewAsync(instance, secret)).Status.ShouldBe(WaitingStatus.Waiting);

        instance.Clock.Now = At(Tuesday.PlusDays(1), 0);
        await SweepAsync(instance);
        await SweepAsync(instance);
        (await ViewAsync(instance, secret)).Status.ShouldBe(WaitingStatus.Expired);
        var letter = await LetterAsync(instance, MessageKind.WaitingEnded);
        letter.Subject.ShouldStartWith("Votre attente est terminée");
        letter.Text.ShouldContain("/reparer?commune=commune:38185&objet=mobile");
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.WaitingEnded))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Nobody_waits_for_more_than_three_things_and_bad_input_is_said_on_its_field(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        instance.Clock.Now = At(Monday, 10);
        for (var i = 0; i < 3; i++)
        {
            await JoinAsync(instance, "une@exemple.fr");
        }

        (await instance.SendAsync(Asks("UNE@exemple.fr"))).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Asks("autre@exemple.fr"))).IsT0.ShouldBeTrue();

        var wrong = Asks(null) with { RadiusKm = 51, Until = Monday.PlusDays(181), Item = new ItemDetails("rien", null, null, " "), Commune = "99999" };
        var errors = (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(wrong))).Errors.Keys;
        foreach (var field in new[] { "commune", "radiusKm", "contact.email", "item.category", "item.problem" })
        {
            errors.ShouldContain(field);
        }

        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(Asks("a@exemple.fr") with { Until = Monday.PlusDays(181) }))).Errors.Keys.ShouldBe(["until"]);
        (await instance.ReadAsync(db => db.WaitingEntries.CountAsync())).ShouldBe(4);
    }

    /// <summary>With limits, the third of three is answered again and not told that three are enough.</summary>
    [Theory, BothDatabases]
    public async Task A_form_sent_twice_joins_once_and_a_corrected_one_once_more(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind, new TestOptions { Limits = true });
        instance.Clock.Now = At(Monday, 10);
        await instance.Given.WorkshopAsync(openings: [Given.Opening(OpeningDays.Tuesday, 14, 17)]);
        var form = Asks("une@exemple.fr") with { Id = WaitingEntryId.New() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => instance.SendAsync(form))));

        answers.Select(a => a.AsT0).Distinct().ShouldHaveSingleItem();
        (await instance.ReadAsync(db => db.WaitingEntries.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.HeldSlots.CountAsync())).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.WaitingJoined))).ShouldBe(1);

        var corrected = (await instance.SendAsync(form with { RadiusKm = 10 })).AsT0;
        corrected.Id.ShouldNotBe(answers[0].AsT0.Id);
        await JoinAsync(instance, "une@exemple.fr");
        (await instance.SendAsync(form with { RadiusKm = 10 })).AsT0.ShouldBe(corrected);
        (await instance.SendAsync(form with { RadiusKm = 5 })).IsT1.ShouldBeTrue("three are enough");
    }

    /// <summary>The bench freed by a cancellation: the person who waits and fifteen who book on the web, all at once.</summary>
    [Theory, BothDatabases]
    public async Task A_freed_slot_is_held_against_public_bookings_two_hundred_times(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        for (var round = 0; round < 200; round++)
        {
            var secret = await JoinAsync(instance, $"r{round}@exemple.fr");
            var reference = booked;
            var cancel = Task.Run(() => instance.SendAsync(new CancelBooking(reference.Secret)));
            var books = Enumerable.Range(0, 15).Select(_ => Task.Run(() => instance.SendAsync(Request(workshop, Slot)))).ToList();
            await Task.WhenAll(books);
            await cancel;

            books.Count(b => b.Result.IsT0).ShouldBe(0, "A freed slot belongs to who waits for it.");
            var held = (await ViewAsync(instance, secret)).Held.ShouldNotBeNull();

            // Taken and refused at once by the same person: one of the two holds.
            var answers = await Task.WhenAll(
                Task.Run(async () => (await instance.SendAsync(new AcceptHeldSlot(secret, held.Id))).IsT0),
                Task.Run(async () => (await instance.SendAsync(new DeclineHeldSlot(secret, held.Id))).IsT0));
            answers.Count(done => done).ShouldBe(1);
            (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(answers[0] ? 1 : 0);
            booked = answers[0] ? await BookedByAsync(instance, secret) : (await instance.SendAsync(Request(workshop, Slot))).Made();
        }
    }

    /// <summary>The moment when a hold ends: the holder, the sweeps of two nodes and people on the web, all at once.</summary>
    [Theory, BothDatabases]
    public async Task A_hold_that_ends_has_one_holder_after_it_fifty_times(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, booked) = await FullAsync(instance);
        for (var round = 0; round < 50; round++)
        {
            instance.Clock.Now = At(Monday, 8, 0);
            var line = new[] { await JoinAsync(instance, $"a{round}@exemple.fr"), await JoinAsync(instance, $"b{round}@exemple.fr") };
            await instance.SendAsync(new CancelBooking(booked.Secret));
            var held = (await ViewAsync(instance, line[0])).Held!;

            instance.Clock.Now = held.HeldUntil;
            await Task.WhenAll([
                .. Enumerable.Range(0, 2).Select(_ => Task.Run(() => SweepAsync(instance))),
                .. Enumerable.Range(0, 10).Select(_ => Task.Run(async () => (await instance.SendAsync(Request(workshop, Slot))).IsT0.ShouldBeFalse())),
                Task.Run(async () => (await instance.SendAsync(new AcceptHeldSlot(line[0], held.Id))).IsT0.ShouldBeFalse()),
            ]);

            var next = (await ViewAsync(instance, line[1])).Held.ShouldNotBeNull();
            (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(1);
            booked = (await instance.SendAsync(new AcceptHeldSlot(line[1], next.Id))).AsT0;
            await instance.SendAsync(new LeaveWaitingList(line[0]));
        }
    }

    /// <summary>Nothing is held for the only one who waits any more, no bench is kept for them, and it does not count against them.</summary>
    private static async Task ShouldGoOnWaitingAsync(TestInstance instance, string secret)
    {
        var view = await ViewAsync(instance, secret);
        (view.Status, view.Held, view.IsWithdrawn).ShouldBe((WaitingStatus.Waiting, null, true));
        (await instance.ReadAsync(db => db.WaitingEntries.SingleAsync())).Unanswered.ShouldBe(0);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
    }

    private static async Task<Booked> BookedByAsync(TestInstance instance, string secret)
    {
        var view = await ViewAsync(instance, secret);
        return new Booked((await instance.SendAsync(new GetBooking(view.BookingSecret!))).AsT0);
    }

    /// <summary>A workshop with one slot a week, on Tuesday at 14 h, that is taken.</summary>
    private static async Task<(Workshop Workshop, Booked Booked)> FullAsync(TestInstance instance, int maxAhead = 6, ServiceMode mode = ServiceMode.Workshop, string commune = Given.Grenoble)
    {
        instance.Clock.Now = At(Monday, 10);
        var workshop = await instance.Given.WorkshopAsync(communeCode: commune, terms: new BookingTerms(60, 0, 0, maxAhead, 0), openings: [Given.Opening(OpeningDays.Tuesday, 14, 15)], mode: mode);
        var request = Request(workshop, Slot);
        return (workshop, (await instance.SendAsync(mode == ServiceMode.Phone ? request with { Contact = request.Contact with { Phone = "04 65 71 20 11" } } : request)).Made());
    }

    private static JoinWaitingList Asks(string? email, string? phone = null, string commune = Given.Grenoble, int radius = 25, string category = "mobile", LocalDate? until = null) =>
        new(commune, radius, until ?? Monday.PlusDays(30), new ContactDetails("Marie Blanc", email, phone), new ItemDetails(category, "Fairphone", null, "L’écran reste noir."), "fr");

    private static async Task<string> JoinAsync(
        TestInstance instance, string? email, string? phone = null, string commune = Given.Grenoble, int radius = 25, string category = "mobile", LocalDate? until = null) =>
        (await instance.SendAsync(Asks(email, phone, commune, radius, category, until))).AsT0.Secret;

    private static async Task<WaitingView> ViewAsync(TestInstance instance, string secret) => (await instance.SendAsync(new GetWaiting(secret))).AsT0;

    private static async Task<int> FreeAsync(TestInstance instance, Workshop workshop) =>
        (await instance.SendAsync(new GetServiceSlots(workshop.Service.Id, null, null))).AsT0.Slots.Count;

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WaitingSweep>().SweepAsync(CancellationToken.None);
    }

    private static async Task<Letter> LetterAsync(TestInstance instance, MessageKind kind)
    {
        var message = await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == kind).OrderBy(m => m.CreatedAt).FirstAsync());
        await using var scope = instance.Services.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind));
        return (await writer.WriteAsync(kind, message.SubjectId, message.Occurrence, CancellationToken.None)).ShouldNotBeNull();
    }
}
