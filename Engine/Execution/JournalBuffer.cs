using System.Collections;

namespace Workflows.Engine.Execution;

/// <summary>A list that only grows. It takes new blocks instead of copying itself into a larger array, so a long burst costs no more a line than a short one.</summary>
internal sealed class JournalBuffer<T> : IEnumerable<T>
{
    private const int FirstBlock = 32;
    private const int LargestBlock = 4096;

    private readonly List<T[]> _blocks = [];
    private T[] _last = [];
    private int _used;

    public int Count { get; private set; }

    public void Add(T item)
    {
        if (_used == _last.Length)
        {
            _last = new T[_last.Length == 0 ? FirstBlock : Math.Min(_last.Length * 2, LargestBlock)];
            _blocks.Add(_last);
            _used = 0;
        }

        _last[_used++] = item;
        Count++;
    }

    /// <summary>Drops the middle, so that so many items are left at each end.</summary>
    public void KeepEnds(int items)
    {
        if (Count <= 2 * items) return;
        var all = this.ToList();
        _blocks.Clear();
        _last = [];
        _used = Count = 0;
        foreach (var item in all.Take(items).Concat(all.TakeLast(items))) Add(item);
    }

    public IEnumerator<T> GetEnumerator()
    {
        foreach (var block in _blocks)
        {
            var used = block == _last ? _used : block.Length;
            for (var i = 0; i < used; i++) yield return block[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
