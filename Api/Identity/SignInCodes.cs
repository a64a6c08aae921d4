using System.Net;
using System.Security.Cryptography;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>One-time codes by e-mail: eight digits, one at a time per person, void after some minutes or some wrong tries.</summary>
public sealed class SignInCodes(
    Database database, PeopleDirectory directory, SignInLimits limits, Sessions sessions, DeliverSignInCode deliver, SignInOptions options, PreferenceBook preferences, TimeProvider time)
{
    private const int Digits = 8;

    // Slow enough that a stolen database gives no code away within its minutes, quick enough to answer at once.
    private const int HashRounds = 50_000;
    private const int HashBytes = 32;
    private const int SaltBytes = 16;

    /// <summary>Makes a code and hands it to the mail, if the address belongs to somebody who is still here. A former code is void from now on.</summary>
    public async Task IssueAsync(string email, CancellationToken ct)
    {
        if (directory.FindByEmail(email) is not { } person || !directory.IsActive(person)) return;

        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8");
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var row = new { personId = person.Id, id = Guid.CreateVersion7(), salt, hash = Hash(code, salt), expiresAt = time.GetUtcNow() + options.CodeLifetime };
        await database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO sign_in_codes (person_id, id, salt, hash, tries, expires_at) VALUES (@personId, @id, @salt, @hash, 0, @expiresAt)
                    ON CONFLICT (person_id) DO UPDATE SET id = excluded.id, salt = excluded.salt, hash = excluded.hash, tries = 0, expires_at = excluded.expires_at
                    """,
                    row,
                    ct);
                await deliver(transaction, new SignInCodeIssued(person, code, options.CodeLifetime), ct);
            },
            ct);
    }

    /// <summary>Takes a code and begins a session.</summary>
    /// <param name="formerSession">A session of the same client; it ends with the sign-in.</param>
    /// <remarks>The work is the same whether the address belongs to anybody: one commit that counts the try, one hash, one comparison.</remarks>
    public async Task<SignInResult> RedeemAsync(string email, string code, IPAddress? client, string? formerSession, CancellationToken ct)
    {
        var person = directory.FindByEmail(email);
        var (wait, stored) = await database.WriteAsync(transaction => CountTryAsync(transaction, email, person, client, ct), ct);
        if (wait is { } duration) return new TooManySignIns(duration);

        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        var isRight = CryptographicOperations.FixedTimeEquals(
            Hash(digits, stored?.Salt ?? new byte[SaltBytes]), stored?.Hash ?? RandomNumberGenerator.GetBytes(HashBytes));
        if (!isRight || digits.Length != Digits || person is null || stored is null || !directory.IsActive(person)) return new SignInRefused();

        return await database.WriteAsync<SignInResult>(
            async transaction =>
            {
                // The row count is the answer: of two who come with the same code, one signs in.
                var taken = await transaction.ExecuteAsync("DELETE FROM sign_in_codes WHERE person_id = @personId AND id = @Id", new { personId = person.Id, stored.Id }, ct);
                // Who has read the code is reached at that address, whatever was refused there before.
                if (taken == 1 && preferences.MarkOf(ChannelNames.Email, person.Email) is not null) await preferences.ClearAsync(transaction, ChannelNames.Email, person.Email, ct);
                return taken == 1 ? new SignedIn(await sessions.StartAsync(transaction, person, formerSession, ct)) : new SignInRefused();
            },
            ct);
    }

    private async Task<(TimeSpan? Wait, StoredCode? Code)> CountTryAsync(Transaction transaction, string email, Person? person, IPAddress? client, CancellationToken ct)
    {
        if (await limits.TakeAsync(transaction, SignInStep.EnterCode, email, client, ct) is { } wait) return (wait, null);

        // Counted before it is compared, so that tries in parallel cannot share a count.
        var code = await transaction.FirstAsync<StoredCode>(
            """
            UPDATE sign_in_codes SET tries = tries + 1
            WHERE  person_id = @personId AND tries < @most AND expires_at > @now
            RETURNING id, salt, hash
            """,
            new { personId = person?.Id ?? "", most = options.TriesPerCode, now = time.GetUtcNow() },
            ct);
        return (null, code);
    }

    private static byte[] Hash(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(code, salt, HashRounds, HashAlgorithmName.SHA256, HashBytes);

    private sealed record StoredCode
    {
        public required Guid Id { get; init; }

        public required byte[] Salt { get; init; }

        public required byte[] Hash { get; init; }
    }
}
