using System.Globalization;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>JSON.stringify</c>.</summary>
/// <param name="replacer">A function, an array of names, or anything else for none.</param>
internal sealed class JsonWriter(ScriptRun run, string indent, object? replacer)
{
    private readonly BoundedText output = new(run);
    private readonly HashSet<object> open = new(ReferenceEqualityComparer.Instance);
    private readonly ScriptFunction? replace = replacer as ScriptFunction;
    private readonly List<string>? allowed = (replacer as List<object?>)?
        .Where(name => name is string or double).Select(name => Coerce.ToText(run, name)).Distinct().ToList();

    private string lineStart = "\n";

    /// <summary>The text, or undefined for what JSON cannot say: undefined and functions.</summary>
    public object? Write(object? value) => TryWrite("", value) ? output.ToString() : Undefined.Value;

    private bool TryWrite(string key, object? value)
    {
        run.Charge(1);
        value = ScriptValues.FromHost(value);
        if (value is ScriptDate date)
            value = double.IsNaN(date.Time) ? null : DateText.Iso(date.Time);
        else if (value is OrderedDictionary<string, object?> own && own.TryGetValue("toJSON", out var member) && member is ScriptFunction toJson)
            value = toJson.Call(run, [key]);
        if (replace is not null)
            value = replace.Call(run, [key, value]);
        switch (value)
        {
            case null:
                output.Append("null");
                return true;
            case bool or double:
                output.Append(value is double number && !double.IsFinite(number) ? "null" : Coerce.PrimitiveText(value));
                return true;
            case string text:
                WriteString(text);
                return true;
            case Undefined or ScriptFunction:
                return false;
            case List<object?> list:
                WriteNested(list, () => WriteElements(list));
                return true;
            default:
                WriteNested(value, () => WriteMembers(value));
                return true;
        }
    }

    private void WriteNested(object value, Action write)
    {
        run.Enter();
        if (!open.Add(value))
            throw run.TypeError("Converting circular structure to JSON");
        var outer = lineStart;
        if (indent.Length > 0)
            lineStart = run.Concat(lineStart, indent);
        write();
        lineStart = outer;
        open.Remove(value);
        run.Leave();
    }

    private void WriteElements(List<object?> list)
    {
        output.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Separate(isFirst: i == 0);
            if (!TryWrite(i.ToString(CultureInfo.InvariantCulture), list[i]))
                output.Append("null");
        }
        Close(isEmpty: list.Count == 0, ']');
    }

    private void WriteMembers(object value)
    {
        output.Append('{');
        var isEmpty = true;
        foreach (var name in allowed ?? Members.Keys(run, value))
        {
            run.Charge(1);
            if (!Members.TryGetOwn(run, value, name, out var member) || (value is not (OrderedDictionary<string, object?> or ScriptHostObject)))
                continue;
            var before = output.Length;
            Separate(isEmpty);
            WriteString(name);
            output.Append(indent.Length > 0 ? ": " : ":");
            if (TryWrite(name, member))
                isEmpty = false;
            else
                output.Truncate(before);
        }
        Close(isEmpty, '}');
    }

    private void Separate(bool isFirst)
    {
        if (!isFirst)
            output.Append(',');
        if (indent.Length > 0)
            output.Append(lineStart);
    }

    private void Close(bool isEmpty, char bracket)
    {
        if (!isEmpty && indent.Length > 0)
            output.Append(lineStart.AsSpan(0, lineStart.Length - indent.Length));
        output.Append(bracket);
    }

    private void WriteString(string text)
    {
        run.Charge(text.Length >> 5);
        output.Append('"');
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c >= ' ' && c is not ('"' or '\\') && !char.IsSurrogate(c))
                continue;
            if (char.IsSurrogate(c) && i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                i++;
                continue;
            }
            output.Append(text.AsSpan(start, i - start)).Append(Escape(c));
            start = i + 1;
        }
        output.Append(text.AsSpan(start)).Append('"');
    }

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)c:x4}",
    };
}
