using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Character classes and escapes of regular expressions, as text for .NET.</summary>
internal sealed class RegExpClass(string source, bool unicode)
{
    private const string Digits = "0-9";
    private const string Words = "A-Za-z0-9_";
    private const string Blanks = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    private const string NotDigits = @"\u0000-/:-\uffff";
    // Without the characters that are letters of \w in another case (ı, ſ, K): with the i flag .NET would add i, s and k.
    private const string NotWords = @"\u0000-/:-@\[-\^`{-\u012f\u0132-\u017e\u0180-\u2129\u212b-\uffff";
    private const string NotBlanks = @"\u0000-\b\u000e-\u001f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff";

    // Code points beyond 16 bits are two units in .NET: they become alternatives beside the class.
    private readonly List<string> pairs = [];
    private readonly StringBuilder set = new();

    /// <summary>Reads a class in brackets.</summary>
    /// <param name="position">Behind the opening bracket; moved behind the closing one.</param>
    public string Read(ref int position)
    {
        var negated = position < source.Length && source[position] == '^';
        if (negated)
            position++;
        while (true)
        {
            if (position >= source.Length)
                throw new RegExpSyntaxException("a '[' is not closed.");
            if (source[position] == ']')
                break;
            ReadItem(ref position);
        }
        position++;
        return Compose(negated);
    }

    /// <summary>\d, \w, \s, \p{...} and their opposites: what stands inside the brackets of a .NET class.</summary>
    public static bool TryReadClassEscape(string source, ref int position, bool unicode, out string set)
    {
        set = source[position + 1] switch
        {
            'd' => Digits,
            'D' => NotDigits,
            'w' => Words,
            'W' => NotWords,
            's' => Blanks,
            'S' => NotBlanks,
            'p' or 'P' when unicode => ReadCategory(source, ref position),
            _ => "",
        };
        if (set.Length == 0)
            return false;
        position += set.StartsWith(@"\p", StringComparison.Ordinal) || set.StartsWith(@"\P", StringComparison.Ordinal) ? 0 : 2;
        return true;
    }

