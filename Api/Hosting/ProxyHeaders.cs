using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Workflows.Engine;

namespace Workflows.Api.Hosting;

/// <summary>Who really calls, and how, when a proxy stands before the server: what trusted proxies say in X-Forwarded-For and X-Forwarded-Proto. Limits and the audit go by it.</summary>
/// <remarks>Setting <c>Proxies</c>: addresses and networks such as <c>10.0.0.5, 10.1.0.0/16</c>, besides this machine's own. What others say in these headers counts for nothing.</remarks>
internal static class ProxyHeaders
{
    public static IServiceCollection AddProxyHeaders(this IServiceCollection services, IConfiguration configuration)
    {
        var trusted = Read(configuration["Proxies"]);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // From the last entry back as long as the one who wrote it is trusted.
            options.ForwardLimit = null;
            foreach (var network in trusted) options.KnownIPNetworks.Add(network);
        });
    }

    /// <exception cref="SettingException">An entry is neither an address nor a network.</exception>
    internal static IReadOnlyList<System.Net.IPNetwork> Read(string? setting)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var entry in (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (System.Net.IPNetwork.TryParse(entry, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(entry, out var address)) networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            else throw new SettingException($"Proxies: '{entry}' is neither an address nor a network. Write addresses such as 10.0.0.5 or networks such as 10.1.0.0/16, between commas.");
        }

        return networks;
    }
}
