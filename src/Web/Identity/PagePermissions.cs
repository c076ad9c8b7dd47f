using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Razor.Hosting;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Web.Identity;

/// <summary>Gives the addresses of a page what its model declares by <see cref="AllowedToAttribute"/>. A page that declares nothing is the operator's.</summary>
internal sealed class PagePermissions : IPageRouteModelConvention
{
    private static readonly FrozenDictionary<string, Type> Models = typeof(PagePermissions).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
        .Where(item => item.Type.GetProperty("Model") is not null)
        .ToFrozenDictionary(item => item.Identifier, item => item.Type.GetProperty("Model")!.PropertyType, StringComparer.OrdinalIgnoreCase);

    public void Apply(PageRouteModel model)
    {
        foreach (var selector in model.Selectors)
        {
            if (selector.AttributeRouteModel?.Template is { } template)
            {
                var permission = Of(model.RelativePath, template) ?? Permission.OperateInstance;
                selector.EndpointMetadata.Add(new PermissionNeeded(permission));
                if (permission.IsOpenToAll())
                {
                    selector.EndpointMetadata.Add(new AllowAnonymousAttribute());
                }
            }
        }
    }

    /// <summary>What the page declares for this address; null when it declares nothing.</summary>
    private static Permission? Of(string page, string template) =>
        Models.TryGetValue(page, out var model)
            ? model.GetCustomAttributes<AllowedToAttribute>().Where(a => a.Under is null || template.StartsWith(a.Under, StringComparison.OrdinalIgnoreCase)).MaxBy(a => a.Under?.Length ?? 0)?.Permission
            : null;
}

/// <summary>Refuses an act of a page to whoever may see the page and not do this, before anything of the form is read.</summary>
internal sealed class ActPermissions(ICurrentActor currentActor) : IAsyncPageFilter
{
    public async Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context)
    {
        if (context.HandlerMethod?.MethodInfo.GetCustomAttribute<AllowedToAttribute>() is { Permission: var needed } && await currentActor.GetAsync(context.HttpContext.RequestAborted) is var actor && !actor.May(needed))
        {
            throw actor.Refusal(needed);
        }
    }

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) => next();
}
