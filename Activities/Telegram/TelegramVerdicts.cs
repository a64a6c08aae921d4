using Workflows.Activities.Approvals;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Activities.Telegram;

/// <summary>What a message shows once its task is over: who decided what and when, and no buttons.</summary>
public sealed class TelegramVerdicts(PeopleDirectory people)
{
    /// <summary>The message as it is to be now: with its buttons while its reader may still decide.</summary>
    public BotText Of(TelegramMessage message, TaskView task)
    {
        var isTheirs = message.PersonId is { } person ? task.Approvers.Any(approver => approver.Approver == person) : task.Approvers.Any(approver => approver.Rule == $"role:{message.Role}");
        if (task.Status == "open" && isTheirs) return new BotText(message.Html, TelegramQuestion.Keyboard(message.Buttons));
        return new BotText($"{message.Html}\n\n{Html(task, message.Language, message.PersonId)}");
    }

    /// <summary>What became of a task, as HTML.</summary>
    /// <param name="readerId">Null: several read it.</param>
    public string Html(TaskView task, string language, string? readerId)
    {
        var html = new TelegramHtml(TelegramHtml.LeftForVerdict + 100).Bold($"{Sign(task)} {Sentence(task, language, readerId)}");
        if (task.Status == "decided")
        {
            if (task.OnBehalfName is { } principal) html.Text(TelegramTexts.Get(language, "for", principal));
            if (task is { AllowLess: true, Approved.Amount: { } amount, Outcome: "Approved" } && (task.Amount ?? task.Lines.Sum(line => line.Amount)) is var asked && amount < asked)
                html.Text(TelegramTexts.Get(language, "less", Money(amount, task.Currency, language), Money(asked, task.Currency, language)));
            if (task.Comment is { } comment) html.Text($"“{TelegramHtml.Cut(comment, 300)}”");
        }

        if (task.DecidedAt is { } at) html.Small(Texts.Instant(at, ZoneOf(task, readerId), language));
        return html.ToString();
    }

    /// <summary>What became of a task, in one sentence.</summary>
    public string Sentence(TaskView task, string language, string? readerId)
    {
        if (task.Status != "decided")
        {
            if (task.Status == "open") return TelegramTexts.Get(language, "closed.moved", string.Join(", ", task.Approvers.Select(approver => people.Find(approver.Approver)?.Name ?? approver.Approver)));
            var reason = task.Status == "expired" ? "closed.expired" : $"closed.{task.ClosedBecause}";
            return TelegramTexts.Get(language, TelegramTexts.Has(reason) ? reason : "closed.withdrawn");
        }

        var (isOwn, name) = (readerId is not null && task.DecidedBy == readerId, task.DecidedName ?? task.DecidedBy);
        var known = TelegramTexts.Has($"they.{task.Action}");
        if (known) return isOwn ? TelegramTexts.Get(language, $"you.{task.Action}") : TelegramTexts.Get(language, $"they.{task.Action}", name);
        var label = (task.Actions.FirstOrDefault(action => action.Name == task.Action) ?? new TaskAction(task.Action ?? "", null, "")).LabelIn(language);
        return isOwn ? TelegramTexts.Get(language, "you.other", label) : TelegramTexts.Get(language, "they.other", name, label);
    }

    public static string Money(decimal amount, string? currency, string language) => currency is null ? Amounts.Number(amount, language, least: 2) : Amounts.Text(amount, currency, language);

    private static string Sign(TaskView task) => task switch
    {
        { Status: "decided", Outcome: "Approved" } => "✅",
        { Status: "decided", Outcome: "Rejected" } => "❌",
        { Status: "decided" } => "✔️",
        { Status: "expired" } => "⌛",
        _ => "➖",
    };

    // In a group: where the requester is.
    private TimeZoneInfo ZoneOf(TaskView task, string? readerId) =>
        people.Find(readerId ?? task.RequesterId ?? "") is { } person ? people.ZoneOf(person) : TimeZoneInfo.Utc;
}
