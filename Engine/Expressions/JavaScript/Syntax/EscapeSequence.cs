using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript.Syntax;

/// <summary>A backslash and what follows it in a string or template literal.</summary>
internal static class EscapeSequence
{
    /// <summary>Appends what the sequence stands for.</summary>
    /// <param name="position">At the backslash; moved behind the sequence.</param>
    public static void Read(string text, ref int position, StringBuilder value)
    {
        var start = position++;
        var c = position < text.Length ? text[position++] : throw TextPosition.Error(text, start, "The string is not closed.");
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case '\r':
                if (position < text.Length && text[position] == '\n')
                    position++;
                break;
            case '\n' or '\u2028' or '\u2029':
                break;
            case 'x':
                value.Append((char)Hex(text, start, ref position, 2));
                break;
            case 'u' when position < text.Length && text[position] == '{':
                AppendCodePoint(text, start, ref position, value);
                break;
            case 'u':
                value.Append((char)Hex(text, start, ref position, 4));
                break;
            case '0' when position >= text.Length || !char.IsAsciiDigit(text[position]):
                value.Append('\0');
                break;
            case >= '0' and <= '9':
                throw TextPosition.Error(text, start, "Octal escapes are not available.");
            default:
                value.Append(c);
                break;
        }
    }

    private static int Hex(string text, int start, ref int position, int digits)
    {
        if (position + digits > text.Length || !IsHex(text.AsSpan(position, digits)))
            throw TextPosition.Error(text, start, "The escape sequence is not valid.");
        position += digits;
        return int.Parse(text.AsSpan(position - digits, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static void AppendCodePoint(string text, int start, ref int position, StringBuilder value)
    {
        var end = text.IndexOf('}', position);
        var digits = end < 0 ? [] : text.AsSpan((position + 1)..end).TrimStart('0');
        if (end <= position + 1 || digits.Length > 6 || !IsHex(digits))
            throw TextPosition.Error(text, start, "The escape sequence is not valid.");
        var codePoint = digits.IsEmpty ? 0 : int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (codePoint > 0x10FFFF)
            throw TextPosition.Error(text, start, "The escape sequence is beyond the last code point.");
        position = end + 1;
        if (codePoint < 0x10000)
            value.Append((char)codePoint);
        else
            value.Append(char.ConvertFromUtf32(codePoint));
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }
        return true;
    }
}
