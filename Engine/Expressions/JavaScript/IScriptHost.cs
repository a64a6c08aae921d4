namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>What a script can reach besides the language: bare names and functions called by name.</summary>
/// <remarks>
/// Arguments arrive as host values (see <see cref="ScriptValues.ToHost"/>) and results may be any CLR value (see
/// <see cref="ScriptValues.FromHost"/>). An exception thrown from here passes through the script unchanged; a script cannot catch it.
/// Names the script declares itself, and the language's own (<c>Math</c>, <c>JSON</c> ...), are never asked for.
/// </remarks>
public interface IScriptHost
{
    TimeProvider Time { get; }

    bool TryGetGlobal(string name, out object? value);

    /// <summary>Calls a function by name; false when there is none, and the script fails with a ReferenceError.</summary>
    bool TryCall(string name, ReadOnlySpan<object?> arguments, out object? result);
}
