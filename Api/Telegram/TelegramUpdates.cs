using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>Deals with what happens in the chats of the bot. An update that is delivered twice acts once.</summary>
/// <remarks>
/// An update is taken for a time before it is dealt with, and marked as done after it: a node that dies in between leaves it to the next delivery. What was
/// decided before it died stays decided, because the gate takes one decision for a task.
/// </remarks>
public sealed class TelegramUpdates(Database database, TelegramSettings settings, TelegramConversation conversation, TimeProvider time, ILogger<TelegramUpdates> logger)
{
    private const int MostTries = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    // Several of one process share the name: what counts is that others have other names.
    private readonly string _node = $"{Environment.MachineName}-{Guid.CreateVersion7():N}";

    public async Task<UpdateOutcome> HandleAsync(BotUpdate update, CancellationToken ct)
    {
        if (await TakeAsync(update.UpdateId, ct) is not { } tries) return await IsDoneAsync(update.UpdateId, ct) ? UpdateOutcome.Done : UpdateOutcome.NotNow;
        try
        {
            await conversation.HandleAsync(update, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            logger.LogError(e, "Telegram update {Update} failed, try {Tries} of {Most}", update.UpdateId, tries, MostTries);
            if (tries < MostTries)
            {
                await GiveBackAsync(update.UpdateId);
                return UpdateOutcome.NotNow;
            }

            // It would hold up everything behind it; whoever wrote it is told.
            await conversation.ApologiseAsync(update, ct);
        }
        catch (OperationCanceledException)
        {
            await GiveBackAsync(update.UpdateId);
            throw;
        }

        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "UPDATE telegram_updates SET done_at = @now, taken_until = NULL WHERE bot_id = @BotId AND update_id = @UpdateId", new { now = time.GetUtcNow(), settings.BotId, update.UpdateId }, CancellationToken.None),
            CancellationToken.None);
        return UpdateOutcome.Done;
    }

    /// <summary>Where there is one node only: what it had taken when it died is free at once.</summary>
    public Task StartAsync(CancellationToken ct) => database.IsShared
        ? Task.CompletedTask
        : database.WriteAsync(transaction => transaction.ExecuteAsync("UPDATE telegram_updates SET taken_until = NULL WHERE bot_id = @BotId AND done_at IS NULL", new { settings.BotId }, ct), ct);

    /// <returns>Which try this is; null when it is done, or somebody is at it.</returns>
    private Task<int?> TakeAsync(long updateId, CancellationToken ct) => database.WriteAsync(
        transaction =>
        {
            var now = time.GetUtcNow();
            return transaction.FirstAsync<int?>(
                """
                INSERT INTO telegram_updates (bot_id, update_id, arrived_at, taken_by, taken_until, tries) VALUES (@BotId, @updateId, @now, @_node, @until, 1)
                ON CONFLICT (bot_id, update_id) DO UPDATE SET taken_by = excluded.taken_by, taken_until = excluded.taken_until, tries = telegram_updates.tries + 1
                WHERE  telegram_updates.done_at IS NULL AND (telegram_updates.taken_until IS NULL OR telegram_updates.taken_until < @now)
                RETURNING tries
                """,
                new { settings.BotId, updateId, now, _node, until = now + Turn },
                ct);
        },
        ct);

    private Task<bool> IsDoneAsync(long updateId, CancellationToken ct) => database.WriteAsync(
        async transaction => await transaction.FirstAsync<long?>("SELECT done_at FROM telegram_updates WHERE bot_id = @BotId AND update_id = @updateId", new { settings.BotId, updateId }, ct) is not null, ct);

    private Task GiveBackAsync(long updateId) => database.WriteAsync(
        transaction => transaction.ExecuteAsync(
            "UPDATE telegram_updates SET taken_until = NULL WHERE bot_id = @BotId AND update_id = @updateId AND taken_by = @_node AND done_at IS NULL", new { settings.BotId, updateId, _node }, CancellationToken.None),
        CancellationToken.None);
}

public enum UpdateOutcome
{
    /// <summary>Now or before.</summary>
    Done,

    /// <summary>It failed, or another node is at it: it is to be delivered again.</summary>
    NotNow,
}
