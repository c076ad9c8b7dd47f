using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Privacy;
using RepairNet.Application.Repairs;
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

/// <summary>« Part ordered »: one second visit for the same item, and whoever takes it up reads what was found.</summary>
public sealed class FollowUpTests
{
    private static readonly LocalDate Later = Tuesday.PlusDays(14);

    [Theory, BothDatabases]
    public async Task A_second_visit_keeps_person_item_and_diagnosis_and_is_told_by_mail(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = await CameAsync(instance, workshop);

        var second = (await instance.SendAsync(new BookFollowUp(first, At(Later, 10), "Écran fendu, pièce commandée.", "a"), workshop.Member)).AsT0.Reference;

        var booking = await FindAsync(instance, second);
        var before = await FindAsync(instance, first);
        booking.FollowsBookingId.ShouldBe(before.Id);
        (booking.Contact, booking.Item, booking.ServiceId, booking.Start).ShouldBe((before.Contact, before.Item, before.ServiceId, At(Later, 10)));
        before.Diagnosis.ShouldBe("Écran fendu, pièce commandée.");
        booking.Diagnosis.ShouldBeNull();
        (await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == MessageKind.BookingConfirmed).ToListAsync())).ShouldContain(m => m.SubjectId == booking.Id.Value);
        var history = (await instance.SendAsync(new GetItemHistory(second), workshop.Member)).AsT0;
        history.Visits.ShouldBe([new EarlierVisit(first, Tuesday, null, "Écran fendu, pièce commandée.", null, null)]);
        (await instance.SendAsync(new GetItemHistory(first), workshop.Member)).AsT0.NextVisit.ShouldBe(second);
        var other = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(new GetItemHistory(second), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new BookFollowUp(first, At(Later, 11), "x", "b"), other.Member)).IsT4.ShouldBeTrue();
        (await instance.SendAsync(new GetFollowUpOffer(first, null), other.Member)).IsT1.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Nothing_follows_a_visit_of_which_nobody_knows_any_more_whose_it_was(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = await CameAsync(instance, workshop);
        instance.Clock.Now = At(Tuesday.PlusDays(1), 9);
        (await instance.SendAsync(new EraseVisit(first), workshop.Member)).IsT0.ShouldBeTrue();

        (await instance.SendAsync(new BookFollowUp(first, At(Later, 10), "Écran fendu, pièce commandée.", "a"), workshop.Member)).AsT3.IsErased.ShouldBeTrue();

        var offer = (await instance.SendAsync(new GetFollowUpOffer(first, null), workshop.Member)).AsT0;
        (offer.CanBeFollowed, offer.IsErased).ShouldBe((false, true));
        (await instance.SendAsync(new LeaveItem(first, null, null, null, null, "fr"), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Who_came_without_an_appointment_comes_back_with_one_that_keeps_item_and_diagnosis(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var fields = new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile", new string('F', 80), "FP3", null, "L’écran reste noir."), "repairable", NextStep: "Écran à commander.");
        var repair = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, fields, null), workshop.Member)).AsT0;
        var offer = (await instance.SendAsync(new GetReturnOffer(repair.Id, null, null), workshop.Member)).AsT0;
        (offer.Service, offer.NextStep, offer.Next).ShouldBe((workshop.Service.Id, "Écran à commander.", null));
        offer.Times.Slots.ShouldNotBeEmpty();

        var ask = new BookReturn(repair.Id, workshop.Service.Id, At(Later, 10), " Paul Roux ", null, "06 12 34 56 78", "Écran fendu, pièce commandée.", "fr");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => instance.SendAsync(ask, workshop.Member))));

        var second = answers.Select(a => a.AsT0.Reference).Distinct().ShouldHaveSingleItem("a double press, or two colleagues, give one");
        var booking = await FindAsync(instance, second);
        (booking.FollowsRepairId, booking.FollowsBookingId, booking.FoundBefore, booking.Channel).ShouldBe((repair.Id, null, "Écran fendu, pièce commandée.", BookingChannel.Desk));
        (await instance.SendAsync(new GetBooking(instance.Services.GetRequiredService<BookingSecrets>().SecretOf(booking.Id)))).AsT0.IsFollowUp.ShouldBeTrue("the ticket and the letters say so");
        (booking.Contact.Name, booking.Contact.Phone, booking.Item.Category, booking.Item.Brand!.Length, booking.Item.Problem).ShouldBe(("Paul Roux", "+33612345678", "mobile", BookedItem.MaxBrand, "L’écran reste noir."));
        (await instance.ReadAsync(db => db.CallsToMake.CountAsync(c => c.BookingId == booking.Id))).ShouldBe(1, "no e-mail: they are called");
        (await instance.SendAsync(ask with { Start = At(Later, 11) }, workshop.Member)).AsT2.Reference.ShouldBe(second);
        (await instance.SendAsync(new GetRepair(repair.Id), workshop.Member)).AsT0.Next!.Reference.ShouldBe(second);

        var history = (await instance.SendAsync(new GetItemHistory(second), workshop.Member)).AsT0;
        history.WalkIn.ShouldBe(new EarlierWalkIn(repair.Id, new LocalDate(2027, 3, 1), RepairOutcome.Repairable, "Écran fendu, pièce commandée."));
        (history.ItemCode, history.Repairs.Count).ShouldBe((repair.ItemCode, 0));

        // The second visit has a follow-up of its own, which still knows of the first repair; one that is cancelled can be given again.
        instance.Clock.Now = At(Later, 10);
        await instance.SendAsync(new ChangeBookingByReference(second, WorkshopNote.CheckIn), workshop.Member);
        var third = (await instance.SendAsync(new BookFollowUp(second, At(Later.PlusDays(7), 10), "Nappe à changer", "k"), workshop.Member)).AsT0.Reference;
        history = (await instance.SendAsync(new GetItemHistory(third), workshop.Member)).AsT0;
        (history.WalkIn!.Id, history.Visits.Single().Reference).ShouldBe((repair.Id, second));
    }

    [Theory, BothDatabases]
    public async Task A_return_is_given_by_those_who_repaired_at_a_time_that_is_free(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var (workshop, other) = (await instance.Given.WorkshopAsync(), await instance.Given.WorkshopAsync());
        var repair = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile"), "repairable"), null), workshop.Member)).AsT0.Id;
        var ask = new BookReturn(repair, workshop.Service.Id, At(Later, 10), "Paul", "paul@exemple.fr", null, "Écran fendu", "fr");

        (await instance.SendAsync(ask, other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new GetReturnOffer(repair, null, null), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(ask with { Service = other.Service.Id }, workshop.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(ask with { Start = At(Later, 3) }, workshop.Member)).IsT1.ShouldBeTrue();
        foreach (var (wrong, field) in new[]
        {
            (ask with { Name = " " }, "name"), (ask with { Email = "paul@" }, "email"), (ask with { Phone = "06" }, "phone"), (ask with { Found = "" }, "found"), (ask with { Found = new string('a', 1_001) }, "found"), (ask with { Start = null }, "start"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(wrong, workshop.Member))).Errors.Keys.ShouldBe([field]);
        }

        // Of eight who want the last bench of that hour, returns and the public alike, one gets it.
        var race = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () => n % 2 == 0
            ? (await instance.SendAsync(ask, workshop.Member)).IsT0
            : (await instance.SendAsync(Request(workshop, At(Later, 10)) with { Contact = new ContactDetails($"Marie {n}", $"marie{n}@exemple.fr", null) })).IsT0)));
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(1);
        race.ShouldContain(true);
    }

    [Theory, BothDatabases]
    public async Task A_second_visit_by_telephone_is_not_given_to_whoever_left_no_number(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(mode: ServiceMode.Phone);
        var repair = (await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile"), "repairable"), null), workshop.Member)).AsT0.Id;
        var ask = new BookReturn(repair, workshop.Service.Id, At(Later, 10), "Paul", "paul@exemple.fr", null, "Écran fendu", "fr");
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(ask, workshop.Member))).Errors.Keys.ShouldBe(["phone"]);
        (await instance.ReadAsync(db => db.Bookings.CountAsync())).ShouldBe(0);
        (await instance.SendAsync(ask with { Phone = "06 12 34 56 78" }, workshop.Member)).IsT0.ShouldBeTrue();

        // Booked with a number, which went since: the form of the second visit has no field for it.
        var first = await CameAsync(instance, workshop, contact: new ContactDetails("Marie", "marie@exemple.fr", "06 12 34 56 78"));
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE bookings SET contact_phone = NULL WHERE reference = {first}"));
        var again = new BookFollowUp(first, At(Later, 11), "Écran fendu", null);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(again, workshop.Member))).Errors["phone"].ShouldHaveSingleItem().ShouldContain("au guichet");
    }

    [Theory, BothDatabases]
    public async Task Pressed_by_many_at_once_it_is_one_appointment(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 3);
        for (var round = 0; round < 8; round++)
        {
            var first = await CameAsync(instance, workshop, 9 + (round % 3));
            var start = At(Later.PlusDays(round / 3 * 7), 9 + (round % 3));
            var twice = new BookFollowUp(first, start, "Pompe grippée", $"form-{round}");

            // One form sent twice, and colleagues with forms of their own.
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => instance.SendAsync(n < 4 ? twice : twice with { IdempotencyKey = $"other-{round}-{n}" }, workshop.Member))));

            var made = answers.Where(a => a.IsT0).Select(a => a.AsT0.Reference).Distinct().ShouldHaveSingleItem();
            answers.Where(a => !a.IsT0).ShouldAllBe(a => a.AsT2.Reference == made);
            (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.FollowsBookingId != null))).ShouldBe(round + 1);
            (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(2 * (round + 1));
        }
    }

    [Theory, BothDatabases]
    public async Task The_same_form_gets_the_same_answer_and_a_cancelled_second_visit_can_be_given_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = await CameAsync(instance, workshop);
        var ask = new BookFollowUp(first, At(Later, 10), "Écran fendu", "a");
        var second = (await instance.SendAsync(ask, workshop.Member)).AsT0.Reference;
        (await instance.SendAsync(ask, workshop.Member)).AsT0.Reference.ShouldBe(second);
        (await instance.SendAsync(ask with { Start = At(Later, 11) }, workshop.Member)).AsT2.Reference.ShouldBe(second);
        (await instance.SendAsync(new ChangeBookingByReference(second, WorkshopNote.Cancel), workshop.Member)).IsT0.ShouldBeTrue();

        var third = (await instance.SendAsync(new BookFollowUp(first, At(Later, 11), "Autre chose", "b"), workshop.Member)).AsT0.Reference;

        third.ShouldNotBe(second);
        (await FindAsync(instance, first)).Diagnosis.ShouldBe("Écran fendu", "what was found is written once");
    }

    [Theory, BothDatabases]
    public async Task Who_has_no_email_is_called_with_the_new_appointment(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var first = await CameAsync(instance, workshop, contact: new ContactDetails("Paul Roux", null, "06 12 34 56 78"));

        var second = (await instance.SendAsync(new BookFollowUp(first, At(Later, 10), "Écran fendu", "a"), workshop.Member)).AsT0.Reference;

        var call = (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Calls.ShouldHaveSingleItem();
        (call.Kind, call.Reference, call.Phone).ShouldBe((MessageKind.BookingConfirmed, second, "+33612345678"));
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_is_refused_and_leaves_nothing_behind(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var expected = (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(1), 9)))).Made().Reference;
        (await instance.SendAsync(new BookFollowUp(expected, At(Later, 10), "x", "a"), workshop.Member)).IsT3.ShouldBeTrue();
        var first = await CameAsync(instance, workshop);
        await instance.SendAsync(Request(workshop, At(Later, 10)));

        (await instance.SendAsync(new BookFollowUp(first, At(Later, 10), "x", "b"), workshop.Member)).IsT1.ShouldBeTrue("someone has that slot");
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new BookFollowUp(first, At(Later, 11), "  ", "c"), workshop.Member))).Errors.Keys.ShouldBe(["diagnosis"]);
        (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new BookFollowUp(first, At(Tuesday.PlusDays(-5), 9), "x", "d"), workshop.Member))).Errors.Keys.ShouldBe(["start"]);
        (await FindAsync(instance, first)).Diagnosis.ShouldBeNull();

        // Refused is not remembered: the same form may try another time.
        (await instance.SendAsync(new BookFollowUp(first, At(Later, 11), "x", "b"), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_history_tells_quotes_outcomes_and_the_repairs_of_the_same_label(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        RepairFields Fields(LocalDate day, string outcome) => new(day, new RepairedItem("mobile", Problem: "Écran noir"), outcome);
        await instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, Fields(new LocalDate(2026, 5, 4), "fixed"), "LABEL-1"), workshop.Member);
        await instance.SendAsync(new RecordRepair(null, other.Organisation.Id, other.Place.Id, Fields(new LocalDate(2026, 6, 4), "fixed"), "LABEL-1"), other.Member);
        var first = await CameAsync(instance, workshop);
        instance.Clock.Now = At(Tuesday, 12);
        await instance.SendAsync(new LeaveItem(first, null, null, null, null, "fr"), workshop.Member);
        await instance.SendAsync(new ProposeQuote(first, 4500, "Écran", Tuesday.PlusDays(9)), workshop.Member);
        await instance.SendAsync(new NoteQuoteAnswer(first, 1, QuoteAnswer.Accepted), workshop.Member);
        (await instance.SendAsync(new RecordRepair(first, null, null, Fields(Tuesday, "repairable"), "LABEL-1"), workshop.Member)).IsT0.ShouldBeTrue();

        var second = (await instance.SendAsync(new BookFollowUp(first, At(Later, 10), "Écran fendu", "a"), workshop.Member)).AsT0.Reference;

        var history = (await instance.SendAsync(new GetItemHistory(second), workshop.Member)).AsT0;
        history.Visits.ShouldBe([new EarlierVisit(first, Tuesday, RepairOutcome.Repairable, "Écran fendu", 4500, QuoteAnswer.Accepted)]);
        history.ItemCode.ShouldBe("LABEL-1");
        history.Repairs.ShouldHaveSingleItem().Date.ShouldBe(new LocalDate(2026, 5, 4), "what another organisation did is its own");
    }

    private static async Task<string> CameAsync(TestInstance instance, Workshop workshop, int hour = 9, ContactDetails? contact = null)
    {
        var request = Request(workshop, At(Tuesday, hour));
        var reference = (await instance.SendAsync(contact is null ? request : request with { Contact = contact })).Made().Reference;
        var now = instance.Clock.Now;
        instance.Clock.Now = At(Tuesday, 12);
        (await instance.SendAsync(new ChangeBookingByReference(reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = now;
        return reference;
    }

    private static Task<Booking> FindAsync(TestInstance instance, string reference) => instance.ReadAsync(db => db.Bookings.AsNoTracking().SingleAsync(b => b.Reference == reference));
}
