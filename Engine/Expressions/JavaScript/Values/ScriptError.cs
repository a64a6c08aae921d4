namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>An error object: made by <c>new Error(...)</c> or by the language itself.</summary>
internal sealed class ScriptError(string name, string message)
{
    public string Name { get; set; } = name;

    public string Message { get; set; } = message;

    public object? Cause { get; set; } = Undefined.Value;

    public bool HasCause { get; set; }

    /// <summary>The constructor's name: <c>instanceof</c> looks at it, renaming the error does not change it.</summary>
    public string ClassName { get; } = name;

    public override string ToString() => Message.Length == 0 ? Name : Name.Length == 0 ? Message : $"{Name}: {Message}";
}
