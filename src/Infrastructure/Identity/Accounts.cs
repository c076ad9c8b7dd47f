using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Territories;

namespace RepairNet.Infrastructure.Identity;

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
        var territories = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == id).Select(m => new { m.Territory, m.Role }).ToListAsync(cancellationToken);
        return new AccountSession(
            new Actor(
                id,
                account.IsOperator,
                organisations.ToDictionary(m => m.OrganisationId, m => m.Role),
                territories.ToDictionary(m => TerritoryKey.From(m.Territory), m => m.Role)),
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

    public Task<AccountDates?> DatesAsync(AccountId id, CancellationToken cancellationToken) =>
        db.Set<Account>().AsNoTracking().Where(a => a.Id == id.Value).Select(a => new AccountDates(a.CreatedAt, a.LastSeenAt)).SingleOrDefaultAsync(cancellationToken);

    public Task NoteSeenAsync(AccountId id, Instant now, CancellationToken cancellationToken)
    {
        var yesterday = now - Duration.FromDays(1);
        return db.Set<Account>().Where(a => a.Id == id.Value && (a.LastSeenAt == null || a.LastSeenAt <= yesterday || a.IdleWarnedAt != null))
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.LastSeenAt, now).SetProperty(x => x.IdleWarnedAt, (Instant?)null), cancellationToken);
    }

    public async Task<IReadOnlyList<IdleAccount>> IdleAsync(Instant warnBefore, Instant removeBefore, Instant warnedBefore, IReadOnlyCollection<AccountId> except, int atMost, CancellationToken cancellationToken)
    {
        var inUse = except.Select(id => id.Value).ToList();
        var operators = await db.Set<Account>().Where(a => a.IsOperator).OrderByDescending(a => a.LastSeenAt ?? a.CreatedAt).Select(a => a.Id).Take(1).ToListAsync(cancellationToken);
        var idle = await db.Set<Account>().AsNoTracking()
            .Where(a => !inUse.Contains(a.Id) && !operators.Contains(a.Id)
                && ((a.IdleWarnedAt == null && (a.LastSeenAt ?? a.CreatedAt) < warnBefore) || (a.IdleWarnedAt <= warnedBefore && (a.LastSeenAt ?? a.CreatedAt) < removeBefore)))
            .OrderBy(a => a.LastSeenAt ?? a.CreatedAt)
            .Select(a => new { a.Id, SeenAt = a.LastSeenAt ?? a.CreatedAt, a.IdleWarnedAt })
            .Take(atMost).ToListAsync(cancellationToken);
        return idle.ConvertAll(a => new IdleAccount(AccountId.From(a.Id), a.SeenAt, a.IdleWarnedAt));
    }

    public Task NoteWarnedAsync(AccountId id, Instant now, CancellationToken cancellationToken) =>
        db.Set<Account>().Where(a => a.Id == id.Value).ExecuteUpdateAsync(a => a.SetProperty(x => x.IdleWarnedAt, (Instant?)now), cancellationToken);

    public async Task<bool> IsLastOperatorAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Set<Account>().AnyAsync(a => a.Id == id.Value && a.IsOperator, cancellationToken)
        && !await db.Set<Account>().AnyAsync(a => a.Id != id.Value && a.IsOperator, cancellationToken);

    public Task DeleteAsync(AccountId id, CancellationToken cancellationToken) =>
        db.Set<Account>().Where(a => a.Id == id.Value).ExecuteDeleteAsync(cancellationToken);

    public async Task MakeOperatorAsync(AccountId id, CancellationToken cancellationToken)
    {
        var account = await GetAsync(id, cancellationToken);
        account.IsOperator = true;
        Check(await users.UpdateSecurityStampAsync(account));
    }

    public async Task<bool> WithdrawOperatorAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Set<Account>().Where(a => a.Id == id.Value && a.IsOperator).ExecuteUpdateAsync(a => a.SetProperty(x => x.IsOperator, false), cancellationToken) > 0;

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
    private static string Composed(string password) => NormalForm.Of(password, NormalizationForm.FormKC);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("The account was refused: " + string.Join(", ", result.Errors.Select(e => e.Code)));
        }
    }
}
