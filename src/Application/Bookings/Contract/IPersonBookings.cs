using RepairNet.Domain.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>Ends what a person still has with workshops, before their data go. In the current transaction.</summary>
public interface IPersonBookings
{
    /// <summary>Cancels those of these appointments that are expected; their workshops are told, without a name. No notice binds who is to be forgotten.</summary>
    /// <returns>How many were cancelled.</returns>
    Task<int> CancelExpectedAsync(IReadOnlyCollection<BookingId> bookings, CancellationToken cancellationToken);

    /// <summary>Takes these people out of the waiting list; what was held for them goes to the next in line.</summary>
    Task LeaveAsync(IReadOnlyCollection<WaitingEntryId> entries, CancellationToken cancellationToken);
}
