using System.Text.Json;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>An activity that waits for a task to be decided. Its state is the task; cancelled, it takes the task back.</summary>
public abstract class TaskActivity : Activity
{
    public override bool MayWait => true;

    public override void OnCanceled(ActivityContext context)
    {
        if (context.State is ObjectValue state) context.Add(new CloseTask(context.Instance.Id, TaskState.Id(state), "withdrawn"));
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => JsonValues.Write(writer, state);

    public override object ReadState(JsonElement json) => (ObjectValue)JsonValues.FromJson(json)!;

    // Stored name.
    private protected static void OnExpired(ActivityContext context, Resumption resumption)
    {
        context.Add(new CloseTask(context.Instance.Id, TaskState.Id((ObjectValue)context.State!), "expired"));
        context.CompleteWith("Expired");
    }
}
