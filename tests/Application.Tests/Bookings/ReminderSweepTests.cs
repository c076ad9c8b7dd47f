using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Messaging;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Everyone is reminded once, at the right time, whatever happens to the program; who has no e-mail is called.</summary>
public sealed class ReminderSweepTests
{
    private static readonly LocalDate Friday = Tuesday.PlusDays(10);

    [Theory, BothDatabases]
    public async Task One_reminder_leaves_two_days_before_however_often_the_sweep_runs(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop, At(Friday, 10));

        instance.Clock.Now = At(Friday.PlusDays(-2), 10) - Duration.FromSeconds(1);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(0);

        instance.Clock.Now = At(Friday.PlusDays(-2), 10);
        await SweepAsync(instance);
        await SweepAsync(instance);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SweepAsync(instance)));
        (await RemindersAsync(instance)).ShouldBe(1);

        var letter = await LetterAsync(instance, booked);
        letter.Subject.ShouldStartWith($"Rappel du rendez-vous {booked.Reference}");
        letter.Text.ShouldContain("Votre rendez-vous approche");
        letter.Text.ShouldContain("/rendez-vous/");
    }

    [Theory, BothDatabases]
    public async Task Sweeps_that_race_on_many_bookings_remind_of_each_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 6);
        var starts = Enumerable.Range(0, 30).Select(n => At(Friday, 9 + (n % 5 is var h && h > 2 ? h + 2 : h))).ToList();
        foreach (var start in starts)
        {
            await BookAsync(instance, workshop, start);
        }

        instance.Clock.Now = At(Friday.PlusDays(-2), 18);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SweepAsync(instance)));

        (await RemindersAsync(instance)).ShouldBe(30);
        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.ReminderAt != null))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task After_two_days_of_silence_it_still_leaves_once_but_not_for_what_is_over(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop, At(Friday, 10));
        await BookAsync(instance, workshop, At(Friday.PlusDays(-2), 9));

        // Down from before both were due until the afternoon before the later one: the earlier one is past.
        instance.Clock.Now = At(Friday.PlusDays(-1), 15);
        await SweepAsync(instance);
        await SweepAsync(instance);

        (await RemindersAsync(instance)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task At_night_it_waits_for_the_morning_and_just_before_the_hour_it_is_dropped(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop, At(Friday, 14));
        await BookAsync(instance, workshop, At(Friday, 9));

        instance.Clock.Now = At(Friday, 3);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(0);

        instance.Clock.Now = At(Friday, 8);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1); // of the one at 14 h

        instance.Clock.Now = At(Friday, 8, 30);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_moved_booking_is_reminded_of_at_its_new_time_and_a_cancelled_one_never(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var moved = await BookAsync(instance, workshop, At(Friday, 10));
        var cancelled = await BookAsync(instance, workshop, At(Friday, 11));
        var late = await BookAsync(instance, workshop, At(Friday, 14));
        (await instance.SendAsync(new MoveBooking(moved.Secret, At(Friday.PlusDays(4), 10)))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new CancelBooking(cancelled.Secret))).IsT0.ShouldBeTrue();

        instance.Clock.Now = At(Friday.PlusDays(-2), 19);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1);

        // Reminded of, then moved: the new time has a reminder of its own.
        (await instance.SendAsync(new MoveBooking(late.Secret, At(Friday.PlusDays(4), 11)))).IsT0.ShouldBeTrue();
        instance.Clock.Now = At(Friday.PlusDays(2), 19);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task Booked_the_day_before_it_comes_that_day_and_under_twelve_hours_not_at_all(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        instance.Clock.Now = At(Friday.PlusDays(-2), 11);
        await BookAsync(instance, workshop, At(Friday, 10));
        instance.Clock.Now = At(Friday.PlusDays(-1), 10) - Duration.FromSeconds(1);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(0);
        instance.Clock.Now = At(Friday.PlusDays(-1), 10);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1);

        instance.Clock.Now = At(Friday, 8);
        await BookAsync(instance, workshop, At(Friday, 15));
        instance.Clock.Now = At(Friday, 12);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop, At(Friday, 10));
        await BookAsync(instance, workshop, At(Friday.PlusDays(3), 10));
        var called = await BookAsync(instance, workshop, At(Friday, 11), email: null, phone: "06 12 34 56 78");
        instance.Clock.Now = At(Friday.PlusDays(-2), 12);

        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(0);
        (await CallsAsync(instance, workshop.Member)).Calls.Select(c => c.Reference).ShouldBe([called.Reference], "to be called rings nowhere by itself");

        instance.Clock.Now = At(Friday.PlusDays(1), 12);
        await SweepAsync(instance);
        (await RemindersAsync(instance)).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task Who_has_no_email_is_on_the_list_of_calls_of_that_desk_alone_until_ticked(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync();
        var reminded = await BookAsync(instance, workshop, At(Friday, 10), email: null, phone: "06 12 34 56 78");
        var cancelled = await BookAsync(instance, workshop, At(Friday, 11), email: null, phone: "06 12 34 56 79");
        var byThemselves = await BookAsync(instance, workshop, At(Friday, 14), email: null, phone: "06 12 34 56 70");
        await instance.SendAsync(new ChangeBookingByReference(cancelled.Reference, WorkshopNote.Cancel), workshop.Member);
        await instance.SendAsync(new CancelBooking(byThemselves.Secret));
        instance.Clock.Now = At(Friday.PlusDays(-2), 10);
        await SweepAsync(instance);
        await SweepAsync(instance);

        var calls = (await CallsAsync(instance, workshop.Member)).Calls;
        calls.Select(c => (c.Kind, c.Reference)).ShouldBe([(MessageKind.BookingCancelled, cancelled.Reference), (MessageKind.BookingReminder, reminded.Reference)]);
        calls[1].Phone.ShouldBe("+33612345678");
        (await CallsAsync(instance, other.Member)).Total.ShouldBe(0);
        (await instance.SendAsync(new NoteCall(calls[0].Id, CallNote.Told), other.Member)).IsT1.ShouldBeTrue();

        (await instance.SendAsync(new NoteCall(calls[1].Id, CallNote.Unanswered), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NoteCall(calls[1].Id, CallNote.Unanswered), workshop.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, workshop.Member)).Calls[1].Tries.ShouldBe(1);
        (await instance.SendAsync(new NoteCall(calls[1].Id, CallNote.Told), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new NoteCall(calls[1].Id, CallNote.Told), workshop.Member)).IsT0.ShouldBeTrue();
        (await CallsAsync(instance, workshop.Member)).Calls.ShouldHaveSingleItem().Reference.ShouldBe(cancelled.Reference);
    }

    [Theory, BothDatabases]
    public async Task What_is_no_longer_true_is_not_told_by_telephone(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var booked = await BookAsync(instance, workshop, At(Friday, 10), email: null, phone: "06 12 34 56 78");
        instance.Clock.Now = At(Friday.PlusDays(-2), 10);
        await SweepAsync(instance);
        (await CallsAsync(instance, workshop.Member)).Total.ShouldBe(1);

        await instance.SendAsync(new MoveBooking(booked.Secret, At(Friday.PlusDays(4), 10)));

        (await CallsAsync(instance, workshop.Member)).Total.ShouldBe(0);
    }

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, Instant start, string? email = "marie.blanc@exemple.fr", string? phone = null) =>
        (await instance.SendAsync(Request(workshop, start) with { Contact = new ContactDetails("Marie Blanc", email, phone) })).Made();

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReminderSweep>().SweepAsync(CancellationToken.None);
    }

    private static Task<int> RemindersAsync(TestInstance instance) => instance.ReadAsync(db => db.Outbox.CountAsync(m => m.Kind == MessageKind.BookingReminder));

    private static Task<CallsToMake> CallsAsync(TestInstance instance, Actor member) => instance.SendAsync(new GetCallsToMake(), member);

    private static async Task<Letter> LetterAsync(TestInstance instance, Booked booked)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        var writer = scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.BookingReminder));
        return (await writer.WriteAsync(MessageKind.BookingReminder, booked.Id.Value, 0, CancellationToken.None)).ShouldNotBeNull();
    }
}
