using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Stock.Flow;

namespace Workflows.Engine.Stock.ControlFlow;

[Activity("Elsa.If", Category = "Branching", Description = "Runs one activity when the condition holds and another when it does not.")]
public sealed class If : Activity
{
    [Input("The condition.", DefaultSyntax = "JavaScript")]
    public Input<bool> Condition { get; init; } = new();

    [Port]
    public ActivityNode? Then { get; init; }

    [Port]
    public ActivityNode? Else { get; init; }

    [Output("Whether the condition held.")]
    public Output<bool> Result { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var holds = context.Get(Condition);
        context.Set(Result, holds);
        if ((holds ? Then : Else) is { } branch) context.Schedule(branch);
        else context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => context.Complete();
}

[Activity("Elsa.Switch", Category = "Branching", Description = "Runs the activities of the cases whose condition holds.")]
public sealed class Switch : Activity
{
    private readonly List<SwitchCase> _cases = [];

    [Input("The first case that holds, or every one.", Options = ["MatchFirst", "MatchAny"])]
    public Input<SwitchMode> Mode { get; init; } = new(SwitchMode.MatchFirst);

    [Port]
    public ActivityNode? Default { get; init; }

    [Output("Not used; kept because definitions name it.")]
    public Output<object> Output { get; init; } = new();

    public IReadOnlyList<SwitchCase> Cases => _cases;

    public override void Bind(ActivityBinding binding) => _cases.AddRange(SwitchCase.ReadAll(binding, withActivity: true));

    public override void Execute(ActivityContext context)
    {
        var matches = SwitchCase.Matching(_cases, context, context.Get(Mode)).ToList();
        foreach (var activity in matches.Count > 0 ? matches.Select(match => match.Activity) : [Default])
        {
            if (activity is not null) context.Schedule(activity);
        }

        if (context.UnfinishedChildren == 0) context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        if (context.UnfinishedChildren == 0) context.Complete();
    }
}
