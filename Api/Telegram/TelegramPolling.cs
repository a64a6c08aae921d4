using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>Fetches updates by long polling. Of several nodes one polls; when it dies another takes over.</summary>
/// <remarks>
/// A row holds who polls until when, and from where on updates are asked for. Asking from an id on tells Telegram that everything before it is done, so the row
/// moves on only when it is: what a node had fetched when it died comes again.
/// </remarks>
public sealed class TelegramPolling(Database database, TelegramBot bot, TelegramSettings settings, TelegramUpdates updates, TelegramIdentity identity, TimeProvider time, ILogger<TelegramPolling> logger)
    : BackgroundService
{
    private static readonly TimeSpan LeaseBeyondPoll = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    // After a week without any, Telegram begins anew with an id of its choice, which may be lower.
    private static readonly TimeSpan IdsHold = TimeSpan.FromDays(6);

    // Alone it has one name, and goes on at once where it died.
    private readonly string _node = database.IsShared ? $"{Environment.MachineName}-{Guid.CreateVersion7():N}" : "local";

    private TimeSpan Poll => TimeSpan.FromSeconds(settings.PollSeconds);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await identity.LearnAsync(stoppingToken);
            await updates.StartAsync(stoppingToken);
            var (rest, isPolling) = (TimeSpan.Zero, false);
            while (!stoppingToken.IsCancellationRequested)
            {
                if (rest > TimeSpan.Zero) await Task.Delay(rest, time, stoppingToken);
                try
                {
                    (isPolling, rest) = await TurnAsync(isPolling, rest, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    rest = Longer(rest);
                    logger.LogError(e, "Polling Telegram could not go on; trying again in {Rest}", rest);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <returns>Whether this node polls, and how long to rest.</returns>
    private async Task<(bool IsPolling, TimeSpan Pause)> TurnAsync(bool isPolling, TimeSpan rested, CancellationToken ct)
    {
        if (await LeaseAsync(ct) is not { } lease) return (false, LeaseBeyondPoll / 10);
        // Updates go either way: with a webhook from before, polling would be refused.
        if (!isPolling && await bot.DeleteWebhookAsync(ct) is { } refused) return (false, await TroubleAsync(refused, rested));
        var answer = await bot.GetUpdatesAsync(lease.From, Poll, ct);
        if (answer.Value is not { } found) return (true, await TroubleAsync(answer.Error!, rested));
        if (found.Count == 0) return (true, TimeSpan.Zero);
        var undone = await HandleAsync(found, ct);
        var next = undone ?? found[^1].UpdateId + 1;
        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "UPDATE telegram_bots SET next_update = @next, updated_at = @now WHERE bot_id = @BotId AND polled_by = @_node", new { next, now = time.GetUtcNow(), settings.BotId, _node }, ct),
            ct);
        return (true, undone is null ? TimeSpan.Zero : ShortRest);
    }

    /// <summary>Deals with what came: in order within a chat, chats beside each other.</summary>
    /// <returns>The first update that is to come again; null when all are done.</returns>
    private async Task<long?> HandleAsync(IReadOnlyList<BotUpdate> found, CancellationToken ct)
    {
        var undone = new System.Collections.Concurrent.ConcurrentBag<long>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct };
        await Parallel.ForEachAsync(found.GroupBy(update => update.ChatId), options, async (chat, stopping) =>
        {
            foreach (var update in chat)
            {
                if (await updates.HandleAsync(update, stopping) == UpdateOutcome.Done) continue;
                // What follows in this chat waits for it.
                undone.Add(update.UpdateId);
                return;
            }
        });
        return undone.IsEmpty ? null : undone.Min();
    }

    /// <summary>Takes or keeps the right to poll.</summary>
    /// <returns>Null when another node has it.</returns>
    private Task<Lease?> LeaseAsync(CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            var now = time.GetUtcNow();
            // The WHERE clause is the lock: of several nodes one changes the row.
            var row = await transaction.FirstAsync<BotRow>(
                """
                UPDATE telegram_bots SET polled_by = @_node, polled_until = @until
                WHERE  bot_id = @BotId AND (polled_by IS NULL OR polled_by = @_node OR polled_until < @now)
                RETURNING next_update, updated_at
                """,
                new { _node, until = now + Poll + LeaseBeyondPoll, settings.BotId, now },
                ct);
            return row is null ? null : new Lease(row.UpdatedAt < now - IdsHold ? 0 : row.NextUpdate);
        },
        ct);

    private async Task<TimeSpan> TroubleAsync(BotError error, TimeSpan rested)
    {
        var rest = error.Trouble == BotTrouble.TooMany && error.RetryAfter is { } asked ? asked : Longer(rested);
        logger.LogWarning("Telegram cannot be polled: {Reason} Trying again in {Rest}.", error.Trouble switch
        {
            BotTrouble.Conflict => $"Another program polls with the same Telegram:BotToken; give each installation a bot of its own. {error.Description}",
            BotTrouble.Token => $"Telegram:BotToken is not accepted; check it. {error.Description}",
            _ => error.Description,
        }, rest);
        // Another node may have a better line.
        await ReleaseAsync();
        return rest;
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await database.WriteAsync(
                transaction => transaction.ExecuteAsync(
                    "UPDATE telegram_bots SET polled_by = NULL, polled_until = NULL WHERE bot_id = @BotId AND polled_by = @_node", new { settings.BotId, _node }, CancellationToken.None),
                CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It ends by itself.
            logger.LogDebug(e, "The right to poll Telegram could not be given back");
        }
    }

    private static TimeSpan Longer(TimeSpan rested) => rested < ShortRest ? ShortRest : rested * 2 < LongestRest ? rested * 2 : LongestRest;

    private sealed record Lease(long From);

    private sealed class BotRow
    {
        public long NextUpdate { get; init; }

        public DateTimeOffset? UpdatedAt { get; init; }
    }
}
