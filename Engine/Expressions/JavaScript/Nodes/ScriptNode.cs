namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>An expression, ready to run. Immutable once its script is compiled.</summary>
internal abstract class ScriptNode(int position)
{
    public int Position { get; } = position;

    public abstract object? Evaluate(Frame frame);

    /// <summary>The truth of the value, without boxing it where the node knows how.</summary>
    public virtual bool Test(Frame frame) => Coerce.ToBoolean(Evaluate(frame));
}

/// <summary>An expression that can stand left of an assignment.</summary>
internal abstract class ReferenceNode(int position) : ScriptNode(position)
{
    /// <summary>Stores a value, as a part of a pattern or the variable of a loop.</summary>
    public abstract void Assign(Frame frame, object? value);

    /// <summary><c>target = value</c>, evaluated in JavaScript's order: target, value, store.</summary>
    public abstract object? AssignFrom(Frame frame, ScriptNode value);

    /// <summary>Reads, computes and stores; the target is evaluated once.</summary>
    public abstract object? Modify(Frame frame, Modification modification);
}

/// <summary>How <c>+=</c>, <c>??=</c>, <c>++</c> ... make a new value of an old one.</summary>
internal abstract class Modification
{
    /// <summary>Computes the new value.</summary>
    /// <param name="updated">What to store.</param>
    /// <param name="result">The value of the whole expression.</param>
    /// <returns>False when nothing is to be stored.</returns>
    public abstract bool Apply(Frame frame, object? old, out object? updated, out object? result);
}

internal sealed class CompoundModification(BinaryOperator op, ScriptNode value) : Modification
{
    public override bool Apply(Frame frame, object? old, out object? updated, out object? result)
    {
        updated = result = Operators.Apply(frame.Run, op, old, value.Evaluate(frame));
        return true;
    }
}

internal sealed class LogicalModification(LogicalOperator op, ScriptNode value) : Modification
{
    public override bool Apply(Frame frame, object? old, out object? updated, out object? result)
    {
        updated = result = old;
        if (LogicalNode.Decides(op, old))
            return false;
        updated = result = value.Evaluate(frame);
        return true;
    }
}

internal sealed class StepModification(int delta, bool isPrefix) : Modification
{
    public override bool Apply(Frame frame, object? old, out object? updated, out object? result)
    {
        var number = Coerce.ToNumber(frame.Run, old);
        updated = JsNumber.Box(number + delta);
        result = isPrefix ? updated : JsNumber.Box(number);
        return true;
    }
}
