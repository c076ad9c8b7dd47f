using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>
/// A manager lets someone work for the organisation: an account is made if the address has none, and a one-time link leaves by
/// e-mail. The answer is the same whether it had one or not. Invited again, a member gets another link, and
/// the role of the invitation when it lets them do more.
/// </summary>
/// <param name="Role">What they may do there.</param>
[AllowedTo(Permission.ManageMembers)]
public sealed record InviteMember(OrganisationId Organisation, string? Email, OrganisationRole Role) : ICommand<OneOf<MemberInvited, InvitedTooOften, NotFound>>;

public sealed record MemberInvited(AccountId Account);

/// <summary>Three letters left for this address within the hour: the next waits.</summary>
public sealed record InvitedTooOften : IRefusal;

internal sealed class InviteMemberValidator : AbstractValidator<InviteMember>
{
    public InviteMemberValidator() =>
        RuleFor(r => r.Email).AccountAddress();
}

internal sealed class InviteMemberHandler(
    RepairNetDb db, AccountsByMail accounts, IOrganisationRegister register, IRowLocks locks, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<InviteMember, OneOf<MemberInvited, InvitedTooOften, NotFound>>
{
    /// <summary>Nobody fills strangers' letter boxes in the name of an organisation.</summary>
    private const int MaxMembers = 200;

    public async Task<OneOf<MemberInvited, InvitedTooOften, NotFound>> Handle(InviteMember request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.ManageMembers, request.Organisation) || !await register.ExistsAsync(request.Organisation, cancellationToken))
        {
            return new NotFound();
        }

        await locks.HoldNameAsync("members:" + request.Organisation, cancellationToken);
        if (await accounts.InvitedAsync(EmailAddress.From(request.Email!), cancellationToken) is not { } account)
        {
            return new InvitedTooOften();
        }

        if (await db.OrganisationMemberships.FindAsync([account, request.Organisation], cancellationToken) is { } membership)
        {
            membership.Raise(request.Role);
        }
        else if (await db.OrganisationMemberships.CountAsync(m => m.OrganisationId == request.Organisation, cancellationToken) >= MaxMembers)
        {
            throw new InvalidRequestException("email", "Cette organisation a déjà 200 membres. Retirez ceux qui n’y travaillent plus.");
        }
        else
        {
            db.OrganisationMemberships.Add(new OrganisationMembership(account, request.Organisation, request.Role, clock.GetCurrentInstant()));
        }

        await log.WriteAsync(new AuditNote(AuditAct.MemberAdded) { AboutAccount = account, Organisation = request.Organisation, Words = RoleWords.Of(request.Role) }, cancellationToken);
        accounts.SendInvitation(account, request.Organisation.ToString());
        return new MemberInvited(account);
    }
}
