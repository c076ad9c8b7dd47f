namespace RepairNet.Domain.Reuse;

/// <summary>Weighings of one kind added up, as they are read.</summary>
/// <param name="Grams">Net grams, each with the sign of its weighing.</param>
/// <param name="Items">Items counted, with the same sign; what was only weighed is in it for nothing.</param>
public readonly record struct WeighedSum(WeighingDirection Direction, Destination? Destination, long Grams, long Items = 0);

/// <summary>
/// What came in, left and stays, in grams: the one calculation behind the balance of a workshop, its declaration and the figures of a territory.
/// It says what the scales said: no average, no estimate.
/// </summary>
public readonly record struct MassFigures(long Intake, long Sold, long Donated, long Parts, long Repairer, long Recycled, long Discarded, long Adjusted)
{
    /// <summary>Of what was sold, given or handed to a repairer, items that a repair counts already: in the balance of what was weighed, and counted once in the figures of a territory.</summary>
    public long AlreadyRepaired { get; init; }

    /// <summary>Sold, given or handed to a repairer, without what a repair counts already.</summary>
    public long ReusedWhole => Sold + Donated + Repairer - AlreadyRepaired;

    /// <summary>All that left.</summary>
    public long Outflow => Sold + Donated + Parts + Repairer + Recycled + Discarded;

    /// <summary>All that left to be used again: sold, given, taken for parts or handed to a repairer. The list is ours.</summary>
    public long Reused => Sold + Donated + Parts + Repairer;

    /// <summary>What the stock grew by.</summary>
    public long StockChange => Intake - Outflow + Adjusted;

    /// <summary>Taux de réemploi: <see cref="Reused"/> of all that left, in mass; null when nothing left. The definition is ours: what still lies in stock is in neither.</summary>
    public decimal? ReuseRate => Outflow <= 0 ? null : (decimal)Reused / Outflow;

    /// <summary>Taux de recyclage: recycled of all that left, in mass; null when nothing left. The definition is ours.</summary>
    public decimal? RecyclingRate => Outflow <= 0 ? null : (decimal)Recycled / Outflow;

    /// <summary>Adds all these up.</summary>
    public static MassFigures Of(IEnumerable<WeighedSum> sums)
    {
        var total = default(MassFigures);
        foreach (var sum in sums)
        {
            total = total.With(sum);
        }

        return total;
    }

    /// <summary>The same with this added. What leaves bears a minus; its reversal, a plus.</summary>
    public MassFigures With(WeighedSum sum) => sum switch
    {
        { Direction: WeighingDirection.In } => this with { Intake = Intake + sum.Grams },
        { Direction: WeighingDirection.Adjustment } => this with { Adjusted = Adjusted + sum.Grams },
        { Destination: Destination.Sold } => this with { Sold = Sold - sum.Grams },
        { Destination: Destination.Donated } => this with { Donated = Donated - sum.Grams },
        { Destination: Destination.Parts } => this with { Parts = Parts - sum.Grams },
        { Destination: Destination.Repairer } => this with { Repairer = Repairer - sum.Grams },
        { Destination: Destination.Recycled } => this with { Recycled = Recycled - sum.Grams },
        { Destination: Destination.Discarded } => this with { Discarded = Discarded - sum.Grams },
        _ => throw new ArgumentException("What leaves has a destination.", nameof(sum)),
    };
}
