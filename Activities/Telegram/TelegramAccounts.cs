using System.Collections.Frozen;
using Dapper;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>Which Telegram account belongs to whom - one account, one person - and which groups get the tasks of a role; in memory, because activities ask it while they run.</summary>
public sealed class TelegramAccounts(Database database, PeopleDirectory people, TimeProvider time) : ISharedState
{
    private readonly Kept<State> _kept = new(database, SharedState.Telegram, State.Read, State.ReadAsync);

    public string Subject => _kept.Subject;

    public long? Revision => _kept.Revision;

    /// <summary>Whether there is anybody or any group to write to.</summary>
    public bool Any => Current is { ByPerson.Count: > 0 } or { Groups.Count: > 0 };

    /// <summary>By chat and role.</summary>
    public IReadOnlyList<TelegramGroup> Groups => Current.Groups;

    private State Current => _kept.Current;

    /// <summary>The account of a person; null when there is none.</summary>
    public TelegramAccount? Of(string personId) => Current.ByPerson.GetValueOrDefault(personId);

    /// <summary>Whose account this is, if it is somebody's who is still with the company.</summary>
    public Person? PersonOf(long userId) => Current.ByUser.GetValueOrDefault(userId) is { } account && people.Find(account.PersonId) is { } person && people.IsActive(person) ? person : null;

    /// <summary>Ends the link of a person.</summary>
    /// <param name="channel">Stored name: through what the person asks for it.</param>
    /// <returns>The account that was linked; null when none was.</returns>
    public Task<TelegramAccount?> UnlinkAsync(Person person, string channel, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            var ended = await transaction.FirstAsync<TelegramAccount>($"DELETE FROM telegram_accounts WHERE person_id = @Id RETURNING {TelegramAccount.Columns}", new { person.Id }, ct);
            if (ended is null) return null;
            await LetGoAsync(transaction, ended, ct);
            await TellAsync(transaction, AuditKinds.TelegramUnlinked, person, channel, detail: null, ct);
            await RefreshAsync(transaction, ct);
            return ended;
        },
        ct);

    /// <summary>Links an account to a person, in place of the one that the person had.</summary>
    internal async Task<LinkResult> LinkAsync(Transaction transaction, Person person, long userId, string? userName, CancellationToken ct)
    {
        var other = await transaction.FirstAsync<string>("SELECT person_id FROM telegram_accounts WHERE user_id = @userId", new { userId }, ct);
        // Whose holder has left is free.
        if (other is not null && other != person.Id && people.Find(other) is { } holder && people.IsActive(holder)) return new LinkResult.Taken();
        var ended = (await transaction.QueryAsync<TelegramAccount>(
            $"DELETE FROM telegram_accounts WHERE user_id = @userId OR person_id = @Id RETURNING {TelegramAccount.Columns}", new { userId, person.Id }, ct)).ToList();
        var former = ended.Find(account => account.PersonId == person.Id && account.UserId != userId);
        foreach (var account in ended.Where(account => account.PersonId != person.Id || account.UserId != userId)) await LetGoAsync(transaction, account, ct);
        await transaction.ExecuteAsync(
            "INSERT INTO telegram_accounts (person_id, user_id, user_name, linked_at) VALUES (@Id, @userId, @userName, @now)", new { person.Id, userId, userName, now = time.GetUtcNow() }, ct);
        await TellAsync(transaction, AuditKinds.TelegramLinked, person, ChannelNames.Telegram, detail: null, ct);
        await RefreshAsync(transaction, ct);
        return new LinkResult.Linked(person, former?.UserId);
    }

    /// <summary>Puts the tasks of a role to a group from now on.</summary>
    /// <returns>False when it is so already.</returns>
    public Task<bool> LinkGroupAsync(TelegramGroup group, Person by, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            var added = await transaction.ExecuteAsync(
                """
                INSERT INTO telegram_groups (chat_id, role, title, language, linked_by, linked_at) VALUES (@ChatId, @Role, @Title, @Language, @LinkedBy, @now)
                ON CONFLICT (chat_id, role) DO NOTHING
                """,
                new { group.ChatId, group.Role, group.Title, group.Language, LinkedBy = by.Id, now = time.GetUtcNow() },
                ct);
            if (added == 0) return false;
            await TellAsync(transaction, AuditKinds.TelegramGroupLinked, by, ChannelNames.Telegram, $"{group.Role}: {group.Title}", ct);
            await RefreshAsync(transaction, ct);
            return true;
        },
        ct);

    /// <summary>Puts nothing more to a group: of one role, or of any.</summary>
    /// <param name="by">Null: the bot was removed from the group.</param>
    /// <returns>The roles whose tasks came there.</returns>
    public Task<IReadOnlyList<string>> UnlinkGroupAsync(long chatId, string? role, Person? by, CancellationToken ct) => database.WriteAsync<IReadOnlyList<string>>(
        async transaction =>
        {
            var ended = (await transaction.QueryAsync<TelegramGroup>(
                $"DELETE FROM telegram_groups WHERE chat_id = @chatId AND (@role IS NULL OR role = @role) RETURNING {TelegramGroup.Columns}", new { chatId, role }, ct)).ToList();
            if (ended.Count == 0) return [];
            foreach (var group in ended) await TellAsync(transaction, AuditKinds.TelegramGroupUnlinked, by, ChannelNames.Telegram, $"{group.Role}: {group.Title}", ct);
            await RefreshAsync(transaction, ct);
            return ended.ConvertAll(group => group.Role);
        },
        ct);

    /// <summary>A group has become a supergroup: its id is another one now.</summary>
    public Task MoveGroupAsync(long chatId, long movedTo, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync(
                "UPDATE telegram_groups SET chat_id = @movedTo WHERE chat_id = @chatId AND role NOT IN (SELECT g.role FROM telegram_groups g WHERE g.chat_id = @movedTo)", new { chatId, movedTo }, ct);
            await transaction.ExecuteAsync("DELETE FROM telegram_groups WHERE chat_id = @chatId", new { chatId }, ct);
            // What did not arrive is put to the new one.
            await transaction.ExecuteAsync("DELETE FROM telegram_messages WHERE chat_id = @chatId AND message_id IS NULL", new { chatId }, ct);
            await RefreshAsync(transaction, ct);
        },
        ct);

    public Task ReloadAsync(CancellationToken ct) => _kept.ReloadAsync(ct);

    /// <inheritdoc cref="Kept{TState}.RefreshAsync"/>
    internal Task RefreshAsync(Transaction transaction, CancellationToken ct) => _kept.RefreshAsync(transaction, ct);

    /// <summary>What was sent to an account is no way to decide any more.</summary>
    private static async Task LetGoAsync(Transaction transaction, TelegramAccount account, CancellationToken ct)
    {
        await transaction.ExecuteAsync("DELETE FROM telegram_questions WHERE user_id = @UserId", new { account.UserId }, ct);
        await transaction.ExecuteAsync("DELETE FROM telegram_buttons WHERE person_id = @PersonId", new { account.PersonId }, ct);
        await transaction.ExecuteAsync(
            "UPDATE outbox SET status = 'withdrawn' WHERE kind = 'telegram' AND destination = @destination AND status = 'waiting' AND topic IS NOT NULL",
            new { destination = TelegramChannel.DestinationOf(account.UserId) },
            ct);
    }

    private Task TellAsync(Transaction transaction, string kind, Person? by, string channel, string? detail, CancellationToken ct) =>
        AuditTrail.AppendAsync(transaction, new AuditEntry { At = time.GetUtcNow(), Kind = kind, Actor = by?.Id, ActorName = by?.Name, Channel = channel, Detail = detail }, ct);

    private sealed class State(IEnumerable<TelegramAccount> accounts, IEnumerable<TelegramGroup> groups)
    {
        public FrozenDictionary<string, TelegramAccount> ByPerson { get; } = accounts.ToFrozenDictionary(account => account.PersonId);

        public FrozenDictionary<long, TelegramAccount> ByUser { get; } = accounts.ToFrozenDictionary(account => account.UserId);

        public IReadOnlyList<TelegramGroup> Groups { get; } = [.. groups];

        public static State Read(System.Data.Common.DbConnection reader) => new(reader.Query<TelegramAccount>(TelegramAccount.Select), reader.Query<TelegramGroup>(TelegramGroup.Select));

        public static async Task<State> ReadAsync(Transaction transaction, CancellationToken ct) =>
            new(await transaction.QueryAsync<TelegramAccount>(TelegramAccount.Select, null, ct), await transaction.QueryAsync<TelegramGroup>(TelegramGroup.Select, null, ct));
    }
}

