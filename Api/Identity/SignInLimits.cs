using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>What is being limited.</summary>
public enum SignInStep
{
    AskForCode,
    EnterCode,
    FollowLink,

    /// <summary>A code that links a Telegram account, by somebody who is signed in.</summary>
    LinkTelegram,
}

/// <summary>Sliding windows over what was asked, per account and per client address. Stored, so a restart does not open them.</summary>
/// <remarks>An account is counted by the address that was typed, whether anybody has it: being limited says nothing about who exists.</remarks>
public sealed class SignInLimits(SignInOptions options, TimeProvider time)
{
    /// <summary>Counts one attempt, or refuses it.</summary>
    /// <param name="email">Null where no account is named.</param>
    /// <returns>Null when the attempt may go on; otherwise how long to wait. A refused attempt is not counted.</returns>
    public async Task<TimeSpan?> TakeAsync(Transaction transaction, SignInStep step, string? email, IPAddress? client, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var cutoff = now - options.LimitWindow;
        await transaction.ExecuteAsync("DELETE FROM sign_in_attempts WHERE at <= @cutoff", new { cutoff }, ct);

        var limits = LimitsOf(step, email, client);
        // Counted one after the other, also on other nodes; always in the same order, so that nobody waits for somebody who waits.
        foreach (var (key, _) in limits) transaction.Lock($"limit:{key}");
        TimeSpan? wait = null;
        foreach (var (key, most) in limits)
        {
            var attempts = (await transaction.QueryAsync<DateTimeOffset>("SELECT at FROM sign_in_attempts WHERE limit_key = @key ORDER BY at", new { key }, ct)).ToList();
            if (attempts.Count < most) continue;
            var free = attempts[attempts.Count - most] + options.LimitWindow - now;
            if (wait is null || free > wait) wait = free;
        }

        if (wait is not null) return wait;
        foreach (var (key, _) in limits)
        {
            await transaction.ExecuteAsync(
                "INSERT INTO sign_in_attempts (id, limit_key, at) VALUES (@id, @key, @now)", new { id = Guid.CreateVersion7(), key, now }, ct);
        }

        return null;
    }

    private List<(string Key, int Most)> LimitsOf(SignInStep step, string? email, IPAddress? client)
    {
        var (perAccount, perAddress) = step is SignInStep.AskForCode or SignInStep.LinkTelegram
            ? (options.CodesPerAccount, options.CodesPerAddress)
            : (options.TriesPerAccount, options.TriesPerAddress);
        var limits = new List<(string, int)> { ($"{step}:address:{NetworkOf(client)}", perAddress) };
        if (email is not null) limits.Add(($"{step}:account:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(email)))}", perAccount));
        return limits;
    }

    // An IPv6 client has a whole /64 to itself.
    private static string NetworkOf(IPAddress? client) => client switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => client.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(client.GetAddressBytes().AsSpan(0, 8)),
        _ => client.ToString(),
    };
}
