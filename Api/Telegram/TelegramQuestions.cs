using Dapper;
using Workflows.Activities.Approvals;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>What the bot has asked somebody in a chat: their next message there is the answer. One question at a time.</summary>
public sealed class TelegramQuestions(Database database, TimeProvider time)
{
    /// <summary>After which an answer is not taken as one: nobody remembers the question.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Keeps a question, in place of another one.</summary>
    public Task AskAsync(OpenQuestion question, CancellationToken ct) => database.WriteAsync(
        transaction => transaction.ExecuteAsync(
            """
            INSERT INTO telegram_questions (chat_id, user_id, message_id, task_id, action, revision, asks, approved, expires_at)
            VALUES (@ChatId, @UserId, @MessageId, @TaskId, @Action, @Revision, @Asks, @ApprovedJson, @expiresAt)
            ON CONFLICT (chat_id, user_id) DO UPDATE
            SET message_id = excluded.message_id, task_id = excluded.task_id, action = excluded.action, revision = excluded.revision, asks = excluded.asks, approved = excluded.approved,
                expires_at = excluded.expires_at
            """,
            new
            {
                question.ChatId, question.UserId, question.MessageId, question.TaskId, question.Action, question.Revision, question.Asks, question.ApprovedJson,
                expiresAt = time.GetUtcNow() + Lifetime,
            },
            ct),
        ct);

    /// <summary>Null when nothing was asked.</summary>
    public async Task<OpenQuestion?> FindAsync(long chatId, long userId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var row = await reader.QueryFirstOrDefaultAsync<OpenQuestion>(new CommandDefinition(
            "SELECT chat_id, user_id, message_id, task_id, action, revision, asks, approved AS approved_json, expires_at FROM telegram_questions WHERE chat_id = @chatId AND user_id = @userId",
            new { chatId, userId },
            cancellationToken: ct));
        return row is null ? null : row with { IsOver = row.ExpiresAt <= time.GetUtcNow() };
    }

    /// <returns>False when there was none.</returns>
    public Task<bool> EndAsync(long chatId, long userId, CancellationToken ct) => database.WriteAsync(
        async transaction => await transaction.ExecuteAsync("DELETE FROM telegram_questions WHERE chat_id = @chatId AND user_id = @userId", new { chatId, userId }, ct) > 0, ct);
}

/// <summary>A question of the bot that waits for an answer.</summary>
public sealed record OpenQuestion
{
    /// <summary>Stored name: why.</summary>
    public const string Reason = "reason";

    /// <summary>Stored name: how much is approved.</summary>
    public const string Amount = "amount";

    public long ChatId { get; init; }

    public long UserId { get; init; }

    /// <summary>The message that asks; in a group only a reply to it is the answer.</summary>
    public long? MessageId { get; init; }

    public string TaskId { get; init; } = "";

    /// <summary>What was pressed.</summary>
    public string Action { get; init; } = "";

    /// <summary>Of the task as it was shown.</summary>
    public string Revision { get; init; } = "";

    public string Asks { get; init; } = Reason;

    /// <summary>Less than was asked for.</summary>
    public ApprovedValue? Approved
    {
        get => ApprovedValue.FromJson(ApprovedJson);
        init => ApprovedJson = value?.ToJson();
    }

    /// <summary>It was asked too long ago.</summary>
    public bool IsOver { get; init; }

    internal DateTimeOffset ExpiresAt { get; init; }

    internal string? ApprovedJson { get; init; }
}
