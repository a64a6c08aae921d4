using System.Net.Mail;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Notifications;

/// <summary>Tells people, roles or addresses something by e-mail. Nothing waits for it: the mails go out after the commit.</summary>
[Activity("Notifications.Notify", Category = "Notifications", Description = "Tell people something by e-mail.", Kind = ActivityKind.Action)]
public sealed class Notify : CodeActivity
{
    /// <summary>Stored name: the person who submitted the request.</summary>
    public const string Requester = "requester";

    [Input("Who is told: requester, manager-of-requester, people, roles (role:hr) or e-mail addresses.", UiHint = UiHints.MultiText, OptionsFrom = "recipients", IsRequired = true)]
    public Input<IReadOnlyList<string>> To { get; init; } = new([Requester]);

    [Input("How the mail looks.", UiHint = UiHints.DropDown, OptionsFrom = "templates")]
    public Input<string> Template { get; init; } = new("notice");

    [Input("The subject, on one line.", IsRequired = true)]
    public Input<string> Subject { get; init; } = new();

    [Input("What is told. Empty lines separate paragraphs.", UiHint = UiHints.MultiLine)]
    public Input<string> Message { get; init; } = new("");

    [Input("One or two words above the subject, such as Approved.")]
    public Input<string> Badge { get; init; } = new();

    [Input("The colour of those words.", Options = ["Info", "Good", "Bad", "Attention"])]
    public Input<MailTone?> Tone { get; init; } = new();

    [Input("What somebody wrote, quoted as it stands.", UiHint = UiHints.MultiLine)]
    public Input<string> Comment { get; init; } = new();

    [Input("Who wrote it.", DisplayName = "Comment by")]
    public Input<string> CommentBy { get; init; } = new();

    [Input("Further values that a template of your own uses.", UiHint = UiHints.Dictionary)]
    public Input<ObjectValue> Values { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var people = context.Read<PeopleDirectory>();
        var recipients = Recipients(context, people);
        if (recipients.Count == 0)
            throw new InvalidOperationException($"To: {string.Join(", ", context.Get(To) ?? [])} names nobody who can be told. Name people, roles or e-mail addresses.");
        context.Add(new SendMails(context.Instance.Id, [.. recipients.Select(recipient => Compose(context, people, recipient))], string.Join(", ", recipients.Select(recipient => recipient.Name ?? recipient.Address))));
    }

    private OutboxMessage Compose(ActivityContext context, PeopleDirectory people, Recipient to)
    {
        var request = RequestInfo.Of(context.Instance);
        var subject = context.Get(Subject) is { Length: > 0 } given ? given : Node.DisplayName;
        var content = new MailContent
        {
            Language = to.Language,
            Reference = request?.Reference,
            // Who has no account here could not open it.
            RequestUrl = request is null || to.Name is null ? null : context.Read<PublicAddress>().RequestPage(request.Reference),
            Subject = subject,
            Heading = subject,
            Badge = context.Get(Badge),
            Tone = context.Get(Tone),
            Intro = TaskMails.Paragraphs(context.Get(Message) ?? ""),
            Facts = TaskFacts.Of(context, people, to.Language),
            Comment = context.Get(Comment) is { Length: > 0 } comment ? new MailQuote(context.Get(CommentBy) ?? "", comment) : null,
            Why = Texts.Get(to.Language, "why.notice"),
            Values = context.Get(Values) ?? [],
        };
        var mail = context.Read<MailComposer>().Compose(context.Get(Template) is { Length: > 0 } template ? template : "notice", content);
        return OutgoingMail.Create(new MailRecipient(to.Address, to.Name), mail, request?.Reference ?? context.Instance.Id)
            .ToMessage($"notify-{context.Instance.Id}-{context.Id}-{to.Address}", context.Instance.Id);
    }

    private List<Recipient> Recipients(ActivityContext context, PeopleDirectory people)
    {
        var requesterId = RequestInfo.Of(context.Instance)?.RequesterId;
        var requester = requesterId is null ? null : people.Find(requesterId);
        var found = new List<Recipient>();
        foreach (var rule in (context.Get(To) ?? []).Select(rule => rule.Trim()).Where(rule => rule.Length > 0))
        {
            if (rule == Requester)
            {
                // Somebody who has left is not written to any more.
                if (requester is not null && people.IsActive(requester)) Add(Recipient.Of(requester));
                continue;
            }

            var chosen = context.Read<ApproverRules>().Resolve([rule], requesterId: null) is { Count: > 0 } named
                ? named
                : context.Read<ApproverRules>().Resolve([rule], requesterId);
            foreach (var person in chosen) Add(Recipient.Of(person.Person));
            if (chosen.Count == 0 && MailAddress.TryCreate(rule, out var address) && address.Address == rule) Add(new Recipient(rule, null, requester?.Language ?? "en"));
        }

        return found;

        void Add(Recipient recipient)
        {
            if (!found.Exists(known => known.Address == recipient.Address)) found.Add(recipient);
        }
    }

    private sealed record Recipient(string Address, string? Name, string Language)
    {
        public static Recipient Of(Person person) => new(person.Email, person.Name, person.Language);
    }
}

/// <summary>Puts mails into the outbox and says so in the timeline.</summary>
public sealed record SendMails(string InstanceId, IReadOnlyList<OutboxMessage> Mails, string Names) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var outbox = context.Services.GetRequiredService<OutboxStore>();
        foreach (var mail in Mails) await outbox.EnqueueAsync(transaction, mail, ct);
        await AuditTrail.AppendAsync(
            transaction, new AuditEntry { At = context.Now, Kind = AuditKinds.Notified, RequestId = InstanceId, Channel = Channels.Email, Detail = $"{Names}: {Mails[0].Subject}" }, ct);
    }
}
