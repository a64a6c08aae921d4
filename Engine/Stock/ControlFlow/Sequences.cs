using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.ControlFlow;

[Activity("Elsa.Sequence", Category = "Workflows", Description = "Runs activities one after the other.", IsBrowsable = false, IsContainer = true)]
public sealed class Sequence : Container
{
    // Position of a sequence that a Break has passed.
    private const int Broken = -1;

    [Port(IsBrowsable = false)]
    public IReadOnlyList<ActivityNode> Activities { get; init; } = [];

    public override void Execute(ActivityContext context) => Next(context);

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        if (child.Node.IsTerminal || context.Position == Broken) context.Complete();
        else Next(context);
    }

    public override void OnChildCanceled(ActivityContext context, ActivityContext child) => Next(context);

    public override bool OnSignal(ActivityContext context, Signal signal)
    {
        if (signal is BreakSignal) context.Position = Broken;
        return false;
    }

    private void Next(ActivityContext context)
    {
        if (context.Position >= Activities.Count) context.Complete();
        else context.Schedule(Activities[context.Position++]);
    }
}

[Activity("Elsa.Parallel", Category = "Workflows", Description = "Runs activities beside each other and waits for all.", IsBrowsable = false, IsContainer = true)]
public sealed class Parallel : Container
{
    [Port(IsBrowsable = false)]
    public IReadOnlyList<ActivityNode> Activities { get; init; } = [];

    public override void Execute(ActivityContext context)
    {
        foreach (var activity in Activities) context.Schedule(activity);
        if (Activities.Count == 0) context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => CompleteWhenDone(context);

    public override void OnChildCanceled(ActivityContext context, ActivityContext child) => CompleteWhenDone(context);

    private static void CompleteWhenDone(ActivityContext context)
    {
        if (context.UnfinishedChildren == 0) context.Complete();
    }
}

public enum ForkJoinMode
{
    WaitAll,
    WaitAny,
}

[Activity("Elsa.Fork", Category = "Control Flow", Description = "Runs branches beside each other.", IsBrowsable = false)]
public sealed class Fork : Activity
{
    [Raw("Wait for all branches, or for the first.")]
    public ForkJoinMode JoinMode { get; init; }

    [Port(IsBrowsable = false)]
    public IReadOnlyList<ActivityNode> Branches { get; init; } = [];

    public override void Execute(ActivityContext context)
    {
        foreach (var branch in Branches) context.Schedule(branch);
        if (Branches.Count == 0) context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        // Completing cancels the branches that still run.
        if (context.UnfinishedChildren == 0 || JoinMode == ForkJoinMode.WaitAny) context.Complete();
    }

    public override void OnChildCanceled(ActivityContext context, ActivityContext child)
    {
        if (context.UnfinishedChildren == 0) context.Complete();
    }
}
