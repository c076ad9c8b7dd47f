using System.Text.RegularExpressions;
using CsCheck;
using RepairNet.Web.Drawing;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

public partial class DrawingTests
{
    [Fact]
    public void Qr_code_has_its_three_corners_and_nothing_outside()
    {
        var qr = QrDrawing.Of("https://repair.exemple.fr/rendez-vous/0123456789abcdef0123456789abcdef");
        var black = Cells(qr);
        foreach (var (left, top) in new[] { (0, 0), (qr.Size - 7, 0), (0, qr.Size - 7) })
        {
            // A finder: a ring of one module around a white one, around a square of three.
            for (var y = 0; y < 7; y++)
            {
                for (var x = 0; x < 7; x++)
                {
                    var ring = x is 0 or 6 || y is 0 or 6;
                    var heart = x is >= 2 and <= 4 && y is >= 2 and <= 4;
                    black.Contains((left + x, top + y)).ShouldBe(ring || heart, $"{left + x},{top + y}");
                }
            }
        }

        black.ShouldAllBe(cell => cell.X >= 0 && cell.X < qr.Size && cell.Y >= 0 && cell.Y < qr.Size);
        (qr.Size % 4).ShouldBe(1);
    }

    [Fact]
    public void Qr_codes_of_two_texts_differ() => QrDrawing.Of("a").Path.ShouldNotBe(QrDrawing.Of("b").Path);

    [Theory]
    [InlineData(7650, 9870, 13900, 16000)]
    [InlineData(41, 78, 166, 200)]
    [InlineData(0, 0, 0, 4)]
    [InlineData(1, 1, 4, 4)]
    [InlineData(0.2, 0.3, 0.41, 0.6)]
    [InlineData(3, 4, 4.01, 6)]
    public void Rule_ends_on_a_round_number_that_holds_the_estimate(double low, double central, double high, double top) =>
        new EstimateRule((decimal)low, (decimal)central, (decimal)high).Top.ShouldBe((decimal)top);

    [Fact]
    public void Estimate_always_fits_on_its_rule() =>
        Gen.Select(Gen.Decimal[0, 10_000_000], Gen.Decimal[0, 10_000_000], Gen.Decimal[0, 10_000_000]).Sample((a, b, c) =>
        {
            var sorted = new[] { a, b, c }.Order().ToArray();
            var rule = new EstimateRule(sorted[0], sorted[1], sorted[2]);
            (rule.Low <= rule.Central && rule.Central <= rule.High).ShouldBeTrue();
            (rule.Low >= 5 && rule.High <= 335).ShouldBeTrue();
            (rule.Top >= sorted[2]).ShouldBeTrue();

            // Never less than a fifth of the rule is used, from a gram up.
            (sorted[2] < 0.001m || rule.High - 5 >= 66).ShouldBeTrue($"{sorted[2]} on {rule.Top}");
        });

    private static HashSet<(int X, int Y)> Cells(QrDrawing qr)
    {
        var cells = new HashSet<(int, int)>();
        foreach (Match run in RunPattern().Matches(qr.Path))
        {
            var (x, y, length) = (int.Parse(run.Groups[1].ValueSpan, null), int.Parse(run.Groups[2].ValueSpan, null), int.Parse(run.Groups[3].ValueSpan, null));
            for (var i = 0; i < length; i++)
            {
                cells.Add((x + i, y)).ShouldBeTrue();
            }
        }

        cells.Count.ShouldBeGreaterThan(100);
        return cells;
    }

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\3z")]
    private static partial Regex RunPattern();
}
