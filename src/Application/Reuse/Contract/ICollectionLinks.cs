using RepairNet.Application.Common;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>Absolute addresses of the pages that the letters about collections lead to, in one language.</summary>
public interface ICollectionLinks
{
    /// <summary>A request, for whoever holds the secret.</summary>
    string Collection(string secret, Language language);

    /// <summary>The queue of a workshop.</summary>
    string CollectionDesk(string slug, Language language);

    /// <summary>Repairers around a commune.</summary>
    string RepairersNear(string communeCode, Language language);
}
