using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The agents and mediators of one territory, for those who look after it.</summary>
/// <param name="Territory">Key of the territory.</param>
[AllowedTo(Permission.ReadTerritory)]
public sealed record ListAgents(string? Territory) : IQuery<OneOf<AgentList, NotFound>>;

/// <param name="Name">Of the territory.</param>
/// <param name="Agents">By address.</param>
/// <param name="MayName">The territory is of a size that has agents, and whoever asks may invite, change and take back.</param>
public sealed record AgentList(string Key, string Name, IReadOnlyList<AgentLine> Agents, bool MayName);

/// <summary>An agent. As in the list of members, neither a name nor whether a password is chosen.</summary>
/// <param name="IsSelf">It is whoever asks.</param>
/// <param name="IsLast">Nobody would be left to decide.</param>
public sealed record AgentLine(AccountId Account, string Email, TerritoryRole Role, Instant Since, bool IsSelf, bool IsLast);

internal sealed class ListAgentsHandler(RepairNetDb db, IAccounts accounts, ITerritories territories, ICurrentActor currentActor) : IRequestHandler<ListAgents, OneOf<AgentList, NotFound>>
{
    public async Task<OneOf<AgentList, NotFound>> Handle(ListAgents request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !index.LookedAfterBy(actor, Permission.ReadTerritory, territory))
        {
            return new NotFound();
        }

        var key = territory.ToString();
        var agents = await db.TerritoryMemberships.AsNoTracking().Where(m => m.Territory == key).ToListAsync(cancellationToken);
        var emails = await accounts.EmailsAsync(agents.ConvertAll(a => a.AccountId), cancellationToken);
        var editors = agents.Count(a => a.Role == TerritoryRole.Editor);
        return new AgentList(
            key,
            index.NameOf(territory) ?? key,
            [
                .. agents.Where(a => emails.ContainsKey(a.AccountId)).OrderBy(a => emails[a.AccountId], StringComparer.OrdinalIgnoreCase)
                    .Select(a => new AgentLine(a.AccountId, emails[a.AccountId], a.Role, a.Since, a.AccountId == actor.Account, a.Role == TerritoryRole.Editor && editors == 1)),
            ],
            TerritoryMembership.IsFor(territory) && index.MaySee(actor, Permission.NameAgents, territory));
    }
}
