namespace RepairNet.Web.Shell;

/// <summary>
/// An address with a blank where a name belongs leads nowhere (404): a page would be given nothing at all for it, where it expects a text.
/// </summary>
internal sealed class BlankAddresses(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var (_, value) in context.Request.RouteValues)
        {
            if (value is string text && string.IsNullOrWhiteSpace(text))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        }

        return next(context);
    }
}
