namespace RepairNet.Web.Drawing;

/// <summary>Five steps of a rate for a map: zero apart, then four equal steps up to the highest, with round bounds.</summary>
public sealed class RateScale
{
    /// <summary>Step of what has no repair.</summary>
    public const int None = 0;

    private static readonly decimal[] RoundSteps = [1, 1.5m, 2, 2.5m, 3, 4, 5, 6, 8];

    /// <param name="rates">The rates shown; zeros and unknowns do not count.</param>
    public RateScale(IEnumerable<decimal> rates)
    {
        var highest = rates.DefaultIfEmpty(0).Max();
        var power = 0.001m;
        while (power * 10 * 3 <= highest)
        {
            power *= 10;
        }

        // The widest round step of which three stay under the highest: the last class, open, is not empty.
        Step = highest <= 0 ? 1 : power * RoundSteps.Last(s => s == 1 || power * s * 3 <= highest);
    }

    /// <summary>Width of a class: the bounds are once, twice and three times this.</summary>
    public decimal Step { get; }

    /// <summary>Decimals its bounds are written with.</summary>
    public int Decimals => Step == Math.Floor(Step) ? 0 : Step * 10 == Math.Floor(Step * 10) ? 1 : Step * 100 == Math.Floor(Step * 100) ? 2 : 3;

    /// <summary>0 for none, then 1 to 4.</summary>
    public int Of(decimal? rate) => rate is null or <= 0 ? None : (int)Math.Min(4, 1 + Math.Floor(rate.Value / Step));
}
