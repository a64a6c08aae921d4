namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>Object.keys</c> and the other functions of <c>Object</c>.</summary>
internal static class ObjectFunctions
{
    public static readonly Dictionary<string, object?> Statics = new()
    {
        ["keys"] = new NativeFunction("keys", (run, _, args) => ToList(run, Members.Keys(run, ToObject(run, args.At(0)))), 1),
        ["values"] = new NativeFunction("values", (run, _, args) => Select(run, args.At(0), (_, value) => value), 1),
        ["entries"] = new NativeFunction("entries", (run, _, args) => Select(run, args.At(0), (name, value) => Iteration.Pair(run, name, value)), 1),
        ["assign"] = new NativeFunction("assign", Assign, 2),
        ["fromEntries"] = new NativeFunction("fromEntries", FromEntries, 1),
        // Nothing here can be frozen: lists and objects are shared with the host.
        ["freeze"] = new NativeFunction("freeze", (_, _, args) => args.At(0), 1),
        ["groupBy"] = new NativeFunction("groupBy", GroupBy, 2),
        ["hasOwn"] = new NativeFunction("hasOwn", (run, _, args) => JsNumber.Box(Members.TryGetOwn(run, ToObject(run, args.At(0)), Coerce.ToKey(run, args.At(1)), out _)), 2),
        ["is"] = new NativeFunction("is", (run, _, args) => JsNumber.Box(Operators.SameValue(run, args.At(0), args.At(1))), 2),
    };

    public static object? Create(ScriptRun run, object? self, ReadOnlySpan<object?> args) => args.At(0) switch
    {
        null or Undefined => run.NewObject(),
        string or double or bool => throw run.TypeError("Wrapper objects are not available"),
        var value => value,
    };

    /// <summary><c>{ ...source }</c> and <c>Object.assign</c>.</summary>
    public static void CopyMembers(ScriptRun run, OrderedDictionary<string, object?> target, object? source)
    {
        foreach (var name in Members.Keys(run, source))
        {
            run.Charge(1);
            if (Members.TryGetOwn(run, source, name, out var value))
                Members.Define(run, target, name, value);
        }
    }

    private static object ToObject(ScriptRun run, object? value) =>
        value is null or Undefined ? throw run.TypeError("Cannot convert undefined or null to object") : value;

    private static List<object?> ToList(ScriptRun run, List<string> names)
    {
        var list = run.NewList(names.Count);
        list.AddRange(names);
        return list;
    }

    private static List<object?> Select(ScriptRun run, object? value, Func<string, object?, object?> select)
    {
        var source = ToObject(run, value);
        var names = Members.Keys(run, source);
        var list = run.NewList(names.Count);
        foreach (var name in names)
        {
            if (Members.TryGetOwn(run, source, name, out var member))
                list.Add(select(name, member));
        }
        return list;
    }

    private static object? Assign(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var target = ToObject(run, args.At(0));
        for (var i = 1; i < args.Length; i++)
        {
            if (target is OrderedDictionary<string, object?> own)
            {
                CopyMembers(run, own, args[i]);
                continue;
            }
            foreach (var name in Members.Keys(run, args[i]))
                Members.Set(run, target, name, Members.Get(run, args[i], name));
        }
        return target;
    }

    private static object? FromEntries(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var result = run.NewObject();
        var iteration = Iteration.Start(run, args.At(0));
        while (iteration.TryNext(run, out var entry))
        {
            if (entry is null or Undefined or string or double or bool)
                throw run.TypeError($"Iterator value {Coerce.PrimitiveText(entry)} is not an entry object");
            Members.Define(run, result, Coerce.ToKey(run, Members.Get(run, entry, JsNumber.Zero)), Members.Get(run, entry, JsNumber.Box(1)));
        }
        return result;
    }

    private static object? GroupBy(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var result = run.NewObject();
        var callback = ArrayCallbacks.Callback(run, args.At(1));
        var iteration = Iteration.Start(run, args.At(0));
        for (var i = 0; iteration.TryNext(run, out var item); i++)
        {
            var key = Coerce.ToKey(run, callback.Call(run, [item, JsNumber.Box(i)]));
            if (!result.TryGetValue(key, out var group))
                Members.Define(run, result, key, group = run.NewList(0));
            run.Append((List<object?>)group!, item);
        }
        return result;
    }
}

/// <summary>Methods that every value has.</summary>
internal static class ObjectMethods
{
    public static readonly Dictionary<string, Native> Common = new()
    {
        ["toString"] = (run, self, _) => self is string or double or bool ? Coerce.PrimitiveText(self) : Coerce.ObjectText(run, self!),
        ["toLocaleString"] = (run, self, _) => Coerce.ToText(run, self),
        ["valueOf"] = (_, self, _) => self,
        ["hasOwnProperty"] = (run, self, args) => JsNumber.Box(Members.TryGetOwn(run, self, Coerce.ToKey(run, args.At(0)), out _)),
    };
}

/// <summary>Methods of functions. There is no <c>this</c>, so their first argument means nothing.</summary>
internal static class FunctionMethods
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["call"] = (run, self, args) => ((ScriptFunction)self!).Call(run, args.IsEmpty ? args : args[1..]),
        ["apply"] = Apply,
        ["bind"] = Bind,
    };

    private static object? Apply(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = run.NewList(0);
        if (args.At(1) is not (null or Undefined))
            Iteration.AppendTo(run, list, args.At(1), run.Position);
        return ((ScriptFunction)self!).Call(run, list.ToArray());
    }

    private static object? Bind(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var function = (ScriptFunction)self!;
        var bound = args.Length > 1 ? args[1..].ToArray() : [];
        run.Allocate(64 + (bound.Length * 8L));
        return new BoundMethod("bound " + function.Name, Run, self);

        object? Run(ScriptRun current, object? _, ReadOnlySpan<object?> rest)
        {
            // A function bound a thousand times over calls as deep as it was bound.
            current.Enter();
            current.Charge(bound.Length);
            var result = function.Call(current, [.. bound, .. rest]);
            current.Leave();
            return result;
        }
    }
}
