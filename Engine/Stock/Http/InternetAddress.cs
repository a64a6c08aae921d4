using System.Net;
using System.Net.Sockets;

namespace Workflows.Engine.Stock.Http;

/// <summary>Tells addresses on the internet from those of this machine, its network and its cloud's metadata service.</summary>
/// <remarks>The special-purpose registries of RFC 6890; IPv6 forms that carry an IPv4 address are judged by that.</remarks>
public static class InternetAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var bytes = address.GetAddressBytes();
            if (Nat64.Contains(address)) return IsPublic(new IPAddress(bytes.AsSpan(12, 4)));
            if (SixToFour.Contains(address)) return IsPublic(new IPAddress(bytes.AsSpan(2, 4)));
            address = new IPAddress(bytes);
        }

        return !Array.Exists(Special, network => network.Contains(address));
    }
}

/// <summary>A call may not go where it was meant to. The message names the host, not its address.</summary>
public sealed class CallNotAllowedException(string host)
    : Exception($"'{host}' may not be called from a workflow: it is not on the list of allowed hosts, or its address is not public. An administrator can allow it (HttpCalls:AllowedHosts).");
