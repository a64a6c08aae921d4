namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>Math</c>.</summary>
internal static class MathFunctions
{
    public static readonly ScriptNamespace Namespace = new("Math", Members());

    private static Dictionary<string, object?> Members()
    {
        var members = new Dictionary<string, object?>
        {
            ["PI"] = Math.PI,
            ["E"] = Math.E,
            ["LN2"] = 0.6931471805599453,
            ["LN10"] = 2.302585092994046,
            ["LOG2E"] = 1.4426950408889634,
            ["LOG10E"] = 0.4342944819032518,
            ["SQRT2"] = 1.4142135623730951,
            ["SQRT1_2"] = 0.7071067811865476,
            ["max"] = new NativeFunction("max", (run, _, args) => Extreme(run, args, double.NegativeInfinity, Math.Max), 2),
            ["min"] = new NativeFunction("min", (run, _, args) => Extreme(run, args, double.PositiveInfinity, Math.Min), 2),
            ["hypot"] = new NativeFunction("hypot", Hypot, 2),
            ["random"] = new NativeFunction("random", (_, _, _) => Random.Shared.NextDouble()),
            ["imul"] = new NativeFunction("imul", (run, _, args) => JsNumber.Box(unchecked(Coerce.ToInt32(run, args.At(0)) * Coerce.ToInt32(run, args.At(1)))), 2),
            ["clz32"] = new NativeFunction("clz32", (run, _, args) => JsNumber.Box(System.Numerics.BitOperations.LeadingZeroCount(Coerce.ToUint32(run, args.At(0)))), 1),
            ["pow"] = Two("pow", Operators.Power),
            ["atan2"] = Two("atan2", Math.Atan2),
        };
        Add("abs", Math.Abs);
        Add("floor", Math.Floor);
        Add("ceil", Math.Ceiling);
        Add("trunc", Math.Truncate);
        Add("round", Round);
        Add("sign", x => double.IsNaN(x) || x == 0 ? x : Math.Sign(x));
        Add("sqrt", Math.Sqrt);
        Add("cbrt", Cbrt);
        Add("exp", Math.Exp);
        Add("expm1", ExpM1);
        Add("log", Math.Log);
        Add("log1p", LogP1);
        Add("log2", Math.Log2);
        Add("log10", Math.Log10);
        Add("sin", Math.Sin);
        Add("cos", Math.Cos);
        Add("tan", Math.Tan);
        Add("asin", Math.Asin);
        Add("acos", Math.Acos);
        Add("atan", Math.Atan);
        Add("sinh", Math.Sinh);
        Add("cosh", Math.Cosh);
        Add("tanh", Math.Tanh);
        Add("asinh", Math.Asinh);
        Add("acosh", Math.Acosh);
        Add("atanh", Math.Atanh);
        Add("fround", x => (double)(float)x);
        return members;

        void Add(string name, Func<double, double> function) =>
            members.Add(name, new NativeFunction(name, (run, _, args) => JsNumber.Box(function(Coerce.ToNumber(run, args.At(0)))), 1));
    }

    private static NativeFunction Two(string name, Func<double, double, double> function) =>
        new(name, (run, _, args) => JsNumber.Box(function(Coerce.ToNumber(run, args.At(0)), Coerce.ToNumber(run, args.At(1)))), 2);

    private static object? Extreme(ScriptRun run, ReadOnlySpan<object?> args, double start, Func<double, double, double> choose)
    {
        run.Charge(args.Length >> 2);
        var result = start;
        foreach (var argument in args)
            result = choose(result, Coerce.ToNumber(run, argument));
        return JsNumber.Box(result);
    }

    private static object? Hypot(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.Charge(args.Length >> 2);
        var numbers = new double[args.Length];
        var largest = 0d;
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Math.Abs(Coerce.ToNumber(run, args[i]));
            largest = double.IsInfinity(numbers[i]) ? numbers[i] : largest;
        }
        if (double.IsInfinity(largest))
            return largest;
        foreach (var number in numbers)
            largest = Math.Max(largest, number);
        if (largest == 0 || double.IsNaN(largest))
            return JsNumber.Box(largest);
        // Scaled so that squares stay finite, and summed with compensation, as V8 does.
        double sum = 0, compensation = 0;
        foreach (var number in numbers)
        {
            var scaled = number / largest;
            var square = (scaled * scaled) - compensation;
            var next = sum + square;
            compensation = next - sum - square;
            sum = next;
        }
        return JsNumber.Box(Math.Sqrt(sum) * largest);
    }

    // Halves go up, also below zero; adding 0.5 first would round 0.49999999999999994 wrongly.
    private static double Round(double x)
    {
        if (!double.IsFinite(x) || x == Math.Truncate(x))
            return x;
        var floor = Math.Floor(x);
        var rounded = x - floor >= 0.5 ? floor + 1 : floor;
        return rounded == 0 && x < 0 ? -0.0 : rounded;
    }

    // The C library may miss exact roots by the last digit.
    private static double Cbrt(double x)
    {
        var root = Math.Cbrt(x);
        var whole = Math.Round(root);
        return whole * whole * whole == x ? whole : root;
    }

    private static double ExpM1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    private static double LogP1(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }
}
