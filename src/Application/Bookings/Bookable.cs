using NodaTime;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Where a booking can go: a service, at its place.</summary>
internal sealed record Bookable(PlaceOffer Place, ServiceOffer Service)
{
    public OrganisationStatus Status => Place.Organisation.Status;

    public DateTimeZone Zone => Place.Zone;
}
