using Workflows.Engine.Definitions;

namespace Workflows.Engine.Execution;

/// <summary>The outputs of this burst, for scripts. As in Elsa it is transient: after a wait, earlier outputs are gone; map them to variables to keep them.</summary>
internal sealed class OutputRegister
{
    // Only the first value of an activity in its container can be found, so a loop does not make this longer with each round.
    private readonly HashSet<(ActivityNode Node, ActivityContext? Container, string Name)> _first = [];
    private readonly List<(ActivityNode Node, ActivityContext? Container, string Name, object? Value)> _outputs = [];

    /// <summary>The most recent output of any activity.</summary>
    public object? Last { get; private set; }

    public void Add(ActivityContext context, string name, object? value)
    {
        Last = value;
        if (_first.Add((context.Node, context.Parent, name))) _outputs.Add((context.Node, context.Parent, name, value));
    }

    /// <summary>The first value recorded by an activity whose container is around the caller; null when there is none.</summary>
    /// <param name="activity">Id or name.</param>
    /// <param name="output">Null: any.</param>
    public object? Find(ActivityContext caller, string activity, string? output)
    {
        foreach (var (node, container, name, value) in _outputs)
        {
            if ((node.Id == activity || node.Name == activity) && (output is null || name.Equals(output, StringComparison.OrdinalIgnoreCase)) && IsAround(container, caller)) return value;
        }

        return null;
    }

    private static bool IsAround(ActivityContext? container, ActivityContext caller)
    {
        for (ActivityContext? scope = caller; scope is not null; scope = scope.Parent)
        {
            if (scope == container) return true;
        }

        return false;
    }
}
