using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Channels;

/// <summary>E-mail: everybody has an address. A mail that asks has links of its own, which open a page; the page decides.</summary>
public sealed class EmailChannel(MailComposer composer, PublicAddress address, UnsubscribeLinks unsubscribe, MailSettings settings, PeopleDirectory people) : Channel
{
    public override string Name => ChannelNames.Email;

    public override string NameIn(string language) => Texts.Get(language, "channel.email");

    public override Person? OwnerOf(string destination) => people.FindByEmail(destination);

    public override string? DestinationOf(Person person) => person.Email;

    /// <inheritdoc/>
    /// <remarks>The reader may be an address that belongs to nobody known.</remarks>
    public override ChannelMessage Ask(Question question) => question.AsksForChanges ? AskForChanges(question) : AskToDecide(question);

    public override OutboxMessage Tell(Notice notice, Person to) =>
        Tell(notice, new MailRecipient(to.Email, to.Name), notice.IsEssential ? null : unsubscribe.For(to.Id, MailSort.Notices));

    /// <summary>Tells an address that need not belong to anybody known.</summary>
    public OutboxMessage Tell(Notice notice, MailRecipient to) => Tell(notice, to, end: null);

    private OutboxMessage Tell(Notice notice, MailRecipient to, string? end)
    {
        var mail = composer.Draft(notice.Template, notice.Content with { UnsubscribeUrl = end }, to, notice.Thread);
        return mail.ToMessage(notice.Key, notice.InstanceId) with { NotBefore = notice.NotBefore };
    }

    private ChannelMessage AskToDecide(Question question)
    {
        var (task, to) = (question.Task, question.To);
        var confirm = settings.ConfirmAction ? ConfirmMarkup.For(question, address) : null;
        var token = confirm?.PageToken ?? ActionTokens.Create();
        var mail = DraftOf(question, question.Occasion == "reminder" ? "reminder" : "task", new MailContent
        {
            Language = to.Language,
            Reference = question.Reference,
            // Who has no account here could not open it.
            RequestUrl = question.Reference is null || to.Name is null ? null : address.RequestPage(question.Reference),
            Subject = SubjectOf(question),
            Heading = task.Title,
            Intro = [.. question.Opening, .. Paragraphs(task.Body)],
            Facts = [.. question.Facts, .. task.Terms.Lines.Select(line => new MailFact(line.Label, task.Terms.Currency is { } currency ? Amounts.Text(line.Amount, currency, to.Language) : Amounts.Number(line.Amount, to.Language, least: 2)))],
            Buttons = [.. task.Actions.Select(action => new MailButton(action.LabelIn(to.Language), address.ActionPage(token, action.Name), Style(action)))],
            Note = task.DueAt is { } due ? Texts.Get(to.Language, "mail.until", Texts.Instant(due, to.Zone, to.Language)) : null,
            Why = question.Why,
            Markup = confirm?.Json,
        });
        return new ChannelMessage(ActionTokens.HashOf(token), question.TokenExpiresAt, MessageOf(question, mail));
    }

    /// <summary>The mail has no links that decide.</summary>
    private ChannelMessage AskForChanges(Question question)
    {
        var (task, to) = (question.Task, question.To);
        var isReminder = question.Occasion == "reminder";
        var mail = DraftOf(question, isReminder ? "reminder" : "notice", new MailContent
        {
            Language = to.Language,
            Reference = question.Reference,
            Subject = Texts.Get(to.Language, isReminder ? "mail.subject.reminder" : "mail.subject.changes", task.Title),
            Heading = task.Title,
            Badge = Texts.Get(to.Language, "mail.badge.changes"),
            Tone = MailTone.Attention,
            Intro = [.. question.Opening, .. Paragraphs(task.Body), Texts.Get(to.Language, "mail.changes")],
            Facts = question.Facts,
            Comment = question.Comment,
            Buttons = question.Reference is null ? [] : [new MailButton(Texts.Get(to.Language, "mail.changes.button"), address.RequestPage(question.Reference))],
            Note = task.DueAt is { } due ? Texts.Get(to.Language, "mail.changes.until", Texts.Instant(due, to.Zone, to.Language)) : null,
            Why = question.Why,
        });
        return new ChannelMessage(TokenHash: null, question.TokenExpiresAt, MessageOf(question, mail));
    }

    private MailDraft DraftOf(Question question, string template, MailContent content) =>
        composer.Draft(template, content, new MailRecipient(question.To.Address, question.To.Name), question.Reference ?? question.Task.InstanceId);

    private static OutboxMessage MessageOf(Question question, MailDraft mail) =>
        mail.ToMessage(question.Key, question.Task.InstanceId, topic: question.Task.Id, notAfter: question.Task.DueAt) with { NotBefore = question.NotBefore };

    /// <summary>What a message that asks to decide is called, without the reference.</summary>
    public static string SubjectOf(Question question)
    {
        var (language, title) = (question.To.Language, question.Task.Title);
        return question.Occasion switch
        {
            "reminder" => Texts.Get(language, "mail.subject.reminder", title),
            "escalated" => Texts.Get(language, "mail.subject.escalated", title),
            _ when question.Task.Terms.Changes.Count > 0 => Texts.Get(language, "mail.subject.changed", title),
            _ => Texts.Get(language, "mail.subject.task", title),
        };
    }

    internal static IReadOnlyList<string> Paragraphs(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static MailButtonStyle Style(TaskAction action) => action.Style switch
    {
        "primary" => MailButtonStyle.Primary,
        "danger" => MailButtonStyle.Danger,
        _ => MailButtonStyle.Neutral,
    };
}
