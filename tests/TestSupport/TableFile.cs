using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sylvan.Data.Csv;

namespace RepairNet.TestSupport;

/// <summary>Reads tables as a program would, and holds their rows against a Table Schema (specs.frictionlessdata.io) that the program ships.</summary>
public static class TableFile
{
    /// <summary>The fields of a schema of data/schemas.</summary>
    public static JsonArray Schema(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "schemas", file)))!["fields"]!.AsArray();

    /// <summary>The rows of a table with commas, by the names of its header.</summary>
    public static List<Dictionary<string, string>> Rows(string csv)
    {
        using var reader = CsvDataReader.Create(new StringReader(csv));
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString));
        }

        return rows;
    }

    /// <summary>Fails where a cell is not what its field asks for.</summary>
    public static void Check(IReadOnlyDictionary<string, string> row, JsonArray schema)
    {
        Require(row.Keys.SequenceEqual(schema.Select(f => (string)f!["name"]!)), string.Join(',', row.Keys));
        foreach (var field in schema)
        {
            var name = (string)field!["name"]!;
            Check(name, (string)field["type"]!, field["constraints"]!, row[name]);
        }
    }

    private static void Check(string name, string type, JsonNode constraints, string value)
    {
        if (value.Length == 0)
        {
            Require(!constraints["required"]!.GetValue<bool>(), name + " is required");
            return;
        }

        var isRight = type switch
        {
            "string" => true,
            "year" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) && value.Length == 4,
            "number" => decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "boolean" => value is "true" or "false",
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => throw new JsonException($"No type {type}."),
        };
        Require(isRight, $"{name}: {value}");
        if (constraints["enum"] is JsonArray allowed)
        {
            Require(allowed.Any(a => (string)a! == value), $"{name}: {value}");
        }

        if ((string?)constraints["pattern"] is { } pattern)
        {
            Require(Regex.IsMatch(value, pattern), $"{name}: {value}");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException("Not as the schema says: " + what);
        }
    }
}
