using FluentValidation;
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

/// <summary>
/// An agent lets a colleague act for the same territory, or for one within it, or someone book for others there: an account is made if the address has none, and a
/// one-time link leaves by e-mail. The answer is the same whether it had one or not. Invited again, they get another link, and
/// lose nothing of what they may do.
/// </summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
/// <param name="Role">What they may do there.</param>
[AllowedTo(Permission.NameAgents)]
public sealed record InviteAgent(string? Territory, string? Email, TerritoryRole Role = TerritoryRole.Editor) : ICommand<OneOf<Done, InvitedTooOften, NotFound>>;

internal sealed class InviteAgentValidator : AbstractValidator<InviteAgent>
{
    public InviteAgentValidator() =>
        RuleFor(r => r.Email).AccountAddress();
}

internal sealed class InviteAgentHandler(
    RepairNetDb db, AccountsByMail accounts, ITerritories territories, IRowLocks locks, IAuditLog log, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<InviteAgent, OneOf<Done, InvitedTooOften, NotFound>>
{
    /// <summary>Nobody fills strangers' letter boxes in the name of a town hall.</summary>
    private const int MaxAgents = 200;

    public async Task<OneOf<Done, InvitedTooOften, NotFound>> Handle(InviteAgent request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !TerritoryMembership.IsFor(territory) || !index.LookedAfterBy(actor, Permission.NameAgents, territory))
        {
            return new NotFound();
        }

        var key = territory.ToString();
        await locks.HoldNameAsync("agents:" + key, cancellationToken);
        if (await accounts.InvitedAsync(EmailAddress.From(request.Email!), cancellationToken) is not { } account)
        {
            return new InvitedTooOften();
        }

        if (await db.TerritoryMemberships.FindAsync([account, key], cancellationToken) is { } membership)
        {
            membership.Raise(request.Role);
        }
        else
        {
            if (await db.TerritoryMemberships.CountAsync(m => m.Territory == key, cancellationToken) >= MaxAgents)
            {
                throw new InvalidRequestException("email", "Ce territoire a déjà 200 agents. Retirez ceux qui n’y travaillent plus.");
            }

            db.TerritoryMemberships.Add(new TerritoryMembership(account, key, request.Role, clock.GetCurrentInstant()));
        }

        await log.WriteAsync(new AuditNote(AuditAct.AgentNamed) { AboutAccount = account, Territory = key, Words = RoleWords.Of(request.Role) }, cancellationToken);
        accounts.SendInvitation(account, key);
        return new Done();
    }
}
