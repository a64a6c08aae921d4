using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>A script's result in words: the same that <c>describe</c> in <c>node-harness.mjs</c> finds.</summary>
internal static class ValueText
{
    public static string Of(string program) => Of(program, ScriptLimits.Default);

    public static string Of(string program, ScriptLimits limits) => Of(program, limits, new TestHost());

    public static string Of(string program, IScriptHost host) => Of(program, ScriptLimits.Default, host);

    private static string Of(string program, ScriptLimits limits, IScriptHost host)
    {
        try
        {
            return Describe(Script.Compile(program).Evaluate(host, limits), []);
        }
        catch (ScriptSyntaxException)
        {
            return "does not parse";
        }
        catch (ScriptLimitException)
        {
            return "throws limit";
        }
        catch (ScriptException exception)
        {
            return exception.Thrown is ScriptError error ? $"throws {error.Name}" : $"throws {Describe(exception.Thrown, [])}";
        }
    }

    private static string Describe(object? value, object[] open)
    {
        switch (value)
        {
            case null:
                return "null";
            case double number:
                return number == 0 && double.IsNegative(number) ? "-0" : NumberText.Of(number);
            case bool or Undefined:
                return Coerce.PrimitiveText(value);
            case string text:
                return Quote(text);
            case ScriptFunction:
                return "function";
            case ScriptDate date:
                return $"Date({NumberText.Of(date.Time)})";
            case ScriptRegExp regExp:
                return $"RegExp({regExp})";
            case ScriptError error:
                return $"Error({error.Name})";
        }
        if (open.Contains(value))
            return "cycle";
        object[] inner = [.. open, value];
        return value switch
        {
            List<object?> list => $"[{string.Join(',', list.Select(item => Describe(ScriptValues.FromHost(item), inner)))}]",
            OrderedDictionary<string, object?> own => $"{{{string.Join(',', Members.Keys(Run(), own).Select(key => $"{Quote(key)}:{Describe(ScriptValues.FromHost(own[key]), inner)}"))}}}",
            ScriptHostObject host => $"{{{string.Join(',', host.Names.Select(key => $"{Quote(key)}:{Describe(host.TryGet(key, out var v) ? ScriptValues.FromHost(v) : null, inner)}"))}}}",
            ScriptMap map => $"Map({string.Join(',', Entries(map).Select(entry => $"{Describe(entry.Key, inner)}=>{Describe(entry.Value, inner)}"))})",
            ScriptSet set => $"Set({string.Join(',', Entries(set).Select(entry => Describe(entry.Key, inner)))})",
            ScriptIterator iterator => $"Iterator({string.Join(',', Items(iterator).Select(item => Describe(item, inner)))})",
            _ => "{}",
        };
    }

    private static ScriptRun Run() => new("", new TestHost(), ScriptLimits.Default);

    private static string Quote(string text) => (string)new JsonWriter(Run(), "", Undefined.Value).Write(text)!;

    private static List<(object? Key, object? Value)> Entries(ScriptCollection collection)
    {
        var entries = new List<(object?, object?)>();
        var place = 0;
        while (collection.TryNext(run: null, ref place, out var key, out var value))
            entries.Add((key, value));
        return entries;
    }

    private static List<object?> Items(ScriptIterator iterator)
    {
        var items = new List<object?>();
        while (iterator.TryNext(out var item))
            items.Add(item);
        return items;
    }
}

