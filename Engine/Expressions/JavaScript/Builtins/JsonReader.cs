using System.Buffers;
using System.Globalization;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Reads JSON strictly, within the limits of the run.</summary>
internal sealed class JsonReader(ScriptRun run, string text)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private int position;

    private char Current => position < text.Length ? text[position] : '\0';

    public object? Read()
    {
        run.Charge(text.Length >> 4);
        var value = ReadValue();
        SkipBlanks();
        return position == text.Length ? value : throw Unexpected();
    }

    private object? ReadValue()
    {
        run.Charge(1);
        SkipBlanks();
        switch (Current)
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                return ReadString();
            case 't':
                return ReadWord("true", JsNumber.True);
            case 'f':
                return ReadWord("false", JsNumber.False);
            case 'n':
                return ReadWord("null", value: null);
            default:
                return ReadNumber();
        }
    }

    private OrderedDictionary<string, object?> ReadObject()
    {
        run.Enter();
        position++;
        var result = run.NewObject();
        SkipBlanks();
        if (Current == '}')
        {
            position++;
            run.Leave();
            return result;
        }
        while (true)
        {
            SkipBlanks();
            if (Current != '"')
                throw Unexpected();
            var name = ReadString();
            SkipBlanks();
            Skip(':');
            var value = ReadValue();
            // Here "__proto__" is a member like any other, as in JavaScript's own JSON.parse.
            if (result.TryAdd(name, value))
                run.ReserveEntries(result.Count, 1, bytesEach: 64);
            else
                result[name] = value;
            SkipBlanks();
            if (Current == '}')
                break;
            Skip(',');
        }
        position++;
        run.Leave();
        return result;
    }

    private List<object?> ReadArray()
    {
        run.Enter();
        position++;
        var result = run.NewList(0);
        SkipBlanks();
        if (Current == ']')
        {
            position++;
            run.Leave();
            return result;
        }
        while (true)
        {
            run.Append(result, ReadValue());
            SkipBlanks();
            if (Current == ']')
                break;
            Skip(',');
        }
        position++;
        run.Leave();
        return result;
    }

    private string ReadString()
    {
        var start = ++position;
        while (Current is not ('"' or '\\') && Current >= ' ')
            position++;
        if (Current == '"')
            return run.Slice(text, start, position++ - start);
        var result = new BoundedText(run);
        result.Append(text.AsSpan(start, position - start));
        while (Current != '"')
        {
            if (Current < ' ')
                throw Unexpected();
            result.Append(Current == '\\' ? ReadEscape() : text[position++]);
        }
        position++;
        return result.ToString();
    }

    private char ReadEscape()
    {
        position++;
        var c = Current;
        if (c == 'u')
        {
            if (position + 4 < text.Length && !text.AsSpan(position + 1, 4).ContainsAnyExcept(HexDigits))
            {
                position += 5;
                return (char)int.Parse(text.AsSpan(position - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            }
            throw Unexpected();
        }
        var value = c switch { '"' or '\\' or '/' => c, 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => throw Unexpected() };
        position++;
        return value;
    }

    private object? ReadWord(string word, object? value)
    {
        if (!text.AsSpan(position).StartsWith(word, StringComparison.Ordinal))
            throw Unexpected();
        position += word.Length;
        return value;
    }

    private object ReadNumber()
    {
        var start = position;
        if (Current == '-')
            position++;
        if (Current == '0')
            position++;
        else
            Digits();
        if (Current == '.')
        {
            position++;
            Digits();
        }
        if (Current is 'e' or 'E')
        {
            position++;
            if (Current is '+' or '-')
                position++;
            Digits();
        }
        return JsNumber.Box(double.Parse(text.AsSpan(start, position - start), NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(Current))
            throw Unexpected();
        while (char.IsAsciiDigit(Current))
            position++;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
            position++;
    }

    private void Skip(char expected)
    {
        if (Current != expected)
            throw Unexpected();
        position++;
    }

    private ScriptException Unexpected() => run.Error("SyntaxError", position >= text.Length
        ? "Unexpected end of JSON input"
        : $"Unexpected character '{text[position]}' in JSON at position {position}");
}
