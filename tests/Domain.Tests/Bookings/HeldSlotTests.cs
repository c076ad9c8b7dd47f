using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Bookings.Waiting;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

/// <summary>A slot is held for two hours of daytime, wherever the place is and whatever the clocks do.</summary>
public sealed class HeldSlotTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Duration TwoHours = Duration.FromHours(2);

    [Theory]
    [InlineData("2027-03-02T10:00", "2027-03-02T12:00")]
    [InlineData("2027-03-02T18:00", "2027-03-02T20:00")]
    [InlineData("2027-03-02T19:00", "2027-03-03T09:00")]
    [InlineData("2027-03-02T20:00", "2027-03-03T10:00")]
    [InlineData("2027-03-02T23:30", "2027-03-03T10:00")]
    [InlineData("2027-03-02T03:00", "2027-03-02T10:00")]
    [InlineData("2027-03-27T19:30", "2027-03-28T09:30")] // the night that loses an hour
    [InlineData("2027-10-30T19:30", "2027-10-31T09:30")] // the night that gains one
    public void The_night_does_not_count(string offered, string until) =>
        HeldSlot.HoldUntil(At(offered), TwoHours, At("2027-12-24T10:00"), Paris).ShouldBe(At(until));

    [Fact]
    public void Each_zone_has_its_own_night()
    {
        var noumea = DateTimeZoneProviders.Tzdb["Pacific/Noumea"];
        var offered = new LocalDateTime(2027, 3, 2, 19, 0).InZoneStrictly(noumea).ToInstant();
        HeldSlot.HoldUntil(offered, TwoHours, offered + Duration.FromDays(9), noumea).ShouldBe(new LocalDateTime(2027, 3, 3, 9, 0).InZoneStrictly(noumea).ToInstant());
    }

    [Theory]
    [InlineData("2027-03-02T10:00", "2027-03-02T11:00", "2027-03-02T11:00")]
    [InlineData("2027-03-02T10:00", "2027-03-02T10:30", "2027-03-02T10:30")]
    [InlineData("2027-03-02T10:00", "2027-03-02T10:29", null)]
    [InlineData("2027-03-02T22:00", "2027-03-03T08:15", null)]
    [InlineData("2027-03-02T22:00", "2027-03-03T09:00", "2027-03-03T09:00")]
    public void It_is_held_no_longer_than_its_start_and_not_told_when_too_little_time_is_left(string offered, string start, string? until) =>
        HeldSlot.HoldUntil(At(offered), TwoHours, At(start), Paris).ShouldBe(until is null ? null : At(until));

    [Fact]
    public void It_is_open_until_just_before_its_moment_and_ends_once()
    {
        var slot = new HeldSlot(HeldSlotId.New(), WaitingEntryId.New(), PlaceId.New(), ServiceId.New(), 1, new TimeRange(At("2027-03-09T10:00"), At("2027-03-09T10:30")), 0, At("2027-03-02T10:00"), At("2027-03-02T12:00"));

        slot.IsOpen(At("2027-03-02T11:59")).ShouldBeTrue();
        slot.IsOpen(At("2027-03-02T12:00")).ShouldBeFalse();
        slot.Finish(HeldSlotEnd.Declined, At("2027-03-02T11:00"));
        slot.IsOpen(At("2027-03-02T11:00")).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => slot.Finish(HeldSlotEnd.Lapsed, At("2027-03-02T12:00")));
    }

    [Fact]
    public void After_three_slots_let_go_in_a_row_the_wait_ends_and_an_answer_begins_the_count_again()
    {
        var now = At("2027-03-02T10:00");
        var entry = new WaitingEntry(WaitingEntryId.New(), "hash", "38185", null, 25, new LocalDate(2027, 4, 1), new Contact("Marie", null, "+33465712010"), new BookedItem("mobile", null, null, "Noir."), "fr", now);

        entry.LetGo(now).ShouldBeTrue();
        entry.LetGo(now).ShouldBeTrue();
        entry.Answer();
        entry.LetGo(now).ShouldBeTrue();
        entry.LetGo(now).ShouldBeTrue();
        entry.LetGo(now).ShouldBeFalse();
        entry.Status.ShouldBe(WaitingStatus.Expired);
    }

    [Fact]
    public void A_wait_ends_after_its_last_day_and_one_who_left_stays_gone()
    {
        var now = At("2027-03-02T10:00");
        var entry = new WaitingEntry(WaitingEntryId.New(), "hash", "38185", null, 25, new LocalDate(2027, 4, 1), new Contact("Marie", null, "+33465712010"), new BookedItem("mobile", null, null, "Noir."), "fr", now);

        entry.ExpireIfPast(new LocalDate(2027, 4, 1), now).ShouldBeFalse();
        entry.Leave(now);
        entry.Leave(now);
        entry.ExpireIfPast(new LocalDate(2027, 4, 2), now).ShouldBeFalse();
        entry.Status.ShouldBe(WaitingStatus.Left);
        Should.Throw<InvalidOperationException>(() => entry.Book(now));
        Should.Throw<ArgumentException>(() => new WaitingEntry(WaitingEntryId.New(), "hash", "38185", null, 25, new LocalDate(2027, 4, 1), new Contact("Marie", null, null), new BookedItem("mobile", null, null, "Noir."), "fr", now));
    }

    private static Instant At(string local) => NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value.InZoneStrictly(Paris).ToInstant();
}
