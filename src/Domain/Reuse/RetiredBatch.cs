using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Domain.Reuse;

/// <summary>What becomes of computer equipment that a public body has no more use for (decree no. 2023-266 of 12 April 2023, art. 2).</summary>
public enum RetiredTo
{
    /// <summary>Handed over to another public body.</summary>
    PublicBody,
    /// <summary>Sold.</summary>
    Buyer,
    /// <summary>Given to an association, a foundation or a reuse workshop.</summary>
    Association,
    /// <summary>Given to the staff.</summary>
    Staff,
    /// <summary>Taken back to be made ready for reuse, by an eco-organisation or the maker.</summary>
    TakenBack,
    /// <summary>Recycled or destroyed.</summary>
    Recycled,
}

/// <summary>Why equipment is left out of the proportion (decree no. 2023-266, art. 1).</summary>
public enum RetiredExclusion
{
    /// <summary>More than ten years old when it was retired.</summary>
    OverTenYears,
    /// <summary>It holds classified information, or is under a duty of security of its own.</summary>
    Security,
}

/// <summary>What a retired batch says.</summary>
/// <param name="Date">Day it left.</param>
/// <param name="Category">Code of the equipment category.</param>
/// <param name="Recipient">Who took it, an organisation; null for what is recycled.</param>
/// <param name="Undertaken">Whether the taker undertook to use it again, and can prove it: without it, it counts as recycled.</param>
public sealed record RetiredTerms(LocalDate Date, string Category, int Count, RetiredTo To, string? Recipient, bool Undertaken, RetiredExclusion? Exclusion);

/// <summary>
/// Computer equipment of a territory that left in one go. A proportion of what was retired is to be used again: 25 % in 2023, 35 % in 2024, half from
/// 2025 on (decree no. 2023-266 of 12 April 2023, art. 3).
/// </summary>
public sealed class RetiredBatch
{
    public const int MaxCount = 100_000;

    /// <summary>Characters of a recipient’s name.</summary>
    public const int MaxRecipient = 120;

    /// <summary>First day that may be written.</summary>
    public static readonly LocalDate FirstDay = new(PurchaseLine.FirstYear, 1, 1);

    private RetiredBatch()
    {
    }

    /// <param name="territory">Key of the territory whose equipment it was.</param>
    public RetiredBatch(RetiredBatchId id, string territory, RetiredTerms terms, AccountId? by, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(territory);
        ArgumentException.ThrowIfNullOrWhiteSpace(terms.Category);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms.Count, MaxCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Date, FirstDay);
        (Id, Territory, RecordedBy, RecordedAt) = (id, territory, by, at);
        (Date, CategoryCode, Count, To, Exclusion) = (terms.Date, terms.Category, terms.Count, terms.To, terms.Exclusion);
        Recipient = string.IsNullOrWhiteSpace(terms.Recipient) ? null : terms.Recipient.Trim();
        Undertaken = terms.Undertaken && terms.To != RetiredTo.Recycled;
    }

    public RetiredBatchId Id { get; private set; }

    public string Territory { get; private set; } = "";

    public LocalDate Date { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public int Count { get; private set; }

    public RetiredTo To { get; private set; }

    public string? Recipient { get; private set; }

    public bool Undertaken { get; private set; }

    public RetiredExclusion? Exclusion { get; private set; }

    /// <summary>Who wrote it; null for the program.</summary>
    public AccountId? RecordedBy { get; private set; }

    public Instant RecordedAt { get; private set; }

    /// <summary>Whether it counts as used again.</summary>
    public bool CountsAsReused => Reuses(To, Undertaken, Exclusion);

    /// <summary>Whether equipment that went there counts as used again.</summary>
    public static bool Reuses(RetiredTo to, bool undertaken, RetiredExclusion? exclusion) => undertaken && to != RetiredTo.Recycled && exclusion is null;

    /// <summary>Whether a category is computer equipment in the sense of the decree: screens (2°) and small computing and telecommunication equipment (6°) of R. 543-172.</summary>
    public static bool Concerns(Category category) => category.FrR543172 is 2 or 6;
}

/// <summary>How much equipment without use a territory held at the beginning of a year: what the proportion is taken of.</summary>
public sealed class RetiredStock
{
    public const int MaxCount = 1_000_000;

    private RetiredStock()
    {
    }

    public RetiredStock(string territory, int year, int count)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(territory);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, PurchaseLine.FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, PurchaseLine.LastYear);
        (Territory, Year) = (territory, year);
        Hold(count);
    }

    public string Territory { get; private set; } = "";

    public int Year { get; private set; }

    /// <summary>Pieces in stock on 1 January that the decree concerns.</summary>
    public int Count { get; private set; }

    public void Hold(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        Count = count;
    }

    /// <summary>The proportion to reach in a year, from 0 to 1; null before there was one (decree no. 2023-266, art. 3).</summary>
    public static decimal? Aim(int year) => year switch
    {
        < 2023 => null,
        2023 => 0.25m,
        2024 => 0.35m,
        _ => 0.5m,
    };

    /// <summary>What was used again in the year, beside what was in stock at its beginning; null without a stock. It may exceed 1: what is retired during the year counts as well.</summary>
    public static decimal? Share(long reused, int? stock) => stock > 0 ? (decimal)reused / stock : null;
}
