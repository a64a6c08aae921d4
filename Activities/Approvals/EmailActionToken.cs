using System.Net.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Asks one e-mail address, inside the company or outside, to choose an action through one-time links; leaves by the action that was chosen.</summary>
[Activity("Approvals.EmailActionToken", DisplayName = "Email action token", Category = "Approvals", Description = "Ask an e-mail address to choose, without an account.", Kind = ActivityKind.Action)]
[Outcomes]
public sealed class EmailActionToken : TaskActivity
{
    [Input("The e-mail address.", IsRequired = true)]
    public Input<string> Recipient { get; init; } = new();

    [Input("The question, on one line; to have it in the reader's language, one for each: {en: ..., id: ...}.", UiHint = UiHints.SingleLine, IsRequired = true)]
    public Input<object> Title { get; init; } = new();

    [Input("What else they should know; to have it in the reader's language, one for each: {en: ..., id: ...}.", UiHint = UiHints.MultiLine)]
    public Input<object> Body { get; init; } = new("");

    [Input("The names of what can be chosen: each has a port.", UiHint = UiHints.DynamicOutcomes, FixedOutcomes = ["Expired"], IsRequired = true)]
    public Input<object> Actions { get; init; } = new(new ListValue { "Approve", "Reject" });

    [Input("What the buttons say and how they look, one line each: Name: Label (primary, danger or neutral, comment). Actions that are not here have the product's own words.", UiHint = UiHints.MultiText)]
    public Input<object> Buttons { get; init; } = new();

    [Input("How long the links work: days.hours:minutes:seconds, such as 3.00:00:00 for three days.", DisplayName = "Expires after")]
    public Input<TimeSpan> ExpiresAfter { get; init; } = new(TimeSpan.FromHours(24));

    [Input("The language of the mail and the page, for an address that belongs to nobody known.", Options = ["en", "id"])]
    public Input<string> Language { get; init; } = new("en");

    [Output("The action that was chosen.")]
    public Output<string> Decision { get; init; } = new();

    [Output("What was said with it.")]
    public Output<string> Comment { get; init; } = new();

    public override IReadOnlyList<string>? OutcomesHere() =>
        TaskAction.InDefinition(Actions, []) is { Count: > 0 } actions ? [.. actions.Select(action => action.Name).Append("Expired")] : null;

    /// <summary>What a process owner would only notice in a running request is refused when the process is published.</summary>
    public override void Bind(ActivityBinding binding)
    {
        if (TaskAction.InDefinition(Actions, []) is not { } actions || TaskAction.InDefinition(Buttons, []) is not { } buttons) return;
        foreach (var button in buttons.Where(button => actions.All(action => action.Name != button.Name))) binding.Report("buttons", $"{Node.DisplayName}: {NoSuchAction(button, actions)}");
    }

    public override void Execute(ActivityContext context)
    {
        var email = context.Get(Recipient)?.Trim() ?? "";
        if (!MailAddress.TryCreate(email, out var address) || address.Address != email)
            throw new FormatException($"Recipient: '{email}' is not an e-mail address. Write it as name@example.com.");
        var now = context.Time.GetUtcNow();
        var language = context.Read<PeopleDirectory>().FindByEmail(email)?.Language ?? context.Get(Language) ?? Texts.Languages[0];
        var task = new ApprovalTask
        {
            Id = TaskIds.Next(),
            InstanceId = context.Instance.Id,
            ActivityId = Node.Id,
            ActivityName = Node.DisplayName,
            Title = LocalText.Of(context.Get(Title)).In(language) is { Length: > 0 } title ? title : Node.DisplayName,
            Body = LocalText.Of(context.Get(Body)).In(language),
            Facts = [],
            Actions = ActionsOf(context),
            RequesterId = RequestInfo.Of(context.Instance)?.RequesterId,
            OpenedAt = now,
            DueAt = now + context.Get(ExpiresAfter),
        };
        context.State = TaskState.Of(task);
        context.Add(new OpenTask(task, [AskOf(context, task, email.ToLowerInvariant(), "task")]));
        context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
        context.WaitUntil(task.DueAt.Value, "Approvals.Expire", OnExpired);
    }

    /// <summary>Asks an address; where somebody had it who has left, their manager, or else an administrator - and an incident says so.</summary>
    private AskedApprover AskOf(ActivityContext context, ApprovalTask task, string email, string occasion)
    {
        var (people, questions) = (context.Read<PeopleDirectory>(), context.Read<TaskQuestions>());
        if (people.FindByEmail(email) is { } known && !people.IsActive(known) && (people.ManagerOf(known) ?? (people.InRole("admin") is [var admin, ..] ? admin : null)) is { } instead)
        {
            ApproverChoice.Report(context, $"{Node.DisplayName}: {known.Name} has left. Asked instead: {instead.Name}.");
            email = instead.Email;
        }

        return questions.Ask(context, task, email, context.Get(Language) ?? "en", occasion);
    }

    /// <summary>The actions with what the buttons say of them. The outcome of an action is its name, so that each has a port.</summary>
    private IReadOnlyList<TaskAction> ActionsOf(ActivityContext context)
    {
        var actions = TaskAction.Read(context.Get(Actions), []);
        if (actions.Count == 0) throw new FormatException("Actions: there is nothing to choose. Name at least one action.");
        var buttons = TaskAction.Read(context.Get(Buttons), []);
        if (buttons.FirstOrDefault(button => actions.All(action => action.Name != button.Name)) is { } unknown)
            throw new FormatException(NoSuchAction(unknown, actions));
        return [.. actions.Select(action => (buttons.FirstOrDefault(button => button.Name == action.Name) ?? action) with { Outcome = action.Name })];
    }

    private static string NoSuchAction(TaskAction button, IReadOnlyList<TaskAction> actions) =>
        $"Buttons: there is no action '{button.Name}'. Name one of {string.Join(", ", actions.Select(action => action.Name))}.";

    // Stored name.
    private static void OnDecided(ActivityContext context, Resumption resumption)
    {
        var activity = (EmailActionToken)context.Node.Activity;
        if (resumption.Payload is ApproversLeft left)
        {
            var task = TaskState.Restore(context, (ObjectValue)context.State!, context.Read<PeopleDirectory>());
            context.Add(new ReleaseTask(task, left.Approvers, [activity.AskOf(context, task, left.Approvers[0], "left")]));
            context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
            return;
        }

        var decision = (DecisionTaken)resumption.Payload!;
        context.Set(activity.Decision, decision.Action);
        context.Set(activity.Comment, decision.Comment);
        context.CompleteWith(decision.Outcome);
    }
}
