using System.Net;
using System.Net.Sockets;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Identity;

namespace RepairNet.Web.Identity;

/// <summary>
/// What the present HTTP request says of where it comes from. The browser's own name is read for a few well-known words, and what
/// it says else is not kept.
/// </summary>
internal sealed class CallerDevice(IHttpContextAccessor http) : ICallerDevice
{
    // The order counts: most browsers also give the names of those they resemble.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private string Agent => http.HttpContext?.Request.Headers.UserAgent.ToString() ?? "";

    public DeviceKind Kind => KindOf(Agent);

    public string? Browser => BrowserOf(Agent);

    public string? Network => Shorten(http.HttpContext?.Connection.RemoteIpAddress);

    internal static DeviceKind KindOf(string agent) =>
        Has(agent, "iPad") || Has(agent, "Tablet") || (Has(agent, "Android") && !Has(agent, "Mobile")) ? DeviceKind.Tablet
        : Has(agent, "Mobile") || Has(agent, "iPhone") ? DeviceKind.Phone
        : Has(agent, "Windows") || Has(agent, "Macintosh") || Has(agent, "Linux") || Has(agent, "CrOS") ? DeviceKind.Computer
        : DeviceKind.Other;

    internal static string? BrowserOf(string agent) => Array.Find(Browsers, browser => Has(agent, browser.Sign)).Name;

    /// <summary>Enough to recognise one's own network, not enough to find a household: three numbers of IPv4, the /48 of IPv6.</summary>
    internal static string? Shorten(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(bytes[0] << 8) | bytes[1]:x}:{(bytes[2] << 8) | bytes[3]:x}:{(bytes[4] << 8) | bytes[5]:x}…")
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}…");
    }

    private static bool Has(string agent, string sign) => agent.Contains(sign, StringComparison.Ordinal);
}
