using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Repairs;

/// <summary>One repair, for the people of its organisation.</summary>
[AllowedTo(Permission.ReadRepairs)]
public sealed record GetRepair(RepairId Id) : IQuery<OneOf<RepairView, NotFound>>;

/// <summary>A repair as it stands.</summary>
/// <param name="Next">The second visit, for one made without an appointment; null for none.</param>
/// <param name="BookingReference">Of its appointment; null for someone who just came by.</param>
public sealed record RepairView(
    RepairId Id,
    OrganisationId OrganisationId,
    PlaceId PlaceId,
    string CommuneCode,
    string ItemCode,
    BookingId? BookingId,
    int BookingItem,
    bool IsReturn,
    Instant RecordedAt,
    string TimeZone,
    int Version,
    RepairFields Fields,
    SecondVisitMade? Next,
    string? BookingReference);

internal sealed class GetRepairHandler(RepairNetDb db, ISecondVisits visits, ICurrentActor currentActor) : IRequestHandler<GetRepair, OneOf<RepairView, NotFound>>
{
    public async Task<OneOf<RepairView, NotFound>> Handle(GetRepair request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var found = await db.Repairs.AsNoTracking().Where(r => r.Id == request.Id)
            .Join(db.Places, r => r.PlaceId, p => p.Id, (r, p) => new { Repair = r, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        return found?.Repair is not { } repair || !actor.Acts(Permission.ReadRepairs, repair.OrganisationId)
            ? new NotFound()
            : new RepairView(
                repair.Id, repair.OrganisationId, repair.PlaceId, repair.CommuneCode, repair.ItemCode.Value, repair.BookingId, repair.BookingItem, repair.IsReturn, repair.RecordedAt, found.TimeZone, repair.Version, RepairFields.Of(repair),
                repair.BookingId is null ? await visits.OfRepairAsync(repair.Id, cancellationToken) : null,
                repair.BookingId is { } booking ? await db.Bookings.AsNoTracking().Where(b => b.Id == booking).Select(b => b.Reference).SingleAsync(cancellationToken) : null);
    }
}
