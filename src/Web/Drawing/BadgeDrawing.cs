using System.Globalization;
using System.Text;
using RepairNet.Application.Common;

namespace RepairNet.Web.Drawing;

/// <summary>
/// A small sign that other sites show as an image: a name and two lines. Colours are written here because no style sheet reaches it there; they
/// are those of the shop front.
/// </summary>
internal static class BadgeDrawing
{
    private const string Front = "#14566d";
    private const string Soft = "#d3e5eb";
    private const int Left = 52;
    private const int Height = 84;
    private const int Narrowest = 240;
    private const double NameSize = 17;
    private const double TextSize = 14;

    /// <summary>Bold serif letters are wider than the average that <see cref="Svg.Width"/> reckons with.</summary>
    private const double Bold = 1.12;

    public static string Draw(string name, string first, string second, Texts t)
    {
        var width = (int)Math.Ceiling(Math.Max(Narrowest, Left + 16 + Math.Max(Svg.Width(name, NameSize) * Bold, Math.Max(Svg.Width(first, TextSize), Svg.Width(second, TextSize)))));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{Height}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-labelledby=\"t d\" xml:lang=\"{(t.Language == Language.English ? "en" : "fr")}\">")
            .Append(CultureInfo.InvariantCulture, $"<title id=\"t\">{Svg.Text(t["{0} : {1}", name, first])}</title><desc id=\"d\">{Svg.Text($"{first}, {second}.")}</desc>")
            .Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{Height}\" rx=\"8\" fill=\"{Front}\"/>")
            .Append("<g transform=\"translate(14 28)\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.7\" stroke-linejoin=\"round\"><path d=\"M3 12V4h8l10 10-8 8z\"/><circle cx=\"7.5\" cy=\"8.5\" r=\"1.4\"/></g>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"28\" fill=\"#fff\" font-family=\"Charter,Cambria,Georgia,serif\" font-weight=\"700\" font-size=\"{NameSize}\">{Svg.Text(name)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"50\" fill=\"#fff\" font-family=\"Segoe UI,Roboto,Noto Sans,sans-serif\" font-size=\"{TextSize}\">{Svg.Text(first)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"70\" fill=\"{Soft}\" font-family=\"Segoe UI,Roboto,Noto Sans,sans-serif\" font-size=\"{TextSize}\">{Svg.Text(second)}</text></svg>");
        return svg.ToString();
    }
}
