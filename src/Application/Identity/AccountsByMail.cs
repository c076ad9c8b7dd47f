using System.Globalization;
using FluentValidation;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Identity;

/// <summary>Accounts reached by a letter to an address that someone typed: each address is written to a few times, then pauses.</summary>
internal sealed class AccountsByMail(IAccounts accounts, AccountLinks links, Tries tries, IOutbox outbox, IRowLocks locks)
{
    /// <summary>The account of an address that asks for a letter; null where it has none, or where it pauses: the answer is the same.</summary>
    public async Task<AccountId?> AskedAsync(EmailAddress email, TryLimit limit, CancellationToken cancellationToken)
    {
        var paused = await tries.ArePausedAsync(email, limit, cancellationToken);
        await tries.AddAsync(email, limit, cancellationToken);
        return await accounts.FindAsync(email, cancellationToken) is { } account && !paused ? account.Id : null;
    }

    /// <summary>The account of an address that is invited, made if it has none; null while the address pauses. Held until the transaction ends.</summary>
    public async Task<AccountId?> InvitedAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("account:" + email.Normalized, cancellationToken);
        if (await tries.ArePausedAsync(email, TryLimit.Invitation, cancellationToken))
        {
            return null;
        }

        await tries.AddAsync(email, TryLimit.Invitation, cancellationToken);
        return (await accounts.FindAsync(email, cancellationToken))?.Id ?? await accounts.AddAsync(email, null, isOperator: false, cancellationToken);
    }

    /// <summary>The number of the letter that says this was opened: it finds what it tells of among what they may do when it leaves.</summary>
    /// <param name="opened">An organisation, or the key of a territory.</param>
    public static int NumberOf(string opened) => int.Parse(Secrets.Hash(opened)[..7], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>A letter leaves with a link that works once, to choose another password.</summary>
    public void SendLink(AccountId account) => Send(account, AccountLink.ForgottenLife, 0);

    /// <summary>A letter leaves that says what was opened to them, with a link that works once, to choose a password.</summary>
    /// <param name="opened">An organisation, or the key of a territory.</param>
    public void SendInvitation(AccountId account, string opened) => Send(account, AccountLink.InvitationLife, NumberOf(opened));

    private void Send(AccountId account, Duration life, int number) => outbox.Add(MessageKind.AccountInvitation, links.Add(account, life).Id.Value, number);
}

/// <summary>The rule of an address that gets such a letter.</summary>
internal static class AccountAddressRule
{
    public static IRuleBuilderOptions<T, string?> AccountAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(email => EmailAddress.TryParse(email, out _)).WithMessage(AccountTexts.BadEmail);
}
