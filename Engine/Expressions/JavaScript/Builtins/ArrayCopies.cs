namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods that give a new array.</summary>
internal static class ArrayCopies
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["concat"] = Concat,
        ["slice"] = Slice,
        ["flat"] = Flat,
        ["toSorted"] = ToSorted,
        ["toReversed"] = (run, self, _) => { var copy = Copy(run, (List<object?>)self!); copy.Reverse(); return copy; },
        ["toSpliced"] = ToSpliced,
        ["with"] = With,
    };

    /// <summary>The first two arguments of <c>splice</c>: where, and how many to remove.</summary>
    public static (int Start, int Count) SpliceRange(ScriptRun run, List<object?> list, ReadOnlySpan<object?> args)
    {
        var wanted = args.Length switch { 0 => 0, 1 => double.PositiveInfinity, _ => Coerce.ToInteger(run, args[1]) };
        var (start, end) = Range(run, list, args.At(0), Undefined.Value);
        return (start, (int)Math.Clamp(wanted, 0, end - start));
    }

    /// <summary>Positions as <c>slice</c> takes them. Turning an argument into a number may run code that shortens the list: its length is read last.</summary>
    public static (int Start, int End) Range(ScriptRun run, List<object?> list, object? start, object? end)
    {
        var from = Coerce.ToInteger(run, start);
        var to = end is Undefined ? double.PositiveInfinity : Coerce.ToInteger(run, end);
        var first = Relative(from, list.Count);
        return (first, Math.Max(first, Relative(to, list.Count)));
    }

    private static int Relative(double index, int length) => (int)(index < 0 ? Math.Max(0, length + index) : Math.Min(index, length));

    private static List<object?> Copy(ScriptRun run, List<object?> list)
    {
        run.Charge(list.Count >> 2);
        var copy = run.NewList(list.Count);
        copy.AddRange(list);
        return copy;
    }

    private static object? Concat(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var result = Copy(run, (List<object?>)self!);
        foreach (var argument in args)
        {
            if (argument is List<object?>)
                Iteration.AppendTo(run, result, argument, run.Position);
            else
                run.Append(result, argument);
        }
        return result;
    }

    private static object? Slice(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var list = (List<object?>)self!;
        var (start, end) = Range(run, list, args.At(0), args.At(1));
        run.Charge((end - start) >> 2);
        var result = run.NewList(end - start);
        result.AddRange(list.GetRange(start, end - start));
        return result;
    }

    private static object? Flat(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var result = run.NewList(0);
        Flatten(run, (List<object?>)self!, args.At(0) is Undefined ? 1 : Coerce.ToInteger(run, args.At(0)), result);
        return result;
    }

    private static void Flatten(ScriptRun run, List<object?> list, double levels, List<object?> result)
    {
        run.Enter();
        for (var i = 0; i < list.Count; i++)
        {
            run.Charge(1);
            var item = ScriptValues.FromHost(list[i]);
            if (item is List<object?> inner && levels >= 1)
                Flatten(run, inner, levels - 1, result);
            else
                run.Append(result, item);
        }
        run.Leave();
    }

    private static object? ToSorted(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var copy = Copy(run, (List<object?>)self!);
        ArraySort.Sort(run, copy, args.At(0));
        return copy;
    }

    private static object? ToSpliced(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var copy = Copy(run, (List<object?>)self!);
        var (start, count) = SpliceRange(run, copy, args);
        copy.RemoveRange(start, count);
        if (args.Length > 2)
        {
            run.ReserveEntries((long)copy.Count + args.Length - 2, args.Length - 2);
            copy.InsertRange(start, args[2..]);
        }
        return copy;
    }

    private static object? With(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var copy = Copy(run, (List<object?>)self!);
        var index = Coerce.ToInteger(run, args.At(0));
        if (index < 0)
            index += copy.Count;
        if (index < 0 || index >= copy.Count)
            throw run.RangeError("Invalid index");
        copy[(int)index] = args.At(1);
        return copy;
    }
}
