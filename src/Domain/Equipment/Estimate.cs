namespace RepairNet.Domain.Equipment;

/// <summary>A quantity with its plausible bounds. Exact decimals: nothing is rounded before it is shown.</summary>
public readonly record struct Estimate(decimal Low, decimal Central, decimal High)
{
    /// <summary>A quantity that is known: the three figures are one.</summary>
    public static Estimate Exactly(decimal value) => new(value, value, value);

    public static Estimate operator +(Estimate left, Estimate right) =>
        new(left.Low + right.Low, left.Central + right.Central, left.High + right.High);

    public static Estimate operator *(Estimate estimate, decimal factor) =>
        new(estimate.Low * factor, estimate.Central * factor, estimate.High * factor);

    public static Estimate Add(Estimate left, Estimate right) => left + right;

    public static Estimate Multiply(Estimate left, decimal right) => left * right;
}
