namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>See <see cref="ScriptValues.ToHost"/>. With a run, the walk is charged to it.</summary>
internal sealed class HostConversion
{
    private const int MaxNesting = 200;

    private static readonly object InProgress = new();

    private readonly ScriptRun? run;

    // Shared parts are converted once: a small script can build data whose paths outnumber its parts by any factor.
    private readonly Dictionary<object, object?> done = new(ReferenceEqualityComparer.Instance);

    private HostConversion(ScriptRun? run) => this.run = run;

    public static object? ToHost(object? value, ScriptRun? run)
    {
        switch (value)
        {
            case null or string or double or bool:
                return value;
            case Undefined:
                return null;
            case List<object?> list when list.GetType() == typeof(List<object?>) && list.TrueForAll(IsPlain):
                run?.Charge(list.Count >> 2);
                return value;
            default:
                return new HostConversion(run).Convert(value, MaxNesting);
        }
    }

    private static bool IsPlain(object? value) => value is null or string or double or bool;

    private object? Convert(object? value, int nesting)
    {
        switch (value)
        {
            case null or string or double or bool:
                return value;
            case Undefined:
                return null;
            case ScriptDate date:
                return ToMoment(date);
            case ScriptFunction:
                throw Fail("A function cannot leave the script.");
            case ScriptRegExp regExp:
                return regExp.ToString();
            case ScriptError error:
                return new OrderedDictionary<string, object?> { ["name"] = error.Name, ["message"] = error.Message };
            case ScriptNamespace:
                return new OrderedDictionary<string, object?>();
            case List<object?> or OrderedDictionary<string, object?> or ScriptCollection or ScriptHostObject or ScriptIterator:
                return Shared(value, nesting);
            default:
                return value;
        }
    }

    private object? Shared(object value, int nesting)
    {
        if (done.TryGetValue(value, out var known))
            return ReferenceEquals(known, InProgress) ? throw Fail("The value contains itself.") : known;
        if (nesting == 0)
            throw Fail($"The value is nested deeper than {MaxNesting} levels.");
        done.Add(value, InProgress);
        var result = value switch
        {
            List<object?> list => ConvertList(list, nesting - 1),
            OrderedDictionary<string, object?> members => ConvertMembers(members, nesting - 1),
            ScriptMap map => ConvertMap(map, nesting - 1),
            ScriptSet set => ConvertSet(set, nesting - 1),
            ScriptHostObject host => ConvertHostObject(host, nesting - 1),
            ScriptIterator iterator => ConvertIterator(iterator, nesting - 1),
            _ => value,
        };
        done[value] = result;
        return result;
    }

    private List<object?> ConvertList(List<object?> list, int nesting)
    {
        run?.Charge(list.Count);
        var copy = list.GetType() == typeof(List<object?>) ? null : new List<object?>(list);
        for (var i = 0; i < list.Count; i++)
        {
            var converted = Convert(list[i], nesting);
            if (ReferenceEquals(converted, list[i]))
                continue;
            copy ??= [.. list];
            copy[i] = converted;
        }
        return copy ?? list;
    }

    private OrderedDictionary<string, object?> ConvertMembers(OrderedDictionary<string, object?> members, int nesting)
    {
        run?.Charge(members.Count);
        OrderedDictionary<string, object?>? copy = null;
        for (var i = 0; i < members.Count; i++)
        {
            var (name, value) = members.GetAt(i);
            var converted = Convert(value, nesting);
            if (ReferenceEquals(converted, value))
                continue;
            copy ??= new OrderedDictionary<string, object?>(members);
            copy[name] = converted;
        }
        return copy ?? members;
    }

    private OrderedDictionary<string, object?> ConvertMap(ScriptMap map, int nesting)
    {
        var result = new OrderedDictionary<string, object?>();
        var place = 0;
        while (map.TryNext(run, ref place, out var key, out var value))
        {
            run?.Charge(1);
            var name = key is null or string or double or bool or Undefined ? Coerce.PrimitiveText(key) : throw Fail("A Map with objects as keys cannot leave the script.");
            result[name] = Convert(value, nesting);
        }
        return result;
    }

    private List<object?> ConvertSet(ScriptSet set, int nesting)
    {
        var result = new List<object?>(set.Count);
        var place = 0;
        while (set.TryNext(run, ref place, out var key, out _))
        {
            run?.Charge(1);
            result.Add(Convert(key, nesting));
        }
        return result;
    }

    private List<object?> ConvertIterator(ScriptIterator iterator, int nesting)
    {
        var result = new List<object?>();
        while (iterator.TryNext(out var item))
        {
            run?.Charge(1);
            run?.ReserveEntries(result.Count + 1, 1);
            result.Add(Convert(item, nesting));
        }
        return result;
    }

    private OrderedDictionary<string, object?> ConvertHostObject(ScriptHostObject host, int nesting)
    {
        var result = new OrderedDictionary<string, object?>();
        foreach (var name in host.Names)
        {
            run?.Charge(1);
            result[name] = host.TryGet(name, out var value) ? Convert(ScriptValues.FromHost(value), nesting) : null;
        }
        return result;
    }

    private object? ToMoment(ScriptDate date)
    {
        if (double.IsNaN(date.Time))
            return null;
        if (date.Time < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || date.Time > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            throw Fail("The date lies outside the years 1 to 9999.");
        return DateTimeOffset.FromUnixTimeMilliseconds((long)date.Time);
    }

    private ScriptException Fail(string message) =>
        run?.TypeError(message) ?? new ScriptException($"TypeError: {message}", 1, 1, new ScriptError("TypeError", message));
}
