using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <inheritdoc cref="IPasswordProof"/>
internal sealed class PasswordProof(IAccounts accounts, Tries tries) : IPasswordProof
{
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
