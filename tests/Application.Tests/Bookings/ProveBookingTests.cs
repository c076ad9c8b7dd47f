using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;
using static RepairNet.Application.Tests.Bookings.Bookings;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>A booking whose form came as programs send is confirmed by a computation: once, in time, for itself alone.</summary>
public sealed class ProveBookingTests
{
    [Theory, BothDatabases]
    public async Task A_proof_confirms_as_the_letter_does_and_once(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var asked = await HastyAsync(instance, workshop, 0);
        asked.Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        var (challenge, answer) = await ProofAsync(instance, asked);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, challenge, answer)))));

        answers.ShouldAllBe(a => a.IsT0);
        (await StatusAsync(instance, asked)).ShouldBe(BookingStatus.Confirmed);
        (await KindsAsync(instance, asked.Id)).ShouldBe([MessageKind.BookingToConfirm, MessageKind.BookingConfirmed], "one letter, however often it is sent");
        (await instance.ReadAsync(db => db.BookingEvents.Where(e => e.BookingId == asked.Id).Select(e => e.Deed).ToListAsync())).ShouldBe([BookingDeed.Confirmed]);
        (await instance.ReadAsync(db => db.Bookings.Where(b => b.Id == asked.Id).Select(b => b.ReminderAt).SingleAsync())).ShouldNotBeNull();

        // Replayed when the booking is no more, it brings nothing back.
        (await instance.SendAsync(new CancelBooking(asked.Secret))).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, challenge, answer))).IsT2.ShouldBeTrue();
        (await StatusAsync(instance, asked)).ShouldBe(BookingStatus.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task What_is_wrong_old_or_of_another_booking_confirms_nothing(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        var asked = await HastyAsync(instance, workshop, 0);
        var other = await HastyAsync(instance, workshop, 1);
        var (challenge, answer) = await ProofAsync(instance, asked);
        var numbers = answer.Split('.');
        var (of, work) = (challenge.Split('.'), await ProofAsync(instance, other));

        foreach (var wrong in new[]
        {
            null, "", "x", answer + ".0", string.Join('.', numbers[1..]), string.Join('.', numbers.Reverse()), string.Join('.', numbers.Select(_ => "0")),
            answer.Replace('.', ','), "-" + answer, "+" + answer, " " + answer, string.Join('.', numbers.Select(n => new string('9', 40))), string.Join('.', numbers.Select(_ => "٣")),
        })
        {
            (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, challenge, wrong))).IsT1.ShouldBeTrue($"« {wrong} »");
        }

        // Another end, less to do, a signature of one's own, and the challenge of another booking: none is of ours for this one.
        foreach (var forged in new[] { null, "", "..", "1.0.AAAA", $"{long.Parse(of[0], System.Globalization.CultureInfo.InvariantCulture) + 60}.{of[1]}.{of[2]}", $"{of[0]}.0.{of[2]}", $"{of[0]}.{of[1]}.{new string('A', 22)}", $"{of[0]}.{of[1]}.é" })
        {
            (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, forged, forged is null ? answer : Solve(forged)))).IsT1.ShouldBeTrue($"« {forged} »");
        }

        (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, work.Challenge, work.Answer))).IsT1.ShouldBeTrue("of another purpose");
        (await instance.SendAsync(new ProveBooking(asked.Secret, other.ProofKey!, challenge, answer))).IsT3.ShouldBeTrue("the key is of one booking");
        (await instance.SendAsync(new ProveBooking(asked.Secret, asked.Secret, challenge, answer))).IsT3.ShouldBeTrue("the link of the ticket is not enough");
        (await instance.SendAsync(new GetBookingProof(asked.Secret, asked.Secret))).IsT1.ShouldBeTrue();

        instance.Clock.Now += ProofsOfWork.Life + Duration.FromSeconds(1);
        (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, challenge, answer))).IsT1.ShouldBeTrue("too old");
        (await StatusAsync(instance, asked)).ShouldBe(BookingStatus.ToConfirm);
        (await KindsAsync(instance, asked.Id)).ShouldBe([MessageKind.BookingToConfirm]);

        // Asked anew, it is good; and the letter is, without any.
        var (later, done) = await ProofAsync(instance, asked);
        instance.Clock.Now += ProofsOfWork.Life;
        (await instance.SendAsync(new ProveBooking(asked.Secret, asked.ProofKey!, later, done))).IsT0.ShouldBeTrue();
        var key = instance.Services.GetRequiredService<BookingSecrets>().ConfirmationKeyOf(other.Id);
        (await instance.SendAsync(new ConfirmBooking(other.Secret, key))).IsT0.ShouldBeTrue();

        static string Solve(string challenge) => BrowserWork.Solve(challenge, ProofsOfWork.Parts, 4);
    }

    [Theory, BothDatabases]
    public async Task The_many_of_one_network_and_those_made_outright_have_no_key(DatabaseKind kind)
    {
        await using var instance = await StartAsync(kind, before: 1);
        var workshop = await instance.Given.WorkshopAsync(benches: 4);
        (await instance.SendAsync(Of(workshop, 0))).Made().ProofKey.ShouldBeNull("nothing is to confirm");

        var many = await HastyAsync(instance, workshop, 1);
        many.Booking.Status.ShouldBe(BookingStatus.ToConfirm);
        many.ProofKey.ShouldBeNull("to whoever takes it all, a computation is nothing");
    }

    private static Task<TestInstance> StartAsync(DatabaseKind kind, int before = 100) => TestInstance.BuildAsync(kind, new TestOptions
    {
        Limits = true,
        Settings = new Dictionary<string, string?> { ["Limits:BookingsBeforeConfirmation"] = $"{before}", ["Limits:ProofOfWorkBits"] = "10" },
        Replace = services => services.AddSingleton<ICallerNetwork>(new OneNetwork()),
    });

    private static BookSlot Of(Workshop workshop, int person) =>
        Request(workshop, At(Tuesday, 9)) with { Contact = new ContactDetails($"Personne {person}", $"personne{person}@exemple.fr", null) };

    private static async Task<Booked> HastyAsync(TestInstance instance, Workshop workshop, int person) => (await instance.SendAsync(Of(workshop, person) with { Hasty = true })).Made();

    private static async Task<(string Challenge, string Answer)> ProofAsync(TestInstance instance, Booked asked)
    {
        var challenge = (await instance.SendAsync(new GetBookingProof(asked.Secret, asked.ProofKey.ShouldNotBeNull()))).AsT0.Challenge;
        (challenge.Parts, challenge.Bits).ShouldBe((16, 6), "16 times 2 to the 6 is 2 to the 10");
        return (challenge.Text, BrowserWork.Solve(challenge.Text, challenge.Parts, challenge.Bits));
    }

    private static async Task<BookingStatus> StatusAsync(TestInstance instance, Booked booked) => (await instance.SendAsync(new GetBooking(booked.Secret))).AsT0.Status;

    private static Task<List<MessageKind>> KindsAsync(TestInstance instance, BookingId booking) =>
        instance.ReadAsync(db => db.Outbox.Where(m => m.SubjectId == booking.Value).OrderBy(m => m.Id).Select(m => m.Kind).ToListAsync());

    private sealed class OneNetwork : ICallerNetwork
    {
        public string? Current => "198.51.100.7";
    }
}
