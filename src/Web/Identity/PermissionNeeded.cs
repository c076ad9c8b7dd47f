using Microsoft.AspNetCore.Authorization;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Api;

namespace RepairNet.Web.Identity;

/// <summary>What an address needs: read from the one table, before anything of the page or call runs.</summary>
internal sealed class PermissionNeeded(Permission permission) : IAuthorizationRequirement, IAuthorizationRequirementData
{
    public Permission Permission { get; } = permission;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

internal sealed class PermissionNeededHandler(ICurrentActor currentActor, IHttpContextAccessor http) : AuthorizationHandler<PermissionNeeded>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionNeeded requirement)
    {
        var actor = await currentActor.GetAsync(CancellationToken.None);
        if (actor.May(requirement.Permission))
        {
            context.Succeed(requirement);
        }
        else if (actor.Refusal(requirement.Permission).OnlyReads && http.HttpContext is { } request)
        {
            ReadersOnly.Note(request);
        }
    }
}

/// <summary>Remembers that whoever is refused may read this, for the page or problem document that tells them.</summary>
internal static class ReadersOnly
{
    public const string Sentence = "Vous pouvez lire, mais pas modifier.";

    private static readonly object Key = new();

    public static void Note(HttpContext context) => context.Items[Key] = true;

    public static bool IsNoted(HttpContext context) => context.Items.ContainsKey(Key);
}

internal static class PermissionExtensions
{
    /// <summary>Says what a call needs. What is open to all is shown in the OpenAPI document with empty security.</summary>
    public static TBuilder AllowedTo<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new PermissionNeeded(permission));
        return permission.IsOpenToAll() ? builder.WithMetadata(PublicOperation.Instance).AllowAnonymous() : builder;
    }
}
