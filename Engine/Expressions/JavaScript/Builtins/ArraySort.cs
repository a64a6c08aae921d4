namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A stable merge sort: a comparer that contradicts itself gives some order, never an exception or an endless run.</summary>
/// <remarks>
/// Up to 32 elements it asks the comparer the same questions as V8, so that also with a comparer that gives NaN (numbers beside text) authors see the order they know.
/// </remarks>
internal static class ArraySort
{
    private const int RunLength = 32;

    public static void Sort(ScriptRun run, List<object?> list, object? comparer)
    {
        if (comparer is not (Undefined or ScriptFunction))
            throw run.TypeError("The comparison function must be either a function or undefined");
        var items = run.NewList(list.Count);
        run.Charge(list.Count);
        foreach (var item in list)
        {
            if (item is not Undefined)
                items.Add(ScriptValues.FromHost(item));
        }
        object?[] sorted = comparer is ScriptFunction function
            ? Merge(run, [.. items], (a, b) => Compare(run, function, a, b))
            : SortAsText(run, items);
        // The comparer may have changed the list meanwhile; what it left does not matter, as in JavaScript.
        var undefined = Math.Max(0, list.Count - sorted.Length);
        list.Clear();
        list.AddRange(sorted);
        list.AddRange(Enumerable.Repeat<object?>(Undefined.Value, undefined));
    }

    private static double Compare(ScriptRun run, ScriptFunction function, object? a, object? b)
    {
        var order = Coerce.ToNumber(run, function.Call(run, [a, b]));
        return double.IsNaN(order) ? 0 : order;
    }

    private static object?[] SortAsText(ScriptRun run, List<object?> items)
    {
        (string Key, object? Item)[] keyed = [.. items.Select(item => (Coerce.ToText(run, item), item))];
        return [.. Merge(run, keyed, (a, b) => CompareText(run, a.Key, b.Key)).Select(pair => pair.Item)];
    }

    private static double CompareText(ScriptRun run, string a, string b)
    {
        run.ChargeText(a);
        return string.CompareOrdinal(a, b);
    }

    private static T[] Merge<T>(ScriptRun run, T[] items, Func<T, T, double> compare)
    {
        run.Allocate(items.Length * 16L);
        var target = new T[items.Length];
        for (var start = 0; start < items.Length; start += RunLength)
            InsertionSort(run, items, start, Math.Min(start + RunLength, items.Length), compare);
        for (var width = RunLength; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += width * 2)
                MergeRuns(run, items, target, start, width, compare);
            (items, target) = (target, items);
        }
        return items;
    }

    private static void InsertionSort<T>(ScriptRun run, T[] items, int start, int end, Func<T, T, double> compare)
    {
        for (var next = SortedPrefix(items, start, end, compare); next < end; next++)
        {
            run.Charge(RunLength / 4);
            var item = items[next];
            var (left, right) = (start, next);
            while (left < right)
            {
                var middle = left + ((right - left) >> 1);
                if (compare(item, items[middle]) < 0)
                    right = middle;
                else
                    left = middle + 1;
            }
            Array.Copy(items, left, items, left + 1, next - left);
            items[left] = item;
        }
    }

    /// <summary>Where the order that is there at the start ends; a descending one is turned round.</summary>
    private static int SortedPrefix<T>(T[] items, int start, int end, Func<T, T, double> compare)
    {
        if (end - start < 2)
            return end;
        var isDescending = compare(items[start + 1], items[start]) < 0;
        var next = start + 2;
        while (next < end && compare(items[next], items[next - 1]) < 0 == isDescending)
            next++;
        if (isDescending)
            Array.Reverse(items, start, next - start);
        return next;
    }

    private static void MergeRuns<T>(ScriptRun run, T[] items, T[] target, int start, int width, Func<T, T, double> compare)
    {
        var middle = Math.Min(start + width, items.Length);
        var end = Math.Min(middle + width, items.Length);
        run.Charge(end - start);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            var takeLeft = left < middle && (right >= end || compare(items[left], items[right]) <= 0);
            target[i] = takeLeft ? items[left++] : items[right++];
        }
    }
}
