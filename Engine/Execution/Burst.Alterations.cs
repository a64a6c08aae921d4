using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Execution;

/// <summary>What alterations may do to a restored run.</summary>
public sealed partial class Burst
{
    /// <summary>Gives a variable of the workflow or of a running container another value.</summary>
    /// <returns>False when no such variable is in use.</returns>
    internal bool ModifyVariable(string variableId, object? value)
    {
        foreach (var context in Unfinished())
        {
            foreach (var block in context.Variables)
            {
                if (block.Definition.Id != variableId) continue;
                block.Value = ValueConverter.Convert(value, block.Definition.Type);
                return true;
            }
        }

        return false;
    }

    /// <summary>Queues an execution once more, or a new one of an activity whose container still runs. A run that had ended by a fault goes on.</summary>
    /// <returns>False when there is no such execution, or nothing for the activity to run in.</returns>
    internal bool ScheduleAgain(string? activityId, int? activityInstanceId)
    {
        var existing = Unfinished().LastOrDefault(context => context.Parent is not null && (activityInstanceId is { } id ? context.Id == id : context.Node.Id == activityId));
        if (existing is not null)
        {
            CancelChildren(existing);
            existing.ClearBookmarks();
            existing.Status = ActivityStatus.Running;
            existing.State = null;
            existing.Position = 0;
            // The fault is being mended: what remains visible is what is still wrong.
            Instance.Incidents.RemoveAll(incident => incident.ActivityInstanceId == existing.Id);
            _queue.Enqueue(new WorkItem(existing.Node, existing.Parent, Existing: existing));
        }
        else if (activityId is not null && Unfinished().Reverse().FirstOrDefault(context => context.IsRunning && ChildOf(context, activityId) is not null) is { } container)
        {
            Schedule(container, ChildOf(container, activityId)!, tag: null, variables: null);
        }
        else
        {
            return false;
        }

        Instance.Status = WorkflowStatus.Running;
        Instance.SubStatus = WorkflowSubStatus.Executing;
        Instance.FinishedAt = null;
        return true;
    }

    /// <returns>How many executions were cancelled.</returns>
    internal int CancelActivity(string? activityId, int? activityInstanceId)
    {
        var matching = Unfinished().Where(context => context.Parent is not null && (activityInstanceId is { } id ? context.Id == id : context.Node.Id == activityId)).ToList();
        if (matching.Count > 0) Instance.SubStatus = WorkflowSubStatus.Executing;
        foreach (var context in matching) Cancel(context, tellParent: true);
        return matching.Count;
    }

    /// <summary>Executes what alterations have queued.</summary>
    internal void GoOn()
    {
        if (Instance.Status == WorkflowStatus.Running && Instance.SubStatus == WorkflowSubStatus.Executing) Drain();
        else Instance.UpdatedAt = Services.Time.GetUtcNow();
    }

    private static ActivityNode? ChildOf(ActivityContext context, string activityId) =>
        (context.InnerDefinition?.Workflow.Children ?? context.Node.Children).FirstOrDefault(child => child.Id == activityId);

    private IEnumerable<ActivityContext> Unfinished()
    {
        var pending = new Stack<ActivityContext>([Root]);
        while (pending.TryPop(out var context))
        {
            yield return context;
            for (var child = context.LastChild; child is not null; child = child.PreviousSibling) pending.Push(child);
        }
    }
}
