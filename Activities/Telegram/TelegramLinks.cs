using System.Buffers.Text;
using System.Security.Cryptography;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>One-time codes that link a Telegram account to the person who was given the code.</summary>
/// <remarks>128 random bits, of which only the hash is stored: they are looked up by it, so no comparison takes place whose time could tell anything.</remarks>
public sealed class TelegramLinks(Database database, TelegramAccounts accounts, EmailChannel email, OutboxStore outbox, PeopleDirectory people, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Wrong codes that one Telegram account may bring within an hour.</summary>
    public const int TriesPerHour = 10;

    private const int CodeBytes = 16;

    /// <summary>Makes a code; a former one of this person is void.</summary>
    public async Task<TelegramLinkCode> IssueAsync(Transaction transaction, Person person, CancellationToken ct)
    {
        var code = new TelegramLinkCode(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes)), time.GetUtcNow() + Lifetime);
        await transaction.ExecuteAsync(
            """
            INSERT INTO telegram_link_codes (person_id, hash, expires_at) VALUES (@Id, @hash, @ExpiresAt)
            ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at
            """,
            new { person.Id, hash = ActionTokens.HashOf(code.Code), code.ExpiresAt },
            ct);
        return code;
    }

    /// <summary>Takes a code that somebody brought to the bot.</summary>
    public Task<LinkResult> RedeemAsync(string code, long userId, string? userName, CancellationToken ct)
    {
        var (id, hash) = (Guid.CreateVersion7().ToString(), ActionTokens.HashOf(code));
        return database.WriteAsync<LinkResult>(
            async transaction =>
            {
                var now = time.GetUtcNow();
                transaction.Lock($"telegram-link:{userId}");
                var tries = await transaction.FirstAsync<long>("SELECT COUNT(*) FROM telegram_link_tries WHERE user_id = @userId AND at > @since", new { userId, since = now - TimeSpan.FromHours(1) }, ct);
                if (tries >= TriesPerHour) return new LinkResult.TooMany();
                // The row count is the answer: of two who come with the same code, one is linked.
                var personId = await transaction.FirstAsync<string>("DELETE FROM telegram_link_codes WHERE hash = @hash AND expires_at > @now RETURNING person_id", new { hash, now }, ct);
                if (personId is null || people.Find(personId) is not { } person || !people.IsActive(person))
                {
                    await transaction.ExecuteAsync("INSERT INTO telegram_link_tries (id, user_id, at) VALUES (@id, @userId, @now)", new { id, userId, now }, ct);
                    return new LinkResult.Unknown();
                }

                var result = await accounts.LinkAsync(transaction, person, userId, userName, ct);
                // Whoever has their session could link an account of their own: the person learns of it where that one does not read.
                if (result is LinkResult.Linked) await outbox.EnqueueAsync(transaction, email.Tell(NoticeOf(person, userId, userName, id), person), ct);
                return result;
            },
            ct);
    }

    private static Notice NoticeOf(Person person, long userId, string? userName, string id)
    {
        var subject = TelegramTexts.Get(person.Language, "linked.subject");
        return new Notice
        {
            Key = $"telegram-linked-{id}-{person.Id}",
            IsEssential = true,
            Content = new MailContent
            {
                Language = person.Language,
                Subject = subject,
                Heading = subject,
                Intro = [TelegramTexts.Get(person.Language, "linked.text", userName is null ? $"{userId}" : $"@{userName}"), TelegramTexts.Get(person.Language, "linked.not-me")],
                Why = Texts.Get(person.Language, "why.notice"),
            },
        };
    }
}

/// <param name="Code">Letters, digits, - and _: it can stand in an address.</param>
public sealed record TelegramLinkCode(string Code, DateTimeOffset ExpiresAt);
