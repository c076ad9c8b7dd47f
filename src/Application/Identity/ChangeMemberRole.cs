using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// A manager gives a member another role: their open sessions and tokens have it at their next request. The last manager stays one,
/// unless the operator, who answers for all, says otherwise.
/// </summary>
[AllowedTo(Permission.ManageMembers)]
public sealed record ChangeMemberRole(OrganisationId Organisation, AccountId Account, OrganisationRole Role) : ICommand<OneOf<Done, LastManager, NotFound>>;

internal sealed class ChangeMemberRoleHandler(RepairNetDb db, IRowLocks locks, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<ChangeMemberRole, OneOf<Done, LastManager, NotFound>>
{
    public async Task<OneOf<Done, LastManager, NotFound>> Handle(ChangeMemberRole request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageMembers, request.Organisation))
        {
            return new NotFound();
        }

        // Two managers who demote each other at the same moment wait for each other: the second finds itself the last.
        await locks.HoldNameAsync("members:" + request.Organisation, cancellationToken);
        if (await db.OrganisationMemberships.SingleOrDefaultAsync(m => m.OrganisationId == request.Organisation && m.AccountId == request.Account, cancellationToken) is not { } membership)
        {
            return new NotFound();
        }

        if (membership.Role == request.Role)
        {
            return new Done();
        }

        if (membership.Role == OrganisationRole.Manager && !actor.IsOperator
            && !await db.OrganisationMemberships.AnyAsync(m => m.OrganisationId == request.Organisation && m.Role == OrganisationRole.Manager && m.AccountId != request.Account, cancellationToken))
        {
            return new LastManager();
        }

        membership.Become(request.Role);
        await log.WriteAsync(new AuditNote(AuditAct.RoleChanged) { AboutAccount = request.Account, Organisation = request.Organisation, Words = RoleWords.Of(request.Role) }, cancellationToken);
        return new Done();
    }
}
