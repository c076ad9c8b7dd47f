using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Whether people were told where and how a service receives them. Asked by whoever changes it, answered by the area that takes bookings.</summary>
public interface IExpectedVisits
{
    /// <summary>Whether somebody is still expected, or has yet to confirm, for an appointment that ends after an instant.</summary>
    Task<bool> AnyOfAsync(PlaceId place, ServiceId service, Instant from, CancellationToken cancellationToken);
}
