using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Where ProConnect says that someone works, and the right that goes with it, in the current transaction.</summary>
internal sealed class Employers(RepairNetDb db, ITerritories territories, IRowLocks locks, IAuditLog log, IClock clock)
{
    /// <summary>Key of the commune or EPCI whose SIREN is that of the establishment; null where it is neither.</summary>
    public async Task<string?> TerritoryOfAsync(string siret, CancellationToken cancellationToken) =>
        (await territories.GetAsync(cancellationToken)).WithSiren(Siret.SirenOf(siret))?.ToString();

    /// <summary>
    /// Notes where they work now. Elsewhere than before: the right in the territory they left goes, whoever gave it, and they read
    /// in the one they came to. The same as before: nothing, so that a right that an agent took back stays taken back.
    /// </summary>
    /// <param name="territory">Of <see cref="TerritoryOfAsync"/>.</param>
    /// <param name="givesRight">Whether coming there gives the right to read.</param>
    public async Task NoteAsync(ProConnectLink link, string? territory, bool givesRight, CancellationToken cancellationToken)
    {
        var isNew = territory is not null && territory != link.Territory;
        if (link.WorkFor(territory) is { } left)
        {
            await TakeAsync(link.AccountId, left, onlyReading: false, cancellationToken);
        }

        if (!isNew || !givesRight)
        {
            return;
        }

        await locks.HoldNameAsync("agents:" + territory, cancellationToken);
        if (await db.TerritoryMemberships.FindAsync([link.AccountId, territory!], cancellationToken) is null)
        {
            // The least there is: a number of an employer tells nothing of what someone decides there.
            db.TerritoryMemberships.Add(new TerritoryMembership(link.AccountId, territory!, TerritoryRole.Reader, clock.GetCurrentInstant()));
            link.NoteRight();
            await log.WriteAsync(new AuditNote(AuditAct.AgentNamed) { By = link.AccountId, AboutAccount = link.AccountId, Territory = territory, Words = RoleWords.Of(TerritoryRole.Reader) }, cancellationToken);
        }
    }

    /// <summary>Takes the right in a territory away.</summary>
    /// <param name="onlyReading">Only where it is no more than reading.</param>
    public async Task TakeAsync(AccountId account, string territory, bool onlyReading, CancellationToken cancellationToken)
    {
        await locks.HoldNameAsync("agents:" + territory, cancellationToken);
        if (await db.TerritoryMemberships.FindAsync([account, territory], cancellationToken) is { } membership && (!onlyReading || membership.Role == TerritoryRole.Reader))
        {
            db.TerritoryMemberships.Remove(membership);
            await log.WriteAsync(new AuditNote(AuditAct.AgentDismissed) { By = account, AboutAccount = account, Territory = territory }, cancellationToken);
        }
    }
}
