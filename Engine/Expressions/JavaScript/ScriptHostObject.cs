namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>An object whose members live in the host, such as <c>variables</c>. Values follow the rules of <see cref="IScriptHost"/>.</summary>
public abstract class ScriptHostObject
{
    public abstract IEnumerable<string> Names { get; }

    /// <summary>False when there is no such member: the script reads undefined.</summary>
    public abstract bool TryGet(string name, out object? value);

    /// <summary>False when the member cannot be written: the script fails with a TypeError.</summary>
    public abstract bool TrySet(string name, object? value);
}
