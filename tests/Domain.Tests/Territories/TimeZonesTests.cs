using NodaTime;
using RepairNet.Domain.Territories;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Territories;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("38185", "Europe/Paris", 2)]
    [InlineData("2A004", "Europe/Paris", 2)]
    [InlineData("97105", "America/Guadeloupe", -4)]
    [InlineData("97209", "America/Martinique", -4)]
    [InlineData("97302", "America/Cayenne", -3)]
    [InlineData("97411", "Indian/Reunion", 4)]
    [InlineData("97502", "America/Miquelon", -2)]
    [InlineData("97611", "Indian/Mayotte", 3)]
    [InlineData("97701", "America/St_Barthelemy", -4)]
    [InlineData("97801", "America/Marigot", -4)]
    [InlineData("98411", "Indian/Kerguelen", 5)]
    [InlineData("98412", "Indian/Kerguelen", 5)]
    [InlineData("98413", "Indian/Reunion", 4)]
    [InlineData("98414", "Antarctica/DumontDUrville", 10)]
    [InlineData("98415", "Indian/Mayotte", 3)]
    [InlineData("98613", "Pacific/Wallis", 12)]
    [InlineData("98735", "Pacific/Tahiti", -10)]
    [InlineData("98731", "Pacific/Marquesas", -9.5)]
    [InlineData("98719", "Pacific/Gambier", -9)]
    [InlineData("98818", "Pacific/Noumea", 11)]
    [InlineData("98901", "Etc/GMT+8", -8)]
    [InlineData("", "Europe/Paris", 2)]
    [InlineData("9", "Europe/Paris", 2)]
    public void Each_part_of_france_keeps_its_own_summer_hour(string commune, string zone, double hours)
    {
        TimeZones.Of(commune).ShouldBe(zone);
        var offset = DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromUtc(2027, 7, 1, 0, 0));
        offset.ToTimeSpan().TotalHours.ShouldBe(hours);
    }
}
