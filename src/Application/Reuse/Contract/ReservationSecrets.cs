using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>The secret of the link to a reservation: derived, so that every letter can bring it; only its hash is stored.</summary>
public sealed class ReservationSecrets(IInstanceSecret instance)
{
    public string SecretOf(ItemReservationId reservation) => instance.DeriveAddress("item-reservation-link", reservation.ToString());
}
