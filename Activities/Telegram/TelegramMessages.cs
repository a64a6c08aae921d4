using System.Text.Json;
using Dapper;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>What was sent and asks for a decision: where it is, and what its buttons mean.</summary>
/// <remarks>
/// A message may be on its way while its task is decided. Whoever sends notes the message before it goes and looks again after it has arrived; whoever closes a
/// task changes what is noted. Both hold the lock of the task while they look, so one of them always sees the other.
/// </remarks>
public sealed class TelegramMessages(Database database, OutboxStore outbox, TimeProvider time)
{
    private const string Columns = "id, task_id, person_id, role, chat_id, message_id, language, html, buttons AS buttons_json";

    /// <summary>Notes a message that is about to be sent, and its buttons.</summary>
    /// <param name="id">Of the outbound message.</param>
    public Task<NotedMessage> NoteAsync(string id, OutgoingTelegram message, TelegramQuestion question, CancellationToken ct)
    {
        var buttons = JsonSerializer.Serialize(question.Buttons, JsonSerializerOptions.Web);
        return database.WriteAsync(
            async transaction =>
            {
                transaction.Lock(LockOf(question.TaskId));
                if (await transaction.FirstAsync<string>("SELECT status FROM tasks WHERE id = @TaskId", new { question.TaskId }, ct) != "open") return NotedMessage.Over;
                var now = time.GetUtcNow();
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO telegram_messages (id, task_id, person_id, role, chat_id, language, html, buttons, sent_at)
                    VALUES (@id, @TaskId, @PersonId, @Role, @Chat, @Language, @Html, @buttons, @now)
                    ON CONFLICT (id) DO NOTHING
                    """,
                    new { id, question.TaskId, question.PersonId, question.Role, message.Chat, question.Language, message.Html, buttons, now },
                    ct);
                await AddButtonsAsync(transaction, question, now, ct);
                // Sent before, and the process died before that was recorded.
                return await transaction.FirstAsync<long?>("SELECT message_id FROM telegram_messages WHERE id = @id", new { id }, ct) is null ? NotedMessage.Send : NotedMessage.WasSent;
            },
            ct);
    }

    /// <summary>Notes that a message has arrived; when its task is over meanwhile, it is changed like the others.</summary>
    public Task ArrivedAsync(string id, string taskId, long chatId, long messageId, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            transaction.Lock(LockOf(taskId));
            if (await transaction.ExecuteAsync("UPDATE telegram_messages SET message_id = @messageId WHERE id = @id AND message_id IS NULL", new { messageId, id }, ct) == 0)
            {
                // It has arrived twice, because the first answer was late: both are there, and both are to be changed.
                var copy = $"{id}-{messageId}";
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO telegram_messages (id, task_id, person_id, role, chat_id, message_id, language, html, buttons, sent_at)
                    SELECT @copy, task_id, person_id, role, chat_id, @messageId, language, html, buttons, sent_at FROM telegram_messages WHERE id = @id AND message_id <> @messageId
                    ON CONFLICT (id) DO NOTHING
                    """,
                    new { copy, messageId, id },
                    ct);
                id = copy;
            }

            var isOpen = await transaction.FirstAsync<string>("SELECT status FROM tasks WHERE id = @taskId", new { taskId }, ct) == "open";
            if (!isOpen) await outbox.EnqueueAsync(transaction, ChangeOf(id, chatId, "arrived", time.GetUtcNow()), ct);
        },
        ct);

    /// <summary>In the commit in which a task is over, opens again or changes hands: every message about it becomes what the task is then.</summary>
    /// <param name="personId">Only this person's and those to groups; null: all.</param>
    public async Task ChangeAsync(Transaction transaction, string taskId, string? personId, string what, DateTimeOffset at, CancellationToken ct)
    {
        transaction.Lock(LockOf(taskId));
        var rows = (await transaction.QueryAsync<TelegramMessage>(
            $"SELECT {Columns} FROM telegram_messages WHERE task_id = @taskId AND (@personId IS NULL OR person_id IS NULL OR person_id = @personId)", new { taskId, personId }, ct)).ToList();
        foreach (var row in rows) await outbox.EnqueueAsync(transaction, ChangeOf(row.Id, row.ChatId, what, at), ct);
    }

    /// <summary>Makes the message at a place what its task is now.</summary>
    public Task RefreshAsync(long chatId, long messageId, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.FirstAsync<string>("SELECT id FROM telegram_messages WHERE chat_id = @chatId AND message_id = @messageId", new { chatId, messageId }, ct) is { } id)
                await outbox.EnqueueAsync(transaction, ChangeOf(id, chatId, "pressed", time.GetUtcNow()), ct);
        },
        ct);

    /// <summary>Writes down what buttons mean that are not under a question: those of a list.</summary>
    public static async Task AddButtonsAsync(Transaction transaction, TelegramQuestion question, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var button in question.Buttons.SelectMany(row => row))
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO telegram_buttons (id, task_id, person_id, kind, action, revision, created_at) VALUES (@Id, @TaskId, @PersonId, @Kind, @Action, @Revision, @now)
                ON CONFLICT (id) DO NOTHING
                """,
                new { button.Id, question.TaskId, question.PersonId, button.Kind, button.Action, question.Revision, now },
                ct);
        }
    }

    /// <summary>Null when there is none.</summary>
    public async Task<TelegramMessage?> FindAsync(string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<TelegramMessage>(new CommandDefinition($"SELECT {Columns} FROM telegram_messages WHERE id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>What a button means; null for one that nobody was given, or that is gone.</summary>
    public async Task<PressedButton?> FindButtonAsync(string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<PressedButton>(new CommandDefinition(
            "SELECT id, task_id, person_id, kind, action, revision FROM telegram_buttons WHERE id = @id", new { id }, cancellationToken: ct));
    }

    private static OutboxMessage ChangeOf(string id, long chatId, string what, DateTimeOffset at) => new()
    {
        Id = $"change-{id}-{what}-{at.ToUnixTimeMilliseconds()}",
        Kind = Audit.ChannelNames.Telegram,
        Destination = TelegramChannel.DestinationOf(chatId),
        Subject = $"Change of {id}",
        Payload = new OutgoingTelegram { Chat = chatId, Changes = id }.ToJson(),
    };

    private static string LockOf(string taskId) => $"telegram:{taskId}";
}

/// <summary>Whether a message is to be sent.</summary>
public enum NotedMessage
{
    Send,

    /// <summary>It was sent before.</summary>
    WasSent,

    /// <summary>Its task is not open any more: it is of no use.</summary>
    Over,
}

/// <summary>A message that asks for a decision.</summary>
public sealed record TelegramMessage
{
    public string Id { get; init; } = "";

    public string TaskId { get; init; } = "";

    /// <summary>Null: put to a group.</summary>
    public string? PersonId { get; init; }

    /// <summary>Whose group it was put to.</summary>
    public string? Role { get; init; }

    public long ChatId { get; init; }

    /// <summary>Null: it has not arrived yet.</summary>
    public long? MessageId { get; init; }

    public string Language { get; init; } = "en";

    public string Html { get; init; } = "";

    public IReadOnlyList<IReadOnlyList<TelegramButton>> Buttons => JsonSerializer.Deserialize<List<List<TelegramButton>>>(ButtonsJson, JsonSerializerOptions.Web) ?? [];

    internal string ButtonsJson { get; init; } = "[]";
}

/// <summary>What a button means.</summary>
public sealed record PressedButton
{
    public string Id { get; init; } = "";

    public string TaskId { get; init; } = "";

    /// <summary>For whom it was made; null in a group, where everybody presses.</summary>
    public string? PersonId { get; init; }

    public string Kind { get; init; } = "";

    public string? Action { get; init; }

    /// <summary>Of the task as it was shown.</summary>
    public string Revision { get; init; } = "";
}
