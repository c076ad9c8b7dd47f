using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Identity;

/// <summary>What would happen if someone left, and who could take over. Changes nothing.</summary>
/// <param name="Organisation">The organisation they leave, for those who manage it; null, for the operator, when they leave everything.</param>
[AllowedTo(Permission.ManageMembers)]
public sealed record PreviewHandOver(AccountId Account, OrganisationId? Organisation) : IQuery<OneOf<HandOverPreview, NotFound>>;

/// <param name="Email">Address of who leaves.</param>
/// <param name="Memberships">Names of the organisations they leave.</param>
/// <param name="Territories">How many territories they are no longer an agent of.</param>
/// <param name="EndsOperator">They no longer run the instance.</param>
/// <param name="Matters">What becomes of the rest.</param>
/// <param name="NeedsManager">Nobody would manage one of the organisations: who takes over will.</param>
/// <param name="NeedsEditor">Nobody would decide for one of the territories: who takes over will.</param>
/// <param name="Candidates">Who may take over, by address.</param>
public sealed record HandOverPreview(
    string Email, IReadOnlyList<string> Memberships, int Territories, bool EndsOperator, IReadOnlyList<OpenMatter> Matters, bool NeedsManager, bool NeedsEditor, IReadOnlyList<HandOverCandidate> Candidates);

public sealed record HandOverCandidate(AccountId Account, string Email);

internal sealed class PreviewHandOverHandler(IAccounts accounts, IOrganisationRegister register, HandOvers handOvers, IEnumerable<IOpenMatters> areas) : IRequestHandler<PreviewHandOver, OneOf<HandOverPreview, NotFound>>
{
    public async Task<OneOf<HandOverPreview, NotFound>> Handle(PreviewHandOver request, CancellationToken cancellationToken)
    {
        var leaving = new Leaving(request.Account, request.Organisation);
        if (!await handOvers.MayAsync(leaving, cancellationToken) || await accounts.FindAsync(request.Account, cancellationToken) is not { } account)
        {
            return new NotFound();
        }

        var memberships = await handOvers.MembershipsAsync(leaving, cancellationToken);
        if (memberships.Count == 0 && !leaving.LeavesAll)
        {
            return new NotFound();
        }

        var territories = await handOvers.TerritoriesAsync(leaving, cancellationToken);
        var names = await register.NamesAsync([.. memberships.Select(m => m.OrganisationId)], cancellationToken);
        var matters = new List<OpenMatter>();
        foreach (var area in areas)
        {
            matters.AddRange(await area.FindAsync(leaving, cancellationToken));
        }

        var candidates = (await handOvers.CandidatesAsync(leaving, cancellationToken)).ToList();
        var emails = await accounts.EmailsAsync(candidates, cancellationToken);
        return new HandOverPreview(
            account.Email,
            [.. names.Values.Order(StringComparer.OrdinalIgnoreCase)],
            territories.Count,
            leaving.LeavesAll && account.IsOperator,
            matters,
            (await handOvers.OrphansAsync(memberships, cancellationToken)).Count > 0,
            (await handOvers.OrphansAsync(territories, cancellationToken)).Count > 0,
            [.. emails.OrderBy(e => e.Value, StringComparer.OrdinalIgnoreCase).Select(e => new HandOverCandidate(e.Key, e.Value))]);
    }
}
