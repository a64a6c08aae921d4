using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>The links that end mails which ask nothing. The secret in one says whose mails and which, encrypted: nothing is stored for a mail, and the same link stands in all mails of its sort.</summary>
/// <remarks>Before <see cref="PrepareAsync"/> has run there are no links: commands that send nothing do without.</remarks>
public sealed class UnsubscribeLinks(Database database, PublicAddress address, TimeProvider time)
{
    // Stored name.
    private const string KeyName = "unsubscribe";
    private const int KeyBytes = 32;
    private const int TagBytes = 16;
    private const int LongestToken = 400;

    private byte[]? _keys;

    /// <summary>Loads the keys of this installation, or makes them. Where the stored ones cannot be read any more, new ones take their place and links in old mails end.</summary>
    public async Task PrepareAsync(IDataProtectionProvider protection, CancellationToken ct)
    {
        var protector = protection.CreateProtector("channel-keys", KeyName);
        var fresh = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(2 * KeyBytes)));
        _keys = await database.WriteAsync(
            async transaction =>
            {
                const string insert = "INSERT INTO channel_keys (name, protected, created_at) VALUES (@KeyName, @fresh, @now) ON CONFLICT (name) DO NOTHING";
                var parameters = new { KeyName, fresh, now = time.GetUtcNow() };
                await transaction.ExecuteAsync(insert, parameters, ct);
                var stored = (await transaction.FirstAsync<string>("SELECT protected FROM channel_keys WHERE name = @KeyName", parameters, ct))!;
                if (TryRead(protector, stored) is { } keys) return keys;
                await transaction.ExecuteAsync("UPDATE channel_keys SET protected = @fresh, created_at = @now WHERE name = @KeyName", parameters, ct);
                return TryRead(protector, fresh)!;
            },
            ct);
    }

    /// <returns>Null before the keys are there.</returns>
    public string? For(string personId, MailSort sort)
    {
        if (_keys is not { } keys) return null;
        var text = Encoding.UTF8.GetBytes($"{(char)sort}{personId}");
        // The tag of the text is also the start of its encryption: the same text gives the same link, and another text another.
        var tag = TagOf(keys, text);
        using var aes = Aes.Create();
        aes.Key = keys[KeyBytes..];
        return address.UnsubscribePage(Base64Url.EncodeToString([.. tag, .. aes.EncryptCbc(text, tag)]));
    }

    /// <returns>Null for a secret that we did not make.</returns>
    public (string PersonId, MailSort Sort)? Read(string token)
    {
        if (_keys is not { } keys || token.Length > LongestToken || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= TagBytes || bytes.Length % 16 != 0) return null;
        try
        {
            using var aes = Aes.Create();
            aes.Key = keys[KeyBytes..];
            var (tag, text) = (bytes[..TagBytes], aes.DecryptCbc(bytes.AsSpan(TagBytes), bytes.AsSpan(0, TagBytes)));
            if (!CryptographicOperations.FixedTimeEquals(tag, TagOf(keys, text)) || text.Length < 2) return null;
            return (Encoding.UTF8.GetString(text, 1, text.Length - 1), (MailSort)text[0]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] TagOf(byte[] keys, byte[] text) => HMACSHA256.HashData(keys.AsSpan(0, KeyBytes), text)[..TagBytes];

    private static byte[]? TryRead(IDataProtector protector, string stored)
    {
        try
        {
            return Convert.FromBase64String(protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Which mails a link ends. Stored in links.</summary>
public enum MailSort
{
    /// <summary>What people are told; tasks still come.</summary>
    Notices = 'n',

    /// <summary>Tasks in one mail; they come one by one then.</summary>
    Digest = 'd',
}
