using Microsoft.Extensions.Configuration;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>The names of <c>AllowedHosts</c>, for what leaves the site where <c>Instance:BaseUrl</c> is not set.</summary>
public static class NamedHosts
{
    /// <summary>The first name of the site, without its port; null where none is named. A pattern (« * », « *.exemple.fr »), a number of a network and this machine itself are no names to give to someone.</summary>
    public static string? First(IConfiguration configuration) =>
        (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(host => host.Split(':')[0])
            .FirstOrDefault(host => Uri.CheckHostName(host) == UriHostNameType.Dns && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase));
}
