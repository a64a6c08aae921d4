using System.Collections;
using System.Text.Json;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Engine.Stock.Composition;

/// <summary>What a parent is told when a child workflow that it waits for has ended.</summary>
/// <remarks>Stored names: the members of the payload of a child-finished stimulus.</remarks>
public static class ChildFinished
{
    /// <summary>Stored name: the bookmark of a parent that waits.</summary>
    public const string Stimulus = "Workflows.ChildFinished";

    /// <summary>Stored name: the property of a child whose parent waits.</summary>
    public const string WaitProperty = "WaitForCompletion";

    internal static ObjectValue PayloadFor(string childInstanceId) => new() { ["childInstanceId"] = childInstanceId };

    internal static ObjectValue InputFor(ObjectValue? input, string parentInstanceId) =>
        new(input ?? []) { ["ParentInstanceId"] = parentInstanceId };

    internal static ObjectValue PropertiesFor(ActivityContext parent, bool waits)
    {
        var properties = new ObjectValue { ["ParentInstanceId"] = parent.Instance.Id };
        if (waits) properties[WaitProperty] = true;
        return properties;
    }

    internal static WorkflowDefinition Find(ActivityContext context, string? definitionId) =>
        context.Burst.Services.Definitions.FindPublished(definitionId ?? "")
        ?? throw new InvalidOperationException($"No published workflow definition found with ID '{definitionId}'.");
}

