using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport.Builders;

namespace RepairNet.TestSupport.Mail;

/// <summary>Bookings and the messages about them, written straight to the database.</summary>
public static class GivenMail
{
    private const string Signs = BookingReference.Alphabet;

    /// <summary>A confirmed booking of this workshop, without any message.</summary>
    /// <param name="number">Tells bookings of one test apart: reference, address, bench.</param>
    public static async Task<Booking> BookingAsync(this TestInstance instance, Workshop workshop, int number, Instant? start = null, string? email = null, string name = "Marie Blanc", string language = "fr")
    {
        var booking = NewBooking(instance, workshop, number, start, email ?? $"r{number}@example.org", name, language);
        await instance.AddAsync(booking);
        return booking;
    }

    /// <summary>Bookings with the message that confirms each, in one transaction.</summary>
    public static async Task<IReadOnlyList<Booking>> ConfirmedAsync(this TestInstance instance, Workshop workshop, int count, Instant? start = null)
    {
        var bookings = Enumerable.Range(0, count).Select(n => NewBooking(instance, workshop, n, start, $"r{n}@example.org", "Marie Blanc", "fr")).ToList();
        await instance.WriteAsync((db, outbox) =>
        {
            db.AddRange(bookings);
            bookings.ForEach(b => outbox.Add(MessageKind.BookingConfirmed, b.Id.Value, 0));
        });
        return bookings;
    }

    /// <summary>Adds messages about something, as a use case does.</summary>
    public static Task SayAsync(this TestInstance instance, MessageKind kind, Guid subject, int occurrence = 0) =>
        instance.WriteAsync((_, outbox) => outbox.Add(kind, subject, occurrence));

    /// <summary>Changes the database in one write transaction, saved and committed at the end.</summary>
    public static async Task WriteAsync(this TestInstance instance, Action<RepairNetDb, IOutbox> work)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RepairNetDb>();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<IWriteTransactions>().RunAsync(
            () =>
            {
                work(db, outbox);
                return Task.FromResult(true);
            },
            _ => true,
            CancellationToken.None);
    }

    /// <summary>Every message, the oldest first.</summary>
    public static Task<List<OutboxMessage>> OutboxAsync(this TestInstance instance) =>
        instance.ReadAsync(db => db.Outbox.AsNoTracking().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync());

    private static Booking NewBooking(TestInstance instance, Workshop workshop, int number, Instant? start, string email, string name, string language)
    {
        var id = BookingId.New();
        var begins = start ?? instance.Clock.Now + Duration.FromDays(7) + Duration.FromHours(number);
        var zone = DateTimeZoneProviders.Tzdb[workshop.Place.TimeZone];
        _ = BookingReference.TryParse($"GRE{Signs[number / 32768 % 32]}{Signs[number / 1024 % 32]}{Signs[number / 32 % 32]}{Signs[number % 32]}", out var reference);
        return new Booking(
            id,
            reference,
            BookingSecrets.Hash(instance.Services.GetRequiredService<BookingSecrets>().SecretOf(id)),
            workshop.Organisation.Id,
            workshop.Place.Id,
            workshop.Service.Id,
            workshop.Place.CommuneCode,
            bench: 1,
            new TimeRange(begins, begins + Duration.FromHours(1)),
            zone,
            bufferMinutes: 0,
            cancelNoticeMinutes: 0,
            new Contact(name, email, "+33612345678"),
            new BookedItem("mobile", "Fairphone", "4", "Ne charge plus"),
            note: null,
            BookingChannel.Web,
            language,
            instance.Clock.Now);
    }
}
