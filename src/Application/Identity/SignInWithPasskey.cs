using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>
/// A passkey answered: a session begins. No code is asked for, since the key is something they have, unlocked by something they
/// know or are.
/// </summary>
/// <param name="Answer">What the browser answered, in JSON.</param>
/// <param name="State">What came with the question.</param>
[AllowedTo(Permission.SignIn)]
public sealed record SignInWithPasskey(string? Answer, string? State) : ICommand<OneOf<SignedIn, PasskeyRefused>>;

internal sealed class SignInWithPasskeyHandler(RepairNetDb db, IPasskeyCeremonies ceremonies, SignIns signIns, IRowLocks locks, IClock clock) : IRequestHandler<SignInWithPasskey, OneOf<SignedIn, PasskeyRefused>>
{
    public async Task<OneOf<SignedIn, PasskeyRefused>> Handle(SignInWithPasskey request, CancellationToken cancellationToken)
    {
        if (await ceremonies.ReadProofAsync(request.Answer, request.State) is not { } proof)
        {
            return new PasskeyRefused();
        }

        // One answer sent twice at once: the second waits, then finds its question answered.
        await locks.HoldNameAsync("passkey:" + Convert.ToHexString(proof.CredentialId), cancellationToken);
        return await db.Passkeys.SingleOrDefaultAsync(p => p.CredentialId == proof.CredentialId, cancellationToken) is { } passkey
            && passkey.TryUse(proof.AskedAt, proof.SignCount, proof.IsBackedUp, clock.GetCurrentInstant())
                ? await signIns.BeginAsync(passkey.AccountId, BrowserSessions.ByPasskey, withSecondFactor: true, cancellationToken)
                : new PasskeyRefused();
    }
}
