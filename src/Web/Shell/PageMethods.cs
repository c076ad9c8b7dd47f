using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RepairNet.Web.Shell;

/// <summary>
/// Refuses a method that a page does not handle, with 405 and what it allows: on its own, a Razor page shows itself to
/// any method.
/// </summary>
internal sealed class PageMethods(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method)
            || context.GetEndpoint()?.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not { } page
            || page.HandlerMethods.Any(handler => string.Equals(handler.HttpMethod, method, StringComparison.OrdinalIgnoreCase)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = string.Join(", ", page.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Append("GET").Append("HEAD").Distinct().Order(StringComparer.Ordinal));
        return Task.CompletedTask;
    }
}
