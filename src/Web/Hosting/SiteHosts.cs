using Microsoft.AspNetCore.HostFiltering;

namespace RepairNet.Web.Hosting;

/// <summary>
/// Which names the site answers to: those of <c>AllowedHosts</c>; where it is empty, the one of <c>Instance:BaseUrl</c>, and this
/// machine itself, since whoever supervises the program calls it there. Any other name is refused with 400, before anything reads
/// the request. Nothing that leaves the site is written with the name of a request in any case (<see cref="SiteLinks"/>).
/// </summary>
internal static class SiteHosts
{
    private const string Any = "*";

    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>The names, or « * » alone where nothing says them.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        var named = (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return named.Length > 0 ? named
            : Uri.TryCreate(configuration["Instance:BaseUrl"], UriKind.Absolute, out var site) && site.Host.Length > 0
                ? [site.HostNameType == UriHostNameType.IPv6 ? site.Host : site.IdnHost, .. ThisMachine]
            : [Any];
    }

    /// <summary>Whether every name is answered to.</summary>
    public static bool AreUnknown(IConfiguration configuration) => Read(configuration).Contains(Any);

    public static IServiceCollection AddSiteHosts(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = [.. Read(configuration)];
            options.IncludeFailureMessage = false;
        });
}
