using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using RepairNet.Application.Common;

namespace RepairNet.Web.Pages.Impact;

/// <summary>
/// The report for spreadsheets: numbers stay numbers, exact, and no text is a formula. In a CSV an apostrophe sees to that; in a workbook a text is
/// marked as one, whatever it begins with, and stays as it is.
/// </summary>
internal static class ReportFiles
{
    private const int LongestSheetName = 31;

    /// <summary>How workbooks are written.</summary>
    internal static OpenXmlConfiguration Workbook => new() { AutoFilter = false, FastMode = true, EnableAutoWidth = true };

    /// <summary>One line for each cell: commas, decimal points, UTF-8. The last line is the print of the figures.</summary>
    public static byte[] Csv(ReportDocument document)
    {
        var csv = new StringBuilder("section,key,label,measure,value\r\n");
        var report = document.Report;
        Line("report", "territory", report.TerritoryName, "key", report.Territory.ToString());
        Line("report", "population", report.TerritoryName, "inhabitants", report.Population is { } people ? FigureWords.Csv(people) : "");
        Line("report", "year", report.TerritoryName, "year", document.Year);
        Line("report", "established-on", report.TerritoryName, "date", FigureWords.Iso(report.EstablishedOn));
        foreach (var table in document.Tables)
        {
            foreach (var row in table.Rows)
            {
                foreach (var (column, cell) in table.Columns.Zip(row.Cells).Where(c => c.Second.Written.Length > 0))
                {
                    Line(table.Code, row.Key, row.Heading, column.Code, cell.Exact is { } number ? FigureWords.Csv(number) : column.IsNumber ? "" : FigureWords.Csv(cell.Written), ready: true);
                }
            }
        }

        Line("report", "state", document.State, "state", report.Closing is null ? "provisional" : "closed");
        if (report.Closing is { } closing)
        {
            Line("report", "closing", closing.Statement.TerritoryName, "territory", closing.Statement.Territory.ToString());
            Line("report", "closing", closing.Statement.TerritoryName, "number", FigureWords.Csv(closing.Statement.Number));
            Line("report", "closing", closing.Statement.TerritoryName, "closed-at", NodaTime.Text.InstantPattern.General.Format(closing.Statement.ClosedAt));
            Line("report", "closing", closing.Statement.TerritoryName, "sha256", closing.Hash);
            Line("report", "closing", closing.Statement.TerritoryName, "verify", document.Check!);
        }

        Line("report", "digest", report.TerritoryName, "sha256", report.Digest.Sha256);
        return Encoding.UTF8.GetBytes(csv.ToString());

        void Line(string section, string key, string label, string measure, string value, bool ready = false) =>
            csv.AppendJoin(',', section, FigureWords.Csv(key), FigureWords.Csv(label), measure, ready ? value : FigureWords.Csv(value)).Append("\r\n");
    }

    /// <summary>A workbook: one sheet of what it is about, then one for each table.</summary>
    public static byte[] Xlsx(ReportDocument document, Texts t)
    {
        var report = document.Report;
        var what = t["Rubrique"];
        var says = t["Contenu"];
        var sheets = new Dictionary<string, object>
        {
            [t["Rapport"]] = new (string, object?)[]
            {
                (t["Titre"], document.Title), (t["Territoire"], report.TerritoryName), (t["Clé du territoire"], report.Territory.ToString()), (t["Communes"], report.CommuneCount), (t["Habitants"], report.Population),
                (t["Année"], report.Year), (t["État"], document.State),
            }
            .Concat(document.Method.Select((m, i) => (t["Méthode, {0}", i + 1], (object?)m)))
            .Concat(document.Aims.Select(a => (t["Objectif"], (object?)a.Sentence)))
            .Concat(document.Proof.Select(p => (t["Vérifier"], (object?)p)))
            .Append((t["Empreinte des chiffres (SHA-256)"], report.Digest.Sha256))
            .Select(line => new Dictionary<string, object?> { [what] = line.Item1, [says] = line.Item2 }).ToList(),
        };
        foreach (var table in document.Tables)
        {
            sheets[SheetName(table.Title, sheets.Keys)] = table.Rows.Select(row =>
            {
                var line = new Dictionary<string, object?> { [table.RowHeading] = row.Heading };
                foreach (var (column, cell) in table.Columns.Zip(row.Cells))
                {
                    line[column.Label] = cell.Exact is { } number ? number : column.IsNumber ? null : cell.Written;
                }

                return line;
            }).ToList();
        }

        using var stream = new MemoryStream();
        stream.SaveAs(sheets, configuration: Workbook);
        return stream.ToArray();
    }

    /// <summary>Names of sheets are short, and without some signs.</summary>
    private static string SheetName(string title, IEnumerable<string> taken)
    {
        var name = string.Concat(title.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\')));
        name = name.Length <= LongestSheetName ? name : name[..LongestSheetName].TrimEnd();
        return taken.Contains(name) ? name[..Math.Min(name.Length, LongestSheetName - 2)] + " 2" : name;
    }
}
