using System.Collections.Frozen;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Runs a built-in function. A missing argument is not in <paramref name="arguments"/>; <c>At</c> reads it as undefined.</summary>
internal delegate object? Native(ScriptRun run, object? self, ReadOnlySpan<object?> arguments);

/// <summary><c>Math</c>, <c>JSON</c>, <c>console</c>: an object with fixed members.</summary>
internal sealed class ScriptNamespace(string name, Dictionary<string, object?> members)
{
    public string Name { get; } = name;

    public FrozenDictionary<string, object?> Members { get; } = members.ToFrozenDictionary();
}

/// <summary>A built-in function, possibly a constructor with members of its own (<c>Object.keys</c>).</summary>
internal sealed class NativeFunction(string name, Native body, int parameterCount = 0) : ScriptFunction(name)
{
    internal override int ParameterCount => parameterCount;

    public Native Body { get; } = body;

    public Native? Construct { get; init; }

    public Func<object?, bool>? IsInstance { get; init; }

    public FrozenDictionary<string, object?> Members { get; init; } = FrozenDictionary<string, object?>.Empty;

    internal override object? Call(ScriptRun run, ReadOnlySpan<object?> arguments)
    {
        run.Charge(1);
        return Body(run, Undefined.Value, arguments);
    }
}

/// <summary>A method read without calling it: it stays with the value it was read from.</summary>
internal sealed class BoundMethod(string name, Native body, object? self) : ScriptFunction(name)
{
    internal override object? Call(ScriptRun run, ReadOnlySpan<object?> arguments)
    {
        run.Charge(1);
        return body(run, self, arguments);
    }
}

internal static class Arguments
{
    public static object? At(this ReadOnlySpan<object?> arguments, int index) =>
        (uint)index < (uint)arguments.Length ? arguments[index] : Undefined.Value;
}
