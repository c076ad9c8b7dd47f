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

/// <summary>How fields are called in the body of a call, where the use case it sends calls them otherwise: whoever sent <c>contact.email</c> is not told of <c>email</c>.</summary>
internal sealed class SentNames(IReadOnlyDictionary<string, string> names)
{
    /// <summary>Fields of <see cref="ContactBody"/>, in a body that has it as <c>contact</c>.</summary>
    public static readonly (string, string)[] OfContact = [("name", "contact.name"), ("email", "contact.email"), ("phone", "contact.phone")];

    /// <summary>What is wrong, by the names that were sent.</summary>
    public IReadOnlyDictionary<string, string[]> In(IReadOnlyDictionary<string, string[]> errors) =>
        errors.GroupBy(e => names.GetValueOrDefault(e.Key, e.Key)).ToDictionary(g => g.Key, g => g.SelectMany(e => e.Value).Distinct().ToArray());
}

internal static class SentNamesExtensions
{
    /// <summary>Says how fields are called in the body of this call.</summary>
    public static RouteHandlerBuilder SentAs(this RouteHandlerBuilder route, params (string Field, string Sent)[] names) =>
        route.WithMetadata(new SentNames(names.ToDictionary(n => n.Field, n => n.Sent)));
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
            return Problems.Invalid(context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<SentNames>() is { } sent ? sent.In(e.Errors) : e.Errors);
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
