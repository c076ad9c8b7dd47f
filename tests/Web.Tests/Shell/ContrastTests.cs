using System.Globalization;
using System.Text.RegularExpressions;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>What is drawn and must be seen (edges of fields, the ring of the focus, bars, dots, the folding rule) stands out by 3 to 1, in light and in dark: RGAA 3.3, WCAG 2.1 1.4.11. Axe measures text alone.</summary>
public sealed partial class ContrastTests
{
    private const double Least = 3;

    private static readonly string Sheet = ReadSheet();

    [Theory]
    [InlineData("edge", "sheet")]
    [InlineData("edge", "paper")]
    [InlineData("edge", "accent-wash")]
    [InlineData("ink", "sheet")]
    [InlineData("ink", "paper")]
    [InlineData("accent", "sheet")]
    [InlineData("accent", "paper")]
    [InlineData("accent", "accent-wash")]
    [InlineData("c3", "sheet")]
    [InlineData("c4", "c0")]
    [InlineData("kraft-line", "kraft")]
    [InlineData("on-front", "front")]
    [InlineData("bad", "sheet")]
    [InlineData("ok", "ok-wash")]
    [InlineData("warn", "warn-wash")]
    [InlineData("bad", "bad-wash")]
    public void What_is_drawn_is_seen(string drawn, string behind)
    {
        var (light, dark) = Colours();
        Contrast(light[drawn], light[behind]).ShouldBeGreaterThanOrEqualTo(Least, "in light");
        Contrast(dark[drawn], dark[behind]).ShouldBeGreaterThanOrEqualTo(Least, "in dark");
    }

    private static string ReadSheet()
    {
        using var stream = typeof(ShellServices).Assembly.GetManifestResourceStream("shell/style.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static (Dictionary<string, string> Light, Dictionary<string, string> Dark) Colours()
    {
        var tokens = Sheet[..Sheet.IndexOf("@layer base", StringComparison.Ordinal)];
        var night = tokens.IndexOf("prefers-color-scheme: dark", StringComparison.Ordinal);
        night.ShouldBeGreaterThan(0);
        var light = Read(tokens[..night]);
        var dark = new Dictionary<string, string>(light);
        foreach (var (name, colour) in Read(tokens[night..]))
        {
            dark[name] = colour;
        }

        return (light, dark);
    }

    private static Dictionary<string, string> Read(string block) => Token().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>The ratio of WCAG 2.1 (« contrast ratio »), from 1 to 21.</summary>
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var signs = colour.Length == 3 ? string.Concat(colour.Select(c => $"{c}{c}")) : colour;
        double Linear(int at)
        {
            var value = int.Parse(signs.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Linear(0) + 0.7152 * Linear(2) + 0.0722 * Linear(4);
    }

    [GeneratedRegex("--([\\w-]+):\\s*#([0-9a-f]{6}|[0-9a-f]{3})\\b")]
    private static partial Regex Token();
}
