using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Domain.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Lines of the ledger by the day they count on, found by its month.</summary>
internal static class LedgerDays
{
    /// <summary>Those of these local days, both included; null for no limit.</summary>
    public static IQueryable<LedgerEntry> On(this IQueryable<LedgerEntry> lines, LocalDate? from, LocalDate? to)
    {
        if (from is { } first)
        {
            var month = MonthNumber.Of(first);
            lines = lines.Where(e => EF.Property<int>(e, MonthColumn.Name) >= month && e.Date >= first);
        }

        if (to is { } last)
        {
            var month = MonthNumber.Of(last);
            lines = lines.Where(e => EF.Property<int>(e, MonthColumn.Name) <= month && e.Date <= last);
        }

        return lines;
    }

    /// <summary>The latest day first and, of a day, what was written last: month after month, so that a first page is found without sorting all.</summary>
    public static IOrderedQueryable<LedgerEntry> LatestFirst(this IQueryable<LedgerEntry> lines) =>
        lines.OrderByDescending(e => EF.Property<int>(e, MonthColumn.Name)).ThenByDescending(e => e.Date).ThenByDescending(e => e.Sequence);
}
