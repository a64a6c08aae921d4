using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Gives the request back to the requester and waits until it is submitted again, changed. Draw the way back from here to where the process checks the request.</summary>
/// <remarks>Resumed by <see cref="Resubmitted"/>, with the new inputs of the workflow. What was decided before does not count for the new edition.</remarks>
[Activity("Approvals.RequestChanges", Category = "Approvals", Description = "Ask the requester to change the request, and wait until it is submitted again.", Kind = ActivityKind.Action)]
[Outcomes("Resubmitted", "Expired")]
public sealed class RequestChanges : TaskActivity
{
    /// <summary>Stored name: the bookmark of a request that waits to be changed.</summary>
    public const string Stimulus = "Approvals.Resubmit";

    // Stored name.
    private const string RecalledProperty = "approvals:recalled";

    [Input("What is to be changed, where nobody wrote it.", UiHint = UiHints.MultiLine)]
    public Input<object> Message { get; init; } = new("");

    [Input("What the approver wrote.", UiHint = UiHints.MultiLine)]
    public Input<string> Comment { get; init; } = new();

    [Input("Who wrote it.", DisplayName = "Comment by")]
    public Input<string> CommentBy { get; init; } = new();

    [Input("Time until it expires, such as 5d; nothing: it waits.", DisplayName = "Change within")]
    public Input<string> ChangeWithin { get; init; } = new("10d");

    [Input("When the requester is reminded, such as 2d, 50% or every 2d.", DisplayName = "Remind after")]
    public Input<string> RemindAfter { get; init; } = new("50%");

    [Output("What was changed: a list of field, before and after.")]
    public Output<ListValue> Changes { get; init; } = new();

    [Output("Which edition of the request this is: 2 after the first change.")]
    public Output<long> Edition { get; init; } = new();

    public override void Bind(ActivityBinding binding)
    {
        if (ChangeWithin is { IsConstant: true, Constant: { Length: > 0 } within } && !TimeLimit.TryParse(within, out _, out var error)) binding.Report("changeWithin", $"{Node.DisplayName}: {error}");
        if (RemindAfter is { IsConstant: true, Constant: { Length: > 0 } remind } && !ReminderPlan.TryParse(remind, out _, out var problem)) binding.Report("remindAfter", $"{Node.DisplayName}: {problem}");
    }

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("Only a request can be changed; this run has no requester.");
        var people = context.Read<PeopleDirectory>();
        var requester = people.Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var now = context.Time.GetUtcNow();
        var due = context.Get(ChangeWithin) is not { Length: > 0 } text ? (DateTimeOffset?)null
            : TimeLimit.TryParse(text, out var limit, out var error) ? limit.After(now, context) : throw new FormatException($"Change within: {error}");
        var task = new ApprovalTask
        {
            Id = TaskIds.Next(),
            InstanceId = context.Instance.Id,
            ActivityId = Node.Id,
            ActivityName = Node.DisplayName,
            Title = context.Instance.Name ?? request.Reference,
            Body = LocalText.Of(context.Get(Message)).In(requester.Language),
            Facts = TaskFacts.Of(context, people, "en"),
            Actions = [],
            RequesterId = request.RequesterId,
            OpenedAt = now,
            DueAt = due,
            Terms = new TaskTerms { Kind = TaskTerms.Change, Execution = context.Id, Edition = RequestEdition.Of(context.Instance), Exclusive = true },
        };
        context.State = TaskState.Of(task);
        // Who takes a request back to change it needs no mail that says so.
        var recalled = context.Instance.Properties.Remove(RecalledProperty);
        var isThere = people.IsActive(requester);
        if (!isThere) ApproverChoice.Report(context, $"{Node.DisplayName}: {requester.Name} has left and was not asked. {(due is null ? "It waits until an administrator cancels it" : "It expires, unless an administrator cancels it before")}; somebody who works here can submit it anew.");
        context.Add(new OpenTask(task, [recalled || !isThere ? new AskedApprover(requester.Id, requester.Name, ApproverRules.Requester, Message: null) : context.Read<TaskQuestions>().AskForChanges(context, task, requester, Quote(context), "changes")]));
        context.WaitFor(Stimulus, payload: null, OnResubmitted, perExecution: false);
        if (due is { } end) context.WaitUntil(end, "Approvals.Expire", OnExpired);
        if (!ReminderPlan.TryParse(context.Get(RemindAfter), out var plan, out var wrong)) throw new FormatException($"Remind after: {wrong}");
        foreach (var time in plan.Times(now, due, context)) context.WaitUntil(time, "Approvals.Remind", OnRemind);
        if (plan.Every?.After(now, context) is { } first && (due is null || first < due)) context.WaitUntil(first, "Approvals.RemindAgain", OnRemindAgain);
    }

    internal static void Recalled(WorkflowInstance instance) => instance.Properties[RecalledProperty] = true;

    private MailQuote? Quote(ActivityContext context) => context.Get(Comment) is { Length: > 0 } comment ? new MailQuote(context.Get(CommentBy) ?? "", comment) : null;

    // Stored name.
    private static void OnResubmitted(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestChanges)context.Node.Activity;
        var again = (Resubmitted)resumption.Payload!;
        RequestEdition.Next(context.Instance, again.Changes);
        context.Add(new CloseTask(context.Instance.Id, TaskState.Id((ObjectValue)context.State!), "withdrawn", "resubmitted"));
        context.Set(activity.Changes, new ListValue(again.Changes.Select(change => (object?)new ObjectValue { ["field"] = change.Field, ["before"] = change.En.Before, ["after"] = change.En.After })));
        context.Set(activity.Edition, RequestEdition.Of(context.Instance));
        context.CompleteWith("Resubmitted");
    }

    // Stored name.
    private static void OnRemind(ActivityContext context, Resumption resumption) => ((RequestChanges)context.Node.Activity).Remind(context);

    // Stored name.
    private static void OnRemindAgain(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestChanges)context.Node.Activity;
        activity.Remind(context);
        var due = TaskState.Restore(context, (ObjectValue)context.State!, context.Read<PeopleDirectory>()).DueAt;
        if (ReminderPlan.TryParse(context.Get(activity.RemindAfter), out var plan, out _) && plan.Every?.After(resumption.At, context) is { } next && (due is null || next < due))
            context.WaitUntil(next, "Approvals.RemindAgain", OnRemindAgain);
    }

    private void Remind(ActivityContext context)
    {
        var people = context.Read<PeopleDirectory>();
        var task = TaskState.Restore(context, (ObjectValue)context.State!, people);
        // Where nobody was there to remind in time, the end is due as well.
        if (task.DueAt <= context.Time.GetUtcNow()) return;
        if (people.Find(task.RequesterId ?? "") is not { } requester || !people.IsActive(requester)) return;
        context.Add(new AskAgain(task.InstanceId, task.Id, task.Revision, Audit.AuditKinds.Reminded, [context.Read<TaskQuestions>().AskForChanges(context, task, requester, Quote(context), "reminder")]));
    }
}

/// <summary>Brought to a request that waits to be changed: what is different now.</summary>
public sealed record Resubmitted(IReadOnlyList<RequestChange> Changes);
