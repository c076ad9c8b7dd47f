using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>Forgets the person of reservations. In the current transaction.</summary>
public interface IPersonReservations
{
    /// <summary>Gives up what is still kept, and erases who it was. That something was kept stays.</summary>
    Task EraseAsync(IReadOnlyCollection<ItemReservationId> reservations, CancellationToken cancellationToken);
}
