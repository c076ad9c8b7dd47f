using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Someone who leaves.</summary>
/// <param name="Account">Who.</param>
/// <param name="Organisation">The one organisation they leave; null when they leave everything.</param>
public sealed record Leaving(AccountId Account, OrganisationId? Organisation)
{
    /// <summary>They leave everything they had a right to.</summary>
    public bool LeavesAll => Organisation is null;
}

/// <summary>Something they leave behind, and what becomes of it.</summary>
/// <param name="Count">How many.</param>
/// <param name="One">What happens, in French, the key of a text; {0} is the number.</param>
/// <param name="Many">The same for several.</param>
public sealed record OpenMatter(int Count, string One, string Many);

/// <summary>What an area holds for an account: found before someone leaves, handed over or closed when they do. One for each area that holds any.</summary>
public interface IOpenMatters
{
    /// <summary>What there is; nothing is changed.</summary>
    Task<IReadOnlyList<OpenMatter>> FindAsync(Leaving leaving, CancellationToken cancellationToken);

    /// <summary>Gives it to someone else or closes it, in the current transaction.</summary>
    Task HandOverAsync(Leaving leaving, AccountId to, CancellationToken cancellationToken);
}
