using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace RepairNet.Web.Drawing;

/// <summary>One bar of a chart by month.</summary>
/// <param name="X">Middle of the bar, in units.</param>
/// <param name="Label">What is written under it.</param>
public readonly record struct ChartColumn(decimal X, string Label);

/// <summary>A graduation of the vertical axis.</summary>
/// <param name="Y">Where, in units.</param>
/// <param name="Value">What it stands for.</param>
public readonly record struct ChartTick(decimal Y, decimal Value);

/// <summary>
/// Bars side by side, each with its low and high as a thin stroke. Drawn 340 units wide for a phone; bars start at zero.
/// </summary>
public sealed class MonthChart
{
    public const int Width = 340;
    public const int Height = 182;

    private const decimal Left = 34;
    private const decimal Floor = 160;
    private const decimal Ceiling = 20;
    private const decimal BarWidth = 16;

    private static readonly decimal[] Steps = [1, 2, 2.5m, 5, 10];

    /// <param name="columns">Label, low, central and high of each bar, from left to right.</param>
    public MonthChart(IReadOnlyList<(string Label, decimal Low, decimal Central, decimal High)> columns)
    {
        var highest = columns.Count == 0 ? 0 : columns.Max(c => Math.Max(c.High, c.Central));
        var step = StepFor(highest);
        var top = step * Math.Max(1, Math.Ceiling(highest / step));
        decimal Y(decimal value) => Floor - ((Floor - Ceiling) * value / top);

        var between = (Width - Left) / Math.Max(1, columns.Count);
        var (bars, whiskers) = (new StringBuilder(), new StringBuilder());
        var placed = new List<ChartColumn>();
        for (var i = 0; i < columns.Count; i++)
        {
            var middle = Left + (between * (i + 0.5m));
            var half = Math.Min(BarWidth, between * 0.7m) / 2;
            placed.Add(new ChartColumn(middle, columns[i].Label));
            if (columns[i].Central > 0)
            {
                bars.Append(CultureInfo.InvariantCulture, $"M{middle - half:0.#} {Floor}V{Y(columns[i].Central):0.#}h{half * 2:0.#}V{Floor}z");
            }

            if (columns[i].High > columns[i].Low)
            {
                whiskers.Append(CultureInfo.InvariantCulture, $"M{middle:0.#} {Y(columns[i].High):0.#}V{Y(columns[i].Low):0.#}");
            }
        }

        Bars = bars.ToString();
        Whiskers = whiskers.ToString();
        Columns = placed;
        Ticks = [.. Enumerable.Range(0, (int)(top / step) + 1).Select(i => new ChartTick(Y(i * step), i * step))];
        Grid = string.Concat(Ticks.Select(t => string.Create(CultureInfo.InvariantCulture, $"M{Left} {t.Y:0.#}H{Width}")));
        TickDecimals = step < 1 ? (step >= 0.1m && step * 10 == Math.Floor(step * 10) ? 1 : 2) : step == Math.Floor(step) ? 0 : 1;
    }

    /// <summary>Data of the path of all bars.</summary>
    public string Bars { get; }

    /// <summary>Data of the path of all low-to-high strokes.</summary>
    public string Whiskers { get; }

    /// <summary>Data of the path of the horizontal lines.</summary>
    public string Grid { get; }

    public IReadOnlyList<ChartColumn> Columns { get; }

    public IReadOnlyList<ChartTick> Ticks { get; }

    /// <summary>Decimals that the values of <see cref="Ticks"/> need.</summary>
    public int TickDecimals { get; }

    /// <summary>The drawing, with its title and, where there is something to tell, a sentence.</summary>
    /// <param name="id">Begins the ids of the title and the sentence; unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="told">What it tells, or null.</param>
    /// <param name="write">How a graduation is written.</param>
    public IHtmlContent Draw(string id, string title, string? told, Func<decimal, string> write)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"{id}-t{(told is null ? "" : $" {id}-d")}\"><title id=\"{id}-t\">{Svg.Text(title)}</title> ");
        if (told is not null)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-d\">{Svg.Text(told)}</desc> ");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"tick\" d=\"{Grid}\"/><path class=\"bar dim\" d=\"{Bars}\"/><path class=\"whisk\" d=\"{Whiskers}\"/>");
        foreach (var tick in Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"30\" y=\"{tick.Y + 4:0.#}\" text-anchor=\"end\">{Svg.Text(write(tick.Value))}</text> ");
        }

        foreach (var column in Columns)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{column.X:0.#}\" y=\"176\" text-anchor=\"middle\">{Svg.Text(column.Label)}</text> ");
        }

        return new HtmlString(svg.Append("</svg>").ToString());
    }

    /// <summary>A round step that gives three to five lines.</summary>
    private static decimal StepFor(decimal highest)
    {
        var power = 0.01m;
        while (power * 10 * 4 < highest)
        {
            power *= 10;
        }

        return highest <= 0 ? 1 : power * Steps.First(s => power * s * 4 >= highest);
    }
}
