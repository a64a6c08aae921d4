namespace Workflows.Engine.Execution;

/// <summary>The outputs of this burst, for scripts. As in Elsa it is transient: after a wait, earlier outputs are gone; map them to variables to keep them.</summary>
internal sealed class OutputRegister
{
    private readonly List<(ActivityContext Context, string Name, object? Value)> _outputs = [];

    /// <summary>The most recent output of any activity.</summary>
    public object? Last { get; private set; }

    public void Add(ActivityContext context, string name, object? value)
    {
        _outputs.Add((context, name, value));
        Last = value;
    }

    /// <summary>The first value recorded by an activity whose container is around the caller; null when there is none.</summary>
    /// <param name="activity">Id or name.</param>
    /// <param name="output">Null: any.</param>
    public object? Find(ActivityContext caller, string activity, string? output)
    {
        foreach (var (context, name, value) in _outputs)
        {
            if ((context.Node.Id == activity || context.Node.Name == activity) && (output is null || name.Equals(output, StringComparison.OrdinalIgnoreCase)) && IsAround(context.Parent, caller))
                return value;
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
