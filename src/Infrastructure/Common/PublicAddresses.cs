using System.Net;
using System.Net.Sockets;

namespace RepairNet.Infrastructure.Common;

/// <summary>
/// The public internet and the ports of the web: nothing that lies on this machine, in its network, or in the networks of those
/// who run it. Ranges as in the registries of special-purpose addresses of IANA (RFC 6890 and its updates), which mark them as not
/// globally reachable.
/// </summary>
public sealed class PublicAddresses : IOutboundAddresses
{
    /// <summary>Those of the web, and those it takes where it may not have them.</summary>
    private static readonly int[] Ports = [80, 443, 8080, 8443];

    private static readonly IPNetwork[] NotPublic4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private
        IPNetwork.Parse("100.64.0.0/10"), // shared between a provider and its clients
        IPNetwork.Parse("127.0.0.0/8"), // this machine
        IPNetwork.Parse("169.254.0.0/16"), // this link, and what clouds tell their machines
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocols
        IPNetwork.Parse("192.0.2.0/24"), // examples
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benches
        IPNetwork.Parse("198.51.100.0/24"), // examples
        IPNetwork.Parse("203.0.113.0/24"), // examples
        IPNetwork.Parse("224.0.0.0/4"), // to many
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and to all
    ];

    // Of IPv6, only 2000::/3 is given out; within it, what is no place of its own.
    private static readonly IPNetwork Given6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"), // protocols, Teredo among them
        IPNetwork.Parse("2001:db8::/32"), // examples
        IPNetwork.Parse("2002::/16"), // 6to4: an IPv4 address in disguise
        IPNetwork.Parse("3fff::/20"), // examples
    ];

    // NAT64, by which a network without IPv4 reaches it: as public as the address inside.
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public bool Allows(IPAddress address, int port) => Ports.Contains(port) && IsPublic(address);

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !NotPublic4.Any(network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        return Nat64.Contains(address)
            ? IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : Given6.Contains(address) && !NotPublic6.Any(network => network.Contains(address));
    }
}
