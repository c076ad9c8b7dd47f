using System.Globalization;
using NodaTime.Text;
using RepairNet.Domain.Equipment;
using Sylvan.Data.Csv;

namespace RepairNet.Infrastructure.Equipment;

/// <summary>Reads the reference files of data/equipment, shipped beside the program.</summary>
public static class EquipmentFiles
{
    private static readonly HashSet<string> NotWords = new(StringComparer.OrdinalIgnoreCase) { "", "#N/A", "Divers", "Other", "partner_product" };

    /// <summary>Where the files lie, whatever the current directory.</summary>
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "data", "equipment");

    // Programs that share a process (as in tests) share what was shipped with them.
    private static readonly Lazy<EquipmentCatalogue> Shipped = new(() => Read(Directory));

    /// <summary>Everything there is to know about equipment, read once.</summary>
    /// <exception cref="InvalidDataException">A file contradicts another.</exception>
    public static EquipmentCatalogue Read() => Shipped.Value;

    /// <summary>The same, from files that lie elsewhere.</summary>
    /// <exception cref="InvalidDataException">A file contradicts another.</exception>
    public static EquipmentCatalogue Read(string directory)
    {
        var categories = Rows(directory, "categories.csv").Select(row => new Category(
            row.Text("code"),
            row.Text("name_fr"),
            row.Text("name_en"),
            row.Text("powered") == "1",
            row.Number("ords_category_id"),
            row.TextOrNull("ords_category"),
            row.TextOrNull("unu_key"),
            row.Number("eu_weee6_category"),
            row.Number("fr_r543_172_category"))).ToList();
        var codes = categories.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);

        var sets = Rows(directory, "factor_sets.csv").Select(row => (Row: row, Set: ReadSet(directory, row, codes))).ToList();
        var defaults = sets.Where(s => s.Row.Text("is_default") == "1").ToList();
        if (defaults.Count != 1)
        {
            throw new InvalidDataException("factor_sets.csv: one set, and one only, is the default.");
        }

        var waste = Rows(directory, "weee_categories.csv").Select(row => new WasteCategory(
            row.Text("scheme"), row.Number("code")!.Value, row.Text("label_fr"), row.TextOrNull("label_en") ?? row.Text("label_fr"))).ToList();

        return new EquipmentCatalogue(
            categories,
            [.. sets.Select(s => s.Set)],
            defaults[0].Set.Key,
            waste,
            [.. NamesByHand(directory, codes), .. OrdsNames(directory, categories)])
        {
            RepairBonuses = [.. Bonuses(directory, codes)],
            RepairSchemes =
            [
                .. Rows(directory, "repair_bonus_other_schemes.csv").Select(row => new RepairScheme(
                    row.Text("scheme"), row.Text("country"), row.Text("parameter"), row.Text("value"), row.Text("source"), row.TextOrNull("note"))),
            ],
        };
    }

    /// <summary>Lines of the price lists, each for the categories its product belongs to; a line of no product (hearsay, contradictions) has none.</summary>
    private static IEnumerable<RepairBonus> Bonuses(string directory, HashSet<string> codes)
    {
        var products = Rows(directory, "repair_bonus_products.csv")
            .ToDictionary(row => row.Text("product_fr"), row => row.Text("categories").Split('|', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
        foreach (var row in Rows(directory, "qualirepar_bonus.csv"))
        {
            var product = row.Text("product_fr");
            if (!products.TryGetValue(product, out var categories) || Array.Find(categories, c => !codes.Contains(c)) is not null)
            {
                throw new InvalidDataException($"repair_bonus_products.csv: « {product} » has no line, or a category that does not exist.");
            }

            foreach (var category in categories)
            {
                yield return new RepairBonus(
                    category,
                    product,
                    row.Decimal("bonus_eur_ttc"),
                    row.Decimal("min_repair_invoice_eur"),
                    LocalDatePattern.Iso.Parse(row.Text("valid_from")).Value,
                    row.TextOrNull("valid_to") is { } to ? LocalDatePattern.Iso.Parse(to).Value : null,
                    row.Text("source"),
                    row.Text("confidence") switch
                    {
                        "high" => BonusConfidence.High,
                        "medium" => BonusConfidence.Medium,
                        "missing" => BonusConfidence.Missing,
                        var other => throw new InvalidDataException($"qualirepar_bonus.csv: « {other} » is no confidence for a product."),
                    });
            }
        }
    }

    private static FactorSet ReadSet(string directory, CsvRow row, HashSet<string> codes)
    {
        var key = row.Text("key");
        var factors = new Dictionary<string, CategoryFactors>(StringComparer.Ordinal);
        foreach (var line in Rows(directory, $"factors_{key}.csv"))
        {
            var code = line.Text("category");
            if (!codes.Contains(code))
            {
                throw new InvalidDataException($"factors_{key}.csv: no category « {code} ».");
            }

            factors.Add(code, new CategoryFactors(Bounds(line, "weight_kg"), Bounds(line, "co2e_kg")));
        }

        return new FactorSet(
            key,
            LocalDatePattern.Iso.Parse(row.Text("established_on")).Value,
            row.Text("method") switch
            {
                "own-weight-first" => FactorMethod.OwnWeightFirst,
                "fixometer" => FactorMethod.Fixometer,
                var other => throw new InvalidDataException($"factor_sets.csv: no method « {other} »."),
            },
            Bounds(row, "displacement") ?? throw new InvalidDataException($"factor_sets.csv: {key} has no displacement."),
            row.Decimal("powered_ratio"),
            row.Decimal("unpowered_ratio"),
            row.Text("source_fr"),
            row.Text("source_en"),
            factors);
    }

    /// <summary>« name_low », « name » and « name_high »; the one figure there is stands for all three where a set has no bounds.</summary>
    private static Estimate? Bounds(CsvRow row, string name) => row.Decimal(name) is { } central
        ? new Estimate(row.Decimal(name + "_low") ?? central, central, row.Decimal(name + "_high") ?? central)
        : null;

    private static IEnumerable<EverydayName> NamesByHand(string directory, HashSet<string> codes)
    {
        foreach (var row in Rows(directory, "synonyms_fr.csv"))
        {
            var code = row.Text("category");
            if (!codes.Contains(code))
            {
                throw new InvalidDataException($"synonyms_fr.csv: no category « {code} ».");
            }

            foreach (var word in row.Text("words").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                yield return new EverydayName(code, word, true);
            }
        }
    }

    private static IEnumerable<EverydayName> OrdsNames(string directory, List<Category> categories)
    {
        var byName = categories.Where(c => c.OrdsCategory is not null).GroupBy(c => c.OrdsCategory!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First().Code, StringComparer.OrdinalIgnoreCase);
        foreach (var row in Rows(directory, "ords_item_type_translations.csv"))
        {
            if (!byName.TryGetValue(row.Text("ords_category"), out var code))
            {
                continue;
            }

            // Some spaces of the source were damaged on their way through another character set.
            var names = $"{row.Text("fr")}/{row.Text("en")}".Replace("¬†", " ", StringComparison.Ordinal);
            foreach (var name in names.Split('/', StringSplitOptions.TrimEntries).Where(n => !NotWords.Contains(n)))
            {
                yield return new EverydayName(code, name, false);
            }
        }
    }

    private static List<CsvRow> Rows(string directory, string file)
    {
        using var reader = CsvDataReader.Create(Path.Combine(directory, file));
        var rows = new List<CsvRow>();
        while (reader.Read())
        {
            rows.Add(new CsvRow(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString, StringComparer.Ordinal)));
        }

        return rows;
    }

    private sealed record CsvRow(Dictionary<string, string> Fields)
    {
        public string Text(string name) => Fields[name];

        public string? TextOrNull(string name) => Fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

        public int? Number(string name) => TextOrNull(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

        public decimal? Decimal(string name) => TextOrNull(name) is { } text ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;
    }
}
