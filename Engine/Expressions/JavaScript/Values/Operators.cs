namespace Workflows.Engine.Expressions.JavaScript;

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    StrictEqual,
    StrictNotEqual,
    In,
    InstanceOf,
}

/// <summary>ECMAScript's operators over two values.</summary>
internal static class Operators
{
    public static object? Apply(ScriptRun run, BinaryOperator op, object? left, object? right)
    {
        switch (op)
        {
            case BinaryOperator.Add:
                return Add(run, left, right);
            case BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Remainder or BinaryOperator.Power:
                var a = left is double l ? l : Coerce.ToNumber(run, left);
                var b = right is double r ? r : Coerce.ToNumber(run, right);
                return JsNumber.Box(Arithmetic(op, a, b));
            case BinaryOperator.BitAnd or BinaryOperator.BitOr or BinaryOperator.BitXor
                or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ShiftRightUnsigned:
                return JsNumber.Box(Bits(op, Coerce.ToInt32(run, left), Coerce.ToInt32(run, right)));
            default:
                return JsNumber.Box(Test(run, op, left, right));
        }
    }

    public static bool Test(ScriptRun run, BinaryOperator op, object? left, object? right) => op switch
    {
        BinaryOperator.Less => Less(run, left, right, leftFirst: true, whenNaN: false),
        BinaryOperator.Greater => Less(run, right, left, leftFirst: false, whenNaN: false),
        BinaryOperator.LessOrEqual => !Less(run, right, left, leftFirst: false, whenNaN: true),
        BinaryOperator.GreaterOrEqual => !Less(run, left, right, leftFirst: true, whenNaN: true),
        BinaryOperator.StrictEqual => StrictEquals(run, left, right),
        BinaryOperator.StrictNotEqual => !StrictEquals(run, left, right),
        BinaryOperator.Equal => LooseEquals(run, left, right),
        BinaryOperator.NotEqual => !LooseEquals(run, left, right),
        BinaryOperator.In => In(run, left, right),
        BinaryOperator.InstanceOf => InstanceOf(run, left, right),
        _ => Coerce.ToBoolean(Apply(run, op, left, right)),
    };

    public static object? Add(ScriptRun run, object? left, object? right)
    {
        if (left is double a && right is double b)
            return JsNumber.Box(a + b);
        if (left is string leftText && right is string rightText)
            return run.Concat(leftText, rightText);
        left = Coerce.ToPrimitive(run, left);
        right = Coerce.ToPrimitive(run, right);
        return left is string || right is string
            ? run.Concat(Coerce.PrimitiveText(left), Coerce.PrimitiveText(right))
            : JsNumber.Box(Coerce.ToNumber(run, left) + Coerce.ToNumber(run, right));
    }

    public static double Power(double a, double b)
    {
        // .NET follows IEEE 754 (1 to any power is 1); ECMAScript does not.
        if (double.IsNaN(b) || (Math.Abs(a) == 1 && double.IsInfinity(b)))
            return double.NaN;
        return Math.Pow(a, b);
    }

    public static bool StrictEquals(ScriptRun run, object? left, object? right) => ReferenceEquals(left, right)
        ? left is not double number || !double.IsNaN(number)
        : (left, right) switch
        {
            (double a, double b) => a == b,
            (string a, string b) => TextEquals(run, a, b),
            (bool a, bool b) => a == b,
            _ => false,
        };

    public static bool SameValueZero(ScriptRun run, object? left, object? right) =>
        StrictEquals(run, left, right) || (left is double a && right is double b && double.IsNaN(a) && double.IsNaN(b));

    public static bool SameValue(ScriptRun run, object? left, object? right) =>
        left is double a && right is double b ? a.Equals(b) && (a != 0 || double.IsNegative(a) == double.IsNegative(b)) : StrictEquals(run, left, right);

    public static bool LooseEquals(ScriptRun run, object? left, object? right)
    {
        if (left is null or Undefined || right is null or Undefined)
            return left is null or Undefined && right is null or Undefined;
        var leftPrimitive = left is double or string or bool;
        var rightPrimitive = right is double or string or bool;
        if (!leftPrimitive && !rightPrimitive)
            return ReferenceEquals(left, right);
        if (!leftPrimitive)
            return LooseEquals(run, Coerce.ToPrimitive(run, left), right);
        if (!rightPrimitive)
            return LooseEquals(run, left, Coerce.ToPrimitive(run, right));
        return left.GetType() == right.GetType() ? StrictEquals(run, left, right) : Coerce.ToNumber(run, left) == Coerce.ToNumber(run, right);
    }

    public static string TypeOf(object? value) => value switch
    {
        null => "object",
        Undefined => "undefined",
        bool => "boolean",
        double => "number",
        string => "string",
        ScriptFunction => "function",
        _ => "object",
    };

    private static bool TextEquals(ScriptRun run, string left, string right)
    {
        if (left.Length != right.Length)
            return false;
        run.ChargeText(left);
        return left == right;
    }

    private static double Arithmetic(BinaryOperator op, double a, double b) => op switch
    {
        BinaryOperator.Subtract => a - b,
        BinaryOperator.Multiply => a * b,
        BinaryOperator.Divide => a / b,
        BinaryOperator.Remainder => a % b,
        _ => Power(a, b),
    };

    private static double Bits(BinaryOperator op, int a, int b) => op switch
    {
        BinaryOperator.BitAnd => a & b,
        BinaryOperator.BitOr => a | b,
        BinaryOperator.BitXor => a ^ b,
        BinaryOperator.ShiftLeft => a << (b & 31),
        BinaryOperator.ShiftRight => a >> (b & 31),
        _ => (uint)a >> (b & 31),
    };

    /// <summary>Compares texts by UTF-16 unit, all else as numbers.</summary>
    /// <param name="leftFirst">Which operand is converted first: the one written first.</param>
    private static bool Less(ScriptRun run, object? left, object? right, bool leftFirst, bool whenNaN)
    {
        if (left is not (double or string) || right is not (double or string))
        {
            if (leftFirst)
                left = Coerce.ToPrimitive(run, left, PrimitiveHint.Number);
            right = Coerce.ToPrimitive(run, right, PrimitiveHint.Number);
            if (!leftFirst)
                left = Coerce.ToPrimitive(run, left, PrimitiveHint.Number);
        }
        if (left is string leftText && right is string rightText)
        {
            run.ChargeText(leftText);
            return string.CompareOrdinal(leftText, rightText) < 0;
        }
        var a = Coerce.ToNumber(run, left);
        var b = Coerce.ToNumber(run, right);
        return double.IsNaN(a) || double.IsNaN(b) ? whenNaN : a < b;
    }

    private static bool In(ScriptRun run, object? key, object? target)
    {
        if (target is null or Undefined or string or double or bool)
            throw run.TypeError($"Cannot use 'in' operator to search for a member in {Coerce.PrimitiveText(target)}");
        return Members.Has(run, target, Coerce.ToKey(run, key));
    }

    private static bool InstanceOf(ScriptRun run, object? value, object? type)
    {
        if (type is not ScriptFunction)
            throw run.TypeError("Right-hand side of 'instanceof' is not callable");
        return (type as NativeFunction)?.IsInstance?.Invoke(value) ?? false;
    }
}
