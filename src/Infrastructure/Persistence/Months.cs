using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Imports;

namespace RepairNet.Infrastructure.Persistence;

/// <summary>How each database makes the month of a day, in the tables that have one.</summary>
internal static class Months
{
    /// <summary>SQLite keeps days as ISO text, and makes the column when it is read: adding it changes no row.</summary>
    public static void OfSqlite(ModelBuilder model) => Of(model, "CAST(substr(date, 1, 4) AS INTEGER) * 100 + CAST(substr(date, 6, 2) AS INTEGER)", stored: false);

    public static void OfPostgres(ModelBuilder model) => Of(model, "(EXTRACT(YEAR FROM date) * 100 + EXTRACT(MONTH FROM date))::integer", stored: true);

    private static void Of(ModelBuilder model, string sql, bool stored)
    {
        model.Entity<LedgerEntry>().Property<int>(MonthColumn.Name).HasComputedColumnSql(sql, stored);
        model.Entity<ImportedRepair>().Property<int>(MonthColumn.Name).HasComputedColumnSql(sql, stored);
    }
}
