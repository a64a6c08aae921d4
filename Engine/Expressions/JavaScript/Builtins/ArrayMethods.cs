namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods that change an array or look at its elements without a callback.</summary>
internal static class ArrayMethods
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["at"] = At,
        ["push"] = Push,
        ["pop"] = (_, self, _) => RemoveAt((List<object?>)self!, ((List<object?>)self!).Count - 1),
        ["shift"] = (run, self, _) => Charged(run, (List<object?>)self!, 4) is var list ? RemoveAt(list, 0) : null,
        ["unshift"] = Unshift,
        ["splice"] = Splice,
        ["reverse"] = (run, self, _) => { Charged(run, (List<object?>)self!, 2).Reverse(); return self; },
        ["fill"] = Fill,
        ["copyWithin"] = CopyWithin,
        ["sort"] = (run, self, args) => { ArraySort.Sort(run, (List<object?>)self!, args.At(0)); return self; },
        ["includes"] = (run, self, args) => JsNumber.Box(Find(run, self, args, Operators.SameValueZero) >= 0),
        ["indexOf"] = (run, self, args) => JsNumber.Box(Find(run, self, args, Operators.StrictEquals)),
        ["lastIndexOf"] = LastIndexOf,
        ["join"] = (run, self, args) => ArrayJoin.Join(run, (List<object?>)self!, args.At(0) is Undefined ? "," : Coerce.ToText(run, args.At(0))),
        ["keys"] = (run, self, _) => new ScriptIterator("Array Iterator", Entries(run, (List<object?>)self!, (i, _) => JsNumber.Box(i))),
        ["values"] = (run, self, _) => new ScriptIterator("Array Iterator", Entries(run, (List<object?>)self!, (_, item) => item)),
        ["entries"] = (run, self, _) => new ScriptIterator("Array Iterator", Entries(run, (List<object?>)self!, (i, item) => Iteration.Pair(run, JsNumber.Box(i), item))),
        ["toString"] = (run, self, _) => ArrayJoin.Join(run, (List<object?>)self!, ","),
        ["toLocaleString"] = (run, self, _) => ArrayJoin.Join(run, ToLocale(run, (List<object?>)self!), ","),
    };

    public static readonly Dictionary<string, object?> Statics = new()
    {
        ["isArray"] = new NativeFunction("isArray", (_, _, args) => JsNumber.Box(args.At(0) is List<object?>), 1),
        ["of"] = new NativeFunction("of", (run, _, args) => { run.ReserveEntries(args.Length, args.Length); return new List<object?>(args.ToArray()); }),
        ["from"] = new NativeFunction("from", From, 1),
    };

    /// <summary><c>Array(3)</c> has three elements, <c>Array(3, 4)</c> two.</summary>
    public static object? Create(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = run.NewList(0);
        if (args.Length == 1 && args[0] is double)
        {
            Members.SetLength(run, list, args[0]);
            return list;
        }
        run.ReserveEntries(args.Length, args.Length);
        list.AddRange(args);
        return list;
    }

    private static List<object?> Charged(ScriptRun run, List<object?> list, int shift)
    {
        run.Charge(1 + (list.Count >> shift));
        return list;
    }

    private static object? At(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var index = Coerce.ToInteger(run, args.At(0));
        if (index < 0)
            index += list.Count;
        return index >= 0 && index < list.Count ? ScriptValues.FromHost(list[(int)index]) : Undefined.Value;
    }

    private static object? Push(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        run.ReserveEntries((long)list.Count + args.Length, args.Length);
        list.AddRange(args);
        return JsNumber.Box(list.Count);
    }

    private static object? RemoveAt(List<object?> list, int index)
    {
        if (list.Count == 0)
            return Undefined.Value;
        var item = list[index];
        list.RemoveAt(index);
        return ScriptValues.FromHost(item);
    }

    private static object? Unshift(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = Charged(run, (List<object?>)self!, 4);
        run.ReserveEntries((long)list.Count + args.Length, args.Length);
        list.InsertRange(0, args);
        return JsNumber.Box(list.Count);
    }

    private static object? Splice(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = Charged(run, (List<object?>)self!, 4);
        if (args.Length == 0)
            return run.NewList(0);
        var (start, count) = ArrayCopies.SpliceRange(run, list, args);
        var removed = run.NewList(count);
        removed.AddRange(list.GetRange(start, count));
        list.RemoveRange(start, count);
        if (args.Length > 2)
        {
            run.ReserveEntries((long)list.Count + args.Length - 2, args.Length - 2);
            list.InsertRange(start, args[2..]);
        }
        return removed;
    }

    private static object? Fill(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = Charged(run, (List<object?>)self!, 2);
        var (start, end) = ArrayCopies.Range(run, list, args.At(1), args.At(2));
        for (var i = start; i < end; i++)
            list[i] = args.At(0);
        return list;
    }

    private static object? CopyWithin(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = Charged(run, (List<object?>)self!, 1);
        var wanted = Coerce.ToInteger(run, args.At(0));
        var (start, end) = ArrayCopies.Range(run, list, args.At(1), args.At(2));
        var (target, _) = ArrayCopies.Range(run, list, wanted, Undefined.Value);
        var count = Math.Min(end - start, list.Count - target);
        if (count > 0)
        {
            run.Allocate(count * 8L);
            var copied = list.GetRange(start, count);
            for (var i = 0; i < count; i++)
                list[target + i] = copied[i];
        }
        return list;
    }

    private static int Find(ScriptRun run, object? self, ReadOnlySpan<object?> args, Func<ScriptRun, object?, object?, bool> equals)
    {
        var list = Charged(run, (List<object?>)self!, 1);
        for (var i = Coerce.ToRelativeIndex(run, args.At(1), list.Count, whenMissing: 0); i < list.Count; i++)
        {
            if (equals(run, ScriptValues.FromHost(list[i]), args.At(0)))
                return i;
        }
        return -1;
    }

    private static object? LastIndexOf(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = Charged(run, (List<object?>)self!, 1);
        var from = args.Length > 1 ? Coerce.ToInteger(run, args[1]) : list.Count - 1;
        for (var i = (int)Math.Clamp(from < 0 ? list.Count + from : from, -1, list.Count - 1); i >= 0; i--)
        {
            if (Operators.StrictEquals(run, ScriptValues.FromHost(list[i]), args.At(0)))
                return JsNumber.Box(i);
        }
        return JsNumber.Box(-1);
    }

    private static List<object?> ToLocale(ScriptRun run, List<object?> list)
    {
        var result = Charged(run, run.NewList(list.Count), 1);
        foreach (var item in list)
            result.Add(item is double number ? NumberLocale.Format(number, 0, 3) : item);
        return result;
    }

    private static IEnumerator<object?> Entries(ScriptRun run, List<object?> list, Func<int, object?, object?> select)
    {
        for (var i = 0; i < list.Count; i++)
        {
            run.Charge(1);
            yield return select(i, ScriptValues.FromHost(list[i]));
        }
    }

    /// <summary><c>Array.from(iterable)</c>, also of <c>{ length: n }</c>.</summary>
    private static object? From(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var source = args.At(0);
        var map = args.At(1) as ScriptFunction;
        if (args.At(1) is not (Undefined or ScriptFunction))
            throw run.TypeError($"{Operators.TypeOf(args.At(1))} is not a function");
        var list = run.NewList(0);
        if (source is null or Undefined)
            throw run.TypeError($"{Coerce.PrimitiveText(source)} is not iterable");
        if (source is OrderedDictionary<string, object?> or ScriptHostObject)
        {
            var length = Coerce.ToInteger(run, Members.Get(run, source, "length"));
            run.ReserveEntries((long)Math.Clamp(length, 0, long.MaxValue / 4), 0);
            for (var i = 0; i < length; i++)
                Add(Members.Get(run, source, NumberText.Of(i)));
        }
        else if (source is List<object?> or string or ScriptCollection or ScriptIterator)
        {
            var iteration = Iteration.Start(run, source);
            while (iteration.TryNext(run, out var item))
                Add(item);
        }
        return list;

        void Add(object? item)
        {
            run.Charge(1);
            run.Append(list, map is null ? item : map.Call(run, [item, JsNumber.Box(list.Count)]));
        }
    }
}
