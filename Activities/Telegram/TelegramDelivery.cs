using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Telegram;

/// <summary>Sends and changes messages from the outbox.</summary>
/// <remarks>The Bot API knows no idempotency keys: a message whose answer was lost is sent again. One that asks is noted, so that this happens only when the very answer is lost.</remarks>
public sealed class TelegramDelivery(TelegramBot bot, TelegramMessages messages, TelegramAccounts accounts, TelegramVerdicts verdicts, TaskStore tasks) : OutboxHandler
{
    // A change that was overtaken by another is made again; more often than this nothing changes while it is on its way.
    private const int MostChanges = 3;

    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(5);

    public override string Kind => ChannelNames.Telegram;

    public override async Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        var outgoing = OutgoingTelegram.Parse(message.Payload);
        if (outgoing.Changes is { } changed) return await ChangeAsync(changed, ct);
        if (outgoing.Asks is { } question) return await AskAsync(message.Id, outgoing, question, ct);
        var sent = await bot.SendMessageAsync(outgoing.Chat, new BotText(outgoing.Html!), ct);
        return await ResultAsync(outgoing.Chat, sent.Error, ct);
    }

    private async Task<OutboxResult> AskAsync(string id, OutgoingTelegram outgoing, TelegramQuestion question, CancellationToken ct)
    {
        var isThere = question.PersonId is { } person ? accounts.Of(person)?.UserId == outgoing.Chat : accounts.Groups.Any(group => group.ChatId == outgoing.Chat && group.Role == question.Role);
        if (!isThere) return new OutboxResult.Refused("This Telegram account or group is not linked any more.");
        switch (await messages.NoteAsync(id, outgoing, question, ct))
        {
            case NotedMessage.Over: return new OutboxResult.Refused("It is decided or over already.");
            case NotedMessage.WasSent: return new OutboxResult.Delivered();
        }

        var sent = await bot.SendMessageAsync(outgoing.Chat, new BotText(outgoing.Html!, TelegramQuestion.Keyboard(question.Buttons)), ct);
        if (sent.Value is null) return await ResultAsync(outgoing.Chat, sent.Error, ct);
        await messages.ArrivedAsync(id, question.TaskId, outgoing.Chat, sent.Value.MessageId, ct);
        return new OutboxResult.Delivered();
    }

    /// <summary>Makes a message what its task is now.</summary>
    private async Task<OutboxResult> ChangeAsync(string id, CancellationToken ct)
    {
        BotText? shown = null;
        for (var round = 0; round < MostChanges; round++)
        {
            // One that has not arrived yet is changed when it has.
            if (await messages.FindAsync(id, ct) is not { MessageId: { } messageId } message || await tasks.FindAsync(message.TaskId, ct) is not { } task) break;
            var now = verdicts.Of(message, task);
            if (shown is not null && now.Html == shown.Html) break;
            shown = now;
            switch (await bot.EditMessageTextAsync(message.ChatId, messageId, now, ct))
            {
                case null or { Trouble: BotTrouble.Unchanged }:
                    continue;
                // Deleted by its reader, or nobody reads there any more: nothing is left that could mislead.
                case { Trouble: BotTrouble.Gone or BotTrouble.Blocked }:
                    return new OutboxResult.Delivered();
                case var error:
                    return ResultOf(error);
            }
        }

        return new OutboxResult.Delivered();
    }

    private async Task<OutboxResult> ResultAsync(long chat, BotError? error, CancellationToken ct)
    {
        if (error is null) return new OutboxResult.Delivered();
        if (error.MovedTo is { } movedTo)
        {
            await accounts.MoveGroupAsync(chat, movedTo, ct);
            return new OutboxResult.Refused($"The group has moved to another id, {movedTo}; what is still open is put there.");
        }

        // A group that the bot was removed from; for a person it is the router that notes it.
        if (error.Trouble is BotTrouble.Blocked or BotTrouble.Gone && accounts.PersonOf(chat) is null) await accounts.UnlinkGroupAsync(chat, role: null, by: null, ct);
        return ResultOf(error);
    }

    private static OutboxResult ResultOf(BotError error) => error.Trouble switch
    {
        BotTrouble.TooMany => new OutboxResult.Retry(error.Description, error.RetryAfter ?? UsualRest),
        BotTrouble.Blocked or BotTrouble.Gone => new OutboxResult.Refused(error.Description, ReceiverIsGone: true),
        BotTrouble.Wrong => new OutboxResult.Refused(error.Description),
        BotTrouble.Token => new OutboxResult.Retry($"Telegram does not accept Telegram:BotToken; check it. {error.Description}"),
        _ => new OutboxResult.Retry(error.Description),
    };
}
