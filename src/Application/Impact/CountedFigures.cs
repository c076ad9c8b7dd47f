using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Impact;

internal sealed class CountedFigures(RepairNetDb db, ICountingDays days) : ICountedFigures
{
    public IQueryable<CountedRepair> Repaired =>
        from line in db.LedgerEntries
        join repair in db.Repairs on line.RepairId equals repair.Id
        where line.Outcome == RepairOutcome.Fixed
        select new CountedRepair { ItemCode = repair.ItemCode, Date = line.Date, Sign = line.Sign };

    public async Task<LocalDate> DayAsync(string communeCode, LocalDate day, CancellationToken cancellationToken) =>
        (await days.ForAsync([(communeCode, day)], cancellationToken)).Of(communeCode, day);
}
