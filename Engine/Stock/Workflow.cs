using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock;

/// <summary>The workflow itself, above its root activity. Never written in a document.</summary>
public sealed class Workflow : Container
{
    public ActivityNode? Root { get; internal set; }

    public override void Execute(ActivityContext context)
    {
        if (Root is null) context.Complete();
        else context.Schedule(Root);
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => context.Complete();

    public override void OnChildCanceled(ActivityContext context, ActivityContext child) => context.Complete();

    public override bool OnSignal(ActivityContext context, Signal signal)
    {
        if (signal is not CompleteCompositeSignal complete) return false;
        context.Complete(complete.Outcomes);
        return true;
    }
}

/// <summary>Stands for an activity type that is not run here. It loads, so that the document stays whole, and faults when it is reached.</summary>
public sealed class NotFoundActivity(string message) : Activity
{
    public override void Execute(ActivityContext context) => throw new InvalidOperationException(message);
}
