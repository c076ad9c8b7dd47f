using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>
/// An agent gives a colleague or a mediator another role: their open sessions and tokens have it at their next request. The last one
/// who decides stays, unless the operator or an agent of a territory around says otherwise.
/// </summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.NameAgents)]
public sealed record ChangeAgentRole(string? Territory, AccountId Account, TerritoryRole Role) : ICommand<OneOf<Done, LastAgent, NotFound>>;

internal sealed class ChangeAgentRoleHandler(RepairNetDb db, ITerritories territories, IRowLocks locks, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<ChangeAgentRole, OneOf<Done, LastAgent, NotFound>>
{
    public async Task<OneOf<Done, LastAgent, NotFound>> Handle(ChangeAgentRole request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (!TerritoryKey.TryParse(request.Territory, out var asked))
        {
            return new NotFound();
        }

        var territory = index.Today(asked) ?? asked;
        if (!index.LookedAfterBy(actor, Permission.NameAgents, territory))
        {
            return new NotFound();
        }

        // A right given for a commune that was merged since stays under the key of then.
        var given = asked.ToString();
        var key = await db.TerritoryMemberships.AnyAsync(m => m.AccountId == request.Account && m.Territory == given, cancellationToken) ? given : territory.ToString();

        // Two agents who demote each other at the same moment wait for each other: the second finds itself the last.
        await locks.HoldNameAsync("agents:" + key, cancellationToken);
        if (await db.TerritoryMemberships.SingleOrDefaultAsync(m => m.AccountId == request.Account && m.Territory == key, cancellationToken) is not { } membership)
        {
            return new NotFound();
        }

        if (membership.Role == request.Role)
        {
            return new Done();
        }

        var fromAround = actor.IsOperator || actor.TerritoriesWith(Permission.NameAgents).Any(own => own != territory && index.Holds(own, territory));
        if (membership.Role == TerritoryRole.Editor && !fromAround
            && !await db.TerritoryMemberships.AnyAsync(m => m.Territory == key && m.Role == TerritoryRole.Editor && m.AccountId != request.Account, cancellationToken))
        {
            return new LastAgent();
        }

        membership.Become(request.Role);
        await log.WriteAsync(new AuditNote(AuditAct.RoleChanged) { AboutAccount = request.Account, Territory = key, Words = RoleWords.Of(request.Role) }, cancellationToken);
        return new Done();
    }
}
