using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>What became of the objects brought to a place over some days, by appointment or without.</summary>
/// <param name="From">First local day: of the appointment, or of the repair where there was none.</param>
/// <param name="To">Last local day, included.</param>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetOutcomes(PlaceId Place, LocalDate From, LocalDate To) : IQuery<OneOf<IReadOnlyList<OutcomeLine>, NotFound>>;

/// <summary>A repair in a list.</summary>
/// <param name="BookingReference">Of its appointment; null for someone who just came by.</param>
/// <param name="ItemNumber">Which item of the appointment, from 1.</param>
public sealed record OutcomeLine(RepairId Id, string? BookingReference, int ItemNumber, LocalDate Date, RepairOutcome Outcome, string Category, string? Brand, string? Problem);

internal sealed class GetOutcomesHandler(RepairNetDb db, ICurrentActor currentActor) : IRequestHandler<GetOutcomes, OneOf<IReadOnlyList<OutcomeLine>, NotFound>>
{
    public async Task<OneOf<IReadOnlyList<OutcomeLine>, NotFound>> Handle(GetOutcomes request, CancellationToken cancellationToken)
    {
        var organisation = await db.Places.AsNoTracking().Where(p => p.Id == request.Place).Select(p => (OrganisationId?)p.OrganisationId).SingleOrDefaultAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (organisation is not { } owner || !actor.Acts(Permission.ReadRepairs, owner))
        {
            return new NotFound();
        }

        var booked = await (
            from r in db.Repairs.AsNoTracking()
            join b in db.Bookings.AsNoTracking() on r.BookingId equals b.Id
            where b.PlaceId == request.Place && b.Day >= request.From && b.Day <= request.To
            select new { Repair = r, b.Reference }).ToListAsync(cancellationToken);
        var others = await db.Repairs.AsNoTracking()
            .Where(r => r.PlaceId == request.Place && r.BookingId == null && r.Date >= request.From && r.Date <= request.To)
            .ToListAsync(cancellationToken);
        return booked.OrderBy(x => x.Repair.BookingItem).Select(x => Line(x.Repair, x.Reference))
            .Concat(others.OrderBy(r => r.RecordedAt).Select(r => Line(r, null)))
            .ToList();
    }

    private static OutcomeLine Line(Repair r, string? reference) => new(r.Id, reference, r.BookingItem, r.Date, r.Outcome, r.CategoryCode, r.Brand, r.Problem);
}