/// <summary>The Telegram account of a person.</summary>
public sealed record TelegramAccount
{
    internal const string Columns = "person_id, user_id, user_name, linked_at";
    internal const string Select = $"SELECT {Columns} FROM telegram_accounts";

    public string PersonId { get; init; } = "";

    /// <summary>Telegram's id of the person, and of their chat with the bot.</summary>
    public long UserId { get; init; }

    public string? UserName { get; init; }

    public DateTimeOffset LinkedAt { get; init; }
}

/// <summary>A Telegram group to which the tasks of a role are put.</summary>
public sealed record TelegramGroup
{
    internal const string Columns = "chat_id, role, title, language, linked_by, linked_at";
    internal const string Select = $"SELECT {Columns} FROM telegram_groups ORDER BY chat_id, role";

    public long ChatId { get; init; }

    public string Role { get; init; } = "";

    public string? Title { get; init; }

    /// <summary>Of the messages that it gets: that of whoever linked it.</summary>
    public string Language { get; init; } = "en";

    public string LinkedBy { get; init; } = "";

    public DateTimeOffset LinkedAt { get; init; }
}

/// <summary>What came of a code that somebody brought; only <see cref="Linked"/> changed anything.</summary>
public abstract record LinkResult
{
    private LinkResult()
    {
    }

    /// <param name="Former">The account that the person had before, if it was another.</param>
    public sealed record Linked(Person Person, long? Former) : LinkResult;

    /// <summary>No code that works: wrong, used, or too old.</summary>
    public sealed record Unknown : LinkResult;

    /// <summary>The account belongs to somebody else.</summary>
    public sealed record Taken : LinkResult;

    /// <summary>Too many wrong codes from this account.</summary>
    public sealed record TooMany : LinkResult;
}
