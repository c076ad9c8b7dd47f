using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Someone leaves and someone else takes over: all of it happens, or nothing. Where nobody would manage an organisation or decide for
/// a territory any more, who takes over does. Who has left already has left.
/// </summary>
/// <param name="Organisation">The organisation they leave, for those who manage it; null, for the operator, when they leave everything.</param>
/// <param name="To">Who takes over.</param>
[AllowedTo(Permission.ManageMembers)]
public sealed record HandOver(AccountId Account, OrganisationId? Organisation, AccountId? To) : ICommand<OneOf<Done, NotFound>>;

internal sealed class HandOverHandler(RepairNetDb db, IAccounts accounts, HandOvers handOvers, Operators operators, BrowserSessions sessions, IEnumerable<IOpenMatters> areas, IRowLocks locks, IAuditLog log, IClock clock) : IRequestHandler<HandOver, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(HandOver request, CancellationToken cancellationToken)
    {
        var leaving = new Leaving(request.Account, request.Organisation);
        if (!await handOvers.MayAsync(leaving, cancellationToken))
        {
            return new NotFound();
        }

        if (leaving.LeavesAll)
        {
            await operators.HoldAsync(cancellationToken);
        }

        // Whoever changes the members of one of these organisations, or the agents of one of these territories, meanwhile waits; read again once they are held.
        foreach (var organisation in (await handOvers.MembershipsAsync(leaving, cancellationToken)).Select(m => m.OrganisationId).OrderBy(id => id.Value))
        {
            await locks.HoldNameAsync("members:" + organisation, cancellationToken);
        }

        foreach (var territory in (await handOvers.TerritoriesAsync(leaving, cancellationToken)).Select(m => m.Territory).Order(StringComparer.Ordinal))
        {
            await locks.HoldNameAsync("agents:" + territory, cancellationToken);
        }

        db.ChangeTracker.Clear();
        var memberships = await handOvers.MembershipsAsync(leaving, cancellationToken);
        var territories = await handOvers.TerritoriesAsync(leaving, cancellationToken);
        if (await accounts.FindAsync(request.Account, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        if (memberships.Count == 0 && territories.Count == 0 && !(leaving.LeavesAll && account.IsOperator))
        {
            return new Done();
        }

        if (request.To is not { } to || !(await handOvers.CandidatesAsync(leaving, cancellationToken)).Contains(to))
        {
            throw new InvalidRequestException("to", "Choisissez qui prend la suite.");
        }

        foreach (var orphan in await handOvers.OrphansAsync(memberships, cancellationToken))
        {
            if (await db.OrganisationMemberships.FindAsync([to, orphan], cancellationToken) is { } membership)
            {
                membership.Become(OrganisationRole.Manager);
            }
            else
            {
                db.OrganisationMemberships.Add(new OrganisationMembership(to, orphan, OrganisationRole.Manager, clock.GetCurrentInstant()));
            }

            await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = to, Organisation = orphan, Words = RoleWords.Of(OrganisationRole.Manager) }, cancellationToken);
        }

        foreach (var orphan in await handOvers.OrphansAsync(territories, cancellationToken))
        {
            var agent = await db.TerritoryMemberships.FindAsync([to, orphan], cancellationToken);
            if (agent is null)
            {
                db.TerritoryMemberships.Add(new TerritoryMembership(to, orphan, TerritoryRole.Editor, clock.GetCurrentInstant()));
            }
            else
            {
                agent.Become(TerritoryRole.Editor);
            }

            await log.WriteAsync(new AuditNote(agent is null ? AuditAct.AgentNamed : AuditAct.RoleChanged) { AboutAccount = to, Territory = orphan, Words = RoleWords.Of(TerritoryRole.Editor) }, cancellationToken);
        }

        foreach (var area in areas)
        {
            await area.HandOverAsync(leaving, to, cancellationToken);
        }

        db.OrganisationMemberships.RemoveRange(memberships);
        foreach (var membership in memberships)
        {
            await log.WriteAsync(new AuditNote(AuditAct.MemberRemoved) { AboutAccount = request.Account, Organisation = membership.OrganisationId }, cancellationToken);
        }

        if (leaving.LeavesAll)
        {
            if (!await operators.TryWithdrawAsync(request.Account, cancellationToken))
            {
                throw new InvalidRequestException("to", LastOperator.Said);
            }

            db.TerritoryMemberships.RemoveRange(territories);
            foreach (var membership in territories)
            {
                await log.WriteAsync(new AuditNote(AuditAct.AgentDismissed) { AboutAccount = request.Account, Territory = membership.Territory }, cancellationToken);
            }

            await sessions.EndAsync(request.Account, but: null, cancellationToken);
        }

        await log.WriteAsync(new AuditNote(AuditAct.HandedOver) { AboutAccount = request.Account, AboutId = to.Value, Organisation = request.Organisation }, cancellationToken);
        return new Done();
    }
}
