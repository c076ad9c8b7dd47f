using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace RepairNet.Web.Drawing;

/// <summary>Bars one under the other, each with its name and its value above it. Drawn 340 units wide for a phone; bars start at zero, and a value below it has none.</summary>
public static class BarChart
{
    private const int Width = 340;
    private const int RowHeight = 32;

    /// <summary>About how many signs fit beside a value.</summary>
    private const int LongestName = 36;

    /// <param name="id">Begins the id of the title; unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="rows">Name, value as written for people, value.</param>
    public static IHtmlContent Draw(string id, string title, IReadOnlyList<(string Name, string Written, decimal Value)> rows)
    {
        var highest = rows.Count == 0 ? 0 : rows.Max(r => r.Value);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {(rows.Count * RowHeight) - 2}\" role=\"img\" aria-labelledby=\"{id}-t\"><title id=\"{id}-t\">{Svg.Text(title)}</title> ");
        for (var i = 0; i < rows.Count; i++)
        {
            var (top, length) = (i * RowHeight, highest <= 0 ? 0 : Width * Math.Max(0, rows[i].Value) / highest);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{top + 12}\">{Svg.Text(Short(rows[i].Name))}</text> <text class=\"val\" x=\"{Width}\" y=\"{top + 12}\" text-anchor=\"end\">{Svg.Text(rows[i].Written)}</text> <path class=\"bar\" d=\"M0 {top + 17}h{length:0.#}v8H0z\"/>");
        }

        return new HtmlString(svg.Append("</svg>").ToString());
    }

    /// <summary>Shares one under the other: each bar is a whole, filled by its part: « 34 sur 40 ».</summary>
    /// <param name="id">Begins the ids of the title and the sentence; unique in the page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="told">What it tells, or null.</param>
    /// <param name="rows">Name, value as written for people, part, whole.</param>
    public static IHtmlContent DrawShares(string id, string title, string? told, IReadOnlyList<(string Name, string Written, long Part, long Whole)> rows)
    {
        var svg = Svg.Open("chart", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Math.Max(0, (rows.Count * RowHeight) - 2)}"), id, title, told);
        for (var i = 0; i < rows.Count; i++)
        {
            var (top, length) = (i * RowHeight, rows[i].Whole <= 0 ? 0 : Width * Math.Clamp((decimal)rows[i].Part / rows[i].Whole, 0, 1));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{top + 12}\">{Svg.Text(Short(rows[i].Name))}</text> <text class=\"val\" x=\"{Width}\" y=\"{top + 12}\" text-anchor=\"end\">{Svg.Text(rows[i].Written)}</text> <path class=\"bar rest\" d=\"M0 {top + 17}h{Width}v8H0z\"/><path class=\"bar\" d=\"M0 {top + 17}h{length:0.#}v8H0z\"/>");
        }

        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..Math.Max(LongestName / 2, name.LastIndexOf(' ', LongestName - 2))].TrimEnd(',', ' ') + "…";
}
