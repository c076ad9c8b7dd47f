using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Checks codes and makes recovery codes, in the current transaction.</summary>
internal sealed class SecondFactors(RepairNetDb db, ISecondFactorKeys keys, Tries tries, IRowLocks locks, IClock clock)
{
    /// <summary>Whether an account asks for a code.</summary>
    public Task<bool> IsSetAsync(AccountId account, CancellationToken cancellationToken) => db.SecondFactors.AnyAsync(f => f.AccountId == account, cancellationToken);

    /// <summary>Codes given for one account wait for each other until the transaction ends: none is accepted twice.</summary>
    public Task HoldAsync(AccountId account, CancellationToken cancellationToken) => locks.HoldNameAsync("second-factor:" + account, cancellationToken);

    /// <summary>
    /// Whether a code, of the telephone or of recovery, is right. It is used up. A wrong one counts, and after five of them even a
    /// right one is refused for a while.
    /// </summary>
    /// <param name="typed">With or without spaces and hyphens.</param>
    /// <param name="withRecovery">Whether a recovery code will do.</param>
    public async Task<bool> TakeAsync(AccountInfo account, string? typed, bool withRecovery, CancellationToken cancellationToken)
    {
        var email = EmailAddress.From(account.Email);
        await HoldAsync(account.Id, cancellationToken);
        if (await tries.ArePausedAsync(email, TryLimit.Code, cancellationToken))
        {
            return false;
        }

        if (await IsRightAsync(account.Id, Plain(typed), withRecovery, cancellationToken))
        {
            await tries.ForgetAsync(email, TryLimit.Code, cancellationToken);
            return true;
        }

        await tries.AddAsync(email, TryLimit.Code, cancellationToken);
        return false;
    }

    /// <summary>The step of a code of this key; null when it is not right now.</summary>
    public long? StepOf(AccountId account, SecondFactorId key, string? typed) => TimeCode.StepOf(keys.KeyOf(account, key), Plain(typed), clock.GetCurrentInstant());

    /// <summary>Ten new codes in place of those there were, as they are shown: once.</summary>
    public async Task<IReadOnlyList<string>> MakeRecoveryCodesAsync(AccountId account, CancellationToken cancellationToken)
    {
        await ForgetRecoveryCodesAsync(account, cancellationToken);
        var now = clock.GetCurrentInstant();
        var codes = new HashSet<string>();
        while (codes.Count < SecondFactor.RecoveryCodes)
        {
            codes.Add(RandomNumberGenerator.GetString(RecoveryCode.Alphabet, RecoveryCode.Signs));
        }

        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode(account, keys.HashOf(account, code), now)));
        return [.. codes.Select(RecoveryCode.Written)];
    }

    /// <summary>The account asks for no code any more. False if it did not.</summary>
    public async Task<bool> RemoveAsync(AccountId account, CancellationToken cancellationToken)
    {
        await HoldAsync(account, cancellationToken);
        await ForgetRecoveryCodesAsync(account, cancellationToken);
        if (await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account, cancellationToken) is not { } factor)
        {
            return false;
        }

        db.SecondFactors.Remove(factor);
        return true;
    }

    /// <summary>One by one: the one that was just given may be among them.</summary>
    private async Task ForgetRecoveryCodesAsync(AccountId account, CancellationToken cancellationToken) =>
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == account).ToListAsync(cancellationToken));

    private async Task<bool> IsRightAsync(AccountId account, string code, bool withRecovery, CancellationToken cancellationToken)
    {
        if (await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account, cancellationToken) is not { } factor)
        {
            return false;
        }

        if (code.Length == TimeCode.Figures)
        {
            return StepOf(account, factor.KeyId, code) is { } step && factor.TryUse(step);
        }

        if (!withRecovery || code.Length != RecoveryCode.Signs)
        {
            return false;
        }

        var hash = keys.HashOf(account, code);
        return await db.RecoveryCodes.SingleOrDefaultAsync(c => c.AccountId == account && c.Hash == hash, cancellationToken) is { } recovery && recovery.TryUse(clock.GetCurrentInstant());
    }

    /// <summary>Without the spaces and hyphens by which codes are shown in groups, in small letters.</summary>
    private static string Plain(string? typed) =>
        typed is null || typed.Length > 100 ? "" : new string([.. typed.Where(c => !char.IsWhiteSpace(c) && c != '-').Select(char.ToLowerInvariant)]);
}
