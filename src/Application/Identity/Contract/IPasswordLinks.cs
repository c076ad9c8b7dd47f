using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>Links by which the owner of an account chooses a password.</summary>
public interface IPasswordLinks
{
    /// <summary>A new link of the account, in the current transaction: its token. It serves once, for seven days.</summary>
    string Add(AccountId account);
}