    /// <summary>An escaped character. The position is moved behind it.</summary>
    public static int ReadCharEscape(string source, ref int position, bool unicode, bool inClass)
    {
        var c = source[position + 1];
        position += 2;
        switch (c)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'f': return '\f';
            case 'v': return '\v';
            case '0' when position >= source.Length || !char.IsAsciiDigit(source[position]): return 0;
            case 'c' when position < source.Length && char.IsAsciiLetter(source[position]): return source[position++] % 32;
            case 'x' when TryReadHex(source, ref position, 2, out var unit): return unit;
            case 'u' when unicode && position < source.Length && source[position] == '{': return ReadBraced(source, ref position);
            case 'u' when TryReadHex(source, ref position, 4, out var unit):
                return unicode ? JoinSurrogates(source, ref position, unit) : unit;
        }
        if (unicode && !"^$\\.*+?()[]{}|/".Contains(c) && !(inClass && c == '-'))
            throw new RegExpSyntaxException($"the escape '\\{c}' is not valid.");
        if (char.IsAsciiDigit(c))
            throw new RegExpSyntaxException("octal escapes are not available.");
        return c;
    }

    public static void AppendChar(StringBuilder output, char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c == '_')
            output.Append(c);
        else
            output.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
    }

    private void ReadItem(ref int position)
    {
        if (source[position] == '\\' && position + 1 < source.Length && TryReadClassEscape(source, ref position, unicode, out var escape))
        {
            set.Append(escape);
            if (unicode && position + 1 < source.Length && source[position] == '-' && source[position + 1] != ']')
                throw new RegExpSyntaxException("a class cannot be the end of a range.");
            return;
        }
        var from = ReadChar(ref position);
        var isRange = position + 1 < source.Length && source[position] == '-' && source[position + 1] != ']';
        if (!isRange)
        {
            Add(from, from);
            return;
        }
        var afterDash = position + 1;
        if (source[afterDash] == '\\' && afterDash + 1 < source.Length && TryReadClassEscape(source, ref afterDash, unicode, out escape))
        {
            if (unicode)
                throw new RegExpSyntaxException("a class cannot be the end of a range.");
            Add(from, from);
            Add('-', '-');
            set.Append(escape);
            position = afterDash;
            return;
        }
        position++;
        var to = ReadChar(ref position);
        if (to < from)
            throw new RegExpSyntaxException("a range in a class is out of order.");
        Add(from, to);
    }

    private int ReadChar(ref int position)
    {
        var c = source[position];
        if (c == '\\')
        {
            if (position + 1 >= source.Length)
                throw new RegExpSyntaxException("it ends with a backslash.");
            if (source[position + 1] == 'b')
            {
                position += 2;
                return '\b';
            }
            return ReadCharEscape(source, ref position, unicode, inClass: true);
        }
        position++;
        if (unicode && char.IsHighSurrogate(c) && position < source.Length && char.IsLowSurrogate(source[position]))
            return char.ConvertToUtf32(c, source[position++]);
        return c;
    }

    private void Add(int from, int to)
    {
        if (from < 0x10000)
        {
            AppendChar(set, (char)from);
            if (to > from)
            {
                set.Append('-');
                AppendChar(set, (char)Math.Min(to, 0xFFFF));
            }
            from = 0x10000;
        }
        if (to >= from)
            AddPairs(from, to);
    }

    private void AddPairs(int from, int to)
    {
        var (high, low) = Split(from);
        var (lastHigh, lastLow) = Split(to);
        if (high == lastHigh)
        {
            pairs.Add(Pair(high, high, low, lastLow));
            return;
        }
        pairs.Add(Pair(high, high, low, 0xDFFF));
        if (lastHigh - high > 1)
            pairs.Add(Pair(high + 1, lastHigh - 1, 0xDC00, 0xDFFF));
        pairs.Add(Pair(lastHigh, lastHigh, 0xDC00, lastLow));
    }

    private static (int High, int Low) Split(int codePoint) => (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static string Pair(int high, int lastHigh, int low, int lastLow) => $@"[\u{high:x4}-\u{lastHigh:x4}][\u{low:x4}-\u{lastLow:x4}]";

    private string Compose(bool negated)
    {
        if (set.Length == 0 && pairs.Count == 0)
            return negated ? (unicode ? @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S])" : @"[\s\S]") : "(?!)";
        var single = set.Length == 0 ? null : $"[{set}]";
        if (!unicode)
            return negated ? $"[^{set}]" : single!;
        string?[] parts = [.. pairs, single];
        var any = string.Join('|', parts.Where(part => part is not null));
        return negated ? $@"(?:(?!{any})(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]))" : $"(?:{any})";
    }

    private static string ReadCategory(string source, ref int position)
    {
        var end = source.IndexOf('}', position);
        var name = end > position + 2 && source[position + 2] == '{' ? source[(position + 3)..end] : throw new RegExpSyntaxException("the property escape is not valid.");
        var category = name switch
        {
            "L" or "Letter" => "L",
            "Lu" or "Uppercase_Letter" or "Uppercase" => "Lu",
            "Ll" or "Lowercase_Letter" or "Lowercase" => "Ll",
            "Lt" or "Lm" or "Lo" or "M" or "Mn" or "Mc" or "Me" or "N" or "Nd" or "Nl" or "No" or "P" or "Pc" or "Pd" or "Ps" or "Pe" or "Pi" or "Pf" or "Po"
                or "S" or "Sm" or "Sc" or "Sk" or "So" or "Z" or "Zs" or "Zl" or "Zp" or "C" or "Cc" or "Cf" => name,
            "Number" => "N",
            "Punctuation" => "P",
            "Symbol" => "S",
            "Separator" => "Z",
            "Mark" => "M",
            "Decimal_Number" => "Nd",
            "Alphabetic" => "L",
            _ => throw new RegExpSyntaxException($"the property '{name}' is not available."),
        };
        var letter = source[position + 1];
        position = end + 1;
        return $@"\{letter}{{{category}}}";
    }

    private static bool TryReadHex(string source, ref int position, int digits, out int value)
    {
        value = 0;
        if (position + digits > source.Length || !int.TryParse(source.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
            return false;
        position += digits;
        return true;
    }

    private static int ReadBraced(string source, ref int position)
    {
        var end = source.IndexOf('}', position);
        if (end < 0 || !int.TryParse(source.AsSpan((position + 1)..end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 0x10FFFF)
            throw new RegExpSyntaxException("the code point is not valid.");
        position = end + 1;
        return value;
    }

    private static int JoinSurrogates(string source, ref int position, int unit)
    {
        var next = position + 2;
        if (char.IsHighSurrogate((char)unit) && source.AsSpan(position).StartsWith(@"\u", StringComparison.Ordinal)
            && TryReadHex(source, ref next, 4, out var low) && char.IsLowSurrogate((char)low))
        {
            position = next;
            return char.ConvertToUtf32((char)unit, (char)low);
        }
        return unit;
    }
}
