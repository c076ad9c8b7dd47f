using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Repairs;

/// <summary>What can be proposed to someone who came without an appointment and comes back with the same item: services that take it, and free times of one.</summary>
/// <param name="Service">Null for the first of them.</param>
/// <param name="From">First local day; null, or a day past, for today.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record GetReturnOffer(RepairId Repair, ServiceId? Service, LocalDate? From) : IQuery<OneOf<ReturnOffer, NotFound>>;

/// <param name="Services">By name; none where the place takes such an item no more.</param>
/// <param name="Service">The one whose times these are; null where there is none.</param>
/// <param name="Next">Reference of the second visit, where it is given already.</param>
public sealed record ReturnOffer(
    RepairId Repair, PlaceId Place, string PlaceName, DateTimeZone Zone, string Category, string? Brand, string? NextStep, IReadOnlyList<SecondVisitService> Services, ServiceId? Service, SecondVisitTimes Times, SecondVisitMade? Next)
{
    /// <summary>False while the workshop is suspended.</summary>
    public required bool TakesBookings { get; init; }
}

internal sealed class GetReturnOfferHandler(RepairNetDb db, ISecondVisits visits, ICurrentActor currentActor, IDateTimeZoneProvider zones) : IRequestHandler<GetReturnOffer, OneOf<ReturnOffer, NotFound>>
{
    public async Task<OneOf<ReturnOffer, NotFound>> Handle(GetReturnOffer request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var found = await db.Repairs.AsNoTracking().Where(r => r.Id == request.Repair && r.BookingId == null)
            .Join(db.Places, r => r.PlaceId, p => p.Id, (r, p) => new { Repair = r, p.Name, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        if (found?.Repair is not { } repair || !actor.Acts(Permission.RecordRepairs, repair.OrganisationId))
        {
            return new NotFound();
        }

        var (takesBookings, services) = await visits.ServicesAsync(repair.PlaceId, repair.CategoryCode, cancellationToken);
        var service = services.FirstOrDefault(s => s.Id == request.Service) ?? (services.Count > 0 ? services[0] : null);
        return new ReturnOffer(
            repair.Id,
            repair.PlaceId,
            found.Name,
            zones[found.TimeZone],
            repair.CategoryCode,
            repair.Brand,
            repair.NextStep,
            services,
            service?.Id,
            service is null ? SecondVisitTimes.None : await visits.TimesAsync(service.Id, repair.CategoryCode, request.From, cancellationToken) ?? SecondVisitTimes.None,
            await visits.OfRepairAsync(repair.Id, cancellationToken))
        {
            TakesBookings = takesBookings,
        };
    }
}
