using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Identity;

/// <summary>
/// Who may speak for a visitor: the proxies of the networks listed in <c>Proxy:KnownNetworks</c> (<c>127.0.0.1/32;10.0.0.0/8</c>).
/// Without the setting nobody may, and the headers <c>X-Forwarded-…</c> are ignored. The host is never taken from them.
/// </summary>
internal static class Proxies
{
    public static WebApplication UseKnownProxies(this WebApplication app)
    {
        var networks = Read(app.Configuration["Proxy:KnownNetworks"]);
        if (networks.Count == 0)
        {
            return app;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        app.UseForwardedHeaders(options);
        return app;
    }

    private static List<System.Net.IPNetwork> Read(string? text)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var part in (text ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            networks.Add(
                System.Net.IPNetwork.TryParse(part, out var network) ? network
                : IPAddress.TryParse(part, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
                : throw new StartupException($"Réglage Proxy:KnownNetworks illisible : {part}. Exemple : REPAIRNET__PROXY__KNOWNNETWORKS=127.0.0.1/32;10.0.0.0/8"));
        }

        return networks;
    }
}
