namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods of numbers, <c>Number</c> and the global functions that read numbers.</summary>
internal static class NumberFunctions
{
    private const double MaxSafe = 9007199254740991;

    public static readonly Dictionary<string, Native> Methods = new()
    {
        ["toFixed"] = (run, self, args) => NumberText.Fixed((double)self!, Digits(run, args.At(0), 0, 100, "toFixed() digits")),
        ["toPrecision"] = (run, self, args) => args.At(0) is Undefined ? NumberText.Of((double)self!) : Precision(run, (double)self!, args.At(0)),
        ["toExponential"] = ToExponential,
        ["toString"] = (run, self, args) => ToRadix(run, (double)self!, args.At(0)),
        ["toLocaleString"] = NumberLocale.ToLocaleString,
    };

    public static readonly NativeFunction ParseFloat = new("parseFloat", (run, _, args) => JsNumber.Box(ParseFloatText(Coerce.ToText(run, args.At(0)))), 1);

    public static readonly NativeFunction ParseInt = new("parseInt", ParseIntText, 2);

    public static readonly Dictionary<string, object?> Statics = new()
    {
        ["MAX_SAFE_INTEGER"] = MaxSafe,
        ["MIN_SAFE_INTEGER"] = -MaxSafe,
        ["MAX_VALUE"] = double.MaxValue,
        ["MIN_VALUE"] = double.Epsilon,
        ["EPSILON"] = Math.BitIncrement(1.0) - 1,
        ["POSITIVE_INFINITY"] = double.PositiveInfinity,
        ["NEGATIVE_INFINITY"] = double.NegativeInfinity,
        ["NaN"] = double.NaN,
        ["isInteger"] = new NativeFunction("isInteger", (_, _, args) => JsNumber.Box(args.At(0) is double d && IsInteger(d)), 1),
        ["isSafeInteger"] = new NativeFunction("isSafeInteger", (_, _, args) => JsNumber.Box(args.At(0) is double d && IsInteger(d) && Math.Abs(d) <= MaxSafe), 1),
        ["isFinite"] = new NativeFunction("isFinite", (_, _, args) => JsNumber.Box(args.At(0) is double d && double.IsFinite(d)), 1),
        ["isNaN"] = new NativeFunction("isNaN", (_, _, args) => JsNumber.Box(args.At(0) is double d && double.IsNaN(d)), 1),
        ["parseFloat"] = ParseFloat,
        ["parseInt"] = ParseInt,
    };

    private static bool IsInteger(double value) => double.IsFinite(value) && value == Math.Truncate(value);

    private static int Digits(ScriptRun run, object? value, int minimum, int maximum, string what)
    {
        // Exact digits of very large and very small numbers take big integers.
        run.Charge(20);
        var digits = Coerce.ToInteger(run, value);
        return digits >= minimum && digits <= maximum ? (int)digits : throw run.RangeError($"{what} argument must be between {minimum} and {maximum}");
    }

    private static string Precision(ScriptRun run, double number, object? precision)
    {
        var digits = Coerce.ToInteger(run, precision);
        return double.IsFinite(number) ? NumberText.Precision(number, Digits(run, digits, 1, 100, "toPrecision()")) : NumberText.Of(number);
    }

    private static object? ToExponential(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var number = (double)self!;
        var digits = Coerce.ToInteger(run, args.At(0));
        if (!double.IsFinite(number))
            return NumberText.Of(number);
        return NumberText.ToExponential(number, args.At(0) is Undefined ? null : Digits(run, digits, 0, 100, "toExponential()"));
    }

    private static string ToRadix(ScriptRun run, double number, object? radix)
    {
        if (radix is Undefined)
            return NumberText.Of(number);
        var digits = Digits(run, radix, 2, 36, "toString() radix");
        return digits == 10 ? NumberText.Of(number) : NumberText.Radix(number, digits);
    }

    private static double ParseFloatText(string text) => Coerce.ParseDecimal(text.AsSpan().TrimStart(Coerce.Whitespace), out _);

    private static object? ParseIntText(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = Coerce.ToText(run, args.At(0)).AsSpan().TrimStart(Coerce.Whitespace);
        run.Charge(text.Length >> 4);
        var radix = Coerce.ToInt32(run, args.At(1));
        var negative = text.StartsWith("-", StringComparison.Ordinal);
        if (negative || text.StartsWith("+", StringComparison.Ordinal))
            text = text[1..];
        if (radix is 0 or 16 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
            radix = 16;
        }
        if (radix == 0)
            radix = 10;
        if (radix is < 2 or > 36)
            return JsNumber.NaN;
        var number = Coerce.ParseRadix(text, radix, out _);
        return JsNumber.Box(negative ? -number : number);
    }
}

/// <summary><c>toLocaleString</c> of numbers: as in en-US, the only locale here.</summary>
internal static class NumberLocale
{
    public static object? ToLocaleString(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var minimum = 0d;
        var maximum = 3d;
        if (args.At(1) is OrderedDictionary<string, object?> options)
        {
            foreach (var name in options.Keys)
            {
                if (name is not ("minimumFractionDigits" or "maximumFractionDigits"))
                    throw run.TypeError($"toLocaleString does not know the option '{name}' here");
            }
            minimum = options.TryGetValue("minimumFractionDigits", out var least) ? Coerce.ToInteger(run, ScriptValues.FromHost(least)) : 0;
            maximum = options.TryGetValue("maximumFractionDigits", out var most) ? Coerce.ToInteger(run, ScriptValues.FromHost(most)) : Math.Max(minimum, 3);
            if (minimum < 0 || maximum < minimum || maximum > 100)
                throw run.RangeError("maximumFractionDigits value is out of range.");
        }
        return Format((double)self!, (int)minimum, (int)maximum);
    }

    public static string Format(double number, int minimum, int maximum)
    {
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "∞" : "-∞";
        var text = Math.Abs(number) >= 1e21 ? ((System.Numerics.BigInteger)Math.Abs(number)).ToString(System.Globalization.CultureInfo.InvariantCulture) : NumberText.Fixed(Math.Abs(number), maximum);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        if (fraction.Length < minimum)
            fraction = fraction.PadRight(minimum, '0');
        for (var i = whole.Length - 3; i > 0; i -= 3)
            whole = whole.Insert(i, ",");
        var sign = double.IsNegative(number) ? "-" : "";
        return sign + whole + (fraction.Length > 0 ? "." + fraction : "");
    }
}
