using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Impact;
using RepairNet.Application.Tests.Repairs;
using RepairNet.Domain.Imports;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Imports;

/// <summary>Days found by their month are those that a plain look at each gives.</summary>
public sealed class MonthColumnTests
{
    /// <summary>Around the ends of months and years, a leap day, and days far off.</summary>
    private static readonly LocalDate[] Days =
    [
        new(2000, 1, 1), new(2000, 2, 29), new(2000, 3, 1), new(2000, 12, 31), new(2001, 1, 1), new(2019, 1, 31), new(2019, 2, 1), new(2019, 2, 28), new(2019, 3, 1), new(2019, 12, 1),
        new(2019, 12, 31), new(2020, 1, 1), new(2020, 1, 2), new(2020, 10, 9), new(2020, 11, 10),
    ];

    private static readonly LocalDate?[] Limits = [null, .. Days.Select(d => (LocalDate?)d), new LocalDate(2019, 2, 15), new LocalDate(2021, 1, 1)];

    [Theory, BothDatabases]
    public async Task Each_pair_of_days_finds_what_is_between_them(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(Csv(Days.Select((day, i) => Row("Essai", i, day))));

        foreach (var from in Limits)
        {
            foreach (var to in Limits.Where(to => from is null || to is null || from <= to))
            {
                var due = Days.Where(d => (from is null || d >= from) && (to is null || d <= to)).ToList();
                (await instance.ReadAsync(db => db.LedgerEntries.On(from, to).LatestFirst().Select(e => e.Date).ToListAsync())).ShouldBe(due.OrderDescending().ToList(), $"lines from {from} to {to}");
                Encoding.UTF8.GetString(await instance.ExportAsync(null, from, to)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[12])
                    .ShouldBe(due.Select(LocalDatePattern.Iso.Format), $"repairs from {from} to {to}");
            }
        }
    }

    [Theory, BothDatabases]
    public async Task Verifying_reads_each_imported_repair_of_each_provider_once(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ImportAsync(Csv(Enumerable.Range(0, 2345).Select(i => Row(i % 9 == 0 ? "Peu" : "Beaucoup", i, new LocalDate(2019, 1, 1).PlusDays(i % 400)))));
        var sound = await instance.VerifyAsync();
        sound.Differences.ShouldBeEmpty();
        sound.Repairs.ShouldBe(2345);
        sound.Lines.ShouldBe(2345);

        // The last by its key, which is read last.
        await instance.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE imported_repairs SET outcome = 'EndOfLife' WHERE row_id = 'r00002344'"));
        (await instance.VerifyAsync()).Differences.ShouldHaveSingleItem().ShouldContain("le registre dit autre chose");
    }

    private static string Row(string provider, int number, LocalDate day) =>
        OrdsCsv.Line(new OrdsRow(string.Create(CultureInfo.InvariantCulture, $"r{number:D8}"), provider, "FRA", "Kettle", "Kettle", "14", "Unknown", "", "", "Fixed", "", "", LocalDatePattern.Iso.Format(day), ""));

    private static byte[] Csv(IEnumerable<string> rows) => Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(string.Join(',', OrdsRow.Columns)).Select(line => line + "\n")));
}
