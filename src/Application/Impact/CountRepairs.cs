using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Keeps the ledger and its roll-up in step with repairs, in the same transaction.</summary>
internal sealed class CountRepairs(
    RepairNetDb db, IImpactRollups rollups, ICountingDays days, ITerritories territories, EquipmentCatalogue catalogue, IClock clock) : INotificationHandler<RepairsWritten>
{
    public async Task Handle(RepairsWritten notification, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var note = new LedgerNote(clock.GetCurrentInstant(), notification.By, notification.Reason, index.Vintage);
        var counted = notification.AreNew ? [] : await CountedAsync(notification, cancellationToken);
        var open = await days.ForAsync(
            [.. notification.Repairs.Select(r => (AreaOf(r.CommuneCode), r.Date)), .. counted.Values.Select(l => (AreaOf(l.CommuneCode), l.Date))], cancellationToken);
        var lines = new List<LedgerEntry>();
        foreach (var repair in notification.Repairs)
        {
            if (!counted.TryGetValue(repair.Id, out var line))
            {
                lines.Add(LedgerEntry.Of(repair, catalogue.DefaultFactorSet.Key, open.Of(AreaOf(repair.CommuneCode), repair.Date), note));
            }
            else if (!line.Says(repair))
            {
                lines.Add(line.Reverse(open.Of(AreaOf(line.CommuneCode), line.Date), note));
                // A code that stays is of the year it was written in.
                var year = line.CommuneCode == repair.CommuneCode ? line.CogYear : note.CogYear;
                lines.Add(LedgerEntry.Of(repair, line.FactorSet, open.Of(AreaOf(repair.CommuneCode), repair.Date), note with { CogYear = year }));
            }
        }

        lines.AddRange(notification.Withdrawn.Select(r => counted[r.Id]).Select(line => line.Reverse(open.Of(AreaOf(line.CommuneCode), line.Date), note)));
        db.LedgerEntries.AddRange(lines);
        await rollups.AddAsync(ImpactRollup.From(lines), cancellationToken);
    }

    /// <summary>The commune, or this country for what has none.</summary>
    private static string AreaOf(string? communeCode) => string.IsNullOrEmpty(communeCode) ? LedgerEntry.HomeCountry : communeCode;

    /// <summary>The line that counts each repair today: added, and not taken away since.</summary>
    private async Task<Dictionary<Domain.Common.RepairId, LedgerEntry>> CountedAsync(RepairsWritten notification, CancellationToken cancellationToken)
    {
        var ids = notification.Repairs.Concat(notification.Withdrawn).Select(r => r.Id).ToArray();
        var lines = await db.LedgerEntries.AsNoTracking().Where(e => e.RepairId != null && ids.Contains(e.RepairId.Value)).ToListAsync(cancellationToken);
        var takenAway = lines.Select(e => e.CorrectsEntryId).ToHashSet();
        return lines.Where(e => e.Sign == 1 && !takenAway.Contains(e.Id)).ToDictionary(e => e.RepairId!.Value);
    }
}
