using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>Who works for an organisation, for those who manage it.</summary>
[AllowedTo(Permission.ManageMembers)]
public sealed record ListMembers(OrganisationId Organisation) : IQuery<OneOf<MemberList, NotFound>>;

/// <param name="Members">Managers first, then by address.</param>
public sealed record MemberList(IReadOnlyList<MemberLine> Members);

/// <summary>
/// A member. Neither a name nor whether a password is chosen: whoever invites an address must not learn from the list whether
/// it had an account, nor whose.
/// </summary>
/// <param name="IsLastManager">Nobody would manage the organisation without them.</param>
/// <param name="IsSelf">It is whoever asks.</param>
public sealed record MemberLine(AccountId Account, string Email, OrganisationRole Role, Instant Since, bool IsLastManager, bool IsSelf);

internal sealed class ListMembersHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ICurrentActor currentActor) : IRequestHandler<ListMembers, OneOf<MemberList, NotFound>>
{
    public async Task<OneOf<MemberList, NotFound>> Handle(ListMembers request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageMembers, request.Organisation) || !await register.ExistsAsync(request.Organisation, cancellationToken))
        {
            return new NotFound();
        }

        var members = await db.OrganisationMemberships.AsNoTracking().Where(m => m.OrganisationId == request.Organisation).ToListAsync(cancellationToken);
        var addresses = await accounts.EmailsAsync(members.ConvertAll(m => m.AccountId), cancellationToken);
        var managers = members.Count(m => m.Role == OrganisationRole.Manager);
        return new MemberList(
        [
            .. members.Where(m => addresses.ContainsKey(m.AccountId))
                .OrderByDescending(m => m.Role == OrganisationRole.Manager).ThenBy(m => addresses[m.AccountId], StringComparer.OrdinalIgnoreCase)
                .Select(m => new MemberLine(m.AccountId, addresses[m.AccountId], m.Role, m.Since, managers == 1 && m.Role == OrganisationRole.Manager, m.AccountId == actor.Account)),
        ]);
    }
}
