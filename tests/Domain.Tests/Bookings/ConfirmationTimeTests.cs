using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

/// <summary>How long a booking waits to be confirmed.</summary>
public sealed class ConfirmationTimeTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
    private static readonly LocalDate Friday = new(2027, 3, 5);
    private static readonly Instant Far = At(Friday.PlusDays(30), 9);

    [Theory]
    [InlineData(8, 0, 5, 12, "the morning to come")]
    [InlineData(10, 59, 5, 12, "an hour is left")]
    [InlineData(11, 1, 5, 17, "too little is left: the afternoon")]
    [InlineData(16, 30, 8, 12, "the weekend is shut: Monday")]
    [InlineData(22, 0, 8, 12, "at night too")]
    public void The_desk_has_an_open_hour_to_call(int hour, int minute, int day, int until, string why) =>
        ConfirmationTime.ByCall(Hours(), At(Friday, hour, minute), Far).ShouldBe(At(new LocalDate(2027, 3, day), until), why);

    [Fact]
    public void Never_beyond_the_appointment_nor_in_closed_hours()
    {
        ConfirmationTime.ByCall(Hours(), At(Friday, 8), At(Friday, 10)).ShouldBe(At(Friday, 10));
        ConfirmationTime.ByCall(Hours(new TimeRange(At(Friday, 0), At(Friday, 14))), At(Friday, 8), Far).ShouldBe(At(Friday, 17));
        ConfirmationTime.ByCall(new PlaceHours(Paris, 1, "38", true, [], [], []), At(Friday, 8), Far).ShouldBe(Far, "a place without hours");
        ConfirmationTime.ByLink(At(Friday, 8), Duration.FromMinutes(30), Far).ShouldBe(At(Friday, 8, 30));
        ConfirmationTime.ByLink(At(Friday, 8), Duration.FromMinutes(30), At(Friday, 8, 10)).ShouldBe(At(Friday, 8, 10));
    }

    private static PlaceHours Hours(TimeRange? shut = null)
    {
        var place = PlaceId.New();
        var days = OpeningDays.All & ~OpeningDays.Saturday & ~OpeningDays.Sunday;
        return new PlaceHours(
            Paris,
            1,
            "38",
            true,
            [
                OpeningRule.Create(place, new OpeningTerms(days, new LocalTime(9, 0), new LocalTime(12, 0), new LocalDate(2025, 1, 1))),
                OpeningRule.Create(place, new OpeningTerms(days, new LocalTime(14, 0), new LocalTime(17, 0), new LocalDate(2025, 1, 1))),
            ],
            shut is { } range ? [Closure.Create(place, range, null)] : [],
            []);
    }

    private static Instant At(LocalDate day, int hour, int minute = 0) => (day + new LocalTime(hour, minute)).InZoneStrictly(Paris).ToInstant();
}
