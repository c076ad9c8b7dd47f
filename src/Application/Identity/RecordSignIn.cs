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
[AllowedTo(Permission.SignIn)]
public sealed record RecordSignIn(string? Email, AccountId? Account) : ICommand<OneOf<SignedIn, SignInRefused, CodeNeeded>>;

/// <summary>Wrong address, wrong password or too many tries: they are not told apart. The try is recorded.</summary>
public sealed record SignInRefused;

internal sealed class RecordSignInHandler(IAccounts accounts, Tries tries, SignIns signIns, IAuditLog log) : IRequestHandler<RecordSignIn, OneOf<SignedIn, SignInRefused, CodeNeeded>>
{
    public async Task<OneOf<SignedIn, SignInRefused, CodeNeeded>> Handle(RecordSignIn request, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(request.Email, out var email))
        {
            return new SignInRefused();
        }

        var paused = await tries.ArePausedAsync(email, TryLimit.Password, cancellationToken);
        if (paused || request.Account is not { } account || await accounts.FindAsync(account, cancellationToken) is null)
        {
            await tries.AddAsync(email, TryLimit.Password, cancellationToken);

            // What is refused during the pause is not written: a stranger would fill the log. Looked up whether it exists or not.
            var known = await accounts.FindAsync(email, cancellationToken);
            if (!paused)
            {
                await log.WriteAsync(new AuditNote(AuditAct.SignInFailed) { AboutAccount = known?.Id, Words = BrowserSessions.ByPassword }, cancellationToken);
            }

            return new SignInRefused();
        }

        await tries.ForgetAsync(email, TryLimit.Password, cancellationToken);
        return (await signIns.RecognisedAsync(account, BrowserSessions.ByPassword, cancellationToken)).Match<OneOf<SignedIn, SignInRefused, CodeNeeded>>(
            signedIn => signedIn,
            needed => needed);
    }
}
