using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The database's last word on who gets a bench. Every path that books goes through it.</summary>
public interface IBenches
{
    /// <summary>Takes the bench for this booking; false if it is taken for any part of that time. Waits for whoever is taking it right now.</summary>
    Task<bool> TryTakeAsync(BookingId booking, PlaceId place, int bench, TimeRange time, CancellationToken cancellationToken);

    /// <summary>Frees the bench of this booking.</summary>
    Task ReleaseAsync(BookingId booking, CancellationToken cancellationToken);

    /// <summary>Claims an idempotency key for this booking; false if another request has it. Waits for whoever is claiming it right now.</summary>
    Task<bool> TryClaimKeyAsync(IdempotentRequest request, CancellationToken cancellationToken);
}
