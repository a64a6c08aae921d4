using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Approvals;

/// <summary>Puts a task to people, in a burst: what each is asked, by the channel that reaches them.</summary>
public sealed class TaskQuestions(ChannelRouter router, EmailChannel email, PeopleDirectory people, ApproverRules rules)
{
    /// <param name="occasion">See <see cref="Question.Occasion"/>.</param>
    public AskedApprover Ask(ActivityContext context, ApprovalTask task, Approver approver, string occasion)
    {
        var person = approver.Person;
        var question = QuestionOf(context, task, Reader.Of(person, people), occasion, rules.Why(approver.Rule, person, task.RequesterId)) with { Opening = OpeningFor(approver.Rule, person.Language) };
        return new AskedApprover(person.Id, person.Name, approver.Rule, router.Ask(question));
    }

    /// <summary>Lists somebody as an approver without writing to them: somebody else acts for them, and they may still decide.</summary>
    public AskedApprover List(Approver approver) => new(approver.Person.Id, approver.Person.Name, approver.Rule, Message: null, IsActedFor: true);

    /// <summary>Asks an address that need not belong to anybody known, by e-mail.</summary>
    public AskedApprover Ask(ActivityContext context, ApprovalTask task, string address, string language, string occasion)
    {
        var known = people.FindByEmail(address);
        var requester = task.RequesterId is null ? null : people.Find(task.RequesterId);
        var why = Texts.Get(known?.Language ?? language, "why.address", requester?.Name ?? "somebody");
        var zone = known is not null ? people.ZoneOf(known) : requester is not null ? people.ZoneOf(requester) : TimeZoneInfo.Utc;
        var reader = new Reader(address, address, known?.Name, known?.Language ?? language, zone, Person: null);
        return new AskedApprover(address, known?.Name ?? address, "address", email.Ask(QuestionOf(context, task, reader, occasion, why)));
    }

    /// <summary>Asks the requester to change the request.</summary>
    public AskedApprover AskForChanges(ActivityContext context, ApprovalTask task, Person requester, MailQuote? comment, string occasion)
    {
        var question = QuestionOf(context, task, Reader.Of(requester, people), occasion, rules.Why(ApproverRules.Requester, requester, task.RequesterId)) with { Comment = comment };
        return new AskedApprover(requester.Id, requester.Name, ApproverRules.Requester, router.Ask(question));
    }

    /// <summary>Tells somebody something about a task: nothing waits for it.</summary>
    /// <param name="occasion">Part of the message's key: decided-for, auto ...</param>
    /// <returns>Null when no channel reaches them, or they want no notices there.</returns>
    public OutboxMessage? Tell(ActivityContext context, ApprovalTask task, Person to, string occasion, string subject, string message, MailQuote? comment)
    {
        var (request, now) = (RequestInfo.Of(context.Instance), context.Time.GetUtcNow());
        var notice = new Notice
        {
            Key = $"{occasion}-{task.Id}-{to.Id}-{now.ToUnixTimeMilliseconds()}",
            InstanceId = task.InstanceId,
            Thread = request?.Reference ?? task.InstanceId,
            Content = new MailContent
            {
                Language = to.Language,
                Reference = request?.Reference,
                Subject = subject,
                Heading = task.In(to.Language).Title,
                Intro = [message],
                Facts = FactsFor(context, task, to.Language),
                Comment = comment,
                Why = Texts.Get(to.Language, "why.notice"),
            },
        };
        return router.Tell(notice, to, now, people.ZoneOf(to));
    }

    /// <summary>What changed in one field, as a fact.</summary>
    public static MailFact ChangeFact(RequestChange change, string language)
    {
        var text = change.In(language);
        return new MailFact(Texts.Get(language, "fact.changed", text.Label), $"{(text.Before.Length == 0 ? "-" : text.Before)} → {(text.After.Length == 0 ? "-" : text.After)}");
    }

    /// <summary>In whose place somebody is asked.</summary>
    public IReadOnlyList<string> OpeningFor(string rule, string language) =>
        ApproverRules.PrincipalIn(rule) is { } substitute ? [Texts.Get(language, "mail.acts-for", people.Find(substitute.Principal)?.Name ?? substitute.Principal)] : [];

    private Question QuestionOf(ActivityContext context, ApprovalTask task, Reader to, string occasion, string why) => new()
    {
        Task = task.In(to.Language),
        To = to,
        Occasion = occasion,
        Why = why,
        Reference = RequestInfo.Of(context.Instance)?.Reference,
        // The changes are told to whoever is asked to decide; who makes them knows.
        Facts = task.Terms.Changes.Count == 0 ? FactsFor(context, task, to.Language) : [.. FactsFor(context, task, to.Language), .. task.Terms.Changes.Select(change => ChangeFact(change, to.Language))],
        At = context.Time.GetUtcNow(),
    };

    /// <summary>What was submitted, in the reader's language; without a form, what the task itself shows.</summary>
    private IReadOnlyList<MailFact> FactsFor(ActivityContext context, ApprovalTask task, string language) =>
        TaskFacts.Of(context, people, language) is { Count: > 0 } facts ? facts : task.Facts;
}
