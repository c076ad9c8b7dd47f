using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Bookings;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Bookings;

/// <summary>When someone is reminded of an appointment.</summary>
public class ReminderTimeTests
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Theory]
    [InlineData("2027-03-10 14:00", "2027-03-01 09:00", "2027-03-08 14:00")] // booked long before: two days
    [InlineData("2027-03-10 14:00", "2027-03-08 14:00", "2027-03-08 14:00")] // exactly two days
    [InlineData("2027-03-10 14:00", "2027-03-08 14:01", "2027-03-09 14:00")] // a minute less: the day before
    [InlineData("2027-03-10 14:00", "2027-03-09 14:00", "2027-03-09 14:00")]
    [InlineData("2027-03-10 14:00", "2027-03-09 15:00", "2027-03-09 20:00")] // the evening before
    [InlineData("2027-03-10 14:00", "2027-03-10 01:59", null)] // at night: no decent hour is left
    [InlineData("2027-03-10 14:00", "2027-03-10 02:01", null)] // under twelve hours
    [InlineData("2027-03-10 07:30", "2027-03-01 09:00", "2027-03-07 20:00")] // early start: the evening before that moment
    [InlineData("2027-03-10 21:00", "2027-03-01 09:00", "2027-03-08 20:00")] // late start
    [InlineData("2027-03-10 07:30", "2027-03-08 06:00", "2027-03-08 08:00")] // that evening is past: the morning after
    [InlineData("2027-03-29 10:00", "2027-03-01 09:00", "2027-03-27 09:00")] // the spring night in between: 48 hours are 48 hours
    [InlineData("2027-11-01 10:00", "2027-10-01 09:00", "2027-10-30 11:00")] // the autumn night
    public void It_comes_two_days_before_or_the_day_before_at_a_decent_hour(string start, string agreed, string? expected) =>
        ReminderTime.Of(At(start), At(agreed), Paris).ShouldBe(expected is null ? null : At(expected));

    [Fact]
    public void It_is_never_under_twelve_hours_before_nor_before_it_was_agreed_nor_at_night()
    {
        for (var round = 0; round < 20_000; round++)
        {
            // Steps without a common divisor: every hour of the year meets every lead.
            var zone = DateTimeZoneProviders.Tzdb[(round % 4) switch { 0 => "Europe/Paris", 1 => "America/Cayenne", 2 => "Indian/Reunion", _ => "Pacific/Noumea" }];
            var agreed = Instant.FromUtc(2027, 1, 1, 0, 0) + Duration.FromMinutes(round * 7919L % 525_600);
            var start = agreed + Duration.FromMinutes(10 + (round * 1543L % 9_990));
            if (ReminderTime.Of(start, agreed, zone) is { } at)
            {
                at.ShouldBeGreaterThanOrEqualTo(agreed);
                (start - at).ShouldBeGreaterThanOrEqualTo(Duration.FromHours(12));
                DecentHours.Include(at, zone).ShouldBeTrue();
            }
            else
            {
                (start - agreed).ShouldBeLessThan(Duration.FromHours(36));
            }
        }
    }

    private static Instant At(string local) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(local).Value.InZoneStrictly(Paris).ToInstant();
}
