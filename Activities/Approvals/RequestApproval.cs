using Workflows.Activities.Audit;
using Workflows.Activities.Calendar;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Asks people to decide and waits for the first of them; leaves by the outcome that was chosen.</summary>
/// <remarks>May wait for days, across restarts and new versions. Resumed by <see cref="DecisionTaken"/> and by its own timers.</remarks>
[Activity("Approvals.RequestApproval", Category = "Approvals", Description = "Ask people to decide, and wait for the first answer.", Kind = ActivityKind.Action)]
[Outcomes("Approved", "Rejected", "ChangesRequested", "Expired")]
public sealed class RequestApproval : TaskActivity
{
    [Input("Who may decide: people, roles (role:hr), manager-of-requester, manager-of-requester:2 for one level more.", UiHint = UiHints.MultiText, OptionsFrom = "approvers", IsRequired = true)]
    public Input<IReadOnlyList<string>> Approvers { get; init; } = new([ApproverRules.Manager]);

    [Input("The question, on one line.", IsRequired = true)]
    public Input<string> Title { get; init; } = new();

    [Input("What else they should know.", UiHint = UiHints.MultiLine)]
    public Input<string> Body { get; init; } = new("");

    [Input("What can be chosen: names, or objects with name, label, outcome, style and needsComment. Nothing: approve or reject.", UiHint = UiHints.MultiText)]
    public Input<object> Actions { get; init; } = new();

    [Input("Working time until the task expires, such as 5d or 4h; nothing: it waits.", OptionsFrom = "working-time", DisplayName = "Decide within")]
    public Input<string> DecideWithin { get; init; } = new();

    [Input("Working time after which they are reminded.", OptionsFrom = "working-time", DisplayName = "Remind after")]
    public Input<string> RemindAfter { get; init; } = new();

    [Input("Working time after which others are asked too.", OptionsFrom = "working-time", DisplayName = "Escalate after")]
    public Input<string> EscalateAfter { get; init; } = new();

    [Input("Who is asked then.", UiHint = UiHints.MultiText, OptionsFrom = "approvers", DisplayName = "Escalate to")]
    public Input<IReadOnlyList<string>> EscalateTo { get; init; } = new([ApproverRules.Manager + ":2"]);

    [Input("Who decides when the rules above name nobody who may.", UiHint = UiHints.MultiText, OptionsFrom = "approvers")]
    public Input<IReadOnlyList<string>> Fallback { get; init; } = new(["role:admin"]);

    [Input("Whether one person may decide this request at more than one step.", DisplayName = "Allow the same person")]
    public Input<bool> AllowSamePerson { get; init; } = new();

    [Output("The action that was chosen; nothing when the task expired.")]
    public Output<string> Decision { get; init; } = new();

    [Output("What was said with it.")]
    public Output<string> Comment { get; init; } = new();

    [Output("The id of who decided.")]
    public Output<string> DecidedBy { get; init; } = new();

    [Output("The name of who decided.")]
    public Output<string> DecidedByName { get; init; } = new();

    public override IReadOnlyList<string>? OutcomesHere() =>
        TaskAction.InDefinition(Actions, TaskAction.ApproveOrReject) is { } actions ? [.. actions.Select(action => action.Outcome).Append("Expired").Distinct()] : null;

    public override void Execute(ActivityContext context)
    {
        var now = context.Time.GetUtcNow();
        var requester = RequestInfo.Of(context.Instance)?.RequesterId;
        var due = DueAfter(context, DecideWithin, now);
        var task = new ApprovalTask
        {
            Id = Guid.CreateVersion7().ToString(),
            InstanceId = context.Instance.Id,
            ActivityId = Node.Id,
            ActivityName = Node.DisplayName,
            Title = context.Get(Title) is { Length: > 0 } title ? title : Node.DisplayName,
            Body = context.Get(Body) ?? "",
            Facts = TaskFacts.Of(context, context.Read<PeopleDirectory>(), "en"),
            Actions = TaskAction.Read(context.Get(Actions), TaskAction.ApproveOrReject),
            RequesterId = requester,
            OpenedAt = now,
            DueAt = due,
        };
        var approvers = Choose(context, requester);
        var mails = context.Read<TaskMails>();
        context.State = TaskState.Of(task);
        context.Add(new OpenTask(task, [.. approvers.Select(approver => mails.Ask(context, task, approver, "task"))]));
        context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
        if (DueAfter(context, RemindAfter, now) is { } remind) context.WaitUntil(remind, "Approvals.Remind", OnRemind);
        if (DueAfter(context, EscalateAfter, now) is { } escalate) context.WaitUntil(escalate, "Approvals.Escalate", OnEscalate);
        if (due is { } expire) context.WaitUntil(expire, "Approvals.Expire", OnExpired);
    }

