using System.Globalization;
using System.Text.RegularExpressions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Api.Telegram;

/// <summary>Takes the message that answers a question of the bot: why, or how much.</summary>
public sealed partial class TelegramAnswers(TelegramQuestions questions, TelegramDecisions decisions, TelegramTasks shown, TelegramReplies replies, TaskStore tasks, TimeProvider time)
{
    /// <returns>False when the message answers nothing.</returns>
    public async Task<bool> TakeAsync(BotMessage message, Person person, CancellationToken ct)
    {
        var (chat, user, language) = (message.Chat.Id, message.From!.Id, person.Language);
        if (await questions.FindAsync(chat, user, ct) is not { } question) return false;
        // In a group people also talk to each other.
        if (!message.Chat.IsPrivate && message.ReplyToMessage?.MessageId != question.MessageId) return false;
        if (question.IsOver || await tasks.FindAsync(question.TaskId, ct) is not { } task)
        {
            await questions.EndAsync(chat, user, ct);
            await replies.SayAsync(chat, TelegramTexts.Get(language, "too-late"), ct);
            return true;
        }

        if (string.IsNullOrWhiteSpace(message.Text)) await replies.SayAsync(chat, TelegramTexts.Get(language, "ask.text"), ct);
        else if (question.Asks == OpenQuestion.Amount) await TakeAmountAsync(message, question, task, person, ct);
        else await DecideAsync(message, question, message.Text, person, ct);
        return true;
    }

    private async Task TakeAmountAsync(BotMessage message, OpenQuestion question, TaskView task, Person person, CancellationToken ct)
    {
        var language = person.Language;
        if (Read(message.Text!, task.Terms, language, out var approved) is { } problem)
        {
            await replies.SayAsync(message.Chat.Id, problem, ct);
            return;
        }

        var asked = task.Amount ?? task.Lines.Sum(line => line.Amount);
        var given = approved.Amount ?? task.Lines.Sum(line => approved.Lines!.GetValueOrDefault(line.Id, line.Amount));
        if (given >= asked)
        {
            await DecideAsync(message, question, comment: null, person, ct);
            return;
        }

        // Less than was asked for is a no to the rest: it wants a reason, too.
        var text = TelegramHtml.Escape(TelegramTexts.Get(language, "ask.less.reason", TelegramDecisions.Money(given, task, language), TelegramDecisions.Money(asked, task, language)));
        if (!message.Chat.IsPrivate) text = TelegramDecisions.ToGroup(text, person, message.From!.Id);
        if (await replies.SendAsync(message.Chat.Id, new BotText(text, ReplyTo: message.MessageId, AsksForReply: true), ct) is not { } next) return;
        await questions.AskAsync(question with { MessageId = next, Asks = OpenQuestion.Reason, Approved = approved }, ct);
    }

    private async Task DecideAsync(BotMessage message, OpenQuestion question, string? comment, Person person, CancellationToken ct)
    {
        var (chat, user) = (message.Chat.Id, message.From!.Id);
        var result = await decisions.TakeAsync(question, comment, person, user, ct);
        // A text that is too long can be written again.
        if (result is not DecisionResult.CommentTooLong) await questions.EndAsync(chat, user, ct);
        var text = decisions.Explain(result, person);
        if (result is DecisionResult.Recorded { Task: var task })
            text = $"{text}: {TelegramHtml.Cut(task.In(person.Language).Title, 300)}" + (task.UndoUntil > time.GetUtcNow() ? $"\n{TelegramTexts.Get(person.Language, "press.undo")}" : "");
        await replies.SayAsync(chat, text, ct);
        if (result is DecisionResult.Changed changed) await shown.ShowAsync(changed.Task, person, ct);
    }

    /// <returns>What is wrong, in the person's language; null when it can be read.</returns>
    internal static string? Read(string text, TaskTerms terms, string language, out ApprovedValue approved)
    {
        approved = new ApprovedValue(null, null);
        if (terms.Lines.Count == 0)
        {
            if (!Amounts.TryRead(text, terms.Currency, language, out var amount)) return TelegramTexts.Get(language, "wrong.amount");
            if (amount < 0 || amount > terms.Amount) return TelegramTexts.Get(language, "wrong.range", TelegramVerdicts.Money(terms.Amount ?? 0, terms.Currency, language));
            approved = new ApprovedValue(amount, null);
            return null;
        }

        var lines = new Dictionary<string, decimal>();
        foreach (var part in text.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Line().Match(part) is not { Success: true } match || !Amounts.TryRead(match.Groups["amount"].Value, terms.Currency, language, out var amount)) return TelegramTexts.Get(language, "wrong.amount");
            if (!int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > terms.Lines.Count)
                return TelegramTexts.Get(language, "wrong.line", match.Groups["number"].Value, terms.Lines.Count);
            var line = terms.Lines[number - 1];
            if (amount < 0 || amount > line.Amount) return TelegramTexts.Get(language, "wrong.range", TelegramVerdicts.Money(line.Amount, terms.Currency, language));
            lines[line.Id] = amount;
        }

        if (lines.Count == 0) return TelegramTexts.Get(language, "wrong.amount");
        approved = new ApprovedValue(null, lines);
        return null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,3})\.?\s*[=:\s]\s*(?<amount>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}
