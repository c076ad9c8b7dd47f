using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace RepairNet.Web.Shell;

/// <summary>
/// Refuses a form that names no act of its page, or that could not be read, with 400: on its own, a Razor page shows itself with nothing read
/// for the first, and acts with nothing at all for the second.
/// </summary>
internal sealed class UnknownActs : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var unknown = context.HandlerMethod is null && !HttpMethods.IsGet(context.HttpContext.Request.Method);

        // An error of no field before the act has begun is that of the whole form: nothing was bound.
        var unread = context.ModelState.TryGetValue("", out var whole) && whole.Errors.Count > 0;
        if (unknown || unread)
        {
            context.Result = new BadRequestResult();
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
