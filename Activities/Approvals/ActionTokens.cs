using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Workflows.Activities.Approvals;

/// <summary>One-time secrets in links: 256 random bits. Only their hash is stored.</summary>
/// <remarks>A token is looked up by its hash, so no comparison of secrets takes place whose time could tell anything.</remarks>
public static class ActionTokens
{
    /// <summary>How long a link works when its task has no deadline.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
