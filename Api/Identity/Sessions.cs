using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>Somebody who is signed in.</summary>
public sealed record Session
{
    public required string Id { get; init; }

    public required string PersonId { get; init; }

    /// <summary>The person's security stamp when the session began; under another one it is over.</summary>
    public required string SecurityStamp { get; init; }

    /// <summary>Of the refresh token that is good now; each refresh begins a new one.</summary>
    public required string Generation { get; init; }

    public string? PreviousGeneration { get; init; }

    public DateTimeOffset? RotatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The sessions, asked at every request: tokens say which session they belong to, the session says whether they are still good.</summary>
/// <remarks>Read from the database each time, one row by key, so ending one takes effect at once on every node.</remarks>
public sealed class Sessions(Database database, PeopleDirectory directory, SignInOptions options, TimeProvider time, ILogger<Sessions> log)
{
    // A client that lost the answer to its refresh, or refreshes in two tabs at once, may come with the former token for this long.
    private static readonly TimeSpan RefreshGrace = TimeSpan.FromSeconds(30);

    private const string Columns = "id, person_id, security_stamp, generation, previous_generation, rotated_at, expires_at, ended_at";

    /// <param name="formerSession">A session of the same client; it ends here, so that a session id never outlives a sign-in.</param>
    internal async Task<Session> StartAsync(Transaction transaction, Person person, string? formerSession, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (formerSession is not null) await EndAsync(transaction, formerSession, ct);
        await transaction.ExecuteAsync("DELETE FROM sessions WHERE expires_at <= @now", new { now }, ct);
        await transaction.ExecuteAsync(
            "INSERT INTO last_sign_ins (person_id, at) VALUES (@Id, @now) ON CONFLICT (person_id) DO UPDATE SET at = excluded.at", new { person.Id, now }, ct);

        var session = new Session
        {
            Id = NewId(),
            PersonId = person.Id,
            SecurityStamp = directory.SecurityStamp(person.Id) ?? throw new InvalidOperationException($"{person.Id} is not in the directory."),
            Generation = NewId(),
            ExpiresAt = now + options.SessionLifetime,
        };
        await transaction.ExecuteAsync(
            """
            INSERT INTO sessions (id, person_id, security_stamp, generation, started_at, expires_at)
            VALUES (@Id, @PersonId, @SecurityStamp, @Generation, @now, @ExpiresAt)
            """,
            new { session.Id, session.PersonId, session.SecurityStamp, session.Generation, session.ExpiresAt, now },
            ct);
        return session;
    }

    /// <returns>The person behind a session that is still good; null when it ended, expired, or the person's roles or address changed.</returns>
    public async Task<Person?> PersonInAsync(string sessionId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var session = await reader.QueryFirstOrDefaultAsync<Session>(
            new CommandDefinition($"SELECT {Columns} FROM sessions WHERE id = @sessionId", new { sessionId }, cancellationToken: ct));
        return session is null ? null : PersonIn(session);
    }

    /// <summary>Exchanges a refresh token's generation for the next one.</summary>
    /// <returns>The session with the generation to put into new tokens; null when the token is no longer good.</returns>
    public Task<Session?> RefreshAsync(string sessionId, string generation, CancellationToken ct) =>
        database.WriteAsync(
            async transaction =>
            {
                var now = time.GetUtcNow();
                var session = await transaction.FirstAsync<Session>($"SELECT {Columns} FROM sessions WHERE id = @sessionId", new { sessionId }, ct);
                if (session is null || PersonIn(session) is null) return null;
                if (session.Generation == generation)
                {
                    var next = NewId();
                    var rotated = await transaction.ExecuteAsync(
                        """
                        UPDATE sessions SET generation = @next, previous_generation = @generation, rotated_at = @now
                        WHERE  id = @sessionId AND generation = @generation AND ended_at IS NULL
                        """,
                        new { sessionId, generation, next, now },
                        ct);
                    return rotated == 1 ? session with { Generation = next } : null;
                }

                if (session.PreviousGeneration == generation && session.RotatedAt is { } at && now - at <= RefreshGrace) return session;

                // A token that was used up long ago is in two hands, and one of them is not the owner's.
                log.LogWarning("A used refresh token came back; session {Session} of {Person} is ended", session.Id, session.PersonId);
                await EndAsync(transaction, sessionId, ct);
                return null;
            },
            ct);

    public Task EndAsync(string sessionId, CancellationToken ct) => database.WriteAsync(transaction => EndAsync(transaction, sessionId, ct), ct);

    /// <summary>Whether this person ever signed in.</summary>
    public async Task<bool> HasSignedInAsync(string personId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<string>(
            new CommandDefinition("SELECT person_id FROM last_sign_ins WHERE person_id = @personId", new { personId }, cancellationToken: ct)) is not null;
    }

    private Task EndAsync(Transaction transaction, string sessionId, CancellationToken ct) =>
        transaction.ExecuteAsync("UPDATE sessions SET ended_at = @now WHERE id = @sessionId AND ended_at IS NULL", new { sessionId, now = time.GetUtcNow() }, ct);

    private Person? PersonIn(Session session)
    {
        if (session.EndedAt is not null || session.ExpiresAt <= time.GetUtcNow() || directory.SecurityStamp(session.PersonId) != session.SecurityStamp) return null;
        return directory.Find(session.PersonId) is { } person && directory.IsActive(person) ? person : null;
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
