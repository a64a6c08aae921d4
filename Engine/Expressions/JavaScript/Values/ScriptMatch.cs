namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The array that <c>exec</c> and <c>match</c> return: the groups, with members of its own.</summary>
internal sealed class ScriptMatch(int capacity) : List<object?>(capacity)
{
    public required int Index { get; init; }

    public required string Input { get; init; }

    public required object? Groups { get; init; }

    public object? Indices { get; init; } = Undefined.Value;
}
