using System.Buffers.Text;
using System.Security.Cryptography;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Telegram;

/// <summary>Writes what the bot sends: questions with their buttons, and notices.</summary>
public sealed class TelegramWriter(PublicAddress address)
{
    private const int ButtonBytes = 16;
    private const int MostOnALabel = 60;

    // What Telegram shows beside each other without cutting it.
    private const int MostInARow = 26;

    public (string Html, IReadOnlyList<IReadOnlyList<TelegramButton>> Buttons) Write(Question question)
    {
        var (task, language) = (question.Task, question.To.Language);
        var html = new TelegramHtml();
        if (BadgeOf(question) is { } badge) html.Small(TelegramTexts.Get(language, badge));
        html.Heading(task.Title);
        foreach (var line in question.Opening) html.Text(line);
        Paragraphs(html, task.Body);
        if (question.Facts.Count > 0) html.Gap();
        foreach (var fact in question.Facts) html.Fact(fact.Label, fact.Value);
        foreach (var (line, number) in task.Terms.Lines.Select((line, index) => (line, index + 1))) html.Text($"{number}. {line.Label}: {TelegramVerdicts.Money(line.Amount, task.Terms.Currency, language)}");
        if (question.Comment is { } comment) html.Gap().Quote(comment.By, comment.Text);
        html.Gap();
        if (task.DueAt is { } due)
        {
            var until = Texts.Instant(due, question.To.Zone, language);
            html.Text(question.AsksForChanges ? Texts.Get(language, "mail.changes.until", until) : TelegramTexts.Get(language, "until", until));
        }

        if (question.AsksForChanges) html.Text(Texts.Get(language, "mail.changes"));
        html.Small(question.Why);
        if (question.Reference is { } reference) html.Link(TelegramTexts.Get(language, html.IsCut ? "more" : "open", reference), address.RequestPage(reference));
        return (html.ToString(), ButtonsOf(question));
    }

    public string Write(Notice notice)
    {
        var (content, html) = (notice.Content, new TelegramHtml(TelegramHtml.Most));
        if (content.Badge is { Length: > 0 } badge) html.Small(badge);
        html.Heading(content.Heading is { Length: > 0 } heading ? heading : content.Subject);
        if (content.Heading is { Length: > 0 } && content.Subject != content.Heading && content.Subject.Length > 0 && !content.Subject.Contains(content.Heading, StringComparison.Ordinal)) html.Text(content.Subject);
        foreach (var paragraph in content.Intro) html.Text(paragraph);
        if (content.Comment is { } comment) html.Gap().Quote(comment.By, comment.Text);
        if (content.Facts.Count > 0) html.Gap();
        foreach (var fact in content.Facts) html.Fact(fact.Label, fact.Value);
        if (content.Note is { Length: > 0 } note) html.Gap().Small(note);
        foreach (var button in content.Buttons) html.Link(button.Label, button.Url);
        if (content.RequestUrl is { } url) html.Link(TelegramTexts.Get(content.Language, html.IsCut ? "more" : "open", content.Reference ?? url), url);
        return html.ToString();
    }

    public static string NewButtonId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(ButtonBytes));

    private static IReadOnlyList<IReadOnlyList<TelegramButton>> ButtonsOf(Question question)
    {
        var (task, language) = (question.Task, question.To.Language);
        TelegramButton[] about = [new(NewButtonId(), TelegramTexts.Get(language, "button.details"), TelegramButtonKinds.Details), new(NewButtonId(), TelegramTexts.Get(language, "button.why"), TelegramButtonKinds.Why)];
        if (question.AsksForChanges) return [[about[0]]];
        var rows = new List<IReadOnlyList<TelegramButton>>();
        var row = new List<TelegramButton>();
        foreach (var button in task.Actions.SelectMany(action => ButtonsOf(action, task.Terms, language)))
        {
            if (row.Count > 0 && row.Sum(other => other.Label.Length) + button.Label.Length > MostInARow)
            {
                rows.Add(row);
                row = [];
            }

            row.Add(button);
        }

        if (row.Count > 0) rows.Add(row);
        return [.. rows, about];
    }

    private static IEnumerable<TelegramButton> ButtonsOf(TaskAction action, TaskTerms terms, string language)
    {
        yield return new TelegramButton(NewButtonId(), TelegramHtml.Cut($"{Sign(action)}{MailComposer.OneLine(action.LabelIn(language))}", MostOnALabel), TelegramButtonKinds.Decide, action.Name);
        if (terms.AllowLess && action.Outcome == "Approved" && (terms.Amount is not null || terms.Lines.Count > 0))
            yield return new TelegramButton(NewButtonId(), TelegramTexts.Get(language, "button.less"), TelegramButtonKinds.Less, action.Name);
    }

    private static string Sign(TaskAction action) => action.Style switch
    {
        "primary" => "✅ ",
        "danger" => "❌ ",
        _ => "",
    };

    private static string? BadgeOf(Question question) => question.Occasion switch
    {
        "reminder" => "reminder",
        "escalated" => "escalated",
        _ when question.AsksForChanges => "changes",
        _ when question.Task.Terms.Changes.Count > 0 => "changed",
        _ => null,
    };

    private static void Paragraphs(TelegramHtml html, string text)
    {
        foreach (var paragraph in EmailChannel.Paragraphs(text)) html.Text(paragraph);
    }
}
