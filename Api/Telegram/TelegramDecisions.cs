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
    public string ReasonQuestion(TaskView task, TaskAction action, Person person, bool isPrivate) => new TelegramHtml()
        .Text(TelegramTexts.Get(person.Language, isPrivate ? "ask.reason" : "ask.reason.group", action.LabelIn(person.Language), TelegramHtml.Cut(task.Title, 300), person.Name))
        .ToString();

    /// <summary>Asks how much is approved, as HTML.</summary>
    public string AmountQuestion(TaskView task, string language)
    {
        var title = TelegramHtml.Cut(task.Title, 300);
        if (task.Lines.Count == 0) return new TelegramHtml().Text(TelegramTexts.Get(language, "ask.amount", Money(task.Amount ?? 0, task), title)).ToString();
        var html = new TelegramHtml().Text(TelegramTexts.Get(language, "ask.lines", title));
        foreach (var (line, number) in task.Lines.Select((line, index) => (line, index + 1))) html.Text($"{number}. {line.Label}: {Money(line.Amount, task)}");
        return html.ToString();
    }

    public static string Money(decimal amount, TaskView task) => TelegramVerdicts.Money(amount, task.Currency);
}
