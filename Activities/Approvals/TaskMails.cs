using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Approvals;

/// <summary>Writes the mails that ask somebody to decide, each with links of its own.</summary>
public sealed class TaskMails(MailComposer composer, PublicAddress address, PeopleDirectory people, ApproverRules rules)
{
    /// <param name="occasion">Stored name and part of the mail's key: task, reminder, escalated.</param>
    public AskedApprover Ask(ActivityContext context, ApprovalTask task, Approver approver, string occasion)
    {
        var person = approver.Person;
        return Ask(context, task, new Recipient(person.Id, person.Email, person.Name, person.Language, people.ZoneOf(person), approver.Rule, rules.Why(approver.Rule, person, task.RequesterId)), occasion);
    }

    /// <summary>Lists somebody as an approver without writing to them: somebody else acts for them, and they may still decide.</summary>
    public AskedApprover List(Approver approver) => new(approver.Person.Id, approver.Person.Name, approver.Rule, Link: null);

    /// <summary>Tells somebody something about a task: nothing waits for it.</summary>
    /// <param name="occasion">Part of the mail's key: decided-for, auto ...</param>
    public OutboxMessage Tell(ActivityContext context, ApprovalTask task, Person to, string occasion, string subject, string message, MailQuote? comment)
    {
        var request = RequestInfo.Of(context.Instance);
        var mail = composer.Compose("notice", new MailContent
        {
            Language = to.Language,
            Reference = request?.Reference,
            Subject = subject,
            Heading = task.Title,
            Intro = [message],
            Facts = FactsFor(context, task, to.Language),
            Comment = comment,
            Why = Texts.Get(to.Language, "why.notice"),
        });
        return OutgoingMail.Create(new MailRecipient(to.Email, to.Name), mail, request?.Reference ?? task.InstanceId)
            .ToMessage($"{occasion}-{task.Id}-{to.Id}-{context.Time.GetUtcNow().ToUnixTimeMilliseconds()}", task.InstanceId);
    }

    /// <summary>Asks the requester to change the request; the mail has no links that decide.</summary>
    public AskedApprover AskForChanges(ActivityContext context, ApprovalTask task, Person requester, MailQuote? comment, string occasion)
    {
        var request = RequestInfo.Of(context.Instance);
        var language = requester.Language;
        var mail = composer.Compose(occasion == "reminder" ? "reminder" : "notice", new MailContent
        {
            Language = language,
            Reference = request?.Reference,
            Subject = Texts.Get(language, occasion == "reminder" ? "mail.subject.reminder" : "mail.subject.changes", task.Title),
            Heading = task.Title,
            Badge = Texts.Get(language, "mail.badge.changes"),
            Tone = MailTone.Attention,
            Intro = [.. Paragraphs(task.Body), Texts.Get(language, "mail.changes")],
            Facts = FactsFor(context, task, language),
            Comment = comment,
            Buttons = request is null ? [] : [new MailButton(Texts.Get(language, "mail.changes.button"), address.RequestPage(request.Reference))],
            Note = task.DueAt is { } due ? Texts.Get(language, "mail.changes.until", Texts.Instant(due, people.ZoneOf(requester), language)) : null,
            Why = rules.Why(ApproverRules.Requester, requester, task.RequesterId),
        });
        var key = $"{occasion}-{task.Id}-{requester.Id}-{context.Time.GetUtcNow().ToUnixTimeSeconds()}";
        var message = OutgoingMail.Create(new MailRecipient(requester.Email, requester.Name), mail, request?.Reference ?? task.InstanceId).ToMessage(key, task.InstanceId, topic: task.Id, notAfter: task.DueAt);
        return new AskedApprover(requester.Id, requester.Name, ApproverRules.Requester, new AskingMail(TokenHash: null, task.DueAt ?? context.Time.GetUtcNow(), message));
    }

    /// <summary>Asks an address that need not belong to anybody known.</summary>
    public AskedApprover Ask(ActivityContext context, ApprovalTask task, string email, string language, string occasion)
    {
        var known = people.FindByEmail(email);
        var requester = task.RequesterId is null ? null : people.Find(task.RequesterId);
        var why = Texts.Get(known?.Language ?? language, "why.address", requester?.Name ?? "somebody");
        var zone = known is not null ? people.ZoneOf(known) : requester is not null ? people.ZoneOf(requester) : TimeZoneInfo.Utc;
        return Ask(context, task, new Recipient(email, email, known?.Name, known?.Language ?? language, zone, "address", why), occasion);
    }