/// <summary>An activity that starts one other workflow, and may wait until it has ended.</summary>
public abstract class ChildWorkflowActivity : Activity
{
    [Input("The workflow to run.", UiHint = UiHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string> WorkflowDefinitionId { get; init; } = new();

    [Input("Ties the new instance to something outside.")]
    public Input<string> CorrelationId { get; init; } = new();

    [Input("Its inputs, by name.", UiHint = UiHints.Dictionary)]
    public Input<ObjectValue> Input { get; init; } = new();

    [Input("Wait until it has ended.")]
    public Input<bool> WaitForCompletion { get; init; } = new();

    [Output("After a wait, the outputs of the workflow; Execute Workflow gives the instance with its outputs when it need not wait.")]
    public Output<object> Result { get; init; } = new();

    // Stored name.
    private protected static void OnChildFinished(ActivityContext context, Resumption resumption)
    {
        var activity = (ChildWorkflowActivity)context.Node.Activity;
        context.Set(activity.Result, (resumption.Payload as ObjectValue)?.GetValueOrDefault("output"));
        context.Complete();
    }
}

[Activity("Elsa.ExecuteWorkflow", Category = "Composition", DisplayName = "Execute Workflow", Description = "Runs another workflow right away, as an instance of its own.", Kind = ActivityKind.Task)]
public sealed class ExecuteWorkflow : ChildWorkflowActivity
{
    public override bool MayWait => true;

    public override void Execute(ActivityContext context)
    {
        var definition = ChildFinished.Find(context, context.Get(WorkflowDefinitionId));
        var waits = context.Get(WaitForCompletion);
        var child = context.Burst.RunChild(
            definition, ChildFinished.InputFor(context.Get(Input), context.Instance.Id), context.Get(CorrelationId), ChildFinished.PropertiesFor(context, waits));
        var instance = child.Instance;
        if (waits && instance.Status != WorkflowStatus.Finished)
        {
            context.WaitFor(ChildFinished.Stimulus, ChildFinished.PayloadFor(instance.Id), OnChildFinished);
            return;
        }

        context.Set(Result, new ObjectValue
        {
            ["workflowInstanceId"] = instance.Id,
            ["status"] = instance.Status.ToString(),
            ["subStatus"] = instance.SubStatus.ToString(),
            ["output"] = new ObjectValue(instance.Output),
        });
        context.Complete();
    }
}

[Activity("Elsa.DispatchWorkflow", Category = "Composition", DisplayName = "Dispatch Workflow", Description = "Starts another workflow in the background.")]
public sealed class DispatchWorkflow : ChildWorkflowActivity
{
    public override void Execute(ActivityContext context)
    {
        var definition = ChildFinished.Find(context, context.Get(WorkflowDefinitionId));
        var waits = context.Get(WaitForCompletion);
        var childId = Guid.CreateVersion7().ToString();
        context.Add(new QueueWorkflow(
            childId,
            definition.DefinitionId,
            context.Get(CorrelationId),
            ChildFinished.InputFor(context.Get(Input), context.Instance.Id),
            ChildFinished.PropertiesFor(context, waits),
            context.Instance.Id));
        if (waits) context.WaitFor(ChildFinished.Stimulus, ChildFinished.PayloadFor(childId), OnChildFinished);
        else context.Complete();
    }
}

[Activity("Elsa.BulkDispatchWorkflows", Category = "Composition", DisplayName = "Bulk Dispatch Workflows", Description = "Starts a workflow for each item of a list.", Kind = ActivityKind.Task)]
[Outcomes("Completed", "Canceled", "Done")]
public sealed class BulkDispatchWorkflows : Activity
{
    [Input("The workflow to start.", UiHint = UiHints.WorkflowDefinitionPicker, IsRequired = true)]
    public Input<string> WorkflowDefinitionId { get; init; } = new();

    [Input("One instance is started for each.")]
    public Input<object> Items { get; init; } = new();

    [Input("The input that receives the item.")]
    public Input<string> DefaultItemInputKey { get; init; } = new("Item");

    [Input("Gives the correlation id for an item, which getItem() returns.", AutoEvaluate = false, DefaultSyntax = "JavaScript")]
    public Input<string> CorrelationIdFunction { get; init; } = new();

    [Input("Further inputs, by name.", UiHint = UiHints.Dictionary)]
    public Input<ObjectValue> Input { get; init; } = new();

    [Input("Wait until all have ended.")]
    public Input<bool> WaitForCompletion { get; init; } = new(true);

    [Port]
    public ActivityNode? ChildCompleted { get; init; }

    [Port]
    public ActivityNode? ChildFaulted { get; init; }

    public override bool MayWait => true;

    public override void Execute(ActivityContext context)
    {
        var definition = ChildFinished.Find(context, context.Get(WorkflowDefinitionId));
        var waits = context.Get(WaitForCompletion);
        var pending = new ListValue();
        foreach (var item in ItemsOf(context.Get(Items)))
        {
            var input = ChildFinished.InputFor(context.Get(Input), context.Instance.Id);
            if (item is IDictionary<string, object?> members)
            {
                foreach (var (name, value) in members) input[name] = value;
            }
            else
            {
                input[context.Get(DefaultItemInputKey) ?? "Item"] = item;
            }

            var childId = Guid.CreateVersion7().ToString();
            context.Add(new QueueWorkflow(
                childId, definition.DefinitionId, CorrelationIdFor(context, item), input, ChildFinished.PropertiesFor(context, waits), context.Instance.Id));
            pending.Add(childId);
        }

        if (!waits || pending.Count == 0)
        {
            context.CompleteWith("Completed", "Done");
            return;
        }

        context.State = new ObjectValue { ["pending"] = pending };
        foreach (var childId in pending) context.WaitFor(ChildFinished.Stimulus, ChildFinished.PayloadFor((string)childId!), OnChildFinished);
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => CompleteWhenDone(context);

    public override void WriteState(Utf8JsonWriter writer, object state) => JsonValues.Write(writer, state);

    public override object ReadState(JsonElement json) => (ObjectValue)JsonValues.FromJson(json)!;

    // Stored name.
    private static void OnChildFinished(ActivityContext context, Resumption resumption)
    {
        var activity = (BulkDispatchWorkflows)context.Node.Activity;
        var childId = (string)((ObjectValue)resumption.Bookmark.Payload!)["childInstanceId"]!;
        ((ListValue)((ObjectValue)context.State!)["pending"]!).Remove(childId);
        var result = resumption.Payload as ObjectValue ?? [];
        var faulted = result.GetValueOrDefault("subStatus") as string == nameof(WorkflowSubStatus.Faulted);
        if ((faulted ? activity.ChildFaulted : activity.ChildCompleted) is { } handler)
            context.Schedule(handler, variables: [new DynamicVariable("ChildInstanceId", childId), new DynamicVariable("ChildOutput", result.GetValueOrDefault("output"))]);
        else CompleteWhenDone(context);
    }

    private static void CompleteWhenDone(ActivityContext context)
    {
        if (context.UnfinishedChildren == 0 && ((ListValue)((ObjectValue)context.State!)["pending"]!).Count == 0) context.CompleteWith("Completed", "Done");
    }

    private string? CorrelationIdFor(ActivityContext context, object? item)
    {
        context.Burst.CurrentItem = new BulkItem(item);
        try
        {
            return context.Evaluate(CorrelationIdFunction);
        }
        finally
        {
            context.Burst.CurrentItem = null;
        }
    }

    private static IEnumerable<object?> ItemsOf(object? items) => items switch
    {
        string json when JsonValues.TryParse(json, out var parsed) && parsed is ListValue list => list,
        IEnumerable list and not string and not IDictionary<string, object?> => list.Cast<object?>(),
        _ => [],
    };
}
