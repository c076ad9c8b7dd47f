using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>What one repair adds to the figures, for the people of its organisation.</summary>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetRepairImpact(RepairId Repair) : IQuery<OneOf<RepairImpact, NotFound>>;

/// <summary>What one repair adds to the figures.</summary>
/// <param name="Factors">Key of the factor set.</param>
/// <param name="IsReturn">Already counted less than 90 days apart: it adds nothing.</param>
/// <param name="CountedOn">The local day it counts on.</param>
/// <param name="IsLate">It counts on another day than its own, for the period of that was closed before it was written.</param>
/// <param name="Figures">What it adds.</param>
public sealed record RepairImpact(string Factors, bool IsReturn, LocalDate CountedOn, bool IsLate, ImpactFigures Figures);

internal sealed class GetRepairImpactHandler(RepairNetDb db, ICurrentActor currentActor, EquipmentCatalogue catalogue) : IRequestHandler<GetRepairImpact, OneOf<RepairImpact, NotFound>>
{
    public async Task<OneOf<RepairImpact, NotFound>> Handle(GetRepairImpact request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var lines = await db.LedgerEntries.AsNoTracking().Where(e => e.RepairId == request.Repair).ToListAsync(cancellationToken);
        var takenAway = lines.Select(e => e.CorrectsEntryId).ToHashSet();
        return lines.Find(e => e.Sign == 1 && !takenAway.Contains(e.Id)) is { } line && actor.Acts(Permission.ReadRepairs, line.OrganisationId)
            ? new RepairImpact(line.FactorSet, line.IsReturn, line.Date, line.OccurredOn is not null, ImpactCalculation.Of(ImpactRollup.From([line]).Select(c => c.Cell), catalogue))
            : new NotFound();
    }
}
