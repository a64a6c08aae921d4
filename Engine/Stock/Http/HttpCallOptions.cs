namespace Workflows.Engine.Stock.Http;

/// <summary>Where workflows may call, and how long; configuration section <c>HttpCalls</c>.</summary>
public sealed class HttpCallOptions
{
    public const string Section = "HttpCalls";

    /// <summary>Hosts that may be called, such as <c>api.example.com</c> or <c>*.example.com</c>. Empty: every host whose addresses are public.</summary>
    /// <remarks>A host that stands here may have a private address: somebody has decided so.</remarks>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>How long a call may take, redirects included. Default 25 s; it should be shorter than the outbox's attempt time-out.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The largest answer that is read, in bytes. Default 5 MB.</summary>
    public int MaxResponseBytes { get; set; } = 5 * 1024 * 1024;

    internal bool Allows(string host) => AllowedHosts.Exists(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));
}
