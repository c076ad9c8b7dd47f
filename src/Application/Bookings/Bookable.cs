using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Bookings;

/// <summary>Where a booking can go: the terms of the service, at its place.</summary>
/// <param name="Service">The service asked for.</param>
/// <param name="Place">The place that offers it.</param>
/// <param name="CommuneCode">INSEE code of the place.</param>
/// <param name="Zone">The place's zone.</param>
internal sealed record Bookable(
    ServiceId Service,
    PlaceId Place,
    OrganisationId Organisation,
    OrganisationStatus Status,
    bool PublicBooking,
    BookingTerms Terms,
    string CommuneCode,
    DateTimeZone Zone,
    IReadOnlyList<string> Categories);
