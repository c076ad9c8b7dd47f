using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>A session was begun in this browser.</summary>
public sealed record SignedIn(AccountId Account, BrowserSessionId Session, Actor Actor);

/// <summary>The account asks for a code too: no session yet.</summary>
public sealed record CodeNeeded(AccountId Account);

/// <summary>What follows once someone was recognised by a first factor, whichever it was: the second is asked for in one place.</summary>
internal sealed class SignIns(IAccounts accounts, SecondFactors secondFactors, BrowserSessions sessions)
{
    /// <summary>A session, or the need of a code.</summary>
    /// <param name="way">How they were recognised, a key of a text.</param>
    public async Task<OneOf.OneOf<SignedIn, CodeNeeded>> RecognisedAsync(AccountId account, string way, CancellationToken cancellationToken) =>
        await secondFactors.IsSetAsync(account, cancellationToken)
            ? new CodeNeeded(account)
            : await BeginAsync(account, way, withSecondFactor: false, cancellationToken);

    /// <summary>A session, all that is asked for having been given.</summary>
    public async Task<SignedIn> BeginAsync(AccountId account, string way, bool withSecondFactor, CancellationToken cancellationToken)
    {
        var opened = await accounts.OpenSessionAsync(account, cancellationToken) ?? throw new NotAllowedException(signedIn: false);
        return new SignedIn(account, await sessions.BeginAsync(account, way, withSecondFactor, cancellationToken), opened.Actor);
    }
}
