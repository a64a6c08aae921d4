namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods of maps, sets and iterators.</summary>
internal static class CollectionMethods
{
    public static readonly Dictionary<string, Native> Map = new()
    {
        ["get"] = (run, self, args) => ((ScriptMap)self!).Get(run, args.At(0)),
        ["set"] = (run, self, args) => { ((ScriptMap)self!).Set(run, args.At(0), args.At(1)); return self; },
        ["has"] = (run, self, args) => JsNumber.Box(((ScriptMap)self!).Has(run, args.At(0))),
        ["delete"] = (run, self, args) => JsNumber.Box(((ScriptMap)self!).Delete(run, args.At(0))),
        ["clear"] = (run, self, _) => Clear(run, (ScriptMap)self!),
        ["forEach"] = (run, self, args) => ForEach(run, (ScriptMap)self!, args.At(0)),
        ["keys"] = (run, self, _) => Walk(run, "Map Iterator", (ScriptMap)self!, (key, _) => key),
        ["values"] = (run, self, _) => Walk(run, "Map Iterator", (ScriptMap)self!, (_, value) => value),
        ["entries"] = (run, self, _) => Walk(run, "Map Iterator", (ScriptMap)self!, (key, value) => Iteration.Pair(run, key, value)),
    };

    public static readonly Dictionary<string, Native> Set = new()
    {
        ["add"] = (run, self, args) => { ((ScriptSet)self!).Add(run, args.At(0)); return self; },
        ["has"] = (run, self, args) => JsNumber.Box(((ScriptSet)self!).Has(run, args.At(0))),
        ["delete"] = (run, self, args) => JsNumber.Box(((ScriptSet)self!).Delete(run, args.At(0))),
        ["clear"] = (run, self, _) => Clear(run, (ScriptSet)self!),
        ["forEach"] = (run, self, args) => ForEach(run, (ScriptSet)self!, args.At(0)),
        ["keys"] = (run, self, _) => Walk(run, "Set Iterator", (ScriptSet)self!, (key, _) => key),
        ["values"] = (run, self, _) => Walk(run, "Set Iterator", (ScriptSet)self!, (key, _) => key),
        ["entries"] = (run, self, _) => Walk(run, "Set Iterator", (ScriptSet)self!, (key, _) => Iteration.Pair(run, key, key)),
    };

    public static readonly Dictionary<string, Native> Iterator = new()
    {
        ["next"] = Next,
    };

    public static object? CreateMap(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.Allocate(200);
        var map = new ScriptMap();
        if (args.At(0) is null or Undefined)
            return map;
        var iteration = Iteration.Start(run, args.At(0));
        while (iteration.TryNext(run, out var entry))
        {
            if (entry is null or Undefined or string or double or bool)
                throw run.TypeError($"Iterator value {Coerce.PrimitiveText(entry)} is not an entry object");
            map.Set(run, Members.Get(run, entry, JsNumber.Zero), Members.Get(run, entry, JsNumber.Box(1)));
        }
        return map;
    }

    public static object? CreateSet(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.Allocate(200);
        var set = new ScriptSet();
        if (args.At(0) is null or Undefined)
            return set;
        var iteration = Iteration.Start(run, args.At(0));
        while (iteration.TryNext(run, out var item))
            set.Add(run, item);
        return set;
    }

    private static Undefined Clear(ScriptRun run, ScriptCollection collection)
    {
        collection.Clear(run);
        return Undefined.Value;
    }

    private static Undefined ForEach(ScriptRun run, ScriptCollection collection, object? function)
    {
        var callback = ArrayCallbacks.Callback(run, function);
        var place = 0;
        while (collection.TryNext(run, ref place, out var key, out var value))
        {
            run.Charge(1);
            callback.Call(run, [value, key, collection]);
        }
        return Undefined.Value;
    }

    private static ScriptIterator Walk(ScriptRun run, string kind, ScriptCollection collection, Func<object?, object?, object?> select)
    {
        run.Allocate(100);
        return new ScriptIterator(kind, Entries());

        IEnumerator<object?> Entries()
        {
            var place = 0;
            while (collection.TryNext(run, ref place, out var key, out var value))
            {
                run.Charge(1);
                yield return select(key, value);
            }
        }
    }

    private static object? Next(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var found = ((ScriptIterator)self!).TryNext(out var item);
        var result = run.NewObject();
        result["value"] = item;
        result["done"] = JsNumber.Box(!found);
        return result;
    }
}
