using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>
/// The secret of the link of an item left at a workshop, derived as those of bookings are: the same item always has the same link,
/// and the database, which keeps only its hash, gives none away.
/// </summary>
public sealed class ItemLeftSecrets(IInstanceSecret instance)
{
    public string SecretOf(ItemLeftId item) => instance.DeriveAddress("item-left-link", item.ToString());
}
