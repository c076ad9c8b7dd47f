using Microsoft.AspNetCore.Authorization;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Identity;

/// <summary>To be an agent of some territory, or the operator. The operator always passes.</summary>
internal sealed record RoleRequirement(Caller Role) : IAuthorizationRequirement;

internal sealed class RoleRequirementHandler(ICurrentActor currentActor) : AuthorizationHandler<RoleRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var actor = await currentActor.GetAsync(CancellationToken.None);
        if (actor.IsOperator || (requirement.Role == Caller.Agent && actor.Territories.Count > 0))
        {
            context.Succeed(requirement);
        }
    }
}
