using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods of strings, but for those that search and replace.</summary>
internal static class StringMethods
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["at"] = (run, self, args) => At((string)self!, Coerce.ToInteger(run, args.At(0))),
        ["charAt"] = (run, self, args) => Coerce.ToInteger(run, args.At(0)) is var i && InRange(i, (string)self!) ? Members.OneChar(((string)self!)[(int)i]) : "",
        ["charCodeAt"] = (run, self, args) => Coerce.ToInteger(run, args.At(0)) is var i && InRange(i, (string)self!) ? JsNumber.Box(((string)self!)[(int)i]) : JsNumber.NaN,
        ["codePointAt"] = (run, self, args) => Coerce.ToInteger(run, args.At(0)) is var i && InRange(i, (string)self!) ? JsNumber.Box(CodePointAt((string)self!, (int)i)) : Undefined.Value,
        ["concat"] = Concat,
        ["slice"] = Slice,
        ["substring"] = Substring,
        ["substr"] = Substr,
        ["toUpperCase"] = (run, self, _) => Map(run, (string)self!, CaseMapping.ToUpper),
        ["toLowerCase"] = (run, self, _) => Map(run, (string)self!, CaseMapping.ToLower),
        ["toLocaleUpperCase"] = (run, self, _) => Map(run, (string)self!, CaseMapping.ToUpper),
        ["toLocaleLowerCase"] = (run, self, _) => Map(run, (string)self!, CaseMapping.ToLower),
        ["trim"] = (run, self, _) => Trim(run, (string)self!, atStart: true, atEnd: true),
        ["trimStart"] = (run, self, _) => Trim(run, (string)self!, atStart: true, atEnd: false),
        ["trimEnd"] = (run, self, _) => Trim(run, (string)self!, atStart: false, atEnd: true),
        ["trimLeft"] = (run, self, _) => Trim(run, (string)self!, atStart: true, atEnd: false),
        ["trimRight"] = (run, self, _) => Trim(run, (string)self!, atStart: false, atEnd: true),
        ["padStart"] = (run, self, args) => Pad(run, (string)self!, args) is var padding ? run.Concat(padding, (string)self!) : null,
        ["padEnd"] = (run, self, args) => Pad(run, (string)self!, args) is var padding ? run.Concat((string)self!, padding) : null,
        ["repeat"] = Repeat,
        ["localeCompare"] = LocaleCompare,
        ["normalize"] = Normalize,
        ["isWellFormed"] = (run, self, _) => JsNumber.Box(ToWellFormed(run, (string)self!) == (string)self!),
        ["toWellFormed"] = (run, self, _) => ToWellFormed(run, (string)self!),
        ["toString"] = (_, self, _) => self,
        ["valueOf"] = (_, self, _) => self,
    };

    public static readonly Dictionary<string, object?> Statics = new()
    {
        ["fromCharCode"] = new NativeFunction("fromCharCode", FromCharCode, 1),
        ["fromCodePoint"] = new NativeFunction("fromCodePoint", FromCodePoint, 1),
    };

    private static bool InRange(double index, string text) => index >= 0 && index < text.Length;

    private static object? At(string text, double index)
    {
        if (index < 0)
            index += text.Length;
        return InRange(index, text) ? Members.OneChar(text[(int)index]) : Undefined.Value;
    }

    private static int CodePointAt(string text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text, index) ? char.ConvertToUtf32(text, index) : text[index];

    private static object? Concat(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var result = (string)self!;
        foreach (var argument in args)
            result = run.Concat(result, Coerce.ToText(run, argument));
        return result;
    }

    private static object? Slice(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var start = Coerce.ToRelativeIndex(run, args.At(0), text.Length, whenMissing: 0);
        return run.Slice(text, start, Coerce.ToRelativeIndex(run, args.At(1), text.Length, whenMissing: text.Length) - start);
    }

    private static object? Substring(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var start = (int)Math.Clamp(Coerce.ToInteger(run, args.At(0)), 0, text.Length);
        var end = args.At(1) is Undefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, args.At(1)), 0, text.Length);
        return run.Slice(text, Math.Min(start, end), Math.Abs(end - start));
    }

    private static object? Substr(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var start = Coerce.ToRelativeIndex(run, args.At(0), text.Length, whenMissing: 0);
        var length = args.At(1) is Undefined ? text.Length - start : Math.Clamp(Coerce.ToInteger(run, args.At(1)), 0, text.Length - start);
        return run.Slice(text, start, (int)length);
    }

    private static string Map(ScriptRun run, string text, Func<string, string> map)
    {
        run.ReserveString(text.Length);
        return map(text);
    }

    private static string Trim(ScriptRun run, string text, bool atStart, bool atEnd)
    {
        run.Charge(text.Length >> 4);
        var start = 0;
        var end = text.Length;
        while (atStart && start < end && Coerce.IsWhitespace(text[start]))
            start++;
        while (atEnd && end > start && Coerce.IsWhitespace(text[end - 1]))
            end--;
        return run.Slice(text, start, end - start);
    }

    private static string Pad(ScriptRun run, string text, ReadOnlySpan<object?> args)
    {
        var length = Coerce.ToInteger(run, args.At(0));
        var filler = args.At(1) is Undefined ? " " : Coerce.ToText(run, args.At(1));
        if (length <= text.Length || filler.Length == 0)
            return "";
        run.ReserveString((long)Math.Min(length, long.MaxValue / 4));
        var missing = (int)length - text.Length;
        var padding = new StringBuilder(missing);
        while (padding.Length < missing)
            padding.Append(filler, 0, Math.Min(filler.Length, missing - padding.Length));
        return padding.ToString();
    }

    private static object? Repeat(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var count = Coerce.ToInteger(run, args.At(0));
        if (count < 0 || double.IsInfinity(count))
            throw run.RangeError($"Invalid count value: {NumberText.Of(count)}");
        if (text.Length == 0 || count == 0)
            return "";
        run.ReserveString((long)Math.Min(text.Length * count, long.MaxValue / 4));
        return new StringBuilder(text.Length * (int)count).Insert(0, text, (int)count).ToString();
    }

    private static object? LocaleCompare(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var other = Coerce.ToText(run, args.At(0));
        run.Charge((((string)self!).Length + other.Length) >> 2);
        return JsNumber.Box(Math.Sign(LocaleOrder.Compare((string)self!, other)));
    }

    private static object? Normalize(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var form = args.At(0) is Undefined ? "NFC" : Coerce.ToText(run, args.At(0));
        var text = (string)self!;
        run.Charge(text.Length);
        // Decomposition can make a text several times as long.
        run.ReserveString(text.Length * 3L);
        return form switch
        {
            "NFC" => LatinMarks.Compose(text),
            "NFD" => LatinMarks.Decompose(text),
            _ => throw run.RangeError("The normalization form should be one of NFC, NFD."),
        };
    }

    private static string ToWellFormed(ScriptRun run, string text)
    {
        run.ReserveString(text.Length);
        StringBuilder? repaired = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
                i++;
            else
                (repaired ??= new StringBuilder(text))[i] = '\ufffd';
        }
        return repaired?.ToString() ?? text;
    }

    private static object? FromCharCode(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.ReserveString(args.Length);
        var text = new StringBuilder(args.Length);
        foreach (var argument in args)
            text.Append((char)(ushort)Coerce.ToInt32(run, argument));
        return text.ToString();
    }

    private static object? FromCodePoint(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.ReserveString(args.Length * 2L);
        var text = new StringBuilder(args.Length);
        foreach (var argument in args)
        {
            var codePoint = Coerce.ToNumber(run, argument);
            if (codePoint != Math.Floor(codePoint) || codePoint is < 0 or > 0x10FFFF)
                throw run.RangeError($"Invalid code point {Coerce.ToText(run, argument)}");
            if (codePoint < 0x10000)
                text.Append((char)codePoint);
            else
                text.Append(char.ConvertFromUtf32((int)codePoint));
        }
        return text.ToString();
    }
}
