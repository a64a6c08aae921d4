using System.Collections;
using System.Text.Json;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.ControlFlow;

/// <summary>What loops share: a body, and what Break and Complete do to them.</summary>
public abstract class Loop : Activity
{
    // Stored name: the state of a loop that a Break has reached.
    private protected static readonly object Broken = "broken";

    [Port]
    public ActivityNode? Body { get; init; }

    public override bool OnSignal(ActivityContext context, Signal signal)
    {
        switch (signal)
        {
            case BreakSignal:
                context.State = Broken;
                return true;
            default:
                return false;
        }
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        if (context.State == Broken) context.Complete();
        else Next(context);
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => writer.WriteStringValue("broken");

    public override object ReadState(JsonElement json) => Broken;

    /// <summary>Runs the body once more, or completes.</summary>
    private protected abstract void Next(ActivityContext context);

    private protected void RunBody(ActivityContext context, params IReadOnlyList<DynamicVariable> variables)
    {
        if (Body is null) context.Complete();
        else context.Schedule(Body, variables: variables);
    }
}

[Activity("Elsa.While", Category = "Looping", Description = "Runs its body as long as the condition holds.")]
public sealed class While : Loop
{
    [Input("Asked before each round.", AutoEvaluate = false, DefaultSyntax = "JavaScript")]
    public Input<bool> Condition { get; init; } = new();

    public override void Execute(ActivityContext context) => Next(context);

    private protected override void Next(ActivityContext context)
    {
        if (context.Evaluate(Condition)) RunBody(context);
        else context.Complete();
    }
}

[Activity("Elsa.For", Category = "Looping", Description = "Counts from a start to an end and runs its body for each number.")]
public sealed class For : Loop
{
    [Input("The first number.")]
    public Input<int> Start { get; init; } = new(0);

    [Input("The last number.")]
    public Input<int> End { get; init; } = new(0);

    [Input("What is added in each round; negative counts down.")]
    public Input<int> Step { get; init; } = new(1);

    [Input("Whether the body runs for the last number too.")]
    public Input<bool> OuterBoundInclusive { get; init; } = new(true);

    [Output("The number of this round.")]
    public Output<object> CurrentValue { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Position = context.Get(Start);
        Run(context);
    }

    private protected override void Next(ActivityContext context)
    {
        context.Position += context.Get(Step);
        Run(context);
    }

    private void Run(ActivityContext context)
    {
        var (current, end, step) = (context.Position, context.Get(End), context.Get(Step));
        var inclusive = context.Get(OuterBoundInclusive);
        var runs = step >= 0 ? current < end || (inclusive && current == end) : current > end || (inclusive && current == end);
        if (!runs || step == 0 && current == end && !inclusive)
        {
            context.Complete();
            return;
        }

        context.Set(CurrentValue, current);
        RunBody(context, new DynamicVariable("CurrentValue", current));
    }
}

[Activity("Elsa.ForEach", Category = "Looping", Description = "Runs its body for each item of a list, one after the other.")]
public sealed class ForEach : Loop
{
    [Input("The items.", UiHint = UiHints.MultiText)]
    public Input<ICollection<object?>> Items { get; init; } = new([]);

    [Output("The item of this round.")]
    public Output<object> CurrentValue { get; init; } = new();

    public override void Execute(ActivityContext context) => Next(context);

    private protected override void Next(ActivityContext context)
    {
        // Read again for each round: the body may change the list.
        var items = context.Get(Items) ?? throw new InvalidOperationException($"ForEach '{Node.DisplayName}' has no items: its list is null.");
        if (context.Position >= items.Count)
        {
            context.Complete();
            return;
        }

        var index = context.Position++;
        var item = items is IList<object?> list ? list[index] : items.ElementAt(index);
        context.Set(CurrentValue, item);
        RunBody(context, new DynamicVariable("CurrentValue", item), new DynamicVariable("CurrentIndex", index));
    }
}

[Activity("Elsa.ParallelForEach", Category = "Looping", Description = "Runs its body for all items of a list beside each other.")]
public sealed class ParallelForEach : Activity
{
    [Input("The items.")]
    public Input<object> Items { get; init; } = new();

    [Port]
    public ActivityNode? Body { get; init; }

    public override void Execute(ActivityContext context)
    {
        if (Body is not null && context.Get(Items) is IEnumerable items and not string and not IDictionary<string, object?>)
        {
            var index = 0;
            foreach (var item in items)
                context.Schedule(Body, variables: [new DynamicVariable("CurrentValue", item), new DynamicVariable("CurrentIndex", index++)]);
        }

        if (context.UnfinishedChildren == 0) context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => CompleteWhenDone(context);

    public override void OnChildCanceled(ActivityContext context, ActivityContext child) => CompleteWhenDone(context);

    private static void CompleteWhenDone(ActivityContext context)
    {
        if (context.UnfinishedChildren == 0) context.Complete();
    }
}

[Activity("Elsa.Break", Category = "Looping", Description = "Leaves the innermost loop.", IsTerminal = true)]
public sealed class Break : CodeActivity
{
    public override void Execute(ActivityContext context) => context.Send(new BreakSignal(context));
}
