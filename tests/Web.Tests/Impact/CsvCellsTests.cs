using CsCheck;
using MiniExcelLibs;
using RepairNet.Domain.Imports;
using RepairNet.Web.Pages.Impact;
using Shouldly;
using Sylvan.Data.Csv;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

/// <summary>What people typed, in the files that spreadsheets open.</summary>
public sealed class CsvCellsTests
{
    private static readonly Gen<string> Nasty =
        Gen.OneOf('=', '+', '-', '@', '\'', '\t', '\r', '\n', '1', '.', 'a', 'é', ' ', '"', ',', ';', '\u00A0').Array[0, 8].Select(letters => new string(letters));

    [Fact]
    public void Every_value_comes_back_from_a_csv_and_none_is_a_formula() => Nasty.Sample(value =>
    {
        using var reader = CsvDataReader.Create(new StringReader($"a,b\r\n{FigureWords.Csv(value)},end\r\n"));
        reader.Read().ShouldBeTrue();
        var cell = reader.GetString(0);
        OrdsCell.Bare(cell).ShouldBe(value);
        OrdsCell.IsFormula(cell).ShouldBeFalse();
        reader.GetString(1).ShouldBe("end");
    });

    [Fact]
    public void Every_value_comes_back_from_a_workbook() => Nasty.Where(v => v.AsSpan().Trim().Length > 0 && v.AsSpan().IndexOfAny('\r', '\t') < 0).Array[1, 20].Sample(
        values =>
        {
            using var stream = new MemoryStream();
            stream.SaveAs(values.Select(v => new Dictionary<string, object?> { ["Valeur"] = v }).ToList(), configuration: ReportFiles.Workbook);
            stream.Position = 0;
            stream.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().Select(r => r["Valeur"]?.ToString() ?? "").ShouldBe(values);
        },
        iter: 50);
}
