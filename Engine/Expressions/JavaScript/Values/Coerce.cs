using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Workflows.Engine.Expressions.JavaScript;

internal enum PrimitiveHint
{
    Default,
    Number,
    String,
}

/// <summary>ECMAScript's conversions between types.</summary>
internal static class Coerce
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool ToBoolean(object? value) => value switch
    {
        bool flag => flag,
        null or Undefined => false,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0,
        _ => true,
    };

    public static double ToNumber(ScriptRun run, object? value) => value switch
    {
        double number => number,
        string text => TextToNumber(run, text),
        bool flag => flag ? 1 : 0,
        null => 0,
        Undefined => double.NaN,
        ScriptDate date => date.Time,
        _ => ToNumber(run, ToPrimitive(run, value, PrimitiveHint.Number)),
    };

    /// <summary>Truncated; NaN is 0, the infinities stay.</summary>
    public static double ToInteger(ScriptRun run, object? value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0;
    }

    /// <summary>A position as <c>slice</c>, <c>at</c> ... take it: negative counts from the end, the result lies in 0..length.</summary>
    public static int ToRelativeIndex(ScriptRun run, object? value, int length, int whenMissing)
    {
        if (value is Undefined)
            return whenMissing;
        var index = ToInteger(run, value);
        return (int)(index < 0 ? Math.Max(0, length + index) : Math.Min(index, length));
    }

    public static int ToInt32(ScriptRun run, object? value)
    {
        var number = value is double d ? d : ToNumber(run, value);
        var whole = (int)number;
        return whole == number ? whole : WrapToInt32(number);
    }

    public static uint ToUint32(ScriptRun run, object? value) => (uint)ToInt32(run, value);

    public static string ToText(ScriptRun run, object? value) => value switch
    {
        string text => text,
        double number => NumberText.Of(number),
        bool or null or Undefined => PrimitiveText(value),
        _ => ToText(run, ToPrimitive(run, value, PrimitiveHint.String)),
    };

    public static string PrimitiveText(object? value) => value switch
    {
        string text => text,
        double number => NumberText.Of(number),
        true => "true",
        false => "false",
        null => "null",
        _ => "undefined",
    };

    public static string ToKey(ScriptRun run, object? value)
    {
        var key = value as string ?? ToText(run, value);
        run.ChargeText(key);
        return key;
    }

    public static object? ToPrimitive(ScriptRun run, object? value, PrimitiveHint hint = PrimitiveHint.Default)
    {
        switch (value)
        {
            case null or string or double or bool or Undefined:
                return value;
            case ScriptDate date when hint == PrimitiveHint.Number:
                return date.Time;
            case OrderedDictionary<string, object?> own:
                return OwnPrimitive(run, own, hint);
            default:
                return ObjectText(run, value);
        }
    }

    /// <summary>What <c>toString()</c> gives for a value that is not primitive.</summary>
    public static string ObjectText(ScriptRun run, object value)
    {
        switch (value)
        {
            case List<object?> list:
                return ArrayJoin.Join(run, list, ",");
            case ScriptDate date:
                return DateText.Full(date.Time);
            case ScriptRegExp regExp:
                return regExp.ToString();
            case ScriptError error:
                return error.ToString();
            case Closure closure:
                return closure.Source(run);
            case ScriptFunction function:
                return $"function {function.Name}() {{ [native code] }}";
            default:
                return $"[object {ClassName(value)}]";
        }
    }

    public static string ClassName(object? value) => value switch
    {
        null => "Null",
        Undefined => "Undefined",
        string => "String",
        double => "Number",
        bool => "Boolean",
        List<object?> => "Array",
        ScriptFunction => "Function",
        ScriptDate => "Date",
        ScriptRegExp => "RegExp",
        ScriptError => "Error",
        ScriptMap => "Map",
        ScriptSet => "Set",
        ScriptIterator iterator => iterator.Kind,
        ScriptNamespace space => space.Name,
        _ => "Object",
    };

    public static double TextToNumber(ScriptRun run, string text)
    {
        run.Charge(text.Length >> 4);
        var trimmed = text.AsSpan().Trim(Whitespace);
        if (trimmed.IsEmpty)
            return 0;
        if (trimmed.Length > 2 && trimmed[0] == '0')
        {
            var radix = trimmed[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 0 };
            if (radix != 0)
                return ParseRadix(trimmed[2..], radix, out var used) is var number && used == trimmed.Length - 2 ? number : double.NaN;
        }
        return ParseDecimal(trimmed, out var length) is var value && length == trimmed.Length ? value : double.NaN;
    }

    /// <summary>Reads the longest decimal literal at the start (with sign, or Infinity); NaN with length 0 when there is none.</summary>
    public static double ParseDecimal(ReadOnlySpan<char> text, out int length)
    {
        var i = 0;
        if (i < text.Length && text[i] is '+' or '-')
            i++;
        if (text[i..].StartsWith("Infinity", StringComparison.Ordinal))
        {
            length = i + 8;
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }
        var start = i;
        i = SkipDigits(text, i);
        var digits = i - start;
        if (i < text.Length && text[i] == '.')
        {
            var end = SkipDigits(text, i + 1);
            digits += end - i - 1;
            if (digits > 0)
                i = end;
        }
        if (digits == 0)
        {
            length = 0;
            return double.NaN;
        }
        if (i < text.Length && text[i] is 'e' or 'E')
        {
            var exponent = i + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-')
                exponent++;
            var end = SkipDigits(text, exponent);
            if (end > exponent)
                i = end;
        }
        length = i;
        return double.Parse(text[..i], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads digits of a base from the start; NaN when there is none.</summary>
    public static double ParseRadix(ReadOnlySpan<char> text, int radix, out int length)
    {
        var value = 0d;
        length = 0;
        while (length < text.Length && DigitOf(text[length]) is var digit && digit < radix)
        {
            value = (value * radix) + digit;
            length++;
        }
        if (length == 0)
            return double.NaN;
        return value < 9007199254740992 ? value : ExactRadix(text[..length], radix);
    }

    public static bool IsWhitespace(char c) => c < 128 ? c is ' ' or (>= '\t' and <= '\r') : Whitespace.Contains(c);

    public const string Whitespace =
        "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    private static double ExactRadix(ReadOnlySpan<char> text, int radix)
    {
        // Beyond 308 decimal digits every number is Infinity; big integers must not grow with hostile text.
        if (text.TrimStart('0').Length > 1100)
            return double.PositiveInfinity;
        BigInteger value = 0;
        foreach (var c in text)
            value = (value * radix) + DigitOf(c);
        return double.Parse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 99,
    };

    private static int SkipDigits(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i;
    }

    private static int WrapToInt32(double number)
    {
        if (!double.IsFinite(number))
            return 0;
        const double twoTo32 = 4294967296;
        var wrapped = Math.Truncate(number) % twoTo32;
        return unchecked((int)(long)wrapped);
    }

    // Objects may bring their own toString and valueOf as plain function members; nothing is inherited.
    private static object? OwnPrimitive(ScriptRun run, OrderedDictionary<string, object?> own, PrimitiveHint hint)
    {
        var first = hint == PrimitiveHint.String ? "toString" : "valueOf";
        var second = hint == PrimitiveHint.String ? "valueOf" : "toString";
        run.Enter();
        if (TryConvert(run, own, first, out var primitive) || TryConvert(run, own, second, out primitive))
        {
            run.Leave();
            return primitive;
        }
        throw run.TypeError("Cannot convert object to primitive value");
    }

    private static bool TryConvert(ScriptRun run, OrderedDictionary<string, object?> own, string name, out object? primitive)
    {
        if (own.TryGetValue(name, out var member))
        {
            primitive = member is ScriptFunction function ? function.Call(run, []) : Undefined.Value;
            return member is ScriptFunction && primitive is null or string or double or bool or Undefined;
        }
        primitive = "[object Object]";
        return name == "toString";
    }
}
