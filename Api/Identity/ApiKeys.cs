using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>A key without its secret.</summary>
public sealed record ApiKey
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string PersonId { get; init; } = "";

    /// <summary>With commas.</summary>
    public string Rights { get; init; } = "";

    public string? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public IReadOnlyList<string> RightList => Rights.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Keys for tools: each stands for a person, with some of that person's rights, until it is revoked, expires or the person leaves.</summary>
public sealed class ApiKeys(Database database, PeopleDirectory directory, TimeProvider time)
{
    /// <summary>So that a key is recognised as one wherever it turns up: scanners for leaked secrets look for such beginnings.</summary>
    internal const string Prefix = "wfk_";

    private const int SecretBytes = 32;
    private const string Columns = "id, name, person_id, rights, created_by, created_at, expires_at, last_used_at, revoked_at";

    // How exactly the last use is known; each request writing it would be a write for every read.
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(10);

    /// <returns>The key and its secret, which is shown once and stored nowhere.</returns>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(string name, Person person, IReadOnlyList<string> rights, DateTimeOffset? expiresAt, string? createdBy, CancellationToken ct)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7().ToString(), Name = name, PersonId = person.Id, Rights = string.Join(',', rights), CreatedBy = createdBy, CreatedAt = time.GetUtcNow(), ExpiresAt = expiresAt,
        };
        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                """
                INSERT INTO api_keys (id, name, hash, person_id, rights, created_by, created_at, expires_at)
                VALUES (@Id, @Name, @hash, @PersonId, @Rights, @CreatedBy, @CreatedAt, @ExpiresAt)
                """,
                new { key.Id, key.Name, hash = HashOf(secret), key.PersonId, key.Rights, key.CreatedBy, key.CreatedAt, key.ExpiresAt },
                ct),
            ct);
        return (key, secret);
    }

    /// <summary>All keys, newest first, revoked ones included.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<ApiKey>(new CommandDefinition($"SELECT {Columns} FROM api_keys ORDER BY created_at DESC, id DESC", cancellationToken: ct))).AsList();
    }

    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken ct) => await database.WriteAsync(
        transaction => transaction.ExecuteAsync("UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", new { id, now = time.GetUtcNow() }, ct), ct) == 1;

    /// <returns>Whom a secret stands for, with the rights it gives; null for an unknown, revoked or expired one, and for that of somebody who left.</returns>
    internal async Task<ClaimsPrincipal?> FindAsync(string secret, string scheme, CancellationToken ct)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        // Found by its hash: how long that takes tells nothing of the secret.
        if (await ReadAsync("hash = @value", HashOf(secret), ct) is not { } key || PersonOf(key) is not { } person) return null;
        var now = time.GetUtcNow();
        if (key.LastUsedAt is null || now - key.LastUsedAt > UsePrecision)
            await database.WriteAsync(transaction => transaction.ExecuteAsync("UPDATE api_keys SET last_used_at = @now WHERE id = @Id", new { key.Id, now }, ct), ct);

        var user = PersonClaims.For(person, $"key:{key.Id}", scheme);
        var identity = (ClaimsIdentity)user.Identity!;
        identity.AddClaim(new Claim(PersonClaims.Key, key.Id));
        identity.AddClaims(key.RightList.Select(right => new Claim(PersonClaims.KeyRight, right)));
        return user;
    }

    internal async Task<bool> IsGoodAsync(string id, CancellationToken ct) => await ReadAsync("id = @value", id, ct) is { } key && PersonOf(key) is not null;

    private async Task<ApiKey?> ReadAsync(string condition, string value, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<ApiKey>(new CommandDefinition($"SELECT {Columns} FROM api_keys WHERE {condition}", new { value }, cancellationToken: ct));
    }

    private Person? PersonOf(ApiKey key)
    {
        if (key.RevokedAt is not null || key.ExpiresAt <= time.GetUtcNow()) return null;
        return directory.Find(key.PersonId) is { } person && directory.IsActive(person) ? person : null;
    }

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
