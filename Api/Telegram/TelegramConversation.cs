using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Api.Telegram;

/// <summary>Brings an update to whatever deals with it: a press, a command, an answer, or news about a chat.</summary>
public sealed class TelegramConversation(
    TelegramAccounts accounts, TelegramPresses presses, TelegramCommands commands, TelegramAnswers answers, TelegramReplies replies, PreferenceBook preferences, ChannelFallback fallback)
{
    public Task HandleAsync(BotUpdate update, CancellationToken ct) => update switch
    {
        { CallbackQuery: { } press } => PressAsync(press, ct),
        { Message: { MigrateToChatId: { } movedTo } message } => accounts.MoveGroupAsync(message.Chat.Id, movedTo, ct),
        { Message: { From.IsBot: false } message } => ReadAsync(message, ct),
        { MyChatMember: { } change } => ChangeAsync(change, ct),
        _ => Task.CompletedTask,
    };

    /// <summary>Says that something went wrong, where somebody waits for an answer.</summary>
    public async Task ApologiseAsync(BotUpdate update, CancellationToken ct)
    {
        var from = update.CallbackQuery?.From ?? update.Message?.From;
        if (from is null) return;
        var text = TelegramTexts.Get(LanguageOf(from), "failed");
        if (update.CallbackQuery is { } press) await replies.AnswerAsync(press, text, isAlert: true, ct);
        else if (update.Message is { Chat.IsPrivate: true } message) await replies.SayAsync(message.Chat.Id, text, ct);
    }

    private async Task PressAsync(BotCallback press, CancellationToken ct)
    {
        if (press.Message?.Chat.IsPrivate == true) await IsThereAsync(press.From.Id, ct);
        await presses.PressAsync(press, accounts.PersonOf(press.From.Id), LanguageOf(press.From), ct);
    }

    private async Task ReadAsync(BotMessage message, CancellationToken ct)
    {
        var from = message.From!;
        var (person, language) = (accounts.PersonOf(from.Id), LanguageOf(from));
        if (message.Chat.IsPrivate) await IsThereAsync(from.Id, ct);
        else if (message.Chat.Type is not ("group" or "supergroup")) return;
        if (BotCommand.Parse(message.Text) is { } command) await commands.RunAsync(command, message, person, language, ct);
        else if (person is not null && await answers.TakeAsync(message, person, ct)) return;
        // In a group people talk to each other.
        else if (message.Chat.IsPrivate) await replies.SayAsync(message.Chat.Id, TelegramTexts.Get(language, person is null ? "unknown-person" : "help"), ct);
    }

    private async Task ChangeAsync(BotMembershipChange change, CancellationToken ct)
    {
        var isGone = change.NewChatMember.Status is "kicked" or "left";
        if (!change.Chat.IsPrivate)
        {
            if (isGone) await accounts.UnlinkGroupAsync(change.Chat.Id, role: null, by: null, ct);
            return;
        }

        if (!isGone)
        {
            await IsThereAsync(change.From.Id, ct);
            return;
        }

        // Known before the next question is on its way to nowhere.
        await fallback.BouncedAsync(ChannelNames.Telegram, TelegramChannel.DestinationOf(change.From.Id), "Telegram says that the bot was blocked", ct);
    }

    /// <summary>Who writes can be written to.</summary>
    private async Task IsThereAsync(long userId, CancellationToken ct)
    {
        var destination = TelegramChannel.DestinationOf(userId);
        if (preferences.MarkOf(ChannelNames.Telegram, destination) is not null) await preferences.ClearAsync(ChannelNames.Telegram, destination, ct);
    }

    private string LanguageOf(BotUser user) => accounts.PersonOf(user.Id)?.Language ?? (user.LanguageCode?.StartsWith("id", StringComparison.OrdinalIgnoreCase) == true ? "id" : "en");
}

/// <summary>A command that somebody wrote.</summary>
/// <param name="Name">In lower case, without the slash.</param>
/// <param name="Bot">For which bot of a group it is; null: any.</param>
public sealed record BotCommand(string Name, string? Bot, IReadOnlyList<string> Arguments)
{
    /// <summary>Null for a message that is no command.</summary>
    public static BotCommand? Parse(string? text)
    {
        if (text is not ['/', _, ..]) return null;
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var at = words[0].IndexOf('@');
        var name = at < 0 ? words[0][1..] : words[0][1..at];
        // A hyphen is no part of Telegram's commands; people write it all the same.
        return new BotCommand(name.ToLowerInvariant().Replace("-", "").Replace("_", ""), at < 0 ? null : words[0][(at + 1)..], words[1..]);
    }
}
