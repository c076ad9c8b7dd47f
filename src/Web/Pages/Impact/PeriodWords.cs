using RepairNet.Application.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Web.Pages.Impact;

/// <summary>Periods as people say them.</summary>
internal static class PeriodWords
{
    /// <summary>« 2026 », « 1er trimestre 2026 ».</summary>
    public static string Of(Texts t, ReportingPeriod period)
    {
        var year = period.Year.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        return period.Quarter switch
        {
            null => year,
            1 => t["1er trimestre {0}", year],
            2 => t["2e trimestre {0}", year],
            3 => t["3e trimestre {0}", year],
            _ => t["4e trimestre {0}", year],
        };
    }
}
