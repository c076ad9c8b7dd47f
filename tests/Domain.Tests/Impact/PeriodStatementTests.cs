using CsCheck;
using NodaTime;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Tests.Equipment;
using Shouldly;
using Xunit;

namespace RepairNet.Domain.Tests.Impact;

public sealed class PeriodStatementTests
{
    private static readonly Gen<StatementCell> AnyCell = Gen.Select(
        Gen.Int[1, 12], Gen.OneOf(new[] { "38185", "38151", "" }.Select(v => Gen.Const(v)).ToArray()), Gen.OneOf(new[] { "kettle", "mobile", "bicycle" }.Select(v => Gen.Const(v)).ToArray()), Gen.OneOf(Enum.GetValues<RepairOutcome>().Select(v => Gen.Const(v)).ToArray()), Gen.OneOf(Enum.GetValues<Provenance>().Select(v => Gen.Const(v)).ToArray()),
        Gen.OneOf(new RepairBarrier?[] { null, RepairBarrier.WornOut, RepairBarrier.Other }.Select(v => Gen.Const(v)).ToArray()), Gen.Long[-5, 500], Gen.Long[-1_000_000, 9_000_000_000],
        (month, commune, category, outcome, provenance, barrier, count, mg) => new StatementCell(202600 + month, commune, barrier, new ImpactCell(category, outcome, provenance, "rn-2026", false, count, mg)));

    [Fact]
    public void What_is_written_is_read_again_as_it_was() => Gen.Select(AnyCell.Array[0, 20], Gen.Decimal[-1000, 1_000_000]).Sample((cells, kg) =>
    {
        var statement = Statement(cells, kg);

        PeriodStatement.TryRead(statement.Write(), out var read).ShouldBeTrue();

        read.Write().ShouldBe(statement.Write());
        read.Hash.ShouldBe(statement.Hash);
        read.Cells.ShouldBe(statement.Cells);
        read.Figures.ShouldBe(statement.Figures);
        PeriodStatement.TryRead(statement.Write().Replace("\n", "\r\n", StringComparison.Ordinal), out _).ShouldBeTrue();
    });

    [Fact]
    public void Any_sign_changed_is_found() => Gen.Select(AnyCell.Array[1, 5], Gen.Int[0, 100_000], Gen.Char[' ', '~']).Sample((cells, at, sign) =>
    {
        var text = Statement(cells, 12.5m).Write();
        var i = at % (text.Length - 1);
        if (text[i] == sign)
        {
            return;
        }

        PeriodStatement.TryRead(text[..i] + sign + text[(i + 1)..], out _).ShouldBeFalse();
    });

    [Fact]
    public void What_it_says_of_itself_must_be_possible()
    {
        var catalogue = TestCatalogue.Catalogue;
        var cell = new StatementCell(202603, "38185", null, new ImpactCell("kettle", RepairOutcome.Fixed, Provenance.Averaged, "rn-2026", false, 2, 0));
        var later = cell with { Month = 202612 };
        var sound = Statement([cell, later], 0) with { Previous = new string('a', 64), Figures = ImpactCalculation.Of([cell.Cell, later.Cell], catalogue) };
        sound.HoldsTogether(catalogue).ShouldBeTrue();
        (sound with { Number = 1, Previous = PeriodStatement.NoPrevious }).HoldsTogether(catalogue).ShouldBeTrue();

        PeriodStatement[] impossible =
        [
            sound with { Number = 0 }, sound with { Number = 1 }, sound with { Previous = PeriodStatement.NoPrevious }, sound with { Previous = "a" },
            sound with { TerritoryName = "Grenoble\u001b[2K" }, sound with { ClosedAt = Instant.FromUtc(2026, 12, 31, 5, 59) },
            sound with { Period = ReportingPeriod.TryParse("2026-Q1", out var quarter) ? quarter : default },
            sound with { Entries = sound.Entries with { Count = 3 } }, sound with { Entries = sound.Entries with { Count = 10 } }, sound with { Entries = sound.Entries with { Last = 0 } },
            sound with { Entries = sound.Entries with { Late = 6 } }, sound with { Entries = sound.Entries with { Late = -1 } }, sound with { Entries = sound.Entries with { Sha256 = "" } },
            sound with { Cells = [later, cell] }, sound with { Cells = [cell] },
        ];
        impossible.ShouldAllBe(statement => !statement.HoldsTogether(catalogue));
    }

    [Theory]
    [InlineData("")]
    [InlineData("repairnet-closed-period/1\n")]
    [InlineData("\u0000\u0001PNG")]
    [InlineData("repairnet-closed-period/1\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\n")]
    public void What_is_no_statement_is_not_read(string text) => PeriodStatement.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("2028-Q1", "2028-01-01", "2028-03-31")]
    [InlineData("2028-t4", "2028-10-01", "2028-12-31")]
    public void A_period_is_whole_days(string text, string from, string to)
    {
        ReportingPeriod.TryParse(text, out var period).ShouldBeTrue();
        (period.From.ToString("uuuu-MM-dd", null), period.To.ToString("uuuu-MM-dd", null)).ShouldBe((from, to));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1999")]
    [InlineData("9999")]
    [InlineData("2026-Q5")]
    [InlineData("2026-01")]
    [InlineData("２０２６")]
    public void Other_texts_are_no_period(string? text) => ReportingPeriod.TryParse(text, out _).ShouldBeFalse();

    private static PeriodStatement Statement(IReadOnlyList<StatementCell> cells, decimal kg) => new()
    {
        Number = 3,
        Previous = PeriodStatement.NoPrevious,
        Territory = TerritoryKey.From("commune:38185"),
        TerritoryName = "L'Île-d'Yeu: ß",
        Population = null,
        Period = ReportingPeriod.TryParse("2026", out var period) ? period : default,
        CogYear = 2026,
        ClosedAt = Instant.FromUtc(2027, 1, 5, 9, 30, 12),
        Entries = new LedgerExtract(5, 9, PeriodStatement.NoPrevious, 1),
        Cells = cells,
        Figures = new ImpactFigures(
            new RepairCounts(1, 2, 3, 4), new DivertedMass(new Estimate(kg, kg * 1.5m, kg * 3), kg, 0, kg / 3, 2), default, new AvoidedCo2e(Estimate.Exactly(kg / 7), 1)),
    };
}
