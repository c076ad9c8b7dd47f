using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Domain.Reuse;

/// <summary>Why a line cannot be what a scale showed.</summary>
public enum WeighingFault
{
    /// <summary>Nothing on the scales, or less than nothing.</summary>
    NoWeight,
    /// <summary>A container weighs nothing less than nothing.</summary>
    NegativeTare,
    /// <summary>The container weighs as much as the whole, or more.</summary>
    TareAboveGross,
    /// <summary>More than <see cref="LineWeight.MaxGrams"/>.</summary>
    TooHeavy,
    /// <summary>A count from 1 to <see cref="LineWeight.MaxCount"/>, or none.</summary>
    BadCount,
}

/// <summary>What the scales showed for one kind of thing, in whole grams: the finest step of the scales in use, so that sums are exact.</summary>
/// <param name="CategoryCode">Code of the equipment category; null for what nobody recognised.</param>
/// <param name="GrossGrams">On the scales.</param>
/// <param name="TareGrams">The container.</param>
/// <param name="Count">How many; null when only the weight was taken.</param>
/// <param name="ItemCode">Code on the label of the one thing it is, where it has one: what a repair counted under it is not counted again.</param>
public readonly record struct LineWeight(string? CategoryCode, long GrossGrams, long TareGrams = 0, int? Count = null, ItemCode? ItemCode = null)
{
    /// <summary>Heaviest line, two tonnes: a pallet scale shows no more.</summary>
    public const long MaxGrams = 2_000_000;

    public const int MaxCount = 10_000;

    /// <summary>What it weighs without its container.</summary>
    public long NetGrams => GrossGrams - TareGrams;

    /// <summary>What is wrong with it; null when it may be written.</summary>
    public WeighingFault? Fault => this switch
    {
        { GrossGrams: <= 0 } => WeighingFault.NoWeight,
        { GrossGrams: > MaxGrams } => WeighingFault.TooHeavy,
        { TareGrams: < 0 } => WeighingFault.NegativeTare,
        _ when TareGrams >= GrossGrams => WeighingFault.TareAboveGross,
        { Count: <= 0 or > MaxCount } => WeighingFault.BadCount,
        _ => null,
    };

    /// <summary>Whether one of them weighs so little or so much beside its category that someone should look again: grams taken for kilograms, most often.</summary>
    public bool IsOdd(CategoryFactors usual) => OfOne is { } kg && usual.IsOdd(kg);

    /// <summary>Whether one of them weighs so much beside its category that it must be said to be sure.</summary>
    public bool IsAbsurd(CategoryFactors usual) => OfOne is { } kg && usual.IsAbsurd(kg);

    /// <summary>What one of them weighs, in kilograms; null when only weighed.</summary>
    private decimal? OfOne => Count is { } count ? new Mass(NetGrams * 1000 / count).Kilograms : null;
}

/// <summary>A line of a weighing, as it is kept.</summary>
public sealed class WeighingLine
{
    private WeighingLine()
    {
    }

    internal WeighingLine(WeighingId weighing, int number, LineWeight weight)
    {
        (WeighingId, Number) = (weighing, number);
        (CategoryCode, GrossGrams, TareGrams, NetGrams, Count, ItemCode) = (weight.CategoryCode, weight.GrossGrams, weight.TareGrams, weight.NetGrams, weight.Count, weight.ItemCode);
    }

    public WeighingId WeighingId { get; private set; }

    /// <summary>From 1, in the order of weighing.</summary>
    public int Number { get; private set; }

    /// <summary>Null for what nobody recognised: shown as such, never dropped.</summary>
    public string? CategoryCode { get; private set; }

    public long GrossGrams { get; private set; }

    public long TareGrams { get; private set; }

    /// <summary>Gross less tare, kept because all sums are made of it.</summary>
    public long NetGrams { get; private set; }

    public int? Count { get; private set; }

    /// <summary>Code on the label of the one thing it is; null for what has none.</summary>
    public ItemCode? ItemCode { get; private set; }

    public LineWeight Weight => new(CategoryCode, GrossGrams, TareGrams, Count, ItemCode);
}

/// <summary>What a workshop holds of a category now. The database refuses that it be less than nothing.</summary>
public sealed class StockLine
{
    /// <summary>Stands for what nobody recognised: a key has no null.</summary>
    public const string Unknown = "";

    private StockLine()
    {
    }

    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Code of the category, or <see cref="Unknown"/>.</summary>
    public string CategoryCode { get; private set; } = "";

    public long Grams { get; private set; }
}
