namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>JavaScript's <c>undefined</c>. Scripts see it; the host never does, <see cref="ScriptValues.ToHost"/> turns it into null.</summary>
public sealed class Undefined
{
    public static readonly Undefined Value = new();

    private Undefined()
    {
    }

    public override string ToString() => "undefined";
}
