using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// Someone no longer works for an organisation. Their open sessions and their tokens lose it at their next request. A manager
/// never takes away the last one, themself included; the operator, who answers for all, may.
/// </summary>
[AllowedTo(Permission.ManageMembers)]
public sealed record RemoveMember(OrganisationId Organisation, AccountId Account) : ICommand<OneOf<Done, LastManager, NotFound>>;

/// <summary>Nobody would manage the organisation any more.</summary>
public sealed record LastManager : IRefusal;

internal sealed class RemoveMemberHandler(RepairNetDb db, IRowLocks locks, IAuditLog log, ICurrentActor currentActor) : IRequestHandler<RemoveMember, OneOf<Done, LastManager, NotFound>>
{
    public async Task<OneOf<Done, LastManager, NotFound>> Handle(RemoveMember request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageMembers, request.Organisation))
        {
            return new NotFound();
        }

        // Two managers who take each other away at the same moment wait for each other: the second finds itself the last.
        await locks.HoldNameAsync("members:" + request.Organisation, cancellationToken);
        if (await db.OrganisationMemberships.SingleOrDefaultAsync(m => m.OrganisationId == request.Organisation && m.AccountId == request.Account, cancellationToken) is not { } membership)
        {
            return new NotFound();
        }

        if (membership.Role == OrganisationRole.Manager && !actor.IsOperator
            && !await db.OrganisationMemberships.AnyAsync(m => m.OrganisationId == request.Organisation && m.Role == OrganisationRole.Manager && m.AccountId != request.Account, cancellationToken))
        {
            return new LastManager();
        }

        db.OrganisationMemberships.Remove(membership);
        await log.WriteAsync(new AuditNote(AuditAct.MemberRemoved) { AboutAccount = request.Account, Organisation = request.Organisation }, cancellationToken);
        return new Done();
    }
}
