using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Counts what is tried for one e-mail address, in the current transaction.</summary>
public interface ITries
{
    /// <summary>Whether the address is in a pause. Tries at the same moment wait for each other until the transaction ends.</summary>
    Task<bool> ArePausedAsync(EmailAddress address, TryLimit limit, CancellationToken cancellationToken);

    /// <summary>One more.</summary>
    Task AddAsync(EmailAddress address, TryLimit limit, CancellationToken cancellationToken);
}
