using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity.Contract;

/// <summary>An account, without anything secret.</summary>
/// <param name="Email">As typed when the account was made.</param>
/// <param name="HasPassword">False until the owner used a one-time link.</param>
public sealed record AccountInfo(AccountId Id, string Email, string? DisplayName, bool IsOperator, bool HasPassword);

/// <summary>What a signed-in request needs to know of its account.</summary>
/// <param name="SecurityStamp">Changes with the password: sessions opened before it end.</param>
public sealed record AccountSession(Actor Actor, string Email, string? DisplayName, string SecurityStamp);

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

    /// <summary>Lets an account run the instance.</summary>
    Task MakeOperatorAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>Whether the password is that of the account. Takes as long without an account or a password.</summary>
    Task<bool> CheckPasswordAsync(AccountId? id, string password, CancellationToken cancellationToken);

    /// <summary>What is wrong with a password one would choose: French sentences, keys of texts; empty when it fits.</summary>
    IReadOnlyList<string> Weaknesses(string email, string password);

    /// <summary>Gives the account a password already found fit; ends the sessions opened before.</summary>
    Task SetPasswordAsync(AccountId id, string password, CancellationToken cancellationToken);
}
