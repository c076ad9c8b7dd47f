using MediatR;
using NodaTime;
using RepairNet.Application.Imports.Contract;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Counts imported repairs, by the ledger and its roll-up as all others, in the same transaction.</summary>
internal sealed class CountImportedRepairs(ILedgerLines ledger, IImpactRollups rollups, EquipmentCatalogue catalogue, IClock clock) : INotificationHandler<ImportedRepairsWritten>
{
    public async Task Handle(ImportedRepairsWritten notification, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var lines = notification.Repairs.Select(r => LedgerEntry.Of(r, catalogue.DefaultFactorSet.Key, now)).ToList();
        await ledger.AddAsync(lines, cancellationToken);
        await rollups.AddAsync(ImpactRollup.From(lines), cancellationToken);
    }
}
