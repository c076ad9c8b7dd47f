using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity;

/// <summary>An account is no longer an agent of a territory: its open sessions and its tokens lose it at their next request.</summary>
/// <param name="Territory">Key as it was given.</param>
[AllowedTo(Permission.ManageAccounts)]
public sealed record DismissAgent(AccountId Account, string? Territory) : ICommand<OneOf<Done, NotFound>>;

internal sealed class DismissAgentHandler(RepairNetDb db, IAuditLog log) : IRequestHandler<DismissAgent, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(DismissAgent request, CancellationToken cancellationToken)
    {
        if (await db.TerritoryMemberships.FindAsync([request.Account, request.Territory ?? ""], cancellationToken) is not { } membership)
        {
            return new NotFound();
        }

        db.TerritoryMemberships.Remove(membership);
        await log.WriteAsync(new AuditNote(AuditAct.AgentDismissed) { AboutAccount = request.Account, Territory = membership.Territory }, cancellationToken);
        return new Done();
    }
}
