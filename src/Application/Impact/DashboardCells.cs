using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Impact;

/// <summary>
/// The cells of what an agent chose. The roll-up knows no places: what one place repaired is added up from the lines of the ledger that are behind it.
/// </summary>
internal sealed class DashboardCells(RepairNetDb db, ImpactReader reader, EquipmentCatalogue equipment)
{
    /// <summary>The cells of the days given, each with the key of the part it belongs to.</summary>
    public async Task<IReadOnlyList<(string Part, ImpactCell Cell)>> ReadAsync(TerritoryIndex index, DashboardFilter filter, DateInterval days, ImpactGrouping grouping, CancellationToken cancellationToken)
    {
        if (filter.Place is null)
        {
            return await reader.CellsAsync(index, filter.ScopeOf(days), grouping, cancellationToken);
        }

        var sums = await Lines(index, filter, days).Where(e => !e.IsReturn)
            .GroupBy(e => new { e.Date, e.CommuneCode, e.OrganisationId, e.CategoryCode, e.Outcome, e.Provenance, e.FactorSet, e.Barrier })
            .Select(g => new { g.Key, Count = g.Sum(e => (long)e.Sign), MassMg = g.Sum(e => e.Sign * (e.MassMg ?? 0)) })
            .ToListAsync(cancellationToken);
        return [.. sums
            .Select(s => (
                Part: ImpactGroup.KeyOf(
                    new ImpactCellKey(
                        LedgerEntry.HomeCountry, index.Commune(s.Key.CommuneCode)?.Code ?? s.Key.CommuneCode ?? "", s.Key.OrganisationId, s.Key.Date, s.Key.CategoryCode, s.Key.Outcome,
                        s.Key.Provenance, s.Key.FactorSet, IsReturn: false, s.Key.Barrier),
                    grouping,
                    equipment),
                Cell: new ImpactCell(s.Key.CategoryCode, s.Key.Outcome, s.Key.Provenance, s.Key.FactorSet, false, s.Count, s.MassMg)))
            .GroupBy(c => (c.Part, Key: c.Cell with { Count = 0, MassMg = 0 }))
            .Select(g => (g.Key.Part, g.Key.Key with { Count = g.Sum(c => c.Cell.Count), MassMg = g.Sum(c => c.Cell.MassMg) }))];
    }

    /// <summary>The lines of the ledger behind what was chosen, in some days.</summary>
    public IQueryable<LedgerEntry> Lines(TerritoryIndex index, DashboardFilter filter, DateInterval days)
    {
        var lines = db.LedgerEntries.AsNoTracking().On(days.Start, days.End);
        if (filter.Organisation is { } organisation)
        {
            lines = lines.Where(e => e.OrganisationId == organisation);
        }

        if (filter.Category is { } category)
        {
            lines = lines.Where(e => e.CategoryCode == category);
        }

        if (filter.Place is { } place)
        {
            lines = lines.Where(e => db.Repairs.Any(r => r.Id == e.RepairId && r.PlaceId == place));
        }

        if (filter.Scope.Territory is { Level: TerritoryLevel.Country, Code: var country })
        {
            return lines.Where(e => e.Country == country);
        }

        var communes = index.CodesOf(filter.Scope.Territory).ToArray();
        return lines.Where(e => communes.Contains(e.CommuneCode));
    }
}
