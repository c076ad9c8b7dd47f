global using BookingAnswer = OneOf.OneOf<RepairNet.Application.Bookings.Booked, RepairNet.Application.Bookings.SlotTaken, RepairNet.Application.Common.NotFound, RepairNet.Application.Bookings.KeyReused, RepairNet.Application.Bookings.BooksEnough>;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Application.Tests.Bookings;

/// <summary>What the tests of bookings say over and over.</summary>
internal static class Bookings
{
    public static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    /// <summary>Tuesday 2 March 2027, an open day of the test workshops.</summary>
    public static readonly LocalDate Tuesday = new(2027, 3, 2);

    public static Instant At(LocalDate day, int hour, int minute = 0) => (day + new LocalTime(hour, minute)).InZoneStrictly(Paris).ToInstant();

    public static BookSlot Request(Workshop workshop, Instant? start, string? key = null, BookingChannel channel = BookingChannel.Web) => new(
        workshop.Service.Id,
        start,
        new ContactDetails("Marie Blanc", "marie.blanc@exemple.fr", null),
        new ItemDetails("mobile", "Fairphone", null, "L’écran reste noir."),
        null,
        channel,
        key,
        "fr");

    public static BookSlot For(this BookSlot request, ServiceId service) => request with { Service = service };

    /// <summary>Takes the booking out of an answer that must be one.</summary>
    public static Booked Made(this BookingAnswer answer) => answer.AsT0;
}
