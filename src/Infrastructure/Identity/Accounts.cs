using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Infrastructure.Identity;

/// <summary>Identity's store over whichever database the instance has.</summary>
internal sealed class AccountStore(RepairNetDb db, IdentityErrorDescriber? describer = null) : UserOnlyStore<Account, RepairNetDb, Guid>(db, describer);

internal sealed class Accounts(RepairNetDb db, UserManager<Account> users, IPasswordHasher<Account> hasher, PasswordRules rules, IClock clock) : IAccounts
{
    private static string? _hashOfNobody;

    public Task<AccountInfo?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        Infos(db.Set<Account>().Where(a => a.Id == id.Value)).SingleOrDefaultAsync(cancellationToken);

    public Task<AccountInfo?> FindAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var normalized = users.NormalizeEmail(email.Value);
        return Infos(db.Set<Account>().Where(a => a.NormalizedEmail == normalized)).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<AccountInfo>> ListAsync(string? like, int skip, int take, CancellationToken cancellationToken)
    {
        var accounts = db.Set<Account>().AsQueryable();
        if (!string.IsNullOrWhiteSpace(like))
        {
            var part = like.Trim().ToUpperInvariant();
            accounts = accounts.Where(a => a.NormalizedEmail!.Contains(part));
        }

        return await Infos(accounts.OrderBy(a => a.NormalizedEmail).Skip(skip).Take(take)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<AccountId, string>> EmailsAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancellationToken)
    {
        var values = ids.Select(id => id.Value).ToList();
        return await db.Set<Account>().AsNoTracking().Where(a => values.Contains(a.Id)).ToDictionaryAsync(a => AccountId.From(a.Id), a => a.Email!, cancellationToken);
    }

    public async Task<IReadOnlyList<AccountInfo>> OperatorsAsync(CancellationToken cancellationToken) =>
        await Infos(db.Set<Account>().Where(a => a.IsOperator).OrderBy(a => a.NormalizedEmail)).ToListAsync(cancellationToken);

    public Task<int> CountAsync(CancellationToken cancellationToken) => db.Set<Account>().CountAsync(cancellationToken);

    public async Task<AccountSession?> OpenSessionAsync(AccountId id, CancellationToken cancellationToken)
    {
        var account = await db.Set<Account>().AsNoTracking()
            .Where(a => a.Id == id.Value)
            .Select(a => new { a.Email, a.DisplayName, a.IsOperator, a.SecurityStamp })
            .SingleOrDefaultAsync(cancellationToken);
        if (account is null)
        {
            return null;
        }

        var organisations = await db.OrganisationMemberships.AsNoTracking()
            .Where(m => m.AccountId == id)
            .Select(m => new { m.OrganisationId, m.Role })
            .ToListAsync(cancellationToken);
        var territories = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == id).Select(m => m.Territory).ToListAsync(cancellationToken);
        return new AccountSession(
            new Actor(
                id,
                account.IsOperator,
                organisations.Select(m => m.OrganisationId).ToHashSet(),
                organisations.Where(m => m.Role == OrganisationRole.Manager).Select(m => m.OrganisationId).ToHashSet(),
                territories.Select(TerritoryKey.From).ToHashSet()),
            account.Email!,
            account.DisplayName,
            account.SecurityStamp!);
    }

    public async Task<AccountId> AddAsync(EmailAddress email, string? displayName, bool isOperator, CancellationToken cancellationToken)
    {
        var id = AccountId.New();
        var account = new Account
        {
            Id = id.Value,
            UserName = email.Value,
            Email = email.Value,
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? null : displayName,
            IsOperator = isOperator,
            CreatedAt = clock.GetCurrentInstant(),
        };
        Check(await users.CreateAsync(account));
        return id;
    }

    public async Task MakeOperatorAsync(AccountId id, CancellationToken cancellationToken)
    {
        var account = await GetAsync(id, cancellationToken);
        account.IsOperator = true;
        Check(await users.UpdateSecurityStampAsync(account));
    }

    public async Task<bool> CheckPasswordAsync(AccountId? id, string password, CancellationToken cancellationToken)
    {
        var hash = id is { } known
            ? await db.Set<Account>().Where(a => a.Id == known.Value).Select(a => a.PasswordHash).SingleOrDefaultAsync(cancellationToken)
            : null;

        // Without a hash to compare, one of nobody's is compared: the delay must not tell who has an account.
        var nobody = new Account();
        _hashOfNobody ??= hasher.HashPassword(nobody, "personne");
        var answer = hasher.VerifyHashedPassword(nobody, hash ?? _hashOfNobody, Composed(password));
        return hash is not null && answer != PasswordVerificationResult.Failed;
    }

    public IReadOnlyList<string> Weaknesses(string email, string password) => rules.Weaknesses(email, Composed(password));

    public async Task SetPasswordAsync(AccountId id, string password, CancellationToken cancellationToken)
    {
        var account = await GetAsync(id, cancellationToken);
        account.PasswordHash = hasher.HashPassword(account, Composed(password));
        account.EmailConfirmed = true;
        Check(await users.UpdateSecurityStampAsync(account));
    }

    private async Task<Account> GetAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Set<Account>().SingleAsync(a => a.Id == id.Value, cancellationToken);

    private static IQueryable<AccountInfo> Infos(IQueryable<Account> accounts) =>
        accounts.AsNoTracking().Select(a => new AccountInfo(AccountId.From(a.Id), a.Email!, a.DisplayName, a.IsOperator, a.PasswordHash != null));

    /// <summary>« é » is one sign on some keyboards and two on others: both are the same password.</summary>
    private static string Composed(string password) => password.IsNormalized(NormalizationForm.FormKC) ? password : password.Normalize(NormalizationForm.FormKC);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("The account was refused: " + string.Join(", ", result.Errors.Select(e => e.Code)));
        }
    }
}
