using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Identity;

/// <summary>
/// How often one network may post what strangers abuse. Kept in memory by each node; a network is one IPv4 address, or the
/// /64 of an IPv6 one, since a household has the whole of it. Reading is never limited here. <c>Limits:Enabled=false</c>
/// switches all off.
/// </summary>
public static class Limits
{
    /// <summary>Passwords tried: 20 at once, then 4 a minute. A town hall behind one address signs in without noticing.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Links asked for by e-mail: 5 at once, then 1 every 3 minutes.</summary>
    public const string Links = "links";

    /// <summary>Booking forms and calls of the public: 40 at once, then 4 a minute; a booking on the pages takes two or three. Whoever is signed in is not limited.</summary>
    public const string Bookings = "bookings";

    /// <summary>Organisations declared without an account: 20 presses at once, then one a minute; a declaration takes two or three.</summary>
    public const string Joining = "joining";

    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var enabled = Enabled(configuration);
        services.AddSingleton(provider => new FormStamps(provider.GetRequiredService<IInstanceSecret>(), provider.GetRequiredService<IClock>(), enabled));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? (int)Math.Ceiling(after.TotalSeconds) : 60;
                rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(System.Globalization.CultureInfo.InvariantCulture);
                ExpiredForms.NoteTooSoon(rejected.HttpContext);
                return ValueTask.CompletedTask;
            };
            Add(options, SignIn, burst: 20, TimeSpan.FromSeconds(15));
            Add(options, Links, burst: 5, TimeSpan.FromMinutes(3));
            Add(options, Joining, burst: 20, TimeSpan.FromMinutes(1));
            Add(options, Bookings, burst: 40, TimeSpan.FromSeconds(15));
        });
        return services;
    }

    /// <summary>Comes after authentication. Nothing at all when limits are off: the middleware's own timer ticks ten times a second, and nothing ever stops it, not even the end of the program's host.</summary>
    public static WebApplication UseLimits(this WebApplication app)
    {
        if (Enabled(app.Configuration))
        {
            app.UseRateLimiter();
        }

        return app;
    }

    /// <summary>The network a request comes from.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }

    private static bool Enabled(IConfiguration configuration) => configuration.GetValue("Limits:Enabled", true);

    private static void Add(RateLimiterOptions options, string name, int burst, TimeSpan perToken) =>
        options.AddPolicy(name, context =>
            !HttpMethods.IsPost(context.Request.Method) || (name == Bookings && context.User.Identity?.IsAuthenticated == true)
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(NetworkOf(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = perToken,
                    AutoReplenishment = true,
                    QueueLimit = 0,
                }));
}
