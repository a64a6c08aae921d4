namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>JSON</c>.</summary>
internal static class JsonFunctions
{
    public static readonly ScriptNamespace Namespace = new("JSON", new Dictionary<string, object?>
    {
        ["parse"] = new NativeFunction("parse", Parse, 2),
        ["stringify"] = new NativeFunction("stringify", Stringify, 3),
    });

    private static object? Parse(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var value = new JsonReader(run, Coerce.ToText(run, args.At(0))).Read();
        return args.At(1) is ScriptFunction reviver ? Revive(run, reviver, "", value) : value;
    }

    private static object? Stringify(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var indent = args.At(2) switch
        {
            double count => new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, count), 0, 10)),
            string text => text.Length <= 10 ? text : text[..10],
            _ => "",
        };
        return new JsonWriter(run, indent, args.At(1)).Write(args.At(0));
    }

    private static object? Revive(ScriptRun run, ScriptFunction reviver, string key, object? value)
    {
        run.Charge(1);
        run.Enter();
        if (value is List<object?> list)
        {
            for (var i = 0; i < list.Count; i++)
                list[i] = Revive(run, reviver, NumberText.Of(i), list[i]);
        }
        else if (value is OrderedDictionary<string, object?> own)
        {
            foreach (var name in Members.Keys(run, own))
            {
                if (!own.TryGetValue(name, out var member))
                    continue;
                var revived = Revive(run, reviver, name, member);
                if (revived is Undefined)
                    Members.Delete(run, own, name);
                else
                    own[name] = revived;
            }
        }
        run.Leave();
        return reviver.Call(run, [key, value]);
    }
}
