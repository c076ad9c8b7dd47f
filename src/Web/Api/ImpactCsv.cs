using System.Globalization;
using System.Text;
using RepairNet.Application.Impact;
using RepairNet.Domain.Imports;

namespace RepairNet.Web.Api;

/// <summary>Figures as a table: commas, decimal points, exact numbers, one row for each part (or one for the whole).</summary>
internal static class ImpactCsv
{
    private const string Header =
        "territory,from,to,factors,key,label,repairs,fixed,repairable,end_of_life,unknown,"
        + "diverted_kg_low,diverted_kg,diverted_kg_high,weighed_kg,declared_kg,averaged_kg,items_without_weight,"
        + "ewaste_diverted_kg_low,ewaste_diverted_kg,ewaste_diverted_kg_high,ewaste_items_without_weight,"
        + "co2e_kg_low,co2e_kg,co2e_kg_high,items_without_footprint";

    public static string Write(ImpactReport report)
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        var parts = report.Parts.Count > 0 ? report.Parts : [new ImpactPart("total", report.TerritoryName, report.Figures)];
        foreach (var part in parts)
        {
            csv.AppendJoin(',', Row(report, part)).Append("\r\n");
        }

        return csv.ToString();
    }

    private static IEnumerable<string> Row(ImpactReport report, ImpactPart part)
    {
        var (repairs, diverted, eWaste, co2e) = (part.Figures.Repairs, part.Figures.Diverted, part.Figures.EWasteDiverted, part.Figures.Co2e);
        return
        [
            report.Territory.ToString(), report.From?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "", report.To?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "",
            report.Factors, OrdsCsv.Cell(part.Key), OrdsCsv.Cell(part.Label),
            Number(repairs.Total), Number(repairs.Fixed), Number(repairs.Repairable), Number(repairs.EndOfLife), Number(repairs.Unknown),
            Number(diverted.Kg.Low), Number(diverted.Kg.Central), Number(diverted.Kg.High),
            Number(diverted.WeighedKg), Number(diverted.DeclaredKg), Number(diverted.AveragedKg), Number(diverted.ItemsWithoutWeight),
            Number(eWaste.Kg.Low), Number(eWaste.Kg.Central), Number(eWaste.Kg.High), Number(eWaste.ItemsWithoutWeight),
            Number(co2e.Kg.Low), Number(co2e.Kg.Central), Number(co2e.Kg.High), Number(co2e.ItemsWithoutFootprint),
        ];
    }

    private static string Number(decimal number) => EstimateJson.Plain(number).ToString(CultureInfo.InvariantCulture);
}
