using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;
using RepairNet.Web.Pages.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>Who is there, and what is open to whom.</summary>
internal static class IdentityServices
{
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(8);

    public static IServiceCollection AddAccounts(this IServiceCollection services, SecondFactorRule secondFactor)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ICallerNetwork, CallerNetwork>();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddSingleton<ICallerDevice, CallerDevice>();
        services.AddSingleton(secondFactor);
        services.AddSingleton<Homes>();
        services.AddTransient<Recognition>();
        services.AddAuthentication(options =>
            {
                options.AddScheme<Recognition>(Recognition.Scheme, null);
                options.DefaultScheme = Recognition.Scheme;
            })
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, BearerTokens>(Sessions.Bearer, null)
            .AddCookie(Sessions.Cookie, options =>
            {
                options.Cookie.Name = "session";
                options.Cookie.Path = "/";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.CookieManager = new SessionCookies();
                options.ExpireTimeSpan = SessionLife;
                options.SlidingExpiration = true;
                options.LoginPath = "/connexion";
                options.ReturnUrlParameter = "returnUrl";
                options.Events = new CookieAuthenticationEvents
                {
                    OnValidatePrincipal = async context =>
                    {
                        if (!await Sessions.StandsAsync(context.HttpContext, context.Principal))
                        {
                            context.RejectPrincipal();
                        }
                    },
                    OnRedirectToLogin = context =>
                    {
                        // Whoever sent a form must not believe that it was recorded, nor write it all again.
                        if (ExpiredForms.NoteSignedOut(context.HttpContext))
                        {
                            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                            return Task.CompletedTask;
                        }

                        var isLost = HttpMethods.IsPost(context.Request.Method) && !context.Request.Path.StartsWithSegments("/deconnexion", StringComparison.OrdinalIgnoreCase);
                        context.Response.Redirect(isLost ? QueryHelpers.AddQueryString(context.RedirectUri, SignInModel.LostField, "1") : context.RedirectUri);
                        return Task.CompletedTask;
                    },
                    OnRedirectToAccessDenied = context =>
                    {
                        context.Response.StatusCode = StatusCodes.Status403Forbidden;
                        return Task.CompletedTask;
                    },
                };
            })
            .AddCookie(HalfSignIns.Scheme, options =>
            {
                options.Cookie.Name = HalfSignIns.Scheme;
                options.Cookie.Path = "/";
                options.Cookie.HttpOnly = true;

                // Whoever comes back from ProConnect is led on to the code: a strict one would not come along.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.CookieManager = new SessionCookies();
                options.ExpireTimeSpan = HalfSignIns.Life;
                options.SlidingExpiration = false;
            })
            .AddCookie(ProConnectFlows.Scheme, options =>
            {
                options.Cookie.Name = ProConnectFlows.Scheme;
                options.Cookie.Path = "/";
                options.Cookie.HttpOnly = true;

                // The way back comes from another site.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.CookieManager = new SessionCookies();
                options.ExpireTimeSpan = ProConnectFlows.Life;
                options.SlidingExpiration = false;
            })
            .AddCookie(ProConnectFlows.SessionScheme, options =>
            {
                options.Cookie.Name = ProConnectFlows.SessionScheme;
                options.Cookie.Path = "/";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.CookieManager = new SessionCookies();
                options.ExpireTimeSpan = BrowserSession.LongestLife.ToTimeSpan();
                options.SlidingExpiration = false;
            });
        services.AddScoped<IAuthorizationHandler, PermissionNeededHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.Configure<RazorPagesOptions>(options =>
        {
            // The town hall books for someone by the same form as the workshop, under its own address and with its own rights.
            options.Conventions.AddPageRoute("/Bookings/Desk", "mairie/inscrire");
            options.Conventions.Add(new PagePermissions());
            options.Conventions.ConfigureFilter(new TypeFilterAttribute(typeof(ActPermissions)));
        });
        return services;
    }

    /// <summary>Comes after routing and before the endpoints.</summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseMiddleware<RefuseBadTokens>();
        app.Use(SkipWhatIsNotThereAsync);
        app.UseMiddleware<SecondFactorGate>();
        app.UseLimits();
        app.UseAuthorization();
        return app;
    }

    /// <summary>An address that does not exist, or not for this method, says so to everyone instead of asking to sign in.</summary>
    private static Task SkipWhatIsNotThereAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint:
                return next(context);
            case { RequestDelegate: { } refuse }:
                return refuse(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
