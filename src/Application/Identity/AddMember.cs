using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The operator lets an account work for an organisation, without a letter. Done twice, it is done.</summary>
/// <param name="Role">What they may do there, unless they may do more already.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record AddMember(AccountId Account, OrganisationId Organisation, OrganisationRole Role) : ICommand<OneOf<Done, NotFound>>;

internal sealed class AddMemberHandler(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, IRowLocks locks, IAuditLog log, IClock clock) : IRequestHandler<AddMember, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(AddMember request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(request.Account, cancellationToken) is null || !await register.ExistsAsync(request.Organisation, cancellationToken))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("members:" + request.Organisation, cancellationToken);
        var membership = await db.OrganisationMemberships.FindAsync([request.Account, request.Organisation], cancellationToken);
        if (membership is null)
        {
            db.OrganisationMemberships.Add(new OrganisationMembership(request.Account, request.Organisation, request.Role, clock.GetCurrentInstant()));
        }
        else
        {
            membership.Raise(request.Role);
        }

        await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = request.Account, Organisation = request.Organisation, Words = RoleWords.Of(request.Role) }, cancellationToken);

        return new Done();
    }
}
