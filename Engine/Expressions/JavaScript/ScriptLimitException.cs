namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A script cost more than its <see cref="ScriptLimits"/> allow.</summary>
public sealed class ScriptLimitException : ScriptException
{
    internal ScriptLimitException(string message, int line, int column)
        : base(message, line, column, thrown: null)
    {
    }
}
