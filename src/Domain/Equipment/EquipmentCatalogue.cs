using NodaTime;

namespace RepairNet.Domain.Equipment;

/// <summary>Words people use for a category, with how far they are to be trusted.</summary>
/// <param name="CategoryCode">The category they name.</param>
/// <param name="Text">One or several words.</param>
/// <param name="ByHand">Chosen by hand: it overrules the same words in a list made by others.</param>
public sealed record EverydayName(string CategoryCode, string Text, bool ByHand);

/// <summary>Everything known about equipment: categories, the words for them, factor sets, classes of waste. Read once, never changed.</summary>
public sealed class EquipmentCatalogue
{
    private readonly Dictionary<string, Category> byCode;
    private readonly Dictionary<string, FactorSet> sets;
    private readonly EquipmentSearch search;

    public EquipmentCatalogue(
        IReadOnlyList<Category> categories,
        IReadOnlyList<FactorSet> factorSets,
        string defaultFactorSet,
        IReadOnlyList<WasteCategory> wasteCategories,
        IEnumerable<EverydayName> names)
    {
        Categories = categories;
        FactorSets = factorSets;
        WasteCategories = wasteCategories;
        byCode = categories.ToDictionary(c => c.Code, StringComparer.Ordinal);
        sets = factorSets.ToDictionary(s => s.Key, StringComparer.Ordinal);
        DefaultFactorSet = sets[defaultFactorSet];
        search = new EquipmentSearch(categories, names);
    }

    /// <summary>All categories, in the order of the file.</summary>
    public IReadOnlyList<Category> Categories { get; }

    public IReadOnlyList<FactorSet> FactorSets { get; }

    /// <summary>The set new entries are made with.</summary>
    public FactorSet DefaultFactorSet { get; }

    public IReadOnlyList<WasteCategory> WasteCategories { get; }

    /// <summary>What the French repair bonus is known to take off, list after list.</summary>
    public IReadOnlyList<RepairBonus> RepairBonuses { get; init; } = [];

    /// <summary>What is known of other schemes, and of the rules of the label.</summary>
    public IReadOnlyList<RepairScheme> RepairSchemes { get; init; } = [];

    /// <summary>The products of a category that a bonus is known for on a day, in the order of the list.</summary>
    public IReadOnlyList<RepairBonus> BonusesOf(Category category, LocalDate date) =>
        [.. RepairBonuses.Where(b => b.CategoryCode == category.Code && b.AppliesOn(date))];

    /// <summary>The category of a code known to exist.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Category Category(string code) =>
        byCode.TryGetValue(code, out var category) ? category : throw new KeyNotFoundException($"No equipment category « {code} ».");

    public Category? FindCategory(string? code) => byCode.GetValueOrDefault(code ?? "");

    /// <summary>The factor set of a key known to exist.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public FactorSet FactorSet(string key) =>
        sets.TryGetValue(key, out var set) ? set : throw new KeyNotFoundException($"No factor set « {key} ».");

    public FactorSet? FindFactorSet(string? key) => sets.GetValueOrDefault(key ?? "");

    /// <summary>
    /// The categories that everyday words name, the likeliest first; none for words nobody uses. « portable » is a phone or a computer:
    /// both come back. Case, accents, plurals, hyphens and small slips are forgiven; so are the words around (« mon vieux frigo qui fuit »).
    /// </summary>
    public IReadOnlyList<Category> Search(string? words, int limit = 8) => search.Find(words, limit);
}
