namespace Workflows.Engine.Storage;

/// <summary>Reads what several ask for at the same moment in one question: what is asked for while others are read is read next, together. Who asks alone does not wait.</summary>
/// <param name="read">Finds what belongs to these keys, each of them once. What its answer leaves out is not there.</param>
public sealed class ReadTogether<TValue>(Func<IReadOnlyList<string>, Task<IReadOnlyDictionary<string, TValue>>> read)
    where TValue : class
{
    private const int LargestGroup = 32;

    // Two, so that one that the database answers late does not hold up all others.
    private const int MostAtOnce = 2;

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _waiting = [];
    private int _atWork;

    /// <summary>As it is stored now, or later; null when it is not there.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public Task<TValue?> FindAsync(string key, CancellationToken ct)
    {
        var pending = new Pending(key);
        lock (_lock)
        {
            _waiting.Enqueue(pending);
            if (_atWork < MostAtOnce)
            {
                _atWork++;
                _ = Task.Run(WorkAsync, CancellationToken.None);
            }
        }

        return pending.Found.Task.WaitAsync(ct);
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            try
            {
                var found = await read([.. group.Select(pending => pending.Key).Distinct()]);
                foreach (var pending in group) pending.Found.SetResult(found.GetValueOrDefault(pending.Key));
            }
#pragma warning disable CA1031 // Whatever it was belongs to those who wait.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var pending in group) pending.Found.TrySetException(failure);
            }
        }
    }

    private List<Pending> Take()
    {
        lock (_lock)
        {
            var group = new List<Pending>();
            while (group.Count < LargestGroup && _waiting.TryDequeue(out var pending)) group.Add(pending);
            if (group.Count == 0) _atWork--;
            return group;
        }
    }

    private sealed record Pending(string Key)
    {
        // Continuations run elsewhere: a caller must not hold up the next group.
        public TaskCompletionSource<TValue?> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
