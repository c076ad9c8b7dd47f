using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>
/// The secret of the link of an item left at a workshop, derived as those of bookings are, generation by generation:
/// the database, which keeps only its hash, gives none away.
/// </summary>
public sealed class ItemLeftSecrets(IInstanceSecret instance)
{
    /// <summary>The secret of today.</summary>
    public string SecretOf(ItemLeft item) => SecretOf(item.Id, item.SecretGeneration);

    /// <param name="item">The item.</param>
    /// <param name="generation"><see cref="ItemLeft.SecretGeneration"/>; 0 for one just left.</param>
    public string SecretOf(ItemLeftId item, int generation = 0) => instance.DeriveAddress("item-left-link", LinkGenerations.Text(item.ToString(), generation));
}
