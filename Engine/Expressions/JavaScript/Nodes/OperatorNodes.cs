namespace Workflows.Engine.Expressions.JavaScript;

internal enum LogicalOperator
{
    And,
    Or,
    Coalesce,
}

internal enum UnaryOperator
{
    Not,
    Negate,
    Plus,
    BitNot,
    Void,
    TypeOf,
}

internal sealed class ConstantNode(object? value, int position) : ScriptNode(position)
{
    public object? Value { get; } = value;

    public override object? Evaluate(Frame frame) => Value;
}

internal sealed class BinaryNode(BinaryOperator op, ScriptNode left, ScriptNode right, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        if (a is double x && b is double y)
        {
            switch (op)
            {
                case BinaryOperator.Add: return JsNumber.Box(x + y);
                case BinaryOperator.Subtract: return JsNumber.Box(x - y);
                case BinaryOperator.Multiply: return JsNumber.Box(x * y);
                case BinaryOperator.Less: return JsNumber.Box(x < y);
                case BinaryOperator.Greater: return JsNumber.Box(x > y);
            }
        }
        frame.Run.Position = Position;
        return Operators.Apply(frame.Run, op, a, b);
    }

    public override bool Test(Frame frame)
    {
        var a = left.Evaluate(frame);
        var b = right.Evaluate(frame);
        frame.Run.Position = Position;
        return Operators.Test(frame.Run, op, a, b);
    }
}

/// <summary><c>a + b - c ...</c>: a list instead of a tree, so that a long chain needs no deep stack.</summary>
internal sealed class BinaryChainNode(ScriptNode first, (BinaryOperator Operator, ScriptNode Operand, int Position)[] rest) : ScriptNode(first.Position)
{
    public override object? Evaluate(Frame frame)
    {
        frame.Run.Charge(rest.Length);
        var value = first.Evaluate(frame);
        foreach (var (op, operand, position) in rest)
        {
            var right = operand.Evaluate(frame);
            frame.Run.Position = position;
            value = Operators.Apply(frame.Run, op, value, right);
        }
        return value;
    }
}

/// <summary><c>a &amp;&amp; b &amp;&amp; c ...</c>: a list for the same reason as <see cref="BinaryChainNode"/>.</summary>
internal sealed class LogicalNode(LogicalOperator op, ScriptNode first, ScriptNode second) : ScriptNode(first.Position)
{
    private readonly List<ScriptNode> operands = [first, second];

    public LogicalOperator Operator => op;

    /// <summary>While parsing: one operand more.</summary>
    public void Append(ScriptNode operand) => operands.Add(operand);

    /// <summary>Whether this operand's value is the result, whatever follows.</summary>
    public static bool Decides(LogicalOperator op, object? value) => op switch
    {
        LogicalOperator.And => !Coerce.ToBoolean(value),
        LogicalOperator.Or => Coerce.ToBoolean(value),
        _ => value is not (null or Undefined),
    };

    public override object? Evaluate(Frame frame)
    {
        object? value = null;
        foreach (var operand in operands)
        {
            value = operand.Evaluate(frame);
            if (Decides(op, value))
                return value;
        }
        return value;
    }

    public override bool Test(Frame frame)
    {
        if (op == LogicalOperator.Coalesce)
            return base.Test(frame);
        var deciding = op == LogicalOperator.Or;
        foreach (var operand in operands)
        {
            if (operand.Test(frame) == deciding)
                return deciding;
        }
        return !deciding;
    }
}

internal sealed class ConditionalNode(ScriptNode condition, ScriptNode whenTrue, ScriptNode whenFalse) : ScriptNode(condition.Position)
{
    public override object? Evaluate(Frame frame) => condition.Test(frame) ? whenTrue.Evaluate(frame) : whenFalse.Evaluate(frame);
}

internal sealed class CommaNode(ScriptNode[] operands) : ScriptNode(operands[0].Position)
{
    public override object? Evaluate(Frame frame)
    {
        object? value = null;
        foreach (var operand in operands)
            value = operand.Evaluate(frame);
        return value;
    }
}

internal sealed class UnaryNode(UnaryOperator op, ScriptNode operand, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        switch (op)
        {
            case UnaryOperator.Not:
                return JsNumber.Box(!operand.Test(frame));
            case UnaryOperator.TypeOf:
                return Operators.TypeOf(operand is IdentifierNode name ? name.EvaluateIfKnown(frame) : operand.Evaluate(frame));
            case UnaryOperator.Void:
                operand.Evaluate(frame);
                return Undefined.Value;
        }
        var value = operand.Evaluate(frame);
        frame.Run.Position = Position;
        return op == UnaryOperator.BitNot
            ? JsNumber.Box(~Coerce.ToInt32(frame.Run, value))
            : JsNumber.Box(op == UnaryOperator.Negate ? -Coerce.ToNumber(frame.Run, value) : Coerce.ToNumber(frame.Run, value));
    }

    public override bool Test(Frame frame) => op == UnaryOperator.Not ? !operand.Test(frame) : Coerce.ToBoolean(Evaluate(frame));
}

internal sealed class DeleteNode(ScriptNode operand, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        frame.Run.Position = Position;
        return JsNumber.Box(operand switch
        {
            MemberNode member => member.Delete(frame),
            IndexNode index => index.Delete(frame),
            OptionalChainNode { Chain: MemberNode member } => member.Delete(frame),
            OptionalChainNode { Chain: IndexNode index } => index.Delete(frame),
            _ => operand.Evaluate(frame) is var _,
        });
    }
}

internal sealed class AssignmentNode(ReferenceNode target, ScriptNode value) : ScriptNode(target.Position)
{
    public override object? Evaluate(Frame frame) => target.AssignFrom(frame, value);
}

internal sealed class ModificationNode(ReferenceNode target, Modification modification) : ScriptNode(target.Position)
{
    public override object? Evaluate(Frame frame) => target.Modify(frame, modification);
}
