using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>What the preview of a hand-over and the hand-over itself both ask.</summary>
internal sealed class HandOvers(RepairNetDb db, IAccounts accounts, ICurrentActor currentActor)
{
    /// <summary>Whether whoever asks may let this person leave: who manages the organisation they leave, or the operator.</summary>
    public async Task<bool> MayAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        return leaving.Organisation is not { } organisation
            ? actor.IsOperator
            : actor.Acts(Permission.ManageMembers, organisation);
    }

    /// <summary>The memberships that end.</summary>
    public Task<List<OrganisationMembership>> MembershipsAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        var memberships = db.OrganisationMemberships.Where(m => m.AccountId == leaving.Account);
        return (leaving.Organisation is { } organisation ? memberships.Where(m => m.OrganisationId == organisation) : memberships).ToListAsync(cancellationToken);
    }

    /// <summary>The territories they act for no more: all of theirs where they leave everything.</summary>
    public async Task<IReadOnlyList<TerritoryMembership>> TerritoriesAsync(Leaving leaving, CancellationToken cancellationToken) =>
        leaving.LeavesAll ? await db.TerritoryMemberships.Where(m => m.AccountId == leaving.Account).ToListAsync(cancellationToken) : [];

    /// <summary>Who may take over: the other members of what they leave; where they leave everything, also the agents of the same territories and, where they run the instance, the others who do.</summary>
    public async Task<IReadOnlyCollection<AccountId>> CandidatesAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        var organisations = (await MembershipsAsync(leaving, cancellationToken)).ConvertAll(m => m.OrganisationId);
        var members = await db.OrganisationMemberships.Where(m => organisations.Contains(m.OrganisationId) && m.AccountId != leaving.Account).Select(m => m.AccountId).Distinct().ToListAsync(cancellationToken);
        if (!leaving.LeavesAll)
        {
            return members;
        }

        var agents = await db.TerritoryMemberships
            .Where(m => m.AccountId != leaving.Account && db.TerritoryMemberships.Any(own => own.AccountId == leaving.Account && own.Territory == m.Territory))
            .Select(m => m.AccountId).Distinct().ToListAsync(cancellationToken);
        var operators = (await accounts.OperatorsAsync(cancellationToken)).Select(o => o.Id).ToList();
        return [.. members.Union(agents).Union(operators.Contains(leaving.Account) ? operators.Where(o => o != leaving.Account) : [])];
    }

    /// <summary>Those organisations that nobody would manage any more.</summary>
    public async Task<IReadOnlyList<OrganisationId>> OrphansAsync(IReadOnlyCollection<OrganisationMembership> leaving, CancellationToken cancellationToken)
    {
        OrganisationId[] managed = [.. leaving.Where(m => m.Role == OrganisationRole.Manager).Select(m => m.OrganisationId)];
        AccountId[] leavers = [.. leaving.Select(m => m.AccountId).Distinct()];
        var kept = await db.OrganisationMemberships
            .Where(m => managed.Contains(m.OrganisationId) && m.Role == OrganisationRole.Manager && !leavers.Contains(m.AccountId)).Select(m => m.OrganisationId).ToListAsync(cancellationToken);
        return [.. managed.Except(kept)];
    }

    /// <summary>Keys of those territories for which nobody would decide any more.</summary>
    public async Task<IReadOnlyList<string>> OrphansAsync(IReadOnlyCollection<TerritoryMembership> leaving, CancellationToken cancellationToken)
    {
        string[] decided = [.. leaving.Where(m => m.Role == TerritoryRole.Editor).Select(m => m.Territory)];
        AccountId[] leavers = [.. leaving.Select(m => m.AccountId).Distinct()];
        var kept = await db.TerritoryMemberships
            .Where(m => decided.Contains(m.Territory) && m.Role == TerritoryRole.Editor && !leavers.Contains(m.AccountId)).Select(m => m.Territory).ToListAsync(cancellationToken);
        return [.. decided.Except(kept, StringComparer.Ordinal)];
    }
}
