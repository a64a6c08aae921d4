using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Api.Telegram;

/// <summary>What the bot answers at once. Nothing is lost when it cannot: what was decided shows at the message itself, which is changed through the outbox.</summary>
public sealed class TelegramReplies(TelegramBot bot, TimeProvider time, ILogger<TelegramReplies> logger)
{
    private const int MostTries = 3;

    // Whoever waits longer has looked away; what follows in the queue of updates waits, too.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    /// <summary>Says something, as plain text.</summary>
    public Task<long?> SayAsync(long chatId, string text, CancellationToken ct) => SendAsync(chatId, new BotText(TelegramHtml.Escape(TelegramHtml.Cut(text, TelegramHtml.Most))), ct);

    /// <returns>The message's id; null when it could not be sent, which the log says.</returns>
    public async Task<long?> SendAsync(long chatId, BotText text, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await bot.SendMessageAsync(chatId, text, ct);
            if (answer.Value is { } sent) return sent.MessageId;
            var error = answer.Error ?? new BotError(BotTrouble.Unreachable, "Telegram answered nothing.");
            var rest = error.Trouble switch
            {
                BotTrouble.TooMany => error.RetryAfter ?? LongestRest,
                BotTrouble.Unreachable => TimeSpan.FromSeconds(attempt),
                _ => TimeSpan.MaxValue,
            };
            if (attempt == MostTries || rest > LongestRest)
            {
                logger.LogWarning("An answer to Telegram chat {Chat} could not be sent: {Reason}", chatId, error.Description);
                return null;
            }

            await Task.Delay(rest, time, ct);
        }
    }

    /// <summary>Ends the waiting on a pressed button; the press is over, whatever becomes of this.</summary>
    /// <param name="text">Null: nothing is said.</param>
    public async Task AnswerAsync(BotCallback press, string? text, bool isAlert, CancellationToken ct)
    {
        if (await bot.AnswerCallbackQueryAsync(press.Id, text, isAlert, ct) is { } error) logger.LogWarning("A press in Telegram could not be answered: {Reason}", error.Description);
    }
}
