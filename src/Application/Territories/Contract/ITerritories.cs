namespace RepairNet.Application.Territories.Contract;

/// <summary>Gives the territories in force. Loading happens once, at the first call.</summary>
public interface ITerritories
{
    /// <summary>The snapshot in force: immutable, safe to keep for the length of a request and to share between threads.</summary>
    ValueTask<TerritoryIndex> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets the snapshot, so that the next call reads the database again (after an import).</summary>
    void Forget();
}
