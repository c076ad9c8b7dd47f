using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// An agent takes a colleague's right, or an invitation, back: their open sessions and tokens lose it at their next request. The last
/// one who decides stays, unless the operator or an agent of a territory around takes them away.
/// </summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.NameAgents)]
public sealed record WithdrawAgent(string? Territory, AccountId Account) : ICommand<OneOf<Done, LastAgent, NotFound>>;

/// <summary>Nobody would decide for the territory any more.</summary>
public sealed record LastAgent : IRefusal;

internal sealed class WithdrawAgentHandler(RepairNetDb db, ITerritories territories, IRowLocks locks, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<WithdrawAgent, OneOf<Done, LastAgent, NotFound>>
{
    public async Task<OneOf<Done, LastAgent, NotFound>> Handle(WithdrawAgent request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(actor, Permission.NameAgents, territory))
        {
            return new NotFound();
        }

        // Two agents who take each other away at the same moment wait for each other: the second finds itself the last.
        var key = territory.ToString();
        await locks.HoldNameAsync("agents:" + key, cancellationToken);
        if (await db.TerritoryMemberships.FindAsync([request.Account, key], cancellationToken) is not { } membership)
        {
            return new NotFound();
        }

        var fromAround = actor.IsOperator || actor.TerritoriesWith(Permission.NameAgents).Any(own => own != territory && index.Holds(own, territory));
        if (membership.Role == TerritoryRole.Editor && !fromAround && !await db.TerritoryMemberships.AnyAsync(m => m.Territory == key && m.Role == TerritoryRole.Editor && m.AccountId != request.Account, cancellationToken))
        {
            return new LastAgent();
        }

        db.TerritoryMemberships.Remove(membership);
        await log.WriteAsync(new AuditNote(AuditAct.AgentDismissed) { AboutAccount = request.Account, Territory = key }, cancellationToken);
        return new Done();
    }
}
