using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;

namespace Workflows.Api.Telegram;

/// <summary>Takes decisions through the one gate, and says what came of them.</summary>
public sealed class TelegramDecisions(Decisions gate, TelegramVerdicts verdicts)
{
    public Task<DecisionResult> TakeAsync(OpenQuestion chosen, string? comment, Person person, long userId, CancellationToken ct) => gate.TakeAsync(
        new Decision
        {
            TaskId = chosen.TaskId,
            Action = chosen.Action,
            DeciderId = person.Id,
            Channel = ChannelNames.Telegram,
            Comment = comment,
            // What was shown when the button was made: a task that says something else now is not decided unseen.
            Revision = chosen.Revision,
            Approved = chosen.Approved,
            Address = $"telegram:{userId}",
        },
        ct);

    /// <summary>What came of it, in a sentence; plain text.</summary>
    public string Explain(DecisionResult result, Person person)
    {
        var language = person.Language;
        return result switch
        {
            DecisionResult.Recorded recorded => verdicts.Sentence(recorded.Task, language, person.Id),
            DecisionResult.Closed { Task.Status: "open" } => TelegramTexts.Get(language, "closed.expired"),
            DecisionResult.Closed closed => TelegramTexts.Get(language, "press.late", verdicts.Sentence(closed.Task, language, person.Id)),
            DecisionResult.Changed => TelegramTexts.Get(language, "press.changed"),
            DecisionResult.NotAnApprover => TelegramTexts.Get(language, "press.not-yours"),
            DecisionResult.CommentTooLong => TelegramTexts.Get(language, "ask.long"),
            DecisionResult.WrongValue => TelegramTexts.Get(language, "wrong.amount"),
            _ => TelegramTexts.Get(language, "press.unknown"),
        };
    }

    /// <summary>Asks why, as HTML.</summary>
    public string ReasonQuestion(TaskView task, TaskAction action, string language) =>
        new TelegramHtml().Text(TelegramTexts.Get(language, "ask.reason", action.LabelIn(language), TelegramHtml.Cut(task.In(language).Title, 300))).ToString();

    /// <summary>Asks how much is approved, as HTML.</summary>
    public string AmountQuestion(TaskView task, string language)
    {
        var title = TelegramHtml.Cut(task.In(language).Title, 300);
        if (task.Lines.Count == 0) return new TelegramHtml().Text(TelegramTexts.Get(language, "ask.amount", Money(task.Amount ?? 0, task, language), title)).ToString();
        var html = new TelegramHtml().Text(TelegramTexts.Get(language, "ask.lines", title));
        foreach (var (line, number) in task.Lines.Select((line, index) => (line, index + 1))) html.Text($"{number}. {line.Label}: {Money(line.Amount, task, language)}");
        return html.ToString();
    }

    /// <summary>A question in a group, where only a reply of whoever pressed is the answer.</summary>
    /// <param name="html">The question.</param>
    public static string ToGroup(string html, Person person, long userId)
    {
        // Mentioned by id, so that their program begins the reply, and nobody else's.
        var name = $"<a href=\"tg://user?id={userId}\">{TelegramHtml.Escape(TelegramHtml.Cut(person.Name, 100))}</a>";
        return $"{html}\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, TelegramHtml.Escape(TelegramTexts.Get(person.Language, "ask.group")), name)}";
    }

    public static string Money(decimal amount, TaskView task, string language) => TelegramVerdicts.Money(amount, task.Currency, language);
}
