using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The password asked for again before what matters: a browser left open must not be enough.</summary>
internal sealed class PasswordProof(IAccounts accounts, Tries tries)
{
    /// <summary>Whether the password is that of the account, and not tried too often. A wrong one counts.</summary>
    public async Task<bool> IsGivenAsync(AccountInfo account, string? password, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(account.Email);
        if (!await tries.ArePausedAsync(email, TryLimit.Password, cancellationToken) && await accounts.CheckPasswordAsync(account.Id, password ?? "", cancellationToken))
        {
            return true;
        }

        await tries.AddAsync(email, TryLimit.Password, cancellationToken);
        return false;
    }
}
