using System.Globalization;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Engine.Stock.Events;

[Activity("Elsa.Event", Category = "Primitives", Description = "Waits for an event, or starts the workflow when it comes.", Kind = ActivityKind.Trigger)]
public sealed class Event : Trigger
{
    /// <summary>Stored name: the stimulus of a published event.</summary>
    public const string Stimulus = "Elsa.Event";

    [Input("The name of the event.", IsRequired = true)]
    public Input<string> EventName { get; init; } = new();

    [Output("What was published with the event.")]
    public Output<object> Result { get; init; } = new();

    public static ObjectValue PayloadFor(string? eventName) => new() { ["eventName"] = eventName };

    public override IEnumerable<TriggerPayload> Triggers(ActivityContext context) => [new TriggerPayload(Stimulus, PayloadFor(context.Get(EventName)))];

    public override void Execute(ActivityContext context)
    {
        if (context.IsTriggerOfRun)
        {
            context.Set(Result, context.Burst.TriggerPayload);
            context.Complete();
        }
        else
        {
            context.WaitFor(Stimulus, PayloadFor(context.Get(EventName)), OnEvent);
        }
    }

    // Stored name.
    private static void OnEvent(ActivityContext context, Resumption resumption)
    {
        context.Set(((Event)context.Node.Activity).Result, resumption.Payload);
        context.Complete();
    }
}

[Activity("Elsa.PublishEvent", Category = "Primitives", DisplayName = "Publish Event", Description = "Publishes an event to workflows that wait for it or start with it.")]
public sealed class PublishEvent : CodeActivity
{
    [Input("The name of the event.", IsRequired = true)]
    public Input<string> EventName { get; init; } = new();

    [Input("Only instances with this correlation id receive it.")]
    public Input<string> CorrelationId { get; init; } = new();

    [Input("Only this instance receives it.")]
    public Input<bool> IsLocalEvent { get; init; } = new();

    [Input("What comes with it.")]
    public Input<object> Payload { get; init; } = new();

    public override void Execute(ActivityContext context) => context.Add(new QueueStimulus(
        Event.Stimulus,
        Event.PayloadFor(context.Get(EventName)),
        context.Get(Payload),
        context.Get(CorrelationId),
        context.Get(IsLocalEvent) ? context.Instance.Id : null));
}

[Activity("Elsa.RunTask", Category = "Primitives", DisplayName = "Run Task", Description = "Asks the host to do something, and waits until it reports back.")]
public sealed class RunTask : Activity
{
    /// <summary>Stored name: the stimulus of a reported task.</summary>
    public const string Stimulus = "Elsa.RunTask";

    // Stored name.
    private const string TaskIdMember = "taskId";

    [Input("The name of the task.", IsRequired = true)]
    public Input<string> TaskName { get; init; } = new();

    [Input("What the task needs.", UiHint = UiHints.Dictionary)]
    public Input<ObjectValue> Payload { get; init; } = new();

    [Output("The id to report with.")]
    public Output<string> TaskId { get; init; } = new();

    [Output("What was reported.")]
    public Output<object> Result { get; init; } = new();

    public override bool MayWait => true;

    /// <summary>The run that a task belongs to; null when this is no task's id.</summary>
    public static string? InstanceOf(string taskId) => taskId.LastIndexOf('-') is > 0 and var end ? taskId[..end] : null;

    /// <summary>Whether this is what the task waits for.</summary>
    public static bool IsTask(Bookmark bookmark, string taskId) => bookmark.Name == Stimulus && bookmark.Payload is ObjectValue payload && payload.GetValueOrDefault(TaskIdMember) as string == taskId;

    public override void Execute(ActivityContext context)
    {
        // Says which run it belongs to, so that a report finds it.
        var taskId = string.Create(CultureInfo.InvariantCulture, $"{context.Instance.Id}-{context.Id}");
        context.Set(TaskId, taskId);
        context.WaitFor(Stimulus, new ObjectValue { [TaskIdMember] = taskId, ["taskName"] = context.Get(TaskName), ["payload"] = context.Get(Payload) }, OnReported, perExecution: true);
    }

    // Stored name.
    private static void OnReported(ActivityContext context, Resumption resumption)
    {
        context.Set(((RunTask)context.Node.Activity).Result, resumption.Payload);
        context.Complete();
    }
}
