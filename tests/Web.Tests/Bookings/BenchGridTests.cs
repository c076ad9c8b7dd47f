using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Domain.Agenda;
using RepairNet.Web.Pages.Bookings;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Bookings;

/// <summary>What is at the same hour on two benches is at the same height, and the sheet knows every row that a page names.</summary>
public sealed class BenchGridTests
{
    private static readonly Instant Nine = Instant.FromUtc(2027, 3, 2, 8, 0);

    [Fact]
    public void Benches_share_a_row_for_each_stretch_between_two_moments()
    {
        BenchEntry[] first = [Free(0, 60), Free(60, 150), Free(180, 240)];
        BenchEntry[] second = [Free(60, 120), Free(180, 210)];

        var grid = new BenchGrid([new(1, first, 0), new(2, second, 0)]);

        // 0, 60, 120, 150, 180, 210, 240: six rows under the heading.
        grid.IsLevel.ShouldBeTrue();
        grid.Rows.ShouldBe(" rows-7");
        first.Select(grid.Of).ShouldBe([" from-1 rows-1", " from-2 rows-2", " from-5 rows-2"]);
        second.Select(grid.Of).ShouldBe([" from-2 rows-1", " from-5 rows-1"]);
    }

    [Fact]
    public void A_day_of_no_entry_cut_too_fine_or_of_two_at_once_on_a_bench_is_a_list()
    {
        new BenchGrid([]).IsLevel.ShouldBeFalse();
        new BenchGrid([new(1, [], 0), new(2, [], 0)]).IsLevel.ShouldBeFalse();

        var fine = Enumerable.Range(0, BenchGrid.MostRows + 1).Select(i => Free(i * 5, (i + 1) * 5)).ToList();
        new BenchGrid([new(1, [.. fine.SkipLast(1)], 0)]).IsLevel.ShouldBeTrue();
        foreach (var entries in new[] { fine, [Free(0, 60), Free(30, 90)] })
        {
            var grid = new BenchGrid([new(1, entries, 0)]);
            (grid.IsLevel, grid.Rows, grid.Of(entries[0])).ShouldBe((false, "", ""));
        }
    }

    [Fact]
    public void The_sheet_knows_every_row()
    {
        using var stream = typeof(BenchGrid).Assembly.GetManifestResourceStream("shell/agenda.css")!;
        using var reader = new StreamReader(stream);
        var sheet = reader.ReadToEnd();

        for (var row = 1; row <= BenchGrid.MostRows; row++)
        {
            sheet.ShouldContain($".from-{row} {{ grid-row-start: {row}; }}");
            sheet.ShouldContain($".rows-{row} {{ grid-row-end: span {row}; }}");
        }

        sheet.ShouldContain($".rows-{BenchGrid.MostRows + 1} {{ grid-row-end: span {BenchGrid.MostRows + 1}; }}", customMessage: "a bench has its heading too");
    }

    private static BenchEntry Free(int from, int to) => new(Nine + Duration.FromMinutes(from), Nine + Duration.FromMinutes(to), BenchUse.Free, null, null, null);
}
