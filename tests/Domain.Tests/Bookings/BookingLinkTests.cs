using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

/// <summary>Links end by themselves, and are replaced by the next generation.</summary>
public sealed class BookingLinkTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant Nine = new LocalDateTime(2027, 3, 2, 9, 0).InZoneStrictly(Paris).ToInstant();
    private static readonly Contact Marie = new("Marie Blanc", "marie.blanc@exemple.fr", null);
    private static readonly BookedItem Kettle = new("kettle", "Seb", null, "Ne chauffe plus");

    [Fact]
    public void A_new_link_is_another_one_and_changes_nothing_else()
    {
        var booking = Booking();

        booking.RenewLink("01");

        (booking.SecretHash, booking.SecretGeneration, booking.Revision).ShouldBe(("01", 1, 0));
        Should.Throw<ArgumentException>(() => booking.RenewLink("01"));
        Should.Throw<ArgumentException>(() => booking.RenewLink(""));
        booking.SecretGeneration.ShouldBe(1);
        booking.RenewLink("02");
        booking.SecretGeneration.ShouldBe(2);
    }

    [Fact]
    public void It_answers_for_thirty_days_after_the_end_wherever_that_moves_to()
    {
        var booking = Booking();
        booking.LinkExpiresAt.ShouldBe(Nine + Duration.FromHours(1) + Duration.FromDays(30));

        booking.Move(1, new TimeRange(Nine + Duration.FromDays(2), Nine + Duration.FromDays(2) + Duration.FromHours(1)), Paris, 0, Nine - Duration.FromDays(1), byResident: true);

        booking.LinkExpiresAt.ShouldBe(Nine + Duration.FromHours(1) + Duration.FromDays(32));
    }

    [Fact]
    public void That_of_who_waits_answers_as_long_as_they_do_and_thirty_days_more()
    {
        var entry = new WaitingEntry(WaitingEntryId.New(), "00", "38185", null, 25, new LocalDate(2027, 6, 1), Marie, Kettle, "fr", Nine);
        entry.IsLinkOpen(Nine + Duration.FromDays(170)).ShouldBeTrue();

        entry.Leave(Nine);

        entry.IsLinkOpen(Nine + Duration.FromDays(30) - Duration.Epsilon).ShouldBeTrue();
        entry.IsLinkOpen(Nine + Duration.FromDays(30)).ShouldBeFalse();
    }

    [Fact]
    public void Lost_links_are_asked_for_by_an_address_a_reference_or_both()
    {
        _ = BookingReference.TryParse("ECH-7K3P", out var reference);
        new LostLinks(LostLinksId.New(), "marie.blanc@exemple.fr", null, "fr", Nine).Reference.ShouldBeNull();
        new LostLinks(LostLinksId.New(), null, reference, "fr", Nine).Reference.ShouldBe("ECH-7K3P");
        Should.Throw<ArgumentException>(() => new LostLinks(LostLinksId.New(), null, null, "fr", Nine));
    }

    private static Booking Booking()
    {
        _ = BookingReference.TryParse("ECH-7K3P", out var reference);
        return new Booking(
            BookingId.New(), reference, "00", OrganisationId.New(), PlaceId.New(), ServiceId.New(), "38151", 1, new TimeRange(Nine, Nine + Duration.FromHours(1)), Paris, 0, 0,
            Marie, Kettle, null, BookingChannel.Web, "fr", Nine - Duration.FromDays(2));
    }
}
