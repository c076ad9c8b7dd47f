using RepairNet.Application.Common;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>Absolute addresses of the pages the messages about an item left lead to, in one language.</summary>
public interface IItemLinks
{
    /// <summary>Where the item stands, and its quote to accept or refuse, for whoever holds the secret.</summary>
    string ItemLeft(string secret, Language language);
}
