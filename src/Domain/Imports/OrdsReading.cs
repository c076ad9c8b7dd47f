using System.Collections.Frozen;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Imports;

/// <summary>What a row means, in the words of this program.</summary>
/// <param name="Date">Day of the repair.</param>
/// <param name="Outcome">What became of the object.</param>
/// <param name="Barrier">What stood in the way, where the object is at the end of its life and the row says.</param>
/// <param name="CategoryCode">Our category.</param>
/// <param name="Country">ISO 3166-1 alpha-3, or <see cref="OrdsReading.NoCountry"/>.</param>
/// <param name="Warnings">What is odd in it.</param>
public readonly record struct OrdsMeaning(LocalDate Date, RepairOutcome Outcome, RepairBarrier? Barrier, string CategoryCode, string Country, OrdsWarning Warnings)
{
    /// <summary>The département or collectivity overseas that the row names as its country, which is France here; null for any other.</summary>
    public string? Overseas { get; init; }
}

/// <summary>Reads rows of the standard as partners really write them: only a status, a day or an id that cannot be read refuses one.</summary>
public sealed class OrdsReading
{
    /// <summary>Longest identifier and longest name of a provider, in characters.</summary>
    public const int MaxIdLength = 120;

    /// <summary>Oldest object believed, in years.</summary>
    public const int MaxAge = 150;

    /// <summary>Stands for a country nobody knows.</summary>
    public const string NoCountry = Countries.Unspecified;

    /// <summary>No repair was recorded before: an older day is a slip, as that of a spreadsheet whose cell was empty.</summary>
    public static LocalDate FirstDay { get; } = new(1900, 1, 1);

    private const int LastOrdsCategory = 40;

    // The standard's codes of French territories, with the département or collectivity that each is here.
    private static readonly FrozenDictionary<string, string> French = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["GLP"] = "971",
        ["MTQ"] = "972",
        ["GUF"] = "973",
        ["REU"] = "974",
        ["SPM"] = "975",
        ["MYT"] = "976",
        ["BLM"] = "977",
        ["MAF"] = "978",
        ["ATF"] = "984",
        ["WLF"] = "986",
        ["PYF"] = "987",
        ["NCL"] = "988",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Category?[] byNumber = new Category?[LastOrdsCategory + 1];
    private readonly FrozenDictionary<string, Category> byName;
    private readonly FrozenDictionary<string, Category> ownNames;

    /// <summary>
    /// Several of our categories share a number of the standard (17, large home electrical): the first of the catalogue is the
    /// general one, and a row of the standard says no more than that.
    /// </summary>
    public OrdsReading(EquipmentCatalogue catalogue)
    {
        var names = new Dictionary<string, Category>(StringComparer.Ordinal);
        foreach (var category in catalogue.Categories.Where(c => c.OrdsCategoryId is not null))
        {
            byNumber[category.OrdsCategoryId!.Value] ??= category;
            names.TryAdd(Key(category.OrdsCategory!), byNumber[category.OrdsCategoryId.Value]!);
        }

        byName = names.ToFrozenDictionary(StringComparer.Ordinal);
        ownNames = catalogue.Categories.ToFrozenDictionary(c => c.NameFr, StringComparer.Ordinal);
    }

    /// <summary>Whether cells with this status and this day are those of a row, wherever they stand.</summary>
    public static bool IsRow(string status, string day) => StatusOf(status) is not null && LocalDatePattern.Iso.Parse(day.Trim()).Success;

    /// <summary>What the row means, or why it is refused.</summary>
    /// <param name="row">The row.</param>
    /// <param name="today">The last day a repair may bear.</param>
    /// <param name="meaning">What it means, where it is not refused.</param>
    public OrdsRefusal? Read(OrdsRow row, LocalDate today, out OrdsMeaning meaning)
    {
        meaning = default;
        if (row.Id.Length is 0 or > MaxIdLength || row.DataProvider.Length is 0 or > MaxIdLength)
        {
            return OrdsRefusal.UnreadableId;
        }

        if (StatusOf(row.RepairStatus) is not { } outcome)
        {
            return OrdsRefusal.UnreadableStatus;
        }

        var date = LocalDatePattern.Iso.Parse(row.EventDate.Trim());
        if (!date.Success)
        {
            return OrdsRefusal.UnreadableDate;
        }

        if (date.Value < FirstDay || date.Value > today)
        {
            return OrdsRefusal.ImpossibleDate;
        }

        var warnings = YearWarning(row.YearOfManufacture, date.Value.Year) | AgeWarning(row.ProductAge) | (date.Value < RepairLimits.FirstDay ? OrdsWarning.OldDate : OrdsWarning.None);
        var barrier = BarrierOf(row.RepairBarrier, outcome, ref warnings);
        var category = CategoryOf(row, ref warnings);
        var (country, overseas) = CountryOf(row.Country, ref warnings);
        foreach (var text in (ReadOnlySpan<string>)[row.Problem, row.Brand, row.PartnerProductCategory, row.GroupIdentifier, row.DataProvider, row.ProductCategory, row.ProductAge, row.YearOfManufacture, row.RepairBarrier])
        {
            warnings |= TextWarnings(text);
        }

        meaning = new OrdsMeaning(date.Value, outcome, barrier, category, country, warnings) { Overseas = overseas };
        return null;
    }

