using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>The operator lets an account work for an organisation, without a letter. Done twice, it is done.</summary>
/// <param name="AsManager">They may also change the organisation and its members.</param>
[AllowedTo(Caller.Operator)]
public sealed record AddMember(AccountId Account, OrganisationId Organisation, bool AsManager) : ICommand<OneOf<Done, NotFound>>;

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
            db.OrganisationMemberships.Add(new OrganisationMembership(request.Account, request.Organisation, request.AsManager ? OrganisationRole.Manager : OrganisationRole.Member, clock.GetCurrentInstant()));
        }
        else if (request.AsManager)
        {
            membership.BecomeManager();
        }

        await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = request.Account, Organisation = request.Organisation, Words = Memberships.Words(request.AsManager) }, cancellationToken);

        return new Done();
    }
}
