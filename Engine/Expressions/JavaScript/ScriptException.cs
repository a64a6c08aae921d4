namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A script failed while running. Line and column count from 1 and name the call or member access that failed.</summary>
public class ScriptException : Exception
{
    internal ScriptException(string message, int line, int column, object? thrown)
        : base(message)
    {
        Line = line;
        Column = column;
        Thrown = thrown;
    }

    public int Line { get; }

    public int Column { get; }

    /// <summary>JavaScript's error class, such as <c>TypeError</c>; null when the script threw something that is no error object.</summary>
    public string? ErrorName => (Thrown as ScriptError)?.Name;

    /// <summary>The value a <c>catch</c> clause sees.</summary>
    internal object? Thrown { get; }

    /// <summary>The run whose script may catch it; null for what none may catch. A script run by the host in between fails as the host's own error.</summary>
    internal ScriptRun? CatchableIn { get; init; }
}
