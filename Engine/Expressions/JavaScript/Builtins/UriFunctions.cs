using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>encodeURIComponent</c> and its relatives.</summary>
internal static class UriFunctions
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,#";

    public static readonly NativeFunction EncodeComponent = new("encodeURIComponent", (run, _, args) => Encode(run, Coerce.ToText(run, args.At(0)), Unreserved), 1);
    public static readonly NativeFunction EncodeUri = new("encodeURI", (run, _, args) => Encode(run, Coerce.ToText(run, args.At(0)), Unreserved + Reserved), 1);
    public static readonly NativeFunction DecodeComponent = new("decodeURIComponent", (run, _, args) => Decode(run, Coerce.ToText(run, args.At(0)), ""), 1);
    public static readonly NativeFunction DecodeUri = new("decodeURI", (run, _, args) => Decode(run, Coerce.ToText(run, args.At(0)), Reserved), 1);

    private static string Encode(ScriptRun run, string text, string kept)
    {
        run.Charge(text.Length >> 2);
        var result = new BoundedText(run);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (kept.Contains(text[i]))
            {
                result.Append(text[i]);
                continue;
            }
            if (!Rune.TryGetRuneAt(text, i, out var rune))
                throw run.Error("URIError", "URI malformed");
            i += rune.Utf16SequenceLength - 1;
            var count = rune.EncodeToUtf8(bytes);
            foreach (var b in bytes[..count])
                result.Append($"%{b:X2}");
        }
        return result.ToString();
    }

    private static string Decode(ScriptRun run, string text, string keptEscaped)
    {
        run.Charge(text.Length >> 2);
        var result = new BoundedText(run);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                result.Append(text[i]);
                continue;
            }
            var start = i;
            bytes[0] = EscapedByte(run, text, i);
            i += 2;
            var count = bytes[0] switch { < 0x80 => 1, >= 0xC2 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => throw run.Error("URIError", "URI malformed") };
            for (var k = 1; k < count; k++)
            {
                bytes[k] = EscapedByte(run, text, i + 1);
                i += 3;
            }
            if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != System.Buffers.OperationStatus.Done || used != count)
                throw run.Error("URIError", "URI malformed");
            if (count == 1 && keptEscaped.Contains((char)rune.Value))
                result.Append(text.AsSpan(start, 3));
            else
                result.Append(rune.ToString());
        }
        return result.ToString();
    }

    private static byte EscapedByte(ScriptRun run, string text, int index) =>
        index + 2 < text.Length && text[index] == '%' && byte.TryParse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw run.Error("URIError", "URI malformed");
}
