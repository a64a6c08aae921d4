using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Flow;

[Activity("Elsa.Start", Category = "Flow", Description = "Where the flowchart starts.", IsStart = true)]
public sealed class Start : CodeActivity
{
    public override void Execute(ActivityContext context)
    {
        // A marker: the flowchart looks for it.
    }
}

[Activity("Elsa.End", Category = "Flow", Description = "Ends the flowchart or sequence that contains it.", IsTerminal = true)]
public sealed class End : CodeActivity
{
    public override void Execute(ActivityContext context)
    {
        // A marker: it is terminal, so its container completes.
    }
}

[Activity("Elsa.FlowNode", DisplayName = "Container", Category = "Flow", Description = "Runs another activity.")]
public sealed class FlowNode : Activity
{
    [Port]
    public ActivityNode? Body { get; init; }

    public override void Execute(ActivityContext context)
    {
        if (Body is null) context.Complete();
        else context.Schedule(Body);
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => context.Complete();
}

[Activity("Elsa.FlowDecision", DisplayName = "Decision", Category = "Branching", Description = "Goes one way when the condition holds and the other when it does not.")]
[Outcomes("True", "False")]
public sealed class FlowDecision : Activity
{
    [Input("The condition.", DefaultSyntax = "JavaScript")]
    public Input<bool> Condition { get; init; } = new();

    public override void Execute(ActivityContext context) => context.CompleteWith(context.Get(Condition) ? "True" : "False");
}

[Activity("Elsa.FlowSwitch", DisplayName = "Switch (flow)", Category = "Branching", Description = "Leaves by the cases whose condition holds.")]
[Outcomes]
public sealed class FlowSwitch : Activity
{
    private readonly List<SwitchCase> _cases = [];

    [Input("The first case that holds, or every one.", Options = ["MatchFirst", "MatchAny"])]
    public Input<SwitchMode> Mode { get; init; } = new(SwitchMode.MatchFirst);

    public IReadOnlyList<SwitchCase> Cases => _cases;

    public override void Bind(ActivityBinding binding) => _cases.AddRange(SwitchCase.ReadAll(binding, withActivity: false));

    public override IReadOnlyList<string> OutcomesHere() => [.. _cases.Select(item => item.Label), "Default"];

    public override void Execute(ActivityContext context)
    {
        var matches = SwitchCase.Matching(_cases, context, context.Get(Mode)).Select(match => match.Label).ToList();
        context.Complete(Outcomes.Of(matches.Count > 0 ? matches : ["Default"]));
    }
}

[Activity("Elsa.FlowFork", DisplayName = "Fork (flow)", Category = "Branching", Description = "Leaves by all its branches at once.")]
[Outcomes]
public sealed class FlowFork : Activity
{
    [Input("The names of the branches.", UiHint = UiHints.DynamicOutcomes)]
    public Input<IReadOnlyList<string>> Branches { get; init; } = new([]);

    public override IReadOnlyList<string>? OutcomesHere()
    {
        // A list is written as JSON text, so it is never a constant; what it says is known all the same.
        if (Branches.Expression is null) return ["Done"];
        return ConstantList.Of(Branches) is { } branches ? (branches.Count > 0 ? branches : ["Done"]) : null;
    }

    public override void Execute(ActivityContext context)
    {
        var branches = context.Get(Branches) ?? [];
        if (branches.Count == 0) context.Complete();
        else context.Complete(Outcomes.Of(branches));
    }
}

public enum FlowJoinMode
{
    WaitAny,
    WaitAll,
    WaitAllActive,
}

[Activity("Elsa.FlowJoin", DisplayName = "Join", Category = "Branching", Description = "Waits for one branch, for all, or for all that were taken.")]
public sealed class FlowJoin : Activity
{
    [Input("Which branches to wait for.", Options = ["WaitAny", "WaitAll", "WaitAllActive"])]
    public Input<FlowJoinMode> Mode { get; init; } = new(FlowJoinMode.WaitAny);

    public override void Execute(ActivityContext context)
    {
        if (context.Parent is { Node.Activity: Flowchart flowchart } parent) flowchart.CancelAncestors(parent, Node);
        context.Complete();
    }

    /// <summary>The mode, worked out before the join itself runs.</summary>
    internal FlowJoinMode ModeIn(ActivityContext flowchart) => Mode.IsConstant ? Mode.Constant : (FlowJoinMode)Mode.Evaluate(flowchart)!;
}

public enum SwitchMode
{
    MatchFirst,
    MatchAny,
}

/// <summary>A case of a switch: a label, a condition, and for the embedded kind an activity.</summary>
public sealed record SwitchCase(string Label, Expression? Condition, ActivityNode? Activity)
{
    internal static IEnumerable<SwitchCase> ReadAll(ActivityBinding binding, bool withActivity)
    {
        var list = binding.Json["cases"] as JsonArray ?? [];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject json) continue;
            yield return new SwitchCase(
                json["label"]?.ToString() ?? "",
                binding.Expression(json["condition"], $"cases[{i}].condition"),
                withActivity ? binding.Child(json["activity"], $"cases[{i}].activity") : null);
        }
    }

    internal static IEnumerable<SwitchCase> Matching(IEnumerable<SwitchCase> cases, ActivityContext context, SwitchMode mode)
    {
        var matches = cases.Where(item => item.Condition is { } condition && ValueConverter.To<bool>(condition.Evaluate(context, typeof(bool))));
        return mode == SwitchMode.MatchFirst ? matches.Take(1) : matches;
    }
}
