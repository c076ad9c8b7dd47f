using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace RepairNet.Web.Shell;

/// <summary>
/// Which act of a page a pressed button asks for, by the button's own name and value: browsers in text (w3m) know no <c>formaction</c> and send each button
/// of a form to the address of the form. <see cref="Tags.PressedTagHelper"/> writes the name and the value; the form was read by <see cref="FormReader"/>.
/// </summary>
internal sealed class PressedButtons(RequestDelegate next)
{
    /// <summary>Name of such a button. Its value is the act, and what the button sends besides: « Remove&amp;retirer=2 ».</summary>
    public const string Name = "bouton";

    /// <summary>What the framework calls the act of a page, in addresses and among what a route found.</summary>
    public const string Act = "handler";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && context.Features.Get<IFormFeature>()?.Form is { } form && form.TryGetValue(Name, out var pressed))
        {
            var (act, more) = pressed.ToString().Split('&', 2) is [var first, var second] ? (first, second) : (pressed.ToString(), null);
            if (act.Length > 0)
            {
                request.RouteValues[Act] = act;
            }

            if (more?.Split('=', 2) is [var name, var value])
            {
                var text = Uri.UnescapeDataString(value);
                if (FormReader.HoldsNull(text))
                {
                    throw new BadHttpRequestException("A button holds a null character.");
                }

                request.Form = new FormCollection(new Dictionary<string, StringValues>(form.Where(field => field.Key != name)) { [name] = text }, form.Files);
            }
        }

        return next(context);
    }
}
