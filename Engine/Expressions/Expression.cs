using Workflows.Engine.Execution;

namespace Workflows.Engine.Expressions;

/// <summary>Something in a definition that gives a value when an activity asks for it. Immutable and shared by all runs.</summary>
public abstract class Expression
{
    /// <summary>The value, not yet converted.</summary>
    /// <param name="target">The type that is wanted: some expressions read their text differently for it.</param>
    /// <exception cref="ExpressionException">The expression failed.</exception>
    public abstract object? Evaluate(ActivityContext context, Type target);

    /// <summary>True when the value is the same in every run.</summary>
    public virtual bool TryGetConstant(Type target, out object? value)
    {
        value = null;
        return false;
    }
}

/// <summary>An expression failed; the message is for the person who wrote it.</summary>
public sealed class ExpressionException(string message, Exception? cause = null) : Exception(message, cause);