    private List<Approver> Choose(ActivityContext context, string? requester)
    {
        var rules = context.Read<ApproverRules>();
        var approvers = Without(context, rules.Resolve(context.Get(Approvers) ?? [], requester));
        if (approvers.Count == 0) approvers = Without(context, rules.Resolve(context.Get(Fallback) ?? [], requester));
        if (approvers.Count > 0) return approvers;
        throw new InvalidOperationException(
            $"Nobody can decide '{Node.DisplayName}': its approvers ({string.Join(", ", context.Get(Approvers) ?? [])}) and its fallback ({string.Join(", ", context.Get(Fallback) ?? [])}) name no active person other than the requester and those who decided before.");
    }

    /// <summary>Separation of duties: who has decided this request once is not asked again.</summary>
    private List<Approver> Without(ActivityContext context, IReadOnlyList<Approver> approvers)
    {
        if (context.Get(AllowSamePerson)) return [.. approvers];
        var decided = Deciders.Of(context.Instance);
        return [.. approvers.Where(approver => !decided.Contains(approver.Person.Id))];
    }

    private static DateTimeOffset? DueAfter(ActivityContext context, Input<string> input, DateTimeOffset from)
    {
        if (context.Get(input) is not { Length: > 0 } text) return null;
        if (!WorkingTime.TryParse(text, out var time, out var error)) throw new FormatException($"{input.Name}: {error}");
        var people = context.Read<PeopleDirectory>();
        return RequestInfo.Of(context.Instance) is { } request && people.Find(request.RequesterId) is { } requester
            ? people.CalendarOf(requester).AddWorkingTime(from, time, people.ZoneOf(requester))
            : WorkingCalendar.Standard.AddWorkingTime(from, time, TimeZoneInfo.Utc);
    }

    // Stored name.
    private static void OnDecided(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestApproval)context.Node.Activity;
        var decision = (DecisionTaken)resumption.Payload!;
        Deciders.Add(context.Instance, decision.DeciderId);
        context.Set(activity.Decision, decision.Action);
        context.Set(activity.Comment, decision.Comment);
        context.Set(activity.DecidedBy, decision.DeciderId);
        context.Set(activity.DecidedByName, decision.DeciderName);
        context.CompleteWith(decision.Outcome);
    }

    // Stored name.
    private static void OnRemind(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestApproval)context.Node.Activity;
        activity.AskAgain(context, activity.Choose(context, RequestInfo.Of(context.Instance)?.RequesterId), "reminder", AuditKinds.Reminded);
    }

    // Stored name.
    private static void OnEscalate(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestApproval)context.Node.Activity;
        var requester = RequestInfo.Of(context.Instance)?.RequesterId;
        var more = activity.Without(context, context.Read<ApproverRules>().Resolve(context.Get(activity.EscalateTo) ?? [], requester));
        if (more.Count > 0) activity.AskAgain(context, more, "escalated", AuditKinds.Escalated);
    }

    private void AskAgain(ActivityContext context, IReadOnlyList<Approver> approvers, string occasion, string auditKind)
    {
        var task = TaskState.Restore(context, (ObjectValue)context.State!, context.Read<PeopleDirectory>());
        var mails = context.Read<TaskMails>();
        context.Add(new AskAgain(task.InstanceId, task.Id, task.Revision, auditKind, [.. approvers.Select(approver => mails.Ask(context, task, approver, occasion))]));
    }
}
