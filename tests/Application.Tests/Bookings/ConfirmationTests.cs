using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Bookings.Waiting;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>Many bookings from one network are confirmed by a link: nobody is refused, and no bench is kept for nobody.</summary>
public sealed partial class ConfirmationTests
{
    private static readonly LocalDate Monday = Tuesday.PlusDays(-1);

    [Theory, BothDatabases]
    public async Task Beyond_the_first_of_an_hour_bookings_of_one_network_are_to_confirm(DatabaseKind kind)
    {
        var network = new Network();
        await using var instance = await StartAsync(kind, network);
        var workshop = await instance.Given.WorkshopAsync(benches: 12);
        for (var i = 0; i < 6; i++)
        {
            (await BookAsync(instance, workshop, i)).Booking.Status.ShouldBe(BookingStatus.Confirmed);
        }

        var asked = await BookAsync(instance, workshop, 6);
        asked.Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        asked.Booking.ConfirmBy.ShouldBe(instance.Clock.Now + Duration.FromMinutes(30));
        (await instance.ReadAsync(db => db.Occupancies.CountAsync(o => o.BookingId == asked.Id))).ShouldBe(1, "its bench is taken at once");
        (await KindsAsync(instance, asked.Id)).ShouldBe([MessageKind.BookingToConfirm]);
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Id == asked.Id).Select(b => b.ReminderAt).SingleAsync())).ShouldBeNull();
        var letter = await LetterAsync(instance, asked.Id);
        letter.Text.ShouldContain("gardé jusqu’au lundi 1er mars 2027 à 9 h 30");
        letter.Calendar.ShouldBeNull();

        // Another network, the desk, whoever no network is known of, and an hour later: all as ever.
        network.Current = "198.51.100.8";
        (await BookAsync(instance, workshop, 7)).Booking.Status.ShouldBe(BookingStatus.Confirmed);
        network.Current = null;
        (await BookAsync(instance, workshop, 8)).Booking.Status.ShouldBe(BookingStatus.Confirmed);
        network.Current = "198.51.100.7";
        (await instance.SendAsync(Of(workshop, 9) with { Channel = BookingChannel.Desk }, workshop.Member)).Made().Booking.Status.ShouldBe(BookingStatus.Confirmed);
        instance.Clock.Now += Duration.FromMinutes(61);
        (await BookAsync(instance, workshop, 10)).Booking.Status.ShouldBe(BookingStatus.Confirmed);

        // What is stored names no network, and is gone after a day.
        var hashes = await instance.ReadAsync(db => db.NetworkBookings.Select(n => n.NetworkHash).Distinct().ToListAsync());
        hashes.Count.ShouldBe(2);
        hashes.ShouldAllBe(hash => hash.Length == 64);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.NetworkBookings.CountAsync())).ShouldBe(9);
        instance.Clock.Now += Duration.FromHours(25);
        await SweepAsync(instance);
        (await instance.ReadAsync(db => db.NetworkBookings.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task One_sent_as_programs_send_is_to_confirm_unless_limits_are_off(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network { Current = null });
        var workshop = await instance.Given.WorkshopAsync(benches: 4);

        var hasty = (await instance.SendAsync(Of(workshop, 0) with { Hasty = true })).Made();
        hasty.Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        (await KindsAsync(instance, hasty.Id)).ShouldBe([MessageKind.BookingToConfirm]);
        (await instance.SendAsync(Of(workshop, 1))).Made().Booking.Status.ShouldBe(BookingStatus.Confirmed);

        // Sent again, late: what a key was answered does not change.
        var keyed = Of(workshop, 2) with { Hasty = true, IdempotencyKey = "cle" };
        var first = (await instance.SendAsync(keyed)).Made();
        (await instance.SendAsync(keyed with { Hasty = false })).Made().Id.ShouldBe(first.Id);

        await using var open = await StartAsync(kind, new Network(), limits: false);
        var other = await open.Given.WorkshopAsync();
        (await open.SendAsync(Of(other, 0) with { Hasty = true })).Made().Booking.Status.ShouldBe(BookingStatus.Confirmed);
    }

    /// <summary>The address and the number may be anybody's.</summary>
    [Theory, BothDatabases]
    public async Task What_the_workshop_cancels_before_anybody_confirmed_it_is_told_to_nobody(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network { Current = null });
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var atDesk = (await instance.SendAsync(Of(workshop, 0) with { Hasty = true })).Made();
        var mailed = (await instance.SendAsync(Of(workshop, 1) with { Hasty = true })).Made();
        var called = (await instance.SendAsync(Of(workshop, 2) with { Hasty = true, Contact = new ContactDetails("Personne 2", null, "06 12 34 56 78") })).Made();
        var sure = await BookAsync(instance, workshop, 3);
        var ali = await instance.Given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
        var session = await instance.Given.SessionAsync(workshop, Tuesday, from: 9, to: 12, benches: 4, volunteers: ali);

        (await instance.SendAsync(new ChangeBookingByReference(atDesk.Reference, WorkshopNote.Cancel, "Faux nom"), workshop.Member)).AsT0.ShouldBe(BookingStatus.Cancelled);
        (await instance.SendAsync(new CancelSession(session.Id), workshop.Member)).AsT0.ShouldBe(new SessionCancelled(Told: 1, Unreachable: 0));

        (await instance.ReadAsync(db => db.Bookings.CountAsync(b => b.Status == BookingStatus.Cancelled))).ShouldBe(4);
        (await KindsAsync(instance, atDesk.Id)).ShouldBe([MessageKind.BookingToConfirm]);
        (await KindsAsync(instance, mailed.Id)).ShouldBe([MessageKind.BookingToConfirm]);
        (await KindsAsync(instance, sure.Id)).ShouldBe([MessageKind.BookingConfirmed, MessageKind.BookingCancelled]);
        (await instance.ReadAsync(db => db.CallsToMake.CountAsync(c => c.BookingId == called.Id && c.Kind == MessageKind.BookingCancelled))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Without_limits_nothing_is_counted_nor_kept(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), limits: false);
        var workshop = await instance.Given.WorkshopAsync(benches: 12);
        for (var i = 0; i < 9; i++)
        {
            (await BookAsync(instance, workshop, i)).Booking.Status.ShouldBe(BookingStatus.Confirmed);
        }

        (await instance.ReadAsync(db => db.NetworkBookings.AnyAsync())).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task At_the_same_moment_exactly_so_many_are_made_outright(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network());
        var workshop = await instance.Given.WorkshopAsync(benches: 20);
        var elsewhere = await instance.Given.WorkshopAsync(benches: 20);

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => BookAsync(instance, n % 2 == 0 ? workshop : elsewhere, n))));
        made.Count(b => b.Booking.Status == BookingStatus.Confirmed).ShouldBe(6);
        made.Count(b => b.Booking.Status == BookingStatus.ToConfirm).ShouldBe(14);
        (await instance.ReadAsync(db => db.Occupancies.CountAsync())).ShouldBe(20);
    }

    [Theory, BothDatabases]
    public async Task Whoever_reads_the_letter_confirms_once(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), before: 1);
        var workshop = await instance.Given.WorkshopAsync(benches: 2);
        await BookAsync(instance, workshop, 0);
        var asked = await BookAsync(instance, workshop, 1);
        var key = await KeyAsync(instance, asked.Id);

        foreach (var wrong in new[] { "", "x", asked.Secret, key + "A" })
        {
            (await instance.SendAsync(new ConfirmBooking(asked.Secret, wrong))).IsT2.ShouldBeTrue("the link of the ticket is not enough");
            (await instance.SendAsync(new GetConfirmation(asked.Secret, wrong))).IsT1.ShouldBeTrue();
        }

        (await instance.SendAsync(new GetConfirmation(asked.Secret, key))).AsT0.Status.ShouldBe(BookingStatus.ToConfirm);
        (await instance.SendAsync(new MoveBooking(asked.Secret, At(Tuesday, 10)))).IsT3.ShouldBeTrue("confirmed first");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new ConfirmBooking(asked.Secret, key)))));
        answers.ShouldAllBe(a => a.IsT0);
        (await instance.SendAsync(new GetBooking(asked.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);
        (await KindsAsync(instance, asked.Id)).ShouldBe([MessageKind.BookingToConfirm, MessageKind.BookingConfirmed]);
        (await DeedsAsync(instance, asked.Id)).ShouldBe([(BookingDeed.Confirmed, BookingParty.Resident)]);

        // From here on it is like any other: nothing lets it lapse, and it can be moved.
        instance.Clock.Now += Duration.FromHours(2);
        await SweepAsync(instance);
        (await instance.SendAsync(new MoveBooking(asked.Secret, At(Tuesday.PlusDays(7), 10)))).IsT0.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Id == asked.Id).Select(b => b.ReminderAt).SingleAsync())).ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task What_nobody_confirms_goes_to_who_waits(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), before: 1);
        var other = await instance.Given.WorkshopAsync(communeCode: "69123", epciCode: "200046977", lat: 45.76, lon: 4.84);
        var workshop = await instance.Given.WorkshopAsync(terms: new(60, 0, 0, 2, 0), openings: [Given.Opening(Domain.Agenda.OpeningDays.Tuesday, 14, 15)]);
        await BookAsync(instance, other, 0);
        var asked = (await instance.SendAsync(Of(workshop, 1) with { Start = At(Tuesday, 14) })).Made();
        var waiting = (await instance.SendAsync(new JoinWaitingList(Given.Grenoble, 25, Tuesday, new ContactDetails("Marie Blanc", "attend@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), "fr"))).AsT0.Secret;
        asked.Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        var key = await KeyAsync(instance, asked.Id);

        // The program was down meanwhile: late, twice and from all sides at once, it lapses once.
        instance.Clock.Now += Duration.FromMinutes(29);
        await SweepAsync(instance);
        (await instance.SendAsync(new GetBooking(asked.Secret))).AsT0.Status.ShouldBe(BookingStatus.ToConfirm);
        instance.Clock.Now += Duration.FromHours(5);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SweepAsync(instance))));
        await SweepAsync(instance);
        (await instance.SendAsync(new GetBooking(asked.Secret))).AsT0.Status.ShouldBe(BookingStatus.Cancelled);
        (await DeedsAsync(instance, asked.Id)).ShouldBe([(BookingDeed.Lapsed, BookingParty.Program)]);
        (await KindsAsync(instance, asked.Id)).ShouldBe([MessageKind.BookingToConfirm], "nobody is written to");
        (await instance.SendAsync(new ConfirmBooking(asked.Secret, key))).IsT1.ShouldBeTrue();
        (await instance.ReadAsync(db => db.Occupancies.AnyAsync(o => o.BookingId == asked.Id))).ShouldBeFalse();
        (await instance.SendAsync(Of(workshop, 2) with { Start = At(Tuesday, 14) })).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetWaiting(waiting))).AsT0.Held!.Start.ShouldBe(At(Tuesday, 14), "it went to who waits");
    }

    [Theory, BothDatabases]
    public async Task Confirming_and_lapsing_at_the_same_moment_end_in_one_of_both(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), before: 1);
        var workshop = await instance.Given.WorkshopAsync(benches: 40, terms: new(60, 0, 0, 60, 0));
        await BookAsync(instance, workshop, 0);
        var (confirmed, lapsed) = (0, 0);
        for (var round = 1; round <= 100; round++)
        {
            var asked = (await instance.SendAsync(Of(workshop, round) with { Start = At(Tuesday.PlusDays(round % 3), 9 + (round % 3)) })).Made();
            var key = await KeyAsync(instance, asked.Id);
            var was = instance.Clock.Now;
            instance.Clock.Now += Duration.FromMinutes(30);
            var sweep = Task.Run(() => SweepAsync(instance));
            var confirm = Task.Run(() => instance.SendAsync(new ConfirmBooking(asked.Secret, key)));
            await Task.WhenAll(sweep, confirm);
            instance.Clock.Now = was;

            var status = (await instance.SendAsync(new GetBooking(asked.Secret))).AsT0.Status;
            status.ShouldBe((await confirm).IsT0 ? BookingStatus.Confirmed : BookingStatus.Cancelled, $"round {round}");
            (await instance.ReadAsync(db => db.Occupancies.CountAsync(o => o.BookingId == asked.Id))).ShouldBe(status == BookingStatus.Confirmed ? 1 : 0);
            (await DeedsAsync(instance, asked.Id)).ShouldBe([status == BookingStatus.Confirmed ? (BookingDeed.Confirmed, BookingParty.Resident) : (BookingDeed.Lapsed, BookingParty.Program)]);
            (confirmed, lapsed) = status == BookingStatus.Confirmed ? (confirmed + 1, lapsed) : (confirmed, lapsed + 1);
            if (status == BookingStatus.Confirmed)
            {
                await instance.SendAsync(new CancelBooking(asked.Secret));
            }
        }

        (confirmed + lapsed).ShouldBe(100);
    }

    [Theory, BothDatabases]
    public async Task Who_gave_only_a_telephone_is_called_by_the_desk(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), before: 1);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var stranger = await instance.Given.WorkshopAsync();
        await BookAsync(instance, workshop, 0);

        instance.Clock.Now = At(Monday, 9, 50);
        var yes = await ByPhoneAsync(1);
        yes.Booking.ConfirmBy.ShouldBe(At(Monday, 12));
        instance.Clock.Now = At(Monday, 9, 55);
        var no = await ByPhoneAsync(2);
        var silent = await ByPhoneAsync(3);
        (await KindsAsync(instance, yes.Id)).ShouldBeEmpty();

        var calls = await instance.SendAsync(new GetCallsToMake(), workshop.Member);
        calls.Calls.Select(c => (c.Kind, c.Reference, c.HeldUntil)).ShouldBe(
            [(MessageKind.BookingToConfirm, yes.Reference, At(Monday, 12)), (MessageKind.BookingToConfirm, no.Reference, At(Monday, 12)), (MessageKind.BookingToConfirm, silent.Reference, At(Monday, 12))], ignoreOrder: true);
        (await instance.SendAsync(new GetCallsToMake(), stranger.Member)).Total.ShouldBe(0);
        (await instance.SendAsync(new AnswerConfirmation(yes.Reference, true), stranger.Member)).IsT2.ShouldBeTrue();

        foreach (var _ in new[] { 1, 2 })
        {
            (await instance.SendAsync(new AnswerConfirmation(yes.Reference, true), workshop.Member)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new AnswerConfirmation(no.Reference, false), workshop.Member)).IsT0.ShouldBeTrue();
        }

        (await instance.SendAsync(new AnswerConfirmation(yes.Reference, false), workshop.Member)).IsT1.ShouldBeTrue("it is confirmed: cancelled on its own page");
        (await instance.SendAsync(new AnswerConfirmation(no.Reference, true), workshop.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Calls.ShouldHaveSingleItem().Reference.ShouldBe(silent.Reference);
        (await DeedsAsync(instance, yes.Id)).ShouldBe([(BookingDeed.Confirmed, BookingParty.Workshop)]);

        instance.Clock.Now = At(Monday, 12);
        await SweepAsync(instance);
        (await instance.SendAsync(new GetCallsToMake(), workshop.Member)).Total.ShouldBe(0);
        (await instance.SendAsync(new GetBooking(silent.Secret))).AsT0.Status.ShouldBe(BookingStatus.Cancelled);
        (await instance.SendAsync(new GetBooking(yes.Secret))).AsT0.Status.ShouldBe(BookingStatus.Confirmed);

        async Task<Booked> ByPhoneAsync(int n) =>
            (await instance.SendAsync(Of(workshop, n) with { Contact = new ContactDetails($"Personne {n}", null, $"06 12 34 56 0{n}") })).Made();
    }

    [Theory, BothDatabases]
    public async Task Whoever_turns_up_is_let_in_and_whoever_cancels_disturbs_nobody(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, new Network(), before: 1);
        var workshop = await instance.Given.WorkshopAsync(benches: 8);
        await BookAsync(instance, workshop, 0);
        var dropped = await BookAsync(instance, workshop, 1);
        (await instance.SendAsync(new CancelBooking(dropped.Secret))).IsT0.ShouldBeTrue();
        (await KindsAsync(instance, dropped.Id)).ShouldBe([MessageKind.BookingToConfirm], "the workshop is not written to");

        // Counted among the open ones of a person.
        for (var n = 0; n < 3; n++)
        {
            (await instance.SendAsync(Of(workshop, 20) with { Item = new ItemDetails("mobile", $"Marque {n}", null, "Écran") })).Made().Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        }

        (await instance.SendAsync(Of(workshop, 20) with { Item = new ItemDetails("mobile", "Marque 9", null, "Écran") })).IsT4.ShouldBeTrue();

        instance.Clock.Now = At(Tuesday, 8, 50);
        var soon = await BookAsync(instance, workshop, 30);
        soon.Booking.Status.ShouldBe(BookingStatus.Confirmed, "an hour and more later");
        var sooner = await BookAsync(instance, workshop, 31);
        sooner.Booking.ConfirmBy.ShouldBe(At(Tuesday, 9), "never beyond its start");
        (await instance.SendAsync(new ChangeBookingByReference(sooner.Reference, WorkshopNote.CheckIn), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.Now = At(Tuesday, 10);
        await SweepAsync(instance);
        (await instance.SendAsync(new GetBooking(sooner.Secret))).AsT0.Status.ShouldBe(BookingStatus.Arrived);
    }

    private static Task<TestInstance> StartAsync(DatabaseKind kind, Network network, bool limits = true, int? before = null) => TestInstance.BuildAsync(kind, new TestOptions
    {
        Limits = limits,
        Settings = before is { } number ? new Dictionary<string, string?> { ["Limits:BookingsBeforeConfirmation"] = $"{number}" } : new Dictionary<string, string?>(),
        Replace = services => services.AddSingleton<ICallerNetwork>(network),
    });

    private static BookSlot Of(Workshop workshop, int person) =>
        Request(workshop, At(Tuesday, 9)) with { Contact = new ContactDetails($"Personne {person}", $"personne{person}@exemple.fr", null) };

    private static async Task<Booked> BookAsync(TestInstance instance, Workshop workshop, int person) => (await instance.SendAsync(Of(workshop, person))).Made();

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ConfirmationSweep>().SweepAsync(CancellationToken.None);
    }

    private static Task<List<MessageKind>> KindsAsync(TestInstance instance, BookingId booking) =>
        instance.ReadAsync(db => db.Outbox.Where(m => m.SubjectId == booking.Value).OrderBy(m => m.Id).Select(m => m.Kind).ToListAsync());

    private static async Task<IEnumerable<(BookingDeed, BookingParty)>> DeedsAsync(TestInstance instance, BookingId booking) =>
        (await instance.ReadAsync(db => db.BookingEvents.Where(e => e.BookingId == booking).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.Deed, e.Party }).ToListAsync())).Select(e => (e.Deed, e.Party));

    private static async Task<Letter> LetterAsync(TestInstance instance, BookingId booking)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(MessageKind.BookingToConfirm)).WriteAsync(MessageKind.BookingToConfirm, booking.Value, 0, CancellationToken.None)).ShouldNotBeNull();
    }

    private static async Task<string> KeyAsync(TestInstance instance, BookingId booking)
    {
        var link = KeyInLink().Match((await LetterAsync(instance, booking)).Text);
        link.Success.ShouldBeTrue();
        return link.Groups[1].Value;
    }

    [GeneratedRegex("/confirmer/([A-Za-z0-9_-]+)")]
    private static partial Regex KeyInLink();

    /// <summary>The network that the test says requests come from.</summary>
    private sealed class Network : ICallerNetwork
    {
        public string? Current { get; set; } = "198.51.100.7";
    }
}
