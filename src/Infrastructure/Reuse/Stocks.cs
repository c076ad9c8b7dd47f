using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Reuse;

/// <summary>
/// One statement a category, that both databases have: it adds, or takes what is there and changes no row where it is not. Two who take the last
/// kilos wait for each other on the row, and the second finds what the first left.
/// </summary>
internal sealed class Stocks(RepairNetDb db) : IStocks
{
    public async Task<StockChange?> ChangeAsync(OrganisationId organisation, IReadOnlyList<StockChange> changes, CancellationToken cancellationToken)
    {
        // In one order for everybody, so that two writers of the same categories wait for each other and never in a ring.
        foreach (var change in changes.OrderBy(c => c.CategoryCode ?? StockLine.Unknown, StringComparer.Ordinal))
        {
            var category = change.CategoryCode ?? StockLine.Unknown;
            var rows = change.Grams >= 0
                ? await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO stocks (organisation_id, category_code, grams) VALUES ({organisation.Value}, {category}, {change.Grams}) ON CONFLICT (organisation_id, category_code) DO UPDATE SET grams = stocks.grams + excluded.grams", cancellationToken)
                : await db.Database.ExecuteSqlAsync(
                    $"UPDATE stocks SET grams = grams + {change.Grams} WHERE organisation_id = {organisation.Value} AND category_code = {category} AND grams + {change.Grams} >= 0", cancellationToken);
            if (rows != 1)
            {
                return change;
            }
        }

        return null;
    }
}
