using System.Globalization;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Territories;
using Sylvan.Data.Csv;

namespace RepairNet.Infrastructure.Territories;

/// <summary>Reads the territory files (CSV, comma, UTF-8, one header line; codes are text).</summary>
public static class TerritoryFiles
{
    /// <summary>The files read, in a fixed order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["communes.csv", "epci.csv", "departements.csv", "regions.csv", "communes_deleguees_associees.csv", "arrondissements_municipaux.csv"];

    /// <summary>A file beside them with the year of the Code officiel géographique they follow, four digits; optional.</summary>
    public const string VintageName = "vintage.txt";

    /// <summary>Reads all the files of a folder.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FormatException">A column is missing or a value cannot be read; the message names file and line.</exception>
    public static TerritoryData Read(string directory)
    {
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        return new TerritoryData(
            Rows(directory, "communes.csv", row => new Commune(
                row["code"],
                row["nom"],
                Shared(row["departement"]),
                Shared(row["region"]),
                row.Optional("epci") is { } epci ? Shared(epci) : null,
                row.Optional("siren"),
                row.Optional("population") is { } people ? int.Parse(people, NumberStyles.None, CultureInfo.InvariantCulture) : 0,
                Codes(row["codes_postaux"]),
                GeoPoint.FromNullable(row.Number("lat"), row.Number("lon")))),
            Rows(directory, "epci.csv", row => new Epci(row["code"], row["nom"], KindOf(row["type"]))),
            Rows(directory, "departements.csv", row => new Departement(row["code"], row["nom"], row["region"])),
            Rows(directory, "regions.csv", row => new Region(row["code"], row["nom"])),
            [
                .. Rows(directory, "communes_deleguees_associees.csv", row => new FormerCommune(
                    row["code"],
                    row["nom"],
                    row["type"] == "associee" ? FormerCommuneKind.Associated : FormerCommuneKind.Delegated,
                    row["commune"],
                    [])),
                .. Rows(directory, "arrondissements_municipaux.csv", row => new FormerCommune(
                    row["code"],
                    row["nom"],
                    FormerCommuneKind.Arrondissement,
                    row["commune"],
                    Codes(row["codes_postaux"]))),
            ],
            VintageOf(directory));

        string Shared(string text) => shared.TryGetValue(text, out var known) ? known : shared[text] = text;

        IReadOnlyList<string> Codes(string text) => text.Length == 0 ? [] : [.. text.Split('|').Select(Shared)];
    }

    private static int? VintageOf(string directory)
    {
        var path = Path.Combine(directory, VintageName);
        if (!File.Exists(path))
        {
            return null;
        }

        return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1943 and <= 9999
            ? year
            : throw new FormatException($"{VintageName} ne donne pas une année.");
    }

    private static EpciKind KindOf(string type) => type switch
    {
        "CC" => EpciKind.CommunauteDeCommunes,
        "CA" => EpciKind.CommunauteDAgglomeration,
        "CU" => EpciKind.CommunauteUrbaine,
        "METRO" or "MET69" => EpciKind.Metropole,
        _ => throw new UnreadableValueException($"genre d’EPCI inconnu ({type})."),
    };

    private static List<T> Rows<T>(string directory, string file, Func<Row, T> read)
    {
        var path = Path.Combine(directory, file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Le fichier {file} manque dans {directory}.", path);
        }

        using var reader = Open(path, file);
        var row = new Row(reader);
        var rows = new List<T>();
        while (reader.Read())
        {
            try
            {
                rows.Add(read(row));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
            {
                // What the library says is in English, and for programmers.
                throw new FormatException($"{file}, ligne {reader.RowNumber + 1} : {(e is UnreadableValueException ? e.Message : "une valeur manque ou ne se lit pas.")}", e);
            }
        }

        return rows;
    }

    private static CsvDataReader Open(string path, string file)
    {
        try
        {
            return CsvDataReader.Create(path, new CsvDataReaderOptions { Delimiter = ',', HasHeaders = true });
        }
        catch (FormatException e)
        {
            throw new FormatException($"{file} n’a pas de ligne d’en-tête.", e);
        }
    }

    private sealed class UnreadableValueException(string message) : FormatException(message);

    private sealed class Row(CsvDataReader reader)
    {
        public string this[string column] => reader.GetString(reader.GetOrdinal(column));

        public string? Optional(string column) => this[column] is { Length: > 0 } text ? text : null;

        public double? Number(string column) =>
            Optional(column) is { } text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }
}
