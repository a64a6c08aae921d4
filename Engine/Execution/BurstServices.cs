using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Execution;

/// <summary>A function that scripts may call besides Elsa's own.</summary>
public delegate object? ContextFunction(ActivityContext context, ReadOnlySpan<object?> arguments);

/// <summary>What a burst may use: the clock, definitions, and services that activities read from. Nothing here writes.</summary>
public sealed class BurstServices(TimeProvider time, DefinitionLookup definitions, IServiceProvider reads)
{
    public TimeProvider Time => time;

    public DefinitionLookup Definitions => definitions;

    public IServiceProvider Reads => reads;

    public ScriptLimits ScriptLimits { get; init; } = ScriptLimits.Default;

    /// <summary>Functions of the host by name, such as <c>getRequester</c>.</summary>
    public IReadOnlyDictionary<string, ContextFunction> Functions { get; init; } = new Dictionary<string, ContextFunction>();

    /// <summary>A burst that executes more is ended as faulted: it would not come to a wait.</summary>
    public int MaxActivitiesPerBurst { get; init; } = 1_000_000;

    /// <summary>How deep workflows may run inside workflows before one is refused as endless.</summary>
    public int MaxNesting { get; init; } = 32;
}
