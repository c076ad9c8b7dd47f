using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Api;

/// <summary>Problem documents (RFC 9457) of the API. The types are stable: programs branch on them.</summary>
internal static class Problems
{
    public static IResult NotFound() => Problem(404, "not-found", "Il n’y a rien à cette adresse, ou ce n’est pas à vous.");

    /// <param name="onlyReads">They may read it.</param>
    public static IResult Forbidden(bool onlyReads) => Problem(403, "forbidden", onlyReads ? Identity.ReadersOnly.Sentence : "Votre rôle ne permet pas cette action.");

    public static IResult Problem(int status, string name, string title, IDictionary<string, object?>? extensions = null) =>
        Results.Problem(title: title, statusCode: status, type: "/problems/" + name, extensions: extensions);

    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Problem(422, "invalid", "Il reste des points à corriger.", new Dictionary<string, object?> { ["errors"] = errors });
}

/// <summary>Turns the refusals of the pipeline into problem documents.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidRequestException e)
        {
            return Problems.Invalid(e.Errors);
        }
        catch (NotAllowedException e)
        {
            if (e.SignedIn)
            {
                ErrorAnswers.NoteRefusal(context.HttpContext.RequestServices.GetRequiredService<ILogger<ErrorAnswers>>(), context.HttpContext);
            }

            return e.SignedIn
                ? Problems.Forbidden(e.OnlyReads)
                : Problems.Problem(401, "unauthorized", "Il faut un jeton : en-tête Authorization: Bearer.");
        }
    }
}
