using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Equipment;

/// <summary>How sure an amount is.</summary>
public enum BonusConfidence
{
    /// <summary>The product is on the list and its amount could be read nowhere.</summary>
    Missing = 0,

    /// <summary>Read in one source.</summary>
    Medium = 1,

    /// <summary>Read in several sources that agree.</summary>
    High = 2,
}

/// <summary>
/// What the French repair bonus (QualiRépar) takes off the invoice of a labelled repairer, for one product of its price list. No
/// official file exists: amounts come from press and public price lists, so whoever shows one says when it dates from and that it is to be checked.
/// </summary>
/// <param name="CategoryCode">Category the product belongs to.</param>
/// <param name="Product">Its name in the price list, in French.</param>
/// <param name="AmountEur">Euros off, tax included; null where the product is on the list and its amount is not known.</param>
/// <param name="LeastInvoiceEur">Euros the repair must cost at least; null for no threshold.</param>
/// <param name="From">First day of the list.</param>
/// <param name="To">Last day, included; null while no later list is known.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Confidence">How sure it is.</param>
public sealed record RepairBonus(
    string CategoryCode,
    string Product,
    decimal? AmountEur,
    decimal? LeastInvoiceEur,
    LocalDate From,
    LocalDate? To,
    string Source,
    BonusConfidence Confidence)
{
    /// <summary>Whether a repair of that day is under this list.</summary>
    public bool AppliesOn(LocalDate date) => From <= date && (To is null || date <= To);
}

/// <summary>What is known of the schemes that help to pay a repair, in words: other schemes, other countries, rules of the label.</summary>
/// <param name="Scheme">Its name.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Parameter">What is said of it, in English.</param>
/// <param name="Value">What it is.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Note">What else to know, or null.</param>
public sealed record RepairScheme(string Scheme, string Country, string Parameter, string Value, string Source, string? Note);

/// <summary>The bonus of a category on a day, as residents are told: a category may hold several products of the list.</summary>
/// <param name="Low">The lowest known amount in euros; null where none is known.</param>
/// <param name="High">The highest.</param>
/// <param name="LeastInvoiceEur">The lowest threshold, where every product has one; else null.</param>
/// <param name="Since">First day of the latest of the lists.</param>
/// <param name="ForAll">Every object of the category is one of the products, and their amounts are known: of « autre appareil électrique » only the drone is.</param>
public sealed record BonusRange(decimal? Low, decimal? High, decimal? LeastInvoiceEur, LocalDate Since, bool ForAll)
{
    /// <summary>Sums up the products of a category; null where the list has none.</summary>
    public static BonusRange? Of(Category category, IReadOnlyCollection<RepairBonus> products) => products.Count == 0
        ? null
        : new BonusRange(
            products.Min(b => b.AmountEur),
            products.Max(b => b.AmountEur),
            products.All(b => b.LeastInvoiceEur is not null) ? products.Min(b => b.LeastInvoiceEur) : null,
            products.Max(b => b.From),
            products.All(b => b.AmountEur is not null) && NamedBy(category, products));

    /// <summary>Each of the things that the name of a category lists (« Hotte, chauffage d’appoint ») is among the products, told by its first word.</summary>
    private static bool NamedBy(Category category, IReadOnlyCollection<RepairBonus> products) => category.NameFr.Split(',', StringSplitOptions.TrimEntries)
        .All(thing => products.Any(b => Slug.Fold(b.Product).Contains(Slug.Fold(thing).Split('-')[0], StringComparison.Ordinal)));
}
