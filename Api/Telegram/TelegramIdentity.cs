using Dapper;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>What the bot is called. It is asked once, and kept for all nodes: links to the bot are made of it.</summary>
public sealed class TelegramIdentity(Database database, TelegramBot bot, TelegramSettings settings, TimeProvider time, ILogger<TelegramIdentity> logger)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private string? _name;

    /// <summary>Without the @; null as long as Telegram could not be asked.</summary>
    public async Task<string?> NameAsync(CancellationToken ct)
    {
        if (_name is not null) return _name;
        await using var reader = database.OpenReader();
        return _name = await reader.ExecuteScalarAsync<string?>(new CommandDefinition("SELECT user_name FROM telegram_bots WHERE bot_id = @BotId", new { settings.BotId }, cancellationToken: ct));
    }

    /// <summary>Whether a command in a group is meant for this bot: without a name it is for every bot there.</summary>
    public async Task<bool> IsMeAsync(string? name, CancellationToken ct) => name is null || string.Equals(name, await NameAsync(ct), StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks Telegram until it answers.</summary>
    public async Task LearnAsync(CancellationToken ct)
    {
        for (var rest = TimeSpan.FromSeconds(1); ; rest = rest * 2 < LongestRest ? rest * 2 : LongestRest)
        {
            var answer = await bot.GetMeAsync(ct);
            if (answer.Value is { } me)
            {
                await KeepAsync(me.Username, ct);
                return;
            }

            var reason = answer.Error is { Trouble: BotTrouble.Token } ? $"Telegram:BotToken is not accepted; check it. {answer.Error.Description}" : answer.Error?.Description ?? "Telegram answered nothing.";
            logger.LogWarning("The Telegram bot cannot be used: {Reason} Trying again in {Rest}.", reason, answer.Error?.RetryAfter ?? rest);
            await Task.Delay(answer.Error?.RetryAfter ?? rest, time, ct);
        }
    }

    private async Task KeepAsync(string? name, CancellationToken ct)
    {
        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                """
                INSERT INTO telegram_bots (bot_id, user_name, next_update) VALUES (@BotId, @name, 0)
                ON CONFLICT (bot_id) DO UPDATE SET user_name = excluded.user_name
                """,
                new { settings.BotId, name },
                ct),
            ct);
        _name = name;
    }
}
