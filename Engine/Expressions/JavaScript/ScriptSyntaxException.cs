namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The text is not a script, or uses a part of JavaScript that is not available here. Line and column count from 1.</summary>
public sealed class ScriptSyntaxException(string message, int line, int column) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
