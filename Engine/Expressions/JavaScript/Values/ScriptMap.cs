namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The entries of a Map or Set in insertion order. An entry deleted while someone iterates is skipped, an added one is reached, as in JavaScript.</summary>
internal abstract class ScriptCollection
{
    private readonly Dictionary<object, int> places = new(ScriptKeyComparer.Instance);
    // A deleted entry leaves its place empty, so that running iterations keep theirs; the step budget bounds the waste.
    private readonly List<(object? Key, object? Value, bool Live)> entries = [];

    public int Count => places.Count;

    public bool Has(ScriptRun run, object? key) => places.ContainsKey(Key(run, key));

    public object? Get(ScriptRun run, object? key) => places.TryGetValue(Key(run, key), out var place) ? entries[place].Value : Undefined.Value;

    public bool Delete(ScriptRun run, object? key)
    {
        if (!places.Remove(Key(run, key), out var place))
            return false;
        entries[place] = default;
        return true;
    }

    public void Clear(ScriptRun run)
    {
        run.Charge(entries.Count >> 3);
        places.Clear();
        for (var i = 0; i < entries.Count; i++)
            entries[i] = default;
    }

    /// <summary>The next live entry at or after <paramref name="place"/>, which is moved past it.</summary>
    public bool TryNext(ScriptRun? run, ref int place, out object? key, out object? value)
    {
        while (place < entries.Count)
        {
            (key, value, var live) = entries[place++];
            if (live)
                return true;
            run?.Charge(1);
        }
        key = value = null;
        return false;
    }

    protected void Put(ScriptRun run, object? key, object? value)
    {
        if (key is double and 0)
            key = JsNumber.Zero;
        var hashed = Key(run, key);
        if (places.TryGetValue(hashed, out var place))
        {
            entries[place] = (key, value, true);
            return;
        }
        run.ReserveEntries(Count + 1, 1, bytesEach: 72);
        places.Add(hashed, entries.Count);
        entries.Add((key, value, true));
    }

    private static object Key(ScriptRun run, object? key)
    {
        if (key is string text)
            run.ChargeText(text);
        return ScriptKeyComparer.Key(key);
    }
}

/// <summary>A <c>Map</c>.</summary>
internal sealed class ScriptMap : ScriptCollection
{
    public void Set(ScriptRun run, object? key, object? value) => Put(run, key, value);
}

/// <summary>A <c>Set</c>.</summary>
internal sealed class ScriptSet : ScriptCollection
{
    public void Add(ScriptRun run, object? value) => Put(run, value, value);
}
