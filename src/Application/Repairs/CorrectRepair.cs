using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>
/// Corrects what was written about a repair. The ledger keeps both: what was counted is taken away by a line that names it, and what
/// is right is counted by another.
/// </summary>
/// <param name="Id">The repair.</param>
/// <param name="Change">From the fields as they stand to the fields as they should be: what is not mentioned stays.</param>
[AllowedTo(Caller.Member)]
public sealed record CorrectRepair(RepairId Id, Func<RepairFields, RepairFields> Change) : ICommand<OneOf<RepairRecorded, NotFound>>;

internal sealed class CorrectRepairHandler(
    RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, EquipmentCatalogue catalogue, IMediator mediator, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<CorrectRepair, OneOf<RepairRecorded, NotFound>>
{
    public async Task<OneOf<RepairRecorded, NotFound>> Handle(CorrectRepair request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var known = await db.Repairs.Where(r => r.Id == request.Id)
            .Join(db.Places, r => r.PlaceId, p => p.Id, (r, p) => new { r.OrganisationId, r.ItemCode, p.TimeZone })
            .SingleOrDefaultAsync(cancellationToken);
        if (known is null || !actor.IsMember(known.OrganisationId))
        {
            return new NotFound();
        }

        // The object is held before anything of it is read for good: returns are judged over all its repairs.
        await locks.HoldNameAsync("item:" + known.ItemCode.Value, cancellationToken);
        var all = await db.Repairs.Where(r => r.ItemCode == known.ItemCode).ToListAsync(cancellationToken);
        var repair = all.Single(r => r.Id == request.Id);
        var today = clock.GetCurrentInstant().InZone(zones[known.TimeZone]).Date;
        var fields = request.Change(RepairFields.Of(repair));
        RepairFieldsValidator.Check(fields, catalogue, today);

        repair.Correct(fields.ToReport(), today);
        var changed = Returns.Judge(all);
        await mediator.Publish(new RepairsWritten([repair, .. changed.Where(c => c.Id != repair.Id)], AreNew: false), cancellationToken);
        return new RepairRecorded(repair.Id, repair.ItemCode.Value, repair.IsReturn);
    }
}
