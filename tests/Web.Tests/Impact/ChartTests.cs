using System.Text.Encodings.Web;
using CsCheck;
using Microsoft.AspNetCore.Html;
using RepairNet.Web.Drawing;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

public sealed class ChartTests
{
    [Fact]
    public void A_map_has_four_classes_with_round_bounds_and_the_highest_rate_is_in_the_last()
    {
        var scale = new RateScale([0, 3.2m, 14m]);
        scale.Step.ShouldBe(4);
        new decimal?[] { null, 0, 0.001m, 3.99m, 4, 8, 12, 14 }.Select(scale.Of).ShouldBe([0, 0, 1, 1, 2, 3, 4, 4]);
        Gen.Double[0.004, 5000].Sample(highest =>
        {
            var any = new RateScale([(decimal)highest]);
            any.Of((decimal)highest).ShouldBe(4);
            decimal.Round(any.Step, any.Decimals).ShouldBe(any.Step);
        });
    }

    [Fact]
    public void A_map_where_nothing_was_repaired_has_a_scale_all_the_same()
    {
        var scale = new RateScale([]);
        scale.Step.ShouldBe(1);
        scale.Of(0).ShouldBe(RateScale.None);
    }

    [Fact]
    public void Bars_start_at_zero_and_strokes_go_from_low_to_high()
    {
        var chart = new MonthChart([("J", 50, 100, 150), ("F", 0, 0, 0), ("M", 20, 20, 20)]);
        chart.Ticks.Select(t => t.Value).ShouldBe([0, 50, 100, 150]);
        chart.Ticks[0].Y.ShouldBe(160);
        chart.Bars.Split('M', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        chart.Bars.ShouldContain(" 160V66.7h16V160z");
        chart.Whiskers.ShouldBe("M85 20V113.3");
        chart.Columns.Select(c => c.Label).ShouldBe(["J", "F", "M"]);
    }

    [Fact]
    public void Any_chart_stays_inside_its_frame() => Gen.Select(Gen.Decimal[0, 100_000], Gen.Decimal[0, 1], Gen.Decimal[1, 3]).Array[0, 12].Sample(months =>
    {
        var chart = new MonthChart([.. months.Select(m => ("x", m.Item1 * m.Item2, m.Item1, m.Item1 * m.Item3))]);
        chart.Ticks.Count.ShouldBeInRange(2, 6);
        chart.Ticks.ShouldAllBe(t => t.Y >= 19.9m && t.Y <= 160);
        chart.Columns.ShouldAllBe(c => c.X >= 34 && c.X <= MonthChart.Width);
        chart.Ticks[^1].Value.ShouldBeGreaterThanOrEqualTo(months.Length == 0 ? 0 : months.Max(m => m.Item1 * m.Item3));
    });

    /// <summary>A correction takes back from a closed period more than what came since.</summary>
    [Fact]
    public void What_is_below_zero_or_no_part_of_a_whole_stays_inside_the_frame()
    {
        var shares = Written(BarChart.DrawShares("c", "T", null, [("A", "−1 sur 0", -1, 0), ("B", "−1 sur 1", -1, 1), ("C", "2 sur 1", 2, 1), ("D", "0 sur −1", 0, -1)]));
        foreach (var bar in new[] { "M0 17h0v8H0z", "M0 49h0v8H0z", "M0 81h340v8H0z", "M0 113h0v8H0z" })
        {
            shares.ShouldContain($"class=\"bar\" d=\"{bar}\"");
        }

        Written(BarChart.Draw("c", "T", [("A", "−1", -1m), ("B", "2", 2m)])).ShouldContain("M0 17h0v8H0z");
    }

    [Fact]
    public void Names_are_written_as_text_and_never_as_markup()
    {
        var svg = Written(BarChart.Draw("c", "<b>T</b>", [("A & <i>B</i>", "1 kg", 1m), ("Petits équipements informatiques et de télécommunications", "0 kg", 0m)]));
        svg.ShouldContain("A &amp; &lt;i&gt;B&lt;/i&gt;");
        svg.ShouldNotContain("<b>");
        svg.ShouldContain("…");
        svg.ShouldContain("M0 17h340v8H0z");
        svg.ShouldContain("M0 49h0v8H0z");
    }

    private static string Written(IHtmlContent drawing)
    {
        using var writer = new StringWriter();
        drawing.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }
}
