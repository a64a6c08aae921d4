using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Api.Identity;

namespace Workflows.Api.Telegram;

/// <summary>What people write to the bot, as /tasks.</summary>
public sealed class TelegramCommands(
    TelegramIdentity identity, TelegramReplies replies, TelegramLinks links, TelegramUnlinking unlinking, TelegramAccounts accounts, TelegramTasks shown, TelegramStatus status, TelegramAway away, TelegramQuestions questions,
    PreferenceBook preferences, PeopleDirectory people, Rights rights, TaskStore tasks, Decisions decisions, TimeProvider time)
{
    private const int MostUndoLooked = 20;

    /// <param name="person">Null: whoever writes is linked to nobody.</param>
    /// <param name="language">Of whoever writes.</param>
    public async Task RunAsync(BotCommand command, BotMessage message, Person? person, string language, CancellationToken ct)
    {
        if (!await identity.IsMeAsync(command.Bot, ct)) return;
        var (chat, isPrivate) = (message.Chat.Id, message.Chat.IsPrivate);
        switch (command.Name)
        {
            case "start":
                await StartAsync(command, message, person, language, ct);
                return;
            case "help":
                await SayAsync(chat, language, isPrivate ? person is null ? "start" : "help" : "help.group", ct);
                return;
            case "linkrole" or "unlinkrole":
                await LinkRoleAsync(command, message, person, language, ct);
                return;
            case "cancel":
                // In a group only whoever was asked something cancels it.
                var wasAsked = await questions.EndAsync(chat, message.From!.Id, ct);
                if (wasAsked || isPrivate) await SayAsync(chat, language, wasAsked ? "canceled" : "nothing-to-cancel", ct);
                return;
            case "tasks" or "status" or "away" or "undo" or "unlink":
                break;
            default:
                if (isPrivate) await SayAsync(chat, language, person is null ? "unknown-person" : "help", ct);
                return;
        }

        if (!isPrivate) await SayAsync(chat, language, "private-only", ct);
        else if (person is null) await SayAsync(chat, language, "unknown-person", ct);
        else await RunAsync(command, chat, message.From!.Id, person, ct);
    }

    /// <summary>What only the person reads.</summary>
    private async Task RunAsync(BotCommand command, long chat, long userId, Person person, CancellationToken ct)
    {
        switch (command.Name)
        {
            case "tasks":
                await shown.ListAsync(person, chat, ct);
                return;
            case "status":
                await replies.SendAsync(chat, new BotText(await status.OfAsync(command.Arguments, person, ct)), ct);
                return;
            case "away":
                await replies.SayAsync(chat, await away.ArrangeAsync(command.Arguments, person, ct), ct);
                return;
            case "undo":
                await replies.SayAsync(chat, await UndoAsync(person, userId, ct), ct);
                return;
            default:
                await unlinking.UnlinkAsync(person, ChannelNames.Telegram, ct);
                await SayAsync(chat, person.Language, "unlinked", ct);
                return;
        }
    }

    private async Task StartAsync(BotCommand command, BotMessage message, Person? person, string language, CancellationToken ct)
    {
        var chat = message.Chat.Id;
        if (!message.Chat.IsPrivate)
        {
            await SayAsync(chat, language, command.Arguments.Count > 0 ? "start.group" : "help.group", ct);
            return;
        }

        if (command.Arguments is not [var code, ..])
        {
            await replies.SayAsync(chat, person is null ? TelegramTexts.Get(language, "start") : TelegramTexts.Get(language, "start.known", person.Name), ct);
            return;
        }

        switch (await links.RedeemAsync(code, message.From!.Id, message.From.Username, ct))
        {
            case LinkResult.Linked linked:
                await WelcomeAsync(linked, chat, ct);
                return;
            case LinkResult.Taken:
                await SayAsync(chat, language, "link.taken", ct);
                return;
            case LinkResult.TooMany:
                await SayAsync(chat, language, "link.too-many", ct);
                return;
            default:
                await SayAsync(chat, language, "link.unknown", ct);
                return;
        }
    }

    private async Task WelcomeAsync(LinkResult.Linked linked, long chat, CancellationToken ct)
    {
        var person = linked.Person;
        await preferences.ClearAsync(ChannelNames.Telegram, TelegramChannel.DestinationOf(chat), ct);
        // Who links an account wants to be reached there; an order that was chosen stays.
        await preferences.ChangeAsync(person.Id, set => set.Channels.Count > 0 ? set : set with { Channels = [ChannelNames.Telegram, ChannelNames.Email] }, ct);
        await replies.SayAsync(chat, TelegramTexts.Get(person.Language, "linked", person.Name), ct);
        // What waits already was asked elsewhere.
        if (await shown.AnyAsync(person, ct)) await shown.ListAsync(person, chat, ct);
        if (linked.Former is { } former) await replies.SayAsync(former, TelegramTexts.Get(person.Language, "linked.elsewhere", person.Name), ct);
    }

    private async Task LinkRoleAsync(BotCommand command, BotMessage message, Person? person, string language, CancellationToken ct)
    {
        var chat = message.Chat.Id;
        if (message.Chat.IsPrivate)
        {
            await SayAsync(chat, language, "role.not-here", ct);
            return;
        }

        if (person is null || !rights.Of(person.Roles).Contains(Right.ProcessPublish))
        {
            await SayAsync(chat, language, "role.refused", ct);
            return;
        }

        if (command.Arguments is not [var role, ..])
        {
            await SayAsync(chat, language, "role.usage", ct);
            return;
        }

        role = role.ToLowerInvariant();
        if (command.Name == "unlinkrole")
        {
            var ended = await accounts.UnlinkGroupAsync(chat, role, person, ct);
            await replies.SayAsync(chat, TelegramTexts.Get(language, ended.Count > 0 ? "role.unlinked" : "role.nothing", role), ct);
            return;
        }

        if (people.InRole(role).Count == 0)
        {
            await replies.SayAsync(chat, TelegramTexts.Get(language, "role.none", role), ct);
            return;
        }

        var group = new TelegramGroup { ChatId = chat, Role = role, Title = message.Chat.Title, Language = language };
        await replies.SayAsync(chat, TelegramTexts.Get(language, await accounts.LinkGroupAsync(group, person, ct) ? "role.linked" : "role.already", role), ct);
    }

    private async Task<string> UndoAsync(Person person, long userId, CancellationToken ct)
    {
        var decided = await tasks.DecidedByAsync(person.Id, before: null, MostUndoLooked, ct);
        if (decided.FirstOrDefault(task => task.DecidedBy == person.Id && task.UndoUntil > time.GetUtcNow()) is { } last
            && await decisions.UndoAsync(last.Id, person, ChannelNames.Telegram, $"telegram:{userId}", ct) == UndoResult.Undone)
            return TelegramTexts.Get(person.Language, "undo.done", TelegramHtml.Cut(last.In(person.Language).Title, 300));
        return TelegramTexts.Get(person.Language, "undo.none");
    }

    private Task<long?> SayAsync(long chat, string language, string key, CancellationToken ct) => replies.SayAsync(chat, TelegramTexts.Get(language, key), ct);
}
