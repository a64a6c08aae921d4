using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>One-time sign-in links: 256 random bits, stored as a hash, good once and for a day. Whoever reads the server's console may sign in with one.</summary>
public sealed class SignInLinks(Database database, PeopleDirectory directory, SignInLimits limits, Sessions sessions, SignInOptions options, TimeProvider time)
{
    private const int TokenBytes = 32;

    /// <returns>The token. An earlier one of the same person is void.</returns>
    public async Task<string> CreateAsync(Person person, CancellationToken ct)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync("DELETE FROM sign_in_links WHERE person_id = @Id OR expires_at <= @now", new { person.Id, now = time.GetUtcNow() }, ct);
                await transaction.ExecuteAsync(
                    "INSERT INTO sign_in_links (hash, person_id, expires_at) VALUES (@hash, @Id, @expiresAt)",
                    new { hash = Hash(token), person.Id, expiresAt = time.GetUtcNow() + options.LinkLifetime },
                    ct);
            },
            ct);
        return token;
    }

    /// <summary>Whom a link signs in; the link stays good. Null when it is no longer good itself.</summary>
    public async Task<Person?> FindAsync(string token, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var personId = await reader.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            "SELECT person_id FROM sign_in_links WHERE hash = @hash AND expires_at > @now", new { hash = Hash(token), now = time.GetUtcNow() }, cancellationToken: ct));
        return personId is not null && directory.Find(personId) is { } person && directory.IsActive(person) ? person : null;
    }

    /// <summary>Takes a link and begins a session.</summary>
    /// <param name="formerSession">A session of the same client; it ends with the sign-in.</param>
    public Task<SignInResult> RedeemAsync(string token, IPAddress? client, string? formerSession, CancellationToken ct) =>
        database.WriteAsync<SignInResult>(
            async transaction =>
            {
                if (await limits.TakeAsync(transaction, SignInStep.FollowLink, null, client, ct) is { } wait) return new TooManySignIns(wait);

                // Found by the hash of what was sent: how long the search takes tells nothing about a token that exists.
                var personId = await transaction.FirstAsync<string>(
                    "DELETE FROM sign_in_links WHERE hash = @hash AND expires_at > @now RETURNING person_id", new { hash = Hash(token), now = time.GetUtcNow() }, ct);
                return personId is not null && directory.Find(personId) is { } person && directory.IsActive(person)
                    ? new SignedIn(await sessions.StartAsync(transaction, person, formerSession, ct))
                    : new SignInRefused();
            },
            ct);

    private static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
