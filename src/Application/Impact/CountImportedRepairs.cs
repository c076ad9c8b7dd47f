using MediatR;
using NodaTime;
using RepairNet.Application.Imports.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Counts imported repairs, by the ledger and its roll-up as all others, in the same transaction.</summary>
internal sealed class CountImportedRepairs(ILedgerLines ledger, IImpactRollups rollups, ICountingDays days, ITerritories territories, EquipmentCatalogue catalogue, IClock clock)
    : INotificationHandler<ImportedRepairsWritten>
{
    public async Task Handle(ImportedRepairsWritten notification, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var note = new LedgerNote(clock.GetCurrentInstant(), notification.By, CogYear: index.Vintage);
        var open = await days.ForAsync([.. notification.Repairs.Select(r => (r.CommuneCode ?? r.Country, r.Date))], cancellationToken);
        var sums = new ImpactRollup.Sums();
        await ledger.AddAsync(
            notification.Repairs.Select(repair =>
            {
                var day = open.Of(repair.CommuneCode ?? repair.Country, repair.Date);
                if (day != repair.Date)
                {
                    notification.InClosedPeriods.Add(repair.Id);
                }

                var line = LedgerEntry.Of(repair, catalogue.DefaultFactorSet.Key, day, note);
                sums.Add(line);
                return line;
            }),
            cancellationToken);
        await rollups.AddAsync(sums.Cells(), cancellationToken);
    }
}
