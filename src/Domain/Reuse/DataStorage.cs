namespace RepairNet.Domain.Reuse;

/// <summary>How the data of an item were erased.</summary>
public enum WipeMethod
{
    /// <summary>By the maker's own « back to the factory » of a device that encrypts what it keeps.</summary>
    FactoryReset,
    /// <summary>All of its memory was written over.</summary>
    Overwritten,
    /// <summary>By the command of the disk itself.</summary>
    SecureErase,
    /// <summary>Disk or card taken out, and not given with it.</summary>
    StorageRemoved,
    /// <summary>Disk or card destroyed.</summary>
    StorageDestroyed,
}

/// <summary>
/// The categories that keep what people wrote, photographed or signed in with: telephones, computers, tablets, cameras, consoles, printers with a disk
/// or a memory of what they printed, televisions with accounts, external drives and memory sticks (which are « PC accessories »), watches and portable
/// players. The list is ours, and wide on purpose: a box to tick on something that keeps nothing costs a minute.
/// </summary>
public static class DataStorage
{
    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "mobile", "laptop", "desktop-computer", "tablet", "pc-accessory", "compact-camera", "dslr-video-camera", "games-console", "handheld-entertainment",
        "tv-gaming-accessory", "flat-screen", "printer-scanner", "watch-clock",
    };

    /// <summary>Whether things of this category keep data.</summary>
    public static bool Holds(string category) => Categories.Contains(category);

    /// <summary>Their codes.</summary>
    public static IReadOnlyCollection<string> All => Categories;
}
