using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>
/// Whose address and password these are; null when they do not go together. Takes as long whatever is wrong. Answer it with
/// <see cref="RecordSignIn"/>, which counts and may still refuse.
/// </summary>
/// <remarks>Apart from it because checking a password takes a tenth of a second, far too long for a write transaction.</remarks>
[AllowedTo(Permission.SignIn)]
public sealed record CheckPassword(string? Email, string? Password) : IQuery<AccountId?>;

internal sealed class CheckPasswordHandler(IAccounts accounts) : IRequestHandler<CheckPassword, AccountId?>
{
    /// <summary>Beyond this nothing was ever accepted as a password: not worth hashing.</summary>
    private const int Longest = 1000;

    public async Task<AccountId?> Handle(CheckPassword request, CancellationToken cancellationToken)
    {
        var account = EmailAddress.TryParse(request.Email, out var email) ? await accounts.FindAsync(email, cancellationToken) : null;
        var password = request.Password ?? "";
        return await accounts.CheckPasswordAsync(account?.Id, password.Length > Longest ? "" : password, cancellationToken) ? account!.Id : null;
    }
}
