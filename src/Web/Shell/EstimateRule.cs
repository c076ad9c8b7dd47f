namespace RepairNet.Web.Shell;

/// <summary>
/// An estimate drawn on a graduated rule: a band from low to high, a mark at the centre, zero at the left. Positions are
/// in units of a drawing 340 wide.
/// </summary>
public sealed class EstimateRule
{
    private const decimal Left = 5;
    private const decimal Right = 335;
    private const int Ticks = 20;

    private static readonly decimal[] Steps = [1, 1.5m, 2, 2.5m, 3, 4, 5, 6, 8, 10];

    public EstimateRule(decimal low, decimal central, decimal high)
    {
        Top = TopFor(Math.Max(high, central));
        Low = Place(low);
        Central = Place(central);
        High = Place(high);
    }

    /// <summary>Value at the right end: four round steps, the first that hold the high value.</summary>
    public decimal Top { get; }

    public decimal Low { get; }

    public decimal Central { get; }

    public decimal High { get; }

    /// <summary>Whether both labels fit side by side under their ends of the band.</summary>
    public bool IsWide => High - Low >= 90;

    /// <summary>The rule and its ticks, longer every fifth.</summary>
    public static string Axis { get; } = "M5 26H335" + string.Concat(Enumerable.Range(0, Ticks + 1).Select(i =>
        FormattableString.Invariant($"M{Left + ((Right - Left) * i / Ticks):0.#} 26v-{(i % 5 == 0 ? 8 : 4)}")));

    /// <summary>The words under the band: one at each end, or both in the middle of a narrow one. Kept inside the drawing.</summary>
    /// <remarks>A browser for text, which reads what is not drawn, keeps the dash: « 56 322 t » would be one number.</remarks>
    /// <param name="low">The low value as written for people.</param>
    /// <param name="high">The high value, with the unit.</param>
    public string Labels(string low, string high) => IsWide
        ? Label(Math.Max(Low, 35), low) + "<desc>– </desc>" + Label(Math.Min(High, 300), high)
        : Label(Math.Clamp((Low + High) / 2, 70, 270), $"{low} – {high}");

    /// <summary>A coordinate as SVG wants it.</summary>
    public static string Write(decimal position) => position.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private static string Label(decimal x, string words) => $"<text x=\"{Write(x)}\" y=\"40\" text-anchor=\"middle\">{System.Net.WebUtility.HtmlEncode(words)}</text> ";

    private decimal Place(decimal value) => Left + ((Right - Left) * Math.Clamp(value, 0, Top) / Top);

    private static decimal TopFor(decimal high)
    {
        if (high <= 0)
        {
            return 4;
        }

        var power = 1m;
        while (power * 10 * 4 < high)
        {
            power *= 10;
        }

        while (power * 4 >= high && power > 0.0001m)
        {
            power /= 10;
        }

        return 4 * power * Steps.First(step => 4 * power * step >= high);
    }
}
