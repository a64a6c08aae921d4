using System.Net.Mail;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Notifications;

/// <summary>Tells people, roles or addresses something: people by the channel that they chose, addresses by e-mail. Nothing waits for it: the messages go out after the commit.</summary>
[Activity("Notifications.Notify", Category = "Notifications", Description = "Tell people something, by the channel that each of them chose.", Kind = ActivityKind.Action)]
public sealed class Notify : CodeActivity
{
    /// <summary>Stored name: the person who submitted the request.</summary>
    public const string Requester = "requester";

    [Input("Who is told: requester, manager-of-requester, people, roles (role:hr) or e-mail addresses.", UiHint = UiHints.MultiText, OptionsFrom = "recipients", IsRequired = true)]
    public Input<IReadOnlyList<string>> To { get; init; } = new([Requester]);

    [Input("How the mail looks.", UiHint = UiHints.DropDown, OptionsFrom = "templates")]
    public Input<string> Template { get; init; } = new("notice");

    [Input("The subject, on one line; for readers of several languages, one for each: {en: ..., id: ...}.", UiHint = UiHints.SingleLine, IsRequired = true)]
    public Input<object> Subject { get; init; } = new();

    [Input("What is told. Empty lines separate paragraphs. For readers of several languages, one for each: {en: ..., id: ...}.", UiHint = UiHints.MultiLine)]
    public Input<object> Message { get; init; } = new("");

    [Input("One or two words above the subject, such as Approved; for readers of several languages, for each: {en: ..., id: ...}.", UiHint = UiHints.SingleLine)]
    public Input<object> Badge { get; init; } = new();

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
        context.Add(new SendNotices(context.Instance.Id, [.. recipients.Select(recipient => Compose(context, people, recipient))], string.Join(", ", recipients.Select(recipient => recipient.Name ?? recipient.Address))));
    }

    private OutboxMessage? Compose(ActivityContext context, PeopleDirectory people, Recipient to)
    {
        var request = RequestInfo.Of(context.Instance);
        var subject = LocalText.Of(context.Get(Subject)).In(to.Language) is { Length: > 0 } given ? given : Node.DisplayName;
        var content = new MailContent
        {
            Language = to.Language,
            Reference = request?.Reference,
            // Who has no account here could not open it.
            RequestUrl = request is null || to.Name is null ? null : context.Read<PublicAddress>().RequestPage(request.Reference),
            Subject = subject,
            Heading = subject,
            Badge = LocalText.Of(context.Get(Badge)).In(to.Language) is { Length: > 0 } badge ? badge : null,
            Tone = context.Get(Tone),
            Intro = EmailChannel.Paragraphs(LocalText.Of(context.Get(Message)).In(to.Language)),
            Facts = TaskFacts.Of(context, people, to.Language),
            Comment = context.Get(Comment) is { Length: > 0 } comment ? new MailQuote(context.Get(CommentBy) ?? "", comment) : null,
            Why = Texts.Get(to.Language, "why.notice"),
            Values = context.Get(Values) ?? [],
        };
        var notice = new Notice
        {
            Key = $"notify-{context.Instance.Id}-{context.Id}-{to.Address}",
            Content = content,
            Template = context.Get(Template) is { Length: > 0 } template ? template : "notice",
            InstanceId = context.Instance.Id,
            Thread = request?.Reference ?? context.Instance.Id,
        };
        return to.Person is { } person
            ? context.Read<ChannelRouter>().Tell(notice, person, context.Time.GetUtcNow(), people.ZoneOf(person))
            : context.Read<EmailChannel>().Tell(notice, new MailRecipient(to.Address));
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
            if (chosen.Count == 0 && MailAddress.TryCreate(rule, out var address) && address.Address == rule) Add(new Recipient(rule, null, requester?.Language ?? "en", null));
        }

        return found;

        void Add(Recipient recipient)
        {
            if (!found.Exists(known => known.Address == recipient.Address)) found.Add(recipient);
        }
    }

    private sealed record Recipient(string Address, string? Name, string Language, Person? Person)
    {
        public static Recipient Of(Person person) => new(person.Email, person.Name, person.Language, person);
    }
}
