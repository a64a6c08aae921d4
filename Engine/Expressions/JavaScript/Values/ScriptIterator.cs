namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>What <c>map.entries()</c>, <c>array.keys()</c>, <c>text.matchAll(...)</c> ... return: walked once, by <c>for...of</c>, spread or <c>next()</c>.</summary>
internal sealed class ScriptIterator(string kind, IEnumerator<object?> items)
{
    public string Kind { get; } = kind;

    public bool TryNext(out object? item)
    {
        if (items.MoveNext())
        {
            item = items.Current;
            return true;
        }
        item = Undefined.Value;
        return false;
    }
}
