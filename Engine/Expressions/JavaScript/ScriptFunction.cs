namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A function as a value. A host can hand out its own: <see cref="Create"/>.</summary>
public abstract class ScriptFunction
{
    private protected ScriptFunction(string name) => Name = name;

    public string Name { get; internal set; }

    internal virtual int ParameterCount => 0;

    /// <summary>A host function as a value; arguments and result follow the rules of <see cref="IScriptHost"/>.</summary>
    public static ScriptFunction Create(string name, ScriptCallback callback) => new HostFunction(name, callback);

    internal abstract object? Call(ScriptRun run, ReadOnlySpan<object?> arguments);

    private sealed class HostFunction(string name, ScriptCallback callback) : ScriptFunction(name)
    {
        internal override object? Call(ScriptRun run, ReadOnlySpan<object?> arguments)
        {
            run.Charge(1);
            return ScriptValues.FromHost(callback(run.ToHost(arguments)));
        }
    }
}

/// <summary>The body of a host function that travels as a value.</summary>
public delegate object? ScriptCallback(ReadOnlySpan<object?> arguments);
