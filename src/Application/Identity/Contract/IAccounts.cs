using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>An account, without anything secret.</summary>
/// <param name="Email">As typed when the account was made.</param>
/// <param name="HasPassword">False until the owner used a one-time link.</param>
public sealed record AccountInfo(AccountId Id, string Email, string? DisplayName, bool IsOperator, bool HasPassword);

/// <summary>What a signed-in request needs to know of its account.</summary>
/// <param name="SecurityStamp">Changes with the password: sessions opened before it end.</param>
public sealed record AccountSession(Actor Actor, string Email, string? DisplayName, string SecurityStamp);

/// <summary>An account that nobody uses.</summary>
/// <param name="SeenAt">When it was last used, or made.</param>
/// <param name="WarnedAt">When its owner was warned; null while they were not.</param>
public sealed record IdleAccount(AccountId Id, Instant SeenAt, Instant? WarnedAt);

/// <summary>When an account was made and last used.</summary>
public sealed record AccountDates(Instant CreatedAt, Instant? SeenAt);

/// <summary>People's accounts and their passwords. Writing takes part in the transaction of the command.</summary>
public interface IAccounts
{
    Task<AccountInfo?> FindAsync(AccountId id, CancellationToken cancellationToken);

    Task<AccountInfo?> FindAsync(EmailAddress email, CancellationToken cancellationToken);

    /// <summary>Accounts in the order of their addresses.</summary>
    /// <param name="like">Part of an address; null for all.</param>
    Task<IReadOnlyList<AccountInfo>> ListAsync(string? like, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Addresses of those that exist.</summary>
    Task<IReadOnlyDictionary<AccountId, string>> EmailsAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancellationToken);

    /// <summary>Those who run the instance.</summary>
    Task<IReadOnlyList<AccountInfo>> OperatorsAsync(CancellationToken cancellationToken);

    /// <summary>How many accounts there are.</summary>
    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>Who an account is now, memberships included; null when there is no such account.</summary>
    Task<AccountSession?> OpenSessionAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Makes an account that has no password yet.</summary>
    Task<AccountId> AddAsync(EmailAddress email, string? displayName, bool isOperator, CancellationToken cancellationToken);

    /// <summary>When an account was made and last used; null when there is no such account.</summary>
    Task<AccountDates?> DatesAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Someone used it: written down once a day at most.</summary>
    Task NoteSeenAsync(AccountId id, Instant now, CancellationToken cancellationToken);

    /// <summary>
    /// Accounts that nobody uses: those to warn, and those to remove, warned long enough ago. Never the last that runs the instance.
    /// </summary>
    /// <param name="warnBefore">Last used before this, an account is to be warned.</param>
    /// <param name="removeBefore">Last used before this, it is to be removed.</param>
    /// <param name="warnedBefore">If it was warned before this.</param>
    /// <param name="except">Those that are in use otherwise.</param>
    Task<IReadOnlyList<IdleAccount>> IdleAsync(Instant warnBefore, Instant removeBefore, Instant warnedBefore, IReadOnlyCollection<AccountId> except, int atMost, CancellationToken cancellationToken);

    /// <summary>Its owner was warned that it will go.</summary>
    Task NoteWarnedAsync(AccountId id, Instant now, CancellationToken cancellationToken);

    /// <summary>Name of the turn that whoever takes away an account, or its right to run the instance, waits for: of the last two, one stays.</summary>
    const string Turn = "accounts";

    /// <summary>Whether nobody else runs the instance. Asked in one's <see cref="Turn"/>.</summary>
    Task<bool> IsLastOperatorAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Removes an account; what is its own in other tables is removed before.</summary>
    Task DeleteAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Lets an account run the instance.</summary>
    Task MakeOperatorAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>An account no longer runs the instance: its open sessions and its tokens lose it at their next request.</summary>
    /// <returns>Whether it did.</returns>
    Task<bool> WithdrawOperatorAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Whether the password is that of the account. Takes as long without an account or a password.</summary>
    Task<bool> CheckPasswordAsync(AccountId? id, string password, CancellationToken cancellationToken);

    /// <summary>What is wrong with a password one would choose: French sentences, keys of texts; empty when it fits.</summary>
    IReadOnlyList<string> Weaknesses(string email, string password);

    /// <summary>Gives the account a password already found fit; ends the sessions opened before.</summary>
    Task SetPasswordAsync(AccountId id, string password, CancellationToken cancellationToken);
}