    /// <summary>The cell that a warning or a refusal is about, to show it.</summary>
    public static string CellOf(OrdsRow row, OrdsWarning warning) => warning switch
    {
        OrdsWarning.UnknownYear or OrdsWarning.ImpossibleYear => row.YearOfManufacture,
        OrdsWarning.ImpossibleAge => row.ProductAge,
        OrdsWarning.UnknownBarrier or OrdsWarning.UnexpectedBarrier => row.RepairBarrier,
        OrdsWarning.UnknownCategory or OrdsWarning.ContradictoryCategory => $"{row.ProductCategoryId} {row.ProductCategory}".Trim(),
        OrdsWarning.UnknownCountry => row.Country,
        OrdsWarning.OldDate or OrdsWarning.ClosedPeriod => row.EventDate,
        OrdsWarning.Mojibake => row.Cells.FirstOrDefault(OrdsCell.IsMojibake) ?? "",
        OrdsWarning.HtmlEntity => row.Cells.FirstOrDefault(OrdsCell.HasEntity) ?? "",
        OrdsWarning.FormulaCell => row.Cells.FirstOrDefault(OrdsCell.IsFormula) ?? "",
        _ => row.Id,
    };

    /// <summary>The cell that a refusal is about.</summary>
    public static string CellOf(OrdsRow row, OrdsRefusal refusal) => refusal switch
    {
        OrdsRefusal.UnreadableStatus => row.RepairStatus,
        OrdsRefusal.UnreadableDate or OrdsRefusal.ImpossibleDate => row.EventDate,
        _ => row.Id.Length == 0 ? row.DataProvider : row.Id,
    };

    /// <summary>The standard's word for an outcome.</summary>
    public static string StatusText(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Fixed => "Fixed",
        RepairOutcome.Repairable => "Repairable",
        RepairOutcome.EndOfLife => "End of life",
        RepairOutcome.Unknown => "Unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    private static RepairOutcome? StatusOf(string text) => text switch
    {
        "Fixed" => RepairOutcome.Fixed,
        "Repairable" => RepairOutcome.Repairable,
        "End of life" => RepairOutcome.EndOfLife,
        "Unknown" => RepairOutcome.Unknown,
        _ => Key(text) switch
        {
            "fixed" => RepairOutcome.Fixed,
            "repairable" => RepairOutcome.Repairable,
            "endoflife" => RepairOutcome.EndOfLife,
            "unknown" => RepairOutcome.Unknown,
            _ => null,
        },
    };

    private static OrdsWarning YearWarning(string text, int yearOfRepair)
    {
        var year = text.AsSpan().Trim();
        return year.IsEmpty ? OrdsWarning.None
            : year.IndexOfAnyExcept('?') < 0 ? OrdsWarning.UnknownYear
            : int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var made) && made >= RepairLimits.MinYear && made <= yearOfRepair ? OrdsWarning.None
            : OrdsWarning.ImpossibleYear;
    }

    private static OrdsWarning AgeWarning(string text)
    {
        var age = text.AsSpan().Trim();
        return age.IsEmpty || (decimal.TryParse(age, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var years) && years is >= 0 and <= MaxAge)
            ? OrdsWarning.None
            : OrdsWarning.ImpossibleAge;
    }

    private static RepairBarrier? BarrierOf(string text, RepairOutcome outcome, ref OrdsWarning warnings)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!RepairBarriers.TryParse(OrdsCell.Words(text), out var barrier))
        {
            warnings |= OrdsWarning.UnknownBarrier;
            return null;
        }

        if (outcome != RepairOutcome.EndOfLife)
        {
            warnings |= OrdsWarning.UnexpectedBarrier;
            return null;
        }

        return barrier;
    }

    private string CategoryOf(OrdsRow row, ref OrdsWarning warnings)
    {
        // What this program published says our own category, by its French name, where the partner's words go.
        if (row.Id.StartsWith(OrdsRow.OwnPrefix, StringComparison.Ordinal) && ownNames.TryGetValue(row.PartnerProductCategory, out var own))
        {
            return own.Code;
        }

        var numbered = int.TryParse(row.ProductCategoryId.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= LastOrdsCategory
            ? byNumber[number]
            : null;
        if (numbered is not null && string.Equals(numbered.OrdsCategory, row.ProductCategory, StringComparison.Ordinal))
        {
            return numbered.Code;
        }

        var named = byName.GetValueOrDefault(Key(OrdsCell.Words(row.ProductCategory)));
        if (numbered is not null && named is not null && numbered != named)
        {
            warnings |= OrdsWarning.ContradictoryCategory;
        }

        if ((numbered ?? named) is { } category)
        {
            return category.Code;
        }

        warnings |= OrdsWarning.UnknownCategory;
        return Category.MiscPowered;
    }

    private static (string Country, string? Overseas) CountryOf(string text, ref OrdsWarning warnings)
    {
        if (Countries.IsKnown(text))
        {
            return (text, null);
        }

        var code = text.Trim().ToUpperInvariant();
        if (Countries.IsKnown(code))
        {
            return (code, null);
        }

        if (French.TryGetValue(code, out var overseas))
        {
            return (TerritoryKey.France.Code, overseas);
        }

        warnings |= OrdsWarning.UnknownCountry;
        return (NoCountry, null);
    }

    private static OrdsWarning TextWarnings(string text) => text.Length == 0
        ? OrdsWarning.None
        : (OrdsCell.IsMojibake(text) ? OrdsWarning.Mojibake : 0) | (OrdsCell.HasEntity(text) ? OrdsWarning.HtmlEntity : 0) | (OrdsCell.IsFormula(text) ? OrdsWarning.FormulaCell : 0);

    private static string Key(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
