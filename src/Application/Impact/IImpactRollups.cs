using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Adds to the roll-up in one statement that no concurrent writer can lose, and reads what was added, on either database.</summary>
public interface IImpactRollups
{
    /// <summary>Adds the count and the mass of each of these cells to those kept.</summary>
    Task AddAsync(IReadOnlyList<ImpactRollup> changes, CancellationToken cancellationToken);

    /// <summary>The version under which everything is known to whoever reads the roll-up from now on. What is committed later, or may be now, has it or a later one.</summary>
    Task<long> HorizonAsync(CancellationToken cancellationToken);

    /// <summary>The cells that have this version or a later one; all of them from version 0 on, which may be a million.</summary>
    IAsyncEnumerable<ImpactRollup> ChangedAsync(long version, CancellationToken cancellationToken);
}
