using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

public sealed class ChangeBookingTests
{
    [Theory, BothDatabases]
    public async Task Moving_keeps_the_link_and_the_reference_and_frees_the_old_start(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 15)))).IsT0.ShouldBeTrue();

        var view = (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0;
        view.Start.ShouldBe(At(Tuesday, 15));
        view.Reference.ShouldBe(booked.Reference);
        view.Revision.ShouldBe(1);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.WorkshopBookingMoved))).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingMoved))).ShouldBe(1, "the file in their calendar is of the hour before");
    }

    /// <summary>Moved twice before a letter left: the sheet on the workshop's wall bears the first hour.</summary>
    [Theory, BothDatabases]
    public async Task The_letter_to_the_workshop_says_the_hour_it_last_knew(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        async Task<string> LetterAsync(int occurrence)
        {
            await using var scope = instance.Services.CreateAsyncScope();
            return (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.WorkshopBookingMoved))
                .WriteAsync(MessageKind.WorkshopBookingMoved, booked.Id.Value, occurrence, CancellationToken.None)).ShouldNotBeNull().Text;
        }

        async Task MoveAsync(int hour)
        {
            instance.Clock.Now += Duration.FromMinutes(1);
            (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, hour)))).IsT0.ShouldBeTrue();
        }

        await MoveAsync(10);
        await MoveAsync(11);
        (await LetterAsync(2)).ShouldContain("Avant : mardi 2 mars 2027 à 9 h");

        await instance.ReadAsync(db => db.Outbox.Where(m => m.Kind == MessageKind.WorkshopBookingMoved).ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, instance.Clock.Now)));
        await MoveAsync(14);
        await MoveAsync(15);
        (await LetterAsync(4)).ShouldContain("Avant : mardi 2 mars 2027 à 11 h");

        instance.Clock.Now += Duration.FromMinutes(1);
        (await instance.SendAsync(new MoveBookingByReference(booked.Reference, At(Tuesday, 16)), workshop.Member)).IsT0.ShouldBeTrue();
        await MoveAsync(9);
        (await LetterAsync(6)).ShouldContain("Avant : mardi 2 mars 2027 à 16 h", Case.Insensitive, "which it chose itself");
    }

    [Theory, BothDatabases]
    public async Task Moving_to_where_it_overlaps_itself_is_possible(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 30, 0, 60, 0), openings: [Given.Opening(Domain.Agenda.OpeningDays.Tuesday, 9, 12)]);
        var other = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 10, 30)))).Made();
        await instance.SendAsync(new CancelBooking(other.Secret));

        // Free again from 9 h to 10 h 30, where one start fits.
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 9)))).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_move_to_within_the_notice_sent_again_is_made_and_not_too_late(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 60, 1440));
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday.PlusDays(2), 10)))).Made();
        instance.Clock.Now = At(Tuesday, 9);
        var move = new MoveBooking(booked.Secret, At(Tuesday, 16));

        (await instance.SendAsync(move)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(move)).IsT0.ShouldBeTrue("it is where it was to go");
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 17)))).IsT0.ShouldBeFalse("and goes nowhere else");
    }

    [Theory, BothDatabases]
    public async Task What_is_proposed_instead_of_a_taken_time_is_not_where_one_is_already(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(openings: [Given.Opening(Domain.Agenda.OpeningDays.Tuesday, 9, 14)]);
        (await instance.SendAsync(Request(workshop, At(Tuesday, 10)) with { Contact = new ContactDetails("Paul", "paul@exemple.fr", null) })).Made();
        var own = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        var proposed = await instance.SendAsync(new FindAlternatives(workshop.Service.Id, At(Tuesday, 10), own.Id, ["mobile"]));

        proposed.Slots.Select(s => s.Start).ShouldBe([At(Tuesday, 11), At(Tuesday, 12), At(Tuesday, 13)]);
    }

    [Theory, BothDatabases]
    public async Task A_refused_move_leaves_everything_as_it_was(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        await instance.SendAsync(Request(workshop, At(Tuesday, 10)));

        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 10)))).IsT1.ShouldBeTrue();

        (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Start.ShouldBe(At(Tuesday, 9));
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(2);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingMoved))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Past_the_notice_the_resident_is_given_the_telephone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(terms: new BookingTerms(60, 0, 0, 60, 120));
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        instance.Clock.Now = At(Tuesday, 7);
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 11)))).IsT0.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday, 9) + Duration.FromMilliseconds(1);
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 15)))).AsT2.Phone.ShouldBe("+33476000000");
        (await instance.SendAsync(new CancelBooking(booked.Secret))).AsT1.Phone.ShouldBe("+33476000000");
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Member)).AsT0.ShouldBe(BookingStatus.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task Cancelling_twice_is_harmless_and_says_it_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => instance.SendAsync(new CancelBooking(booked.Secret))));

        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(0);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.WorkshopBookingCancelled))).ShouldBe(1);
        (await instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingCancelled))).ShouldBe(1);
        (await instance.SendAsync(new MoveBooking(booked.Secret, At(Tuesday, 10)))).IsT3.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Arrival_is_noted_at_any_time_of_the_local_day_and_on_no_other(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();
        var checkIn = new ChangeBookingByReference(booked.Reference.ToLowerInvariant().Replace("-", " "), WorkshopNote.CheckIn);

        instance.Clock.Now = At(Tuesday, 0) - Duration.FromSeconds(1);
        (await instance.SendAsync(checkIn, workshop.Member)).IsT1.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday, 0);
        (await instance.SendAsync(checkIn, workshop.Member)).AsT0.ShouldBe(BookingStatus.Arrived);
        (await instance.SendAsync(checkIn, workshop.Member)).AsT0.ShouldBe(BookingStatus.Arrived);
    }

    [Theory, BothDatabases]
    public async Task An_absence_is_noted_once_the_hour_has_come_and_forgiven_on_arrival(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.NoShow), workshop.Member)).IsT1.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday, 9, 15);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.NoShow), workshop.Member)).AsT0.ShouldBe(BookingStatus.NoShow);
        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.CheckIn), workshop.Member)).AsT0.ShouldBe(BookingStatus.Arrived);
    }

    [Theory, BothDatabases]
    public async Task Only_the_workshop_itself_notes_and_only_it_and_its_commune_see_the_agenda(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync(communeCode: Given.Echirolles);
        var booked = (await instance.SendAsync(Request(workshop, At(Tuesday, 9)))).Made();

        (await instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), other.Manager)).IsT3.ShouldBeTrue();
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new ChangeBookingByReference(booked.Reference, WorkshopNote.Cancel), workshop.Agent));
        await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday)));
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), other.Manager)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), other.Agent)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), workshop.Agent)).AsT0.Lines.ShouldHaveSingleItem().Contact.Name.ShouldBe("Marie Blanc");
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday), Given.Operator)).AsT0.Lines.Count.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_agenda_is_asked_for_sixty_two_days_at_most_and_forwards(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();

        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday.PlusDays(62)), workshop.Member));
        await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday.PlusDays(-1)), workshop.Member));
        (await instance.SendAsync(new GetAgenda(workshop.Place.Id, Tuesday, Tuesday.PlusDays(61)), workshop.Member)).AsT0.Lines.ShouldBeEmpty();
    }
}
