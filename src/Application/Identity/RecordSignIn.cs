using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Records the outcome of <see cref="CheckPassword"/>: after too many wrong passwords for an address, even the right one is
/// refused for a while.
/// </summary>
/// <param name="Email">As typed.</param>
/// <param name="Account">What the check answered.</param>
[AllowedTo(Caller.Public)]
public sealed record RecordSignIn(string? Email, AccountId? Account) : ICommand<OneOf<SignedIn, SignInRefused>>;

/// <summary>A session may be opened.</summary>
public sealed record SignedIn(AccountId Account, Actor Actor);

/// <summary>Wrong address, wrong password or too many tries: they are not told apart. The try is recorded.</summary>
public sealed record SignInRefused;

internal sealed class RecordSignInHandler(IAccounts accounts, Tries tries) : IRequestHandler<RecordSignIn, OneOf<SignedIn, SignInRefused>>
{
    public async Task<OneOf<SignedIn, SignInRefused>> Handle(RecordSignIn request, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(request.Email, out var email))
        {
            return new SignInRefused();
        }

        var paused = await tries.ArePausedAsync(email, TryLimit.Password, cancellationToken);
        if (paused || request.Account is not { } account || await accounts.OpenSessionAsync(account, cancellationToken) is not { } session)
        {
            await tries.AddAsync(email, TryLimit.Password, cancellationToken);
            return new SignInRefused();
        }

        await tries.ForgetAsync(email, TryLimit.Password, cancellationToken);
        return new SignedIn(account, session.Actor);
    }
}
