using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

/// <summary>A few items, one after the other, in one appointment of bounded length.</summary>
public sealed class SeveralItemsTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly Instant Nine = new LocalDateTime(2027, 3, 2, 9, 0).InZoneStrictly(Paris).ToInstant();
    private static readonly LocalDate Day = new(2027, 3, 2);
    private static readonly BookedItem Kettle = new("kettle", "Seb", null, "Ne chauffe plus");

    [Fact]
    public void Items_are_numbered_in_the_order_they_were_said_and_two_may_be_alike()
    {
        var toaster = new BookedItem("toaster", null, null, "Saute");

        Of(60, toaster, Kettle).Items.ShouldBe([Kettle, toaster, Kettle]);
        Of(60).Items.ShouldBe([Kettle]);
        Of(60).MoreItems.ShouldBeEmpty();
    }

    [Fact]
    public void Five_items_and_twelve_hours_are_the_most()
    {
        Of(720, [.. Enumerable.Repeat(Kettle, 4)]).Items.Count.ShouldBe(BookingTerms.MaxItems);
        Should.Throw<ArgumentOutOfRangeException>(() => Of(60, [.. Enumerable.Repeat(Kettle, 5)]));
        Should.Throw<ArgumentOutOfRangeException>(() => Of(721));
        Should.Throw<ArgumentOutOfRangeException>(() => Of(60).Move(1, new TimeRange(Nine + Duration.FromHours(1), Nine + Duration.FromHours(14)), Paris, 0, Nine - Duration.FromDays(1), byResident: true));
    }

    [Fact]
    public void The_first_outcome_says_that_the_person_is_here_and_only_the_last_ends_the_visit()
    {
        var booking = Of(60, Kettle);
        booking.Begin(Day.PlusDays(-1), Nine).ShouldBe(BookingChange.NotToday);
        booking.MarkNoShow(Nine).ShouldBe(BookingChange.Made);

        booking.Begin(Day, Nine + Duration.FromMinutes(20)).ShouldBe(BookingChange.Made);
        booking.Status.ShouldBe(BookingStatus.Arrived);
        booking.ArrivedAt.ShouldBe(Nine + Duration.FromMinutes(20));
        booking.ClosedAt.ShouldBeNull();
        booking.Begin(Day, Nine + Duration.FromMinutes(40)).ShouldBe(BookingChange.AlreadySo);
        booking.ArrivedAt.ShouldBe(Nine + Duration.FromMinutes(20));
        booking.Cancel(Nine, byResident: false).ShouldBe(BookingChange.NotOpen);
        booking.Complete(Day, Nine + Duration.FromHours(1)).ShouldBe(BookingChange.Made);

        var cancelled = Of(60, Kettle);
        cancelled.Cancel(Nine - Duration.FromHours(1), byResident: false);
        cancelled.Begin(Day, Nine).ShouldBe(BookingChange.NotOpen);
    }

    [Theory]
    [InlineData("kettle", "Seb", true)]
    [InlineData("kettle", "SEB", true)]
    [InlineData("kettle", "", false)]
    [InlineData("kettle", null, false)]
    [InlineData("toaster", "Seb", false)]
    public void The_same_thing_is_of_one_category_and_brand(string category, string? brand, bool isAlike) =>
        Kettle.IsLike(new BookedItem(category, brand, "X", "autre panne")).ShouldBe(isAlike);

    [Theory]
    [InlineData("kettle", false, true)]
    [InlineData("kettle+toaster", false, true)]
    [InlineData("kettle+toaster", true, false)]
    [InlineData("kettle", true, true)]
    [InlineData("toaster", false, false)]
    public void A_session_suits_who_asks_for_any_or_brings_all(string categories, bool needsAll, bool suits)
    {
        var session = new SessionHours(CafeSessionId.New(), Day, new LocalTime(14, 0), new LocalTime(18, 0), 1, new HashSet<string> { "kettle", "mobile" });

        new SlotTerms(ServiceId.New(), 30, categories: categories.Split('+'), needsAll: needsAll).SuitedBy(session).ShouldBe(suits);
        new SlotTerms(ServiceId.New(), 30).SuitedBy(session).ShouldBeTrue();
    }

    [Fact]
    public void Whoever_is_here_has_nothing_more_to_confirm()
    {
        var booking = Of(60, Nine, Kettle);
        booking.Status.ShouldBe(BookingStatus.ToConfirm);

        booking.Begin(Day, Nine).ShouldBe(BookingChange.Made);

        booking.ConfirmBy.ShouldBeNull("the sweep of what lapses would find it for ever");
        booking.Lapse(Nine).ShouldBe(BookingChange.NotOpen);
    }

    private static Booking Of(int minutes, params BookedItem[] more) => Of(minutes, null, more);

    private static Booking Of(int minutes, Instant? confirmBy, params BookedItem[] more)
    {
        _ = BookingReference.TryParse("ECH-7K3P", out var reference);
        return new Booking(
            BookingId.New(), reference, "00", OrganisationId.New(), PlaceId.New(), ServiceId.New(), "38151", 1, new TimeRange(Nine, Nine + Duration.FromMinutes(minutes)), Paris, 0, 0,
            new Contact("Marie Blanc", "marie.blanc@exemple.fr", null), Kettle, null, BookingChannel.Web, "fr", Nine - Duration.FromDays(2), moreItems: more, confirmBy: confirmBy);
    }
}
