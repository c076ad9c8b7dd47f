using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>Whether operators and agents must have a second factor: <c>Identity:SecondFactor</c>, <c>Required</c> or <c>Offered</c>.</summary>
/// <param name="IsRequired">They reach nothing without it.</param>
public sealed record SecondFactorRule(bool IsRequired)
{
    private const string Setting = "Identity:SecondFactor";

    /// <summary>Where the setting is silent: offered in Development, required everywhere else.</summary>
    public static SecondFactorRule Read(IConfiguration configuration, IHostEnvironment environment) => configuration[Setting] switch
    {
        null or "" => new SecondFactorRule(!environment.IsDevelopment()),
        var text when text.Equals("Required", StringComparison.OrdinalIgnoreCase) => new SecondFactorRule(true),
        var text when text.Equals("Offered", StringComparison.OrdinalIgnoreCase) => new SecondFactorRule(false),
        _ => throw new StartupException("Le réglage Identity:SecondFactor (REPAIRNET__IDENTITY__SECONDFACTOR) est illisible : écrivez Required ou Offered."),
    };

    /// <summary>Whether this person must have one.</summary>
    public bool Concerns(Actor actor) => IsRequired && (actor.IsOperator || actor.Territories.Count > 0);
}

/// <summary>Marks the few pages open to someone who must set up a second factor and has not.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BeforeSecondFactorAttribute : Attribute;

/// <summary>
/// The one place that asks operators and agents for a second factor: signed in without it, every address but those marked leads to
/// the page where it is set up. Calls with a token need none.
/// </summary>
internal sealed class SecondFactorGate(RequestDelegate next, SecondFactorRule rule)
{
    public const string Page = "/compte/second-facteur";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!rule.IsRequired || context.User.Identity is not { IsAuthenticated: true, AuthenticationType: Sessions.Cookie }
            || Sessions.HasSecondFactor(context)
            || context.GetEndpoint()?.Metadata.GetMetadata<BeforeSecondFactorAttribute>() is not null
            || ErrorAnswers.IsShowing(context)
            || await Sessions.CurrentAsync(context, context.RequestAborted) is not { } session || !rule.Concerns(session.Actor))
        {
            await next(context);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Redirect(context.Request.PathBase + Page);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }
}
