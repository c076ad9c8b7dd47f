using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Privacy;

/// <summary>
/// Removes an account and all that is its own. What it did stays, under a number that leads to nobody any more. In the current
/// transaction.
/// </summary>
internal sealed class AccountEraser(RepairNetDb db, IAccounts accounts, IPersonHelp help, IRowLocks locks, IAuditLog log)
{
    /// <summary>What nobody else would look after: names of the organisations and territories, or « operator ». Whoever joins or leaves meanwhile waits.</summary>
    public async Task<bool> IsNeededAsync(AccountId account, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync(IAccounts.Turn, cancellationToken);
        var managed = await db.OrganisationMemberships.AsNoTracking().Where(m => m.AccountId == account && m.Role == OrganisationRole.Manager).Select(m => m.OrganisationId).ToListAsync(cancellationToken);
        foreach (var organisation in managed.OrderBy(id => id.Value))
        {
            await locks.HoldNameAsync("members:" + organisation, cancellationToken);
            if (!await db.OrganisationMemberships.AnyAsync(m => m.OrganisationId == organisation && m.Role == OrganisationRole.Manager && m.AccountId != account, cancellationToken))
            {
                return true;
            }
        }

        var edited = await db.TerritoryMemberships.AsNoTracking().Where(m => m.AccountId == account && m.Role == TerritoryRole.Editor).Select(m => m.Territory).ToListAsync(cancellationToken);
        foreach (var territory in edited.Order(StringComparer.Ordinal))
        {
            await locks.HoldNameAsync("agents:" + territory, cancellationToken);
            if (!await db.TerritoryMemberships.AnyAsync(m => m.Territory == territory && m.Role == TerritoryRole.Editor && m.AccountId != account, cancellationToken))
            {
                return true;
            }
        }

        return await accounts.IsLastOperatorAsync(account, cancellationToken);
    }

    public async Task EraseAsync(AccountId account, CancellationToken cancellationToken)
    {
        await log.WriteAsync(new AuditNote(AuditAct.AccountErased) { AboutAccount = account }, cancellationToken);
        await LeaveAnswersAsync(account, cancellationToken);
        await db.OrganisationMemberships.Where(m => m.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.TerritoryMemberships.Where(m => m.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.ApiTokens.Where(t => t.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.AccountLinks.Where(l => l.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.SignInLinks.Where(l => l.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.SecondFactors.Where(f => f.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(c => c.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.Passkeys.Where(p => p.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.ProConnectLinks.Where(l => l.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.BrowserSessions.Where(s => s.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.CalendarFeeds.Where(f => f.OwnerId == account).ExecuteDeleteAsync(cancellationToken);
        await db.SavedViews.Where(v => v.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.MediatedEnrolments.Where(m => m.AskedBy == account).ExecuteDeleteAsync(cancellationToken);
        await accounts.DeleteAsync(account, cancellationToken);
    }

    /// <summary>Letters about what they answered for a workshop without an address of its own go to them no more.</summary>
    private async Task LeaveAnswersAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse((await accounts.FindAsync(account, cancellationToken))?.Email, out var email))
        {
            await help.EraseThreadsAsync(await help.Threads(email).AsNoTracking().Where(t => t.OrganisationId != null).Select(t => t.Id).ToListAsync(cancellationToken), cancellationToken);
        }
    }
}