    private AskedApprover Ask(ActivityContext context, ApprovalTask task, Recipient to, string occasion)
    {
        var token = ActionTokens.Create();
        var request = RequestInfo.Of(context.Instance);
        var subject = occasion switch
        {
            "reminder" => Texts.Get(to.Language, "mail.subject.reminder", task.Title),
            "escalated" => Texts.Get(to.Language, "mail.subject.escalated", task.Title),
            _ when task.Terms.Changes.Count > 0 => Texts.Get(to.Language, "mail.subject.changed", task.Title),
            _ => Texts.Get(to.Language, "mail.subject.task", task.Title),
        };
        var mail = composer.Compose(occasion == "reminder" ? "reminder" : "task", new MailContent
        {
            Language = to.Language,
            Reference = request?.Reference,
            RequestUrl = request is null || to.Name is null ? null : address.RequestPage(request.Reference),
            Subject = subject,
            Heading = task.Title,
            Intro = [.. ActsFor(to), .. Paragraphs(task.Body)],
            Facts = [.. FactsFor(context, task, to.Language), .. task.Terms.Changes.Select(change => ChangeFact(change, to.Language))],
            Buttons = [.. task.Actions.Select(action => new MailButton(action.LabelIn(to.Language), address.ActionPage(token, action.Name), Style(action)))],
            Note = task.DueAt is { } due ? Texts.Get(to.Language, "mail.until", Texts.Instant(due, to.Zone, to.Language)) : null,
            Why = to.Why,
        });
        var now = context.Time.GetUtcNow();
        var key = $"{occasion}-{task.Id}-{to.Id}" + (occasion is "task" or "escalated" ? "" : $"-{now.ToUnixTimeSeconds()}");
        return new AskedApprover(
            to.Id,
            to.Name ?? to.Email,
            to.Rule,
            new AskingMail(
                ActionTokens.HashOf(token),
                task.DueAt ?? now + ActionTokens.DefaultLifetime,
                OutgoingMail.Create(new MailRecipient(to.Email, to.Name), mail, request?.Reference ?? task.InstanceId).ToMessage(key, task.InstanceId, topic: task.Id, notAfter: task.DueAt)));
    }

    /// <summary>What changed in one field, as a fact.</summary>
    public static MailFact ChangeFact(RequestChange change, string language)
    {
        var text = change.In(language);
        return new MailFact(Texts.Get(language, "fact.changed", text.Label), $"{(text.Before.Length == 0 ? "-" : text.Before)} → {(text.After.Length == 0 ? "-" : text.After)}");
    }

    private IEnumerable<string> ActsFor(Recipient to)
    {
        if (ApproverRules.PrincipalIn(to.Rule) is { } substitute) yield return Texts.Get(to.Language, "mail.acts-for", people.Find(substitute.Principal)?.Name ?? substitute.Principal);
    }

    /// <summary>What was submitted, in the reader's language; without a form, what the task itself shows.</summary>
    private IReadOnlyList<MailFact> FactsFor(ActivityContext context, ApprovalTask task, string language) =>
        TaskFacts.Of(context, people, language) is { Count: > 0 } facts ? facts : task.Facts;

    internal static IReadOnlyList<string> Paragraphs(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static MailButtonStyle Style(TaskAction action) => action.Style switch
    {
        "primary" => MailButtonStyle.Primary,
        "danger" => MailButtonStyle.Danger,
        _ => MailButtonStyle.Neutral,
    };

    private sealed record Recipient(string Id, string Email, string? Name, string Language, TimeZoneInfo Zone, string Rule, string Why);
}

/// <summary>The facts of a request as people see them.</summary>
public static class TaskFacts
{
    /// <summary>Who asks and what was submitted; empty for an instance without a form.</summary>
    public static IReadOnlyList<MailFact> Of(ActivityContext context, PeopleDirectory people, string language)
    {
        var form = RequestForm.Of(context.Definition);
        if (form is null) return [];
        var inputs = new ObjectValue();
        foreach (var field in form.Fields) inputs[field.Name] = context.GetWorkflowInput(field.Name);
        var facts = form.Facts(inputs, language, id => people.Find(id)?.Name).Select(fact => new MailFact(fact.Label, fact.Value)).ToList();
        if (RequestInfo.Of(context.Instance) is { } request && people.Find(request.RequesterId) is { } requester)
            facts.Insert(0, new MailFact(Texts.Get(language, "fact.requester"), requester.Name));
        return facts;
    }
}
