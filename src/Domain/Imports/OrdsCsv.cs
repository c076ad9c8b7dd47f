namespace RepairNet.Domain.Imports;

/// <summary>Rows of the standard as lines of a file: commas, quotation marks where they are needed, safe to open in a spreadsheet.</summary>
public static class OrdsCsv
{
    /// <summary>The names of the columns, in the standard's order.</summary>
    public static string Header { get; } = string.Join(',', OrdsRow.Columns);

    /// <summary>One row, without the end of its line.</summary>
    public static string Line(OrdsRow row) => string.Join(',', row.Cells.Select(Cell));

    /// <summary>One cell of a file with commas, safe to open in a spreadsheet; <see cref="OrdsCell.Bare"/> gives its value back.</summary>
    public static string Cell(string value)
    {
        var safe = OrdsCell.Safe(value);
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 || safe != safe.Trim() ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
