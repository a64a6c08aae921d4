using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Api.Telegram;

/// <summary>What a pressed button does. Telegram brings an id; what it means, and whether whoever presses may, is asked here and at the gate.</summary>
public sealed class TelegramPresses(
    TelegramMessages messages, TelegramReplies replies, TelegramDecisions decisions, TelegramTasks shown, TelegramQuestions questions, TaskStore tasks, Decisions gate, TimeProvider time)
{
    /// <param name="person">Null: whoever pressed is linked to nobody.</param>
    public async Task PressAsync(BotCallback press, Person? person, string language, CancellationToken ct)
    {
        if (press.Data is not { } data || press.Message is not { } message || await messages.FindButtonAsync(data, ct) is not { } button)
        {
            await replies.AnswerAsync(press, TelegramTexts.Get(language, "press.unknown"), isAlert: true, ct);
            return;
        }

        if (person is null)
        {
            await replies.AnswerAsync(press, TelegramTexts.Get(language, "press.unlinked"), isAlert: true, ct);
            return;
        }

        var isTheirs = button.PersonId is null || button.PersonId == person.Id;
        if (!isTheirs || await tasks.FindAsync(button.TaskId, ct) is not { } task)
        {
            await replies.AnswerAsync(press, TelegramTexts.Get(language, isTheirs ? "press.unknown" : "press.not-yours"), isAlert: true, ct);
            return;
        }

        if (button.Kind is TelegramButtonKinds.Details or TelegramButtonKinds.Why or TelegramButtonKinds.Show) await TellAsync(press, button, task, person, ct);
        else await DecideAsync(press, message, button, task, person, ct);
    }

    private async Task TellAsync(BotCallback press, PressedButton button, TaskView task, Person person, CancellationToken ct)
    {
        // In a group others read along: only who decides learns more there.
        if (!await shown.MaySeeAsync(task, person, ct))
        {
            await replies.AnswerAsync(press, TelegramTexts.Get(person.Language, "press.not-yours"), isAlert: true, ct);
            return;
        }

        var (chat, isPrivate) = (press.Message!.Chat.Id, press.Message.Chat.IsPrivate);
        switch (button.Kind)
        {
            case TelegramButtonKinds.Show:
                await replies.AnswerAsync(press, null, isAlert: false, ct);
                await shown.ShowAsync(task, person, ct);
                return;
            case TelegramButtonKinds.Why when !isPrivate:
                await replies.AnswerAsync(press, await shown.WhyAsync(task, person, ct), isAlert: true, ct);
                return;
            default:
                await replies.AnswerAsync(press, null, isAlert: false, ct);
                var html = button.Kind == TelegramButtonKinds.Why ? TelegramHtml.Escape(await shown.WhyAsync(task, person, ct)) : await shown.DetailsAsync(task, person, ct);
                await replies.SendAsync(chat, new BotText(html, ReplyTo: press.Message.MessageId), ct);
                return;
        }
    }

    private async Task DecideAsync(BotCallback press, BotMessage message, PressedButton button, TaskView task, Person person, CancellationToken ct)
    {
        var action = task.Actions.FirstOrDefault(action => action.Name == button.Action);
        var isOpen = task.Status == "open" && (task.DueAt is null || task.DueAt > time.GetUtcNow());
        // Asked only of somebody whose answer could count; the gate looks again when the answer comes.
        if (action is not null && isOpen && button.Revision == task.Revision && (action.NeedsComment || button.Kind == TelegramButtonKinds.Less) && await gate.MayDecideAsync(task, person.Id, ct))
        {
            await AskAsync(press, message, button, task, action, person, ct);
            return;
        }

        var result = await decisions.TakeAsync(new OpenQuestion { TaskId = task.Id, Action = button.Action ?? "", Revision = button.Revision }, comment: null, person, press.From.Id, ct);
        switch (result)
        {
            case DecisionResult.Recorded recorded:
                await replies.AnswerAsync(press, TelegramTexts.Get(person.Language, recorded.Task.UndoUntil > time.GetUtcNow() ? "press.undo" : "press.done"), isAlert: false, ct);
                await questions.EndAsync(message.Chat.Id, press.From.Id, ct);
                return;
            case DecisionResult.Changed changed:
                await replies.AnswerAsync(press, decisions.Explain(result, person), isAlert: true, ct);
                await shown.ShowAsync(changed.Task, person, ct);
                return;
            case DecisionResult.Closed:
                await replies.AnswerAsync(press, decisions.Explain(result, person), isAlert: true, ct);
                // It still had buttons, so it does not say so yet.
                await messages.RefreshAsync(message.Chat.Id, message.MessageId, ct);
                return;
            default:
                await replies.AnswerAsync(press, decisions.Explain(result, person), isAlert: true, ct);
                return;
        }
    }

    private async Task AskAsync(BotCallback press, BotMessage message, PressedButton button, TaskView task, TaskAction action, Person person, CancellationToken ct)
    {
        await replies.AnswerAsync(press, TelegramTexts.Get(person.Language, "press.asked"), isAlert: false, ct);
        var isLess = button.Kind == TelegramButtonKinds.Less;
        var text = isLess ? decisions.AmountQuestion(task, person.Language) : decisions.ReasonQuestion(task, action, person.Language);
        if (!message.Chat.IsPrivate) text = TelegramDecisions.ToGroup(text, person, press.From.Id);
        if (await replies.SendAsync(message.Chat.Id, new BotText(text, ReplyTo: message.MessageId, AsksForReply: true), ct) is not { } asked) return;
        var question = new OpenQuestion
        {
            ChatId = message.Chat.Id, UserId = press.From.Id, MessageId = asked, TaskId = task.Id, Action = action.Name, Revision = button.Revision, Asks = isLess ? OpenQuestion.Amount : OpenQuestion.Reason,
        };
        await questions.AskAsync(question, ct);
    }
}
