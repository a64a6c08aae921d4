namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods that call a function for each element. The length is read once; elements the function removes are not visited.</summary>
internal static class ArrayCallbacks
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["forEach"] = ForEach,
        ["map"] = Map,
        ["filter"] = Filter,
        ["some"] = (run, self, args) => JsNumber.Box(Search(run, self, args, fromEnd: false, visitMissing: false, wanted: true) >= 0),
        ["every"] = (run, self, args) => JsNumber.Box(Search(run, self, args, fromEnd: false, visitMissing: false, wanted: false) < 0),
        ["find"] = (run, self, args) => ItemAt(self, Search(run, self, args, fromEnd: false, visitMissing: true, wanted: true)),
        ["findIndex"] = (run, self, args) => JsNumber.Box(Search(run, self, args, fromEnd: false, visitMissing: true, wanted: true)),
        ["findLast"] = (run, self, args) => ItemAt(self, Search(run, self, args, fromEnd: true, visitMissing: true, wanted: true)),
        ["findLastIndex"] = (run, self, args) => JsNumber.Box(Search(run, self, args, fromEnd: true, visitMissing: true, wanted: true)),
        ["reduce"] = (run, self, args) => Reduce(run, (List<object?>)self!, args, step: 1),
        ["reduceRight"] = (run, self, args) => Reduce(run, (List<object?>)self!, args, step: -1),
        ["flatMap"] = FlatMap,
    };

    public static ScriptFunction Callback(ScriptRun run, object? value) => value as ScriptFunction
        ?? throw run.TypeError($"{(value is null or Undefined or double or bool or string ? Coerce.PrimitiveText(value) : Coerce.ClassName(value))} is not a function");

    private static object? Visit(ScriptRun run, ScriptFunction callback, List<object?> list, int index)
    {
        run.Charge(1);
        return callback.Call(run, [Item(list, index), JsNumber.Box(index), list]);
    }

    private static object? Item(List<object?> list, int index) => index < list.Count ? ScriptValues.FromHost(list[index]) : Undefined.Value;

    private static object? ItemAt(object? self, int index) => index < 0 ? Undefined.Value : Item((List<object?>)self!, index);

    private static object? ForEach(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var callback = Callback(run, args.At(0));
        var count = list.Count;
        for (var i = 0; i < count && i < list.Count; i++)
            Visit(run, callback, list, i);
        return Undefined.Value;
    }

    private static object? Map(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var callback = Callback(run, args.At(0));
        var count = list.Count;
        var result = run.NewList(count);
        for (var i = 0; i < count; i++)
            result.Add(i < list.Count ? Visit(run, callback, list, i) : Undefined.Value);
        return result;
    }

    private static object? Filter(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var callback = Callback(run, args.At(0));
        var result = run.NewList(0);
        var count = list.Count;
        for (var i = 0; i < count && i < list.Count; i++)
        {
            var item = Item(list, i);
            if (Coerce.ToBoolean(Visit(run, callback, list, i)))
                run.Append(result, item);
        }
        return result;
    }

    private static int Search(ScriptRun run, object? self, ReadOnlySpan<object?> args, bool fromEnd, bool visitMissing, bool wanted)
    {
        var list = (List<object?>)self!;
        var callback = Callback(run, args.At(0));
        var count = list.Count;
        for (var step = 0; step < count; step++)
        {
            var i = fromEnd ? count - 1 - step : step;
            if ((visitMissing || i < list.Count) && Coerce.ToBoolean(Visit(run, callback, list, i)) == wanted)
                return i;
        }
        return -1;
    }

    private static object? Reduce(ScriptRun run, List<object?> list, ReadOnlySpan<object?> args, int step)
    {
        var callback = Callback(run, args.At(0));
        var count = list.Count;
        var i = step > 0 ? 0 : count - 1;
        object? result;
        if (args.Length > 1)
        {
            result = args[1];
        }
        else if (count > 0)
        {
            result = Item(list, i);
            i += step;
        }
        else
        {
            throw run.TypeError("Reduce of empty array with no initial value");
        }
        for (; i >= 0 && i < count; i += step)
        {
            run.Charge(1);
            if (i < list.Count)
                result = callback.Call(run, [result, Item(list, i), JsNumber.Box(i), list]);
        }
        return result;
    }

    private static object? FlatMap(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var callback = Callback(run, args.At(0));
        var result = run.NewList(0);
        var count = list.Count;
        for (var i = 0; i < count && i < list.Count; i++)
        {
            var mapped = Visit(run, callback, list, i);
            if (mapped is List<object?>)
                Iteration.AppendTo(run, result, mapped, run.Position);
            else
                run.Append(result, mapped);
        }
        return result;
    }
}
