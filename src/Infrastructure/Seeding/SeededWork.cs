using NodaTime;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>Who worked at the reuse workshop of the demo network, in the quarters that ended within its six months of weighings.</summary>
internal static class SeededWork
{
    private const int MonthsOfQuarter = 3;

    /// <summary>The rows to write.</summary>
    public static IReadOnlyList<object> Of(IReadOnlyList<SeededPlace> places, LocalDate today, Instant now)
    {
        if (places.FirstOrDefault(p => p.Organisation.Slug == SeededWeighings.Workshop) is not { } place)
        {
            return [];
        }

        var underWay = new LocalDate(today.Year, ((today.Month - 1) / MonthsOfQuarter * MonthsOfQuarter) + 1, 1);
        return
        [
            new Workforce(place.Organisation.Id, place.Place.CommuneCode, underWay.PlusMonths(-2 * MonthsOfQuarter), 640, 1_820, null, now),
            new Workforce(place.Organisation.Id, place.Place.CommuneCode, underWay.PlusMonths(-MonthsOfQuarter), 725, 2_140, null, now),
        ];
    }
}
