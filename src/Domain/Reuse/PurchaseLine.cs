using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Reuse;

/// <summary>
/// Kinds of products of which a public buyer declares what it spends on reused, given and recycled ones: those of the schema
/// « schema-declaration-biens-reemploi-reutilisation-recycle » v0.1.0, in its order (decree no. 2024-134 of 21 February 2024).
/// </summary>
public enum ProductKind
{
    Textile,
    ComputersAndPhones,
    CopyingAndPrinting,
    PrintingSupplies,
    Paper,
    OfficeSupplies,
    CyclesAndParts,
    VehiclesAndParts,
    Furniture,
    StreetFurniture,
    WasteCollection,
    JarsAndBottles,
    Sports,
    GreenSpaces,
    ModularBuildings,
    LargeAppliances,
    GamesAndToys,
}

/// <summary>What a buyer spent in a year on a kind of products, in cents, taxes not included.</summary>
/// <param name="TotalCents">On all such products.</param>
/// <param name="ReusedCents">On those that come from reuse.</param>
/// <param name="GivenCents">What those it was given count for, by the scale of the order of 29 February 2024. They were not bought: they may exceed the total.</param>
/// <param name="RecycledCents">On those that hold recycled matter.</param>
public readonly record struct Spending(long TotalCents, long ReusedCents, long GivenCents, long RecycledCents)
{
    /// <summary>The most that may be declared of one kind, a billion euros: beyond it somebody slipped.</summary>
    public const long MaxCents = 100_000_000_000;

    /// <summary>What is wrong with it; null when it may be declared.</summary>
    public SpendingFault? Fault => this switch
    {
        _ when TotalCents is < 0 or > MaxCents || ReusedCents is < 0 or > MaxCents || GivenCents is < 0 or > MaxCents || RecycledCents is < 0 or > MaxCents => SpendingFault.OutOfRange,
        _ when ReusedCents > TotalCents => SpendingFault.ReusedAboveTotal,
        _ when RecycledCents > TotalCents => SpendingFault.RecycledAboveTotal,
        _ => null,
    };

    /// <summary>Whether there is nothing to declare.</summary>
    public bool IsNothing => this == default;

    public static Spending operator +(Spending a, Spending b) =>
        new(a.TotalCents + b.TotalCents, a.ReusedCents + b.ReusedCents, a.GivenCents + b.GivenCents, a.RecycledCents + b.RecycledCents);
}

/// <summary>Why a spending cannot be declared.</summary>
public enum SpendingFault
{
    /// <summary>Below zero, or above <see cref="Spending.MaxCents"/>.</summary>
    OutOfRange,
    /// <summary>More on reused products than on all.</summary>
    ReusedAboveTotal,
    /// <summary>More on products with recycled matter than on all.</summary>
    RecycledAboveTotal,
}

/// <summary>What a territory declares for a year and a kind of products. It has one of each at most.</summary>
public sealed class PurchaseLine
{
    /// <summary>First year that is declared: the first the law of 10 February 2020 (art. 58) asks for.</summary>
    public const int FirstYear = 2021;

    /// <summary>Last year.</summary>
    public const int LastYear = 2100;

    /// <summary>Characters of a comment.</summary>
    public const int MaxComment = 300;

    private PurchaseLine()
    {
    }

    /// <param name="territory">Key of the buyer’s territory.</param>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside its limits, or the spending is no spending.</exception>
    public PurchaseLine(string territory, int year, ProductKind product, Spending spending, string? comment, AccountId? by, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(territory);
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        (Territory, Year, Product) = (territory, year, product);
        Declare(spending, comment, by, at);
    }

    public string Territory { get; private set; } = "";

    public int Year { get; private set; }

    public ProductKind Product { get; private set; }

    public long TotalCents { get; private set; }

    public long ReusedCents { get; private set; }

    public long GivenCents { get; private set; }

    public long RecycledCents { get; private set; }

    public string? Comment { get; private set; }

    /// <summary>Who declared it last; null for the program.</summary>
    public AccountId? SetBy { get; private set; }

    public Instant SetAt { get; private set; }

    public Spending Spending => new(TotalCents, ReusedCents, GivenCents, RecycledCents);

    /// <summary>Declares another spending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no spending.</exception>
    public void Declare(Spending spending, string? comment, AccountId? by, Instant at)
    {
        if (spending.IsNothing || spending.Fault is not null)
        {
            throw new ArgumentOutOfRangeException(nameof(spending), $"Not a spending: {spending}.");
        }

        (TotalCents, ReusedCents, GivenCents, RecycledCents) = (spending.TotalCents, spending.ReusedCents, spending.GivenCents, spending.RecycledCents);
        (Comment, SetBy, SetAt) = (string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(), by, at);
    }
}

/// <summary>Who buys, as the declaration names it.</summary>
public sealed class PublicBuyer
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 120;

    private PublicBuyer()
    {
    }

    /// <param name="siret">Fourteen digits, checked by <see cref="Common.Siret.TryParse"/>.</param>
    public PublicBuyer(string territory, string siret, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(territory);
        Territory = territory;
        Name(siret, name);
    }

    /// <summary>Key of its territory.</summary>
    public string Territory { get; private set; } = "";

    public string Siret { get; private set; } = "";

    /// <summary>Its name in the register of companies.</summary>
    public string LegalName { get; private set; } = "";

    public void Name(string siret, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(siret);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (Siret, LegalName) = (siret, name.Trim());
    }
}
