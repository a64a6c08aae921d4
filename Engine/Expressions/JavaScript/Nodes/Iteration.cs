using System.Runtime.InteropServices;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Walks what JavaScript calls iterable. What is added to an array, Map or Set on the way is reached too; the step budget bounds the walk.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Iteration
{
    private readonly object source;
    private int place;

    private Iteration(object source) => this.source = source;

    public static Iteration Start(ScriptRun run, object? value) => value switch
    {
        List<object?> or string or ScriptCollection or ScriptIterator => new Iteration(value),
        null or Undefined => throw run.TypeError($"{Coerce.PrimitiveText(value)} is not iterable"),
        _ => throw run.TypeError($"{(value is double or bool ? Coerce.PrimitiveText(value) : Coerce.ClassName(value))} is not iterable"),
    };

    public static void AppendTo(ScriptRun run, List<object?> list, object? value, int position)
    {
        run.Position = position;
        if (value is List<object?> items)
        {
            run.Charge(items.Count);
            run.ReserveEntries((long)list.Count + items.Count, items.Count);
            for (var i = 0; i < items.Count; i++)
                list.Add(ScriptValues.FromHost(items[i]));
            return;
        }
        var iteration = Start(run, value);
        while (iteration.TryNext(run, out var item))
            run.Append(list, item);
    }

    public bool TryNext(ScriptRun run, out object? item)
    {
        run.Charge(1);
        switch (source)
        {
            case List<object?> list:
                item = place < list.Count ? ScriptValues.FromHost(list[place]) : Undefined.Value;
                return place++ < list.Count;
            case string text:
                return TryNextCharacter(text, out item);
            case ScriptMap map:
                var found = map.TryNext(run, ref place, out var key, out var value);
                item = found ? Pair(run, key, value) : Undefined.Value;
                return found;
            case ScriptSet set:
                return set.TryNext(run, ref place, out item, out _);
            default:
                return ((ScriptIterator)source).TryNext(out item);
        }
    }

    public static List<object?> Pair(ScriptRun run, object? first, object? second)
    {
        run.Allocate(80);
        return [first, second];
    }

    private bool TryNextCharacter(string text, out object? item)
    {
        item = Undefined.Value;
        if (place >= text.Length)
            return false;
        if (char.IsHighSurrogate(text[place]) && place + 1 < text.Length && char.IsLowSurrogate(text[place + 1]))
        {
            item = text.Substring(place, 2);
            place += 2;
        }
        else
        {
            item = Members.OneChar(text[place++]);
        }
        return true;
    }
}
