using System.Data.Common;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Shell;

/// <summary>
/// Gives every failure one answer: a page in plain words for people, a problem document under <c>/api</c>. An exception is
/// logged once, here, and never shown.
/// </summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> logger)
{
    /// <summary>Page that shows an error, re-executed with the status.</summary>
    public const string Page = "/erreur";

    private static readonly object Key = new();

    /// <summary>Whether the request is being answered by the error page.</summary>
    public static bool IsShowing(HttpContext context) => Of(context) is not null;

    public static Failure? Of(HttpContext context) => context.Items[Key] as Failure;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer; what the request had begun was rolled back as it unwound.
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var status = StatusOf(exception);
            if (status >= 500)
            {
                logger.LogError(exception, "The request {Method} {Route} failed.", context.Request.Method, LoggedRoute(context));
            }

            context.Response.Clear();
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = "10";
            }

            if (exception is NotAllowedException { OnlyReads: true })
            {
                ReadersOnly.Note(context);
            }

            await AnswerAsync(context, (exception as InvalidRequestException)?.Errors.Values.SelectMany(messages => messages).ToList() ?? []);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            NameHead(context.Response);
            await AnswerAsync(context, []);
        }
    }

    /// <summary>Routing names the methods it knows; HEAD is answered wherever GET is (<see cref="HeadAsGet"/>).</summary>
    private static void NameHead(HttpResponse response)
    {
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed && response.Headers.Allow is [{ } allowed] && allowed.Split(", ") is var methods && methods.Contains("GET") && !methods.Contains("HEAD"))
        {
            response.Headers.Allow = allowed + ", HEAD";
        }
    }

    /// <summary>The status an exception means for whoever sent the request.</summary>
    public static int StatusOf(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case BadHttpRequestException bad:
                    return bad.StatusCode;
                case EncoderFallbackException:
                case DbException { SqlState: "22021" or "22P05" }:
                    // Half a character, or a null one, on its way to the database.
                    return StatusCodes.Status400BadRequest;
                case InvalidDataException when e.TargetSite?.DeclaringType?.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true:
                    // A form beyond its limits, or one that no browser writes.
                    return e.Message.Contains("limit", StringComparison.OrdinalIgnoreCase) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
                case IOException when e.TargetSite?.DeclaringType?.Namespace == "Microsoft.AspNetCore.WebUtilities":
                    // A form with files that ends before it says so.
                    return StatusCodes.Status400BadRequest;
                case InvalidRequestException:
                    return StatusCodes.Status422UnprocessableEntity;
                case NotAllowedException refused:
                    return refused.SignedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
                case TimeoutException:
                case DbException { IsTransient: true }:
                    return StatusCodes.Status503ServiceUnavailable;
            }
        }

        return StatusCodes.Status500InternalServerError;
    }

    private async Task AnswerAsync(HttpContext context, IReadOnlyList<string> messages)
    {
        var status = context.Response.StatusCode;
        if (status == StatusCodes.Status403Forbidden)
        {
            NoteRefusal(logger, context);
        }

        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await ProblemTypes.Document(status, context.RequestServices.GetRequiredService<Texts>()).ExecuteAsync(context);
            return;
        }

        if (status == StatusCodes.Status401Unauthorized && ExpiredForms.WhyOf(context) is not GivenBack.SignedOut && context.RequestServices.GetService<IAuthenticationSchemeProvider>() is { } schemes && await schemes.GetDefaultChallengeSchemeAsync() is not null)
        {
            // A person who is not signed in is led to where they can.
            context.Response.StatusCode = StatusCodes.Status200OK;
            await context.ChallengeAsync();
            if (ExpiredForms.WhyOf(context) is not GivenBack.SignedOut)
            {
                return;
            }
        }

        var request = context.Request;
        var (method, path, query) = (request.Method, request.Path, request.QueryString);
        context.Items[Key] = new Failure(status, path, query, ExpiredForms.WhyOf(context), messages, ReadersOnly.IsNoted(context), FormWords.PageOf(context.GetEndpoint()));
        var route = LoggedRoute(context);
        context.SetEndpoint(null);
        request.RouteValues.Clear();
        request.Method = HttpMethods.Get;
        request.Path = Page;
        request.QueryString = QueryString.Empty;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            // The page of errors itself failed: say the essential without any machinery.
            logger.LogError(exception, "The error page for {Route} failed.", route);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("Quelque chose s’est grippé chez nous. Rien n’est perdu : réessayez dans un moment.");
        }
        finally
        {
            (request.Method, request.Path, request.QueryString) = (method, path, query);
        }
    }

    /// <summary>The route, never the address: any part of an address may be a secret, or what somebody wants to see in a log.</summary>
    /// <summary>Someone who is signed in asked for what is not theirs to do: who and where, and nothing of what they sent.</summary>
    public static void NoteRefusal(ILogger logger, HttpContext context) =>
        logger.LogWarning("{Method} {Route} is refused to account {Account}.", context.Request.Method, LoggedRoute(context), Sessions.AccountOf(context.User));

    private static string LoggedRoute(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
}

/// <summary>What went wrong with a request, for the page that says it.</summary>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Path">Path asked for, without the language.</param>
/// <param name="Query">Query asked for.</param>
/// <param name="Form">Why the form that was sent is given back; null where none is.</param>
/// <param name="Messages">What to correct, in French, keys of texts.</param>
/// <param name="OnlyReads">Whoever is refused may read what they wanted to change.</param>
/// <param name="Page">The page that was asked for, as <see cref="FormWords"/> knows it; null for what is no page.</param>
internal sealed record Failure(int Status, PathString Path, QueryString Query, GivenBack? Form, IReadOnlyList<string> Messages, bool OnlyReads = false, string? Page = null);
