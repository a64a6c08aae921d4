namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>Commits units of work that wait at the same time in one transaction: its begin and end, its flush, the audit chain and most statements serve all of them.</summary>
/// <param name="commit">Commits these together. False: nothing was kept, and each must be done by itself.</param>
internal sealed class PostgreSqlGroups(Func<IReadOnlyList<PostgreSqlUnit>, Task<bool>> commit)
{
    private const int LargestGroup = 32;

    // Another group begins beside the first when so many wait, or when they have waited too long: one may be held up by a lock. Few large groups are less work than many small ones.
    private const int ManyWaiting = 16;
    private const int MostGroups = 4;

    // So few are left to the group that is at work.
    private const int FewWaiting = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _waiting = [];
    private int _atWork;
    private long _lastBegun;

    /// <returns>False: nothing was kept, and the unit must be done by itself.</returns>
    public async Task<bool> CommitAsync(string subject, PostgreSqlUnit unit)
    {
        var pending = new Pending(subject, unit);
        lock (_lock)
        {
            _waiting.Enqueue(pending);
            if (_atWork == 0 || (_waiting.Count >= ManyWaiting && _atWork < MostGroups)) Begin();
        }

        while (true)
        {
            await ((Task)pending.IsDone).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (pending.IsDone.IsCompleted) return await pending.IsDone;
            lock (_lock)
            {
                if (_waiting.Count > 0 && _atWork < MostGroups && TimeProvider.System.GetElapsedTime(_lastBegun) >= Patience) Begin();
            }
        }
    }

    private void Begin()
    {
        _atWork++;
        _ = Task.Run(WorkAsync);
    }

    // Ends when nobody waits, or few whom the group beside it can take next; whoever comes when none is at work begins again.
    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            try
            {
                var isKept = await commit([.. group.Select(pending => pending.Unit)]);
                foreach (var pending in group) pending.Done.SetResult(isKept);
            }
#pragma warning disable CA1031 // Whatever it was belongs to those who wait.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var pending in group) pending.Done.SetException(failure);
            }
        }
    }

    private List<Pending> Take()
    {
        lock (_lock)
        {
            var group = new List<Pending>();
            var isLeftToOthers = _atWork > 1 && _waiting.Count < FewWaiting;
            while (!isLeftToOthers && group.Count < LargestGroup && _waiting.TryDequeue(out var pending)) group.Add(pending);
            if (group.Count == 0) _atWork--;
            _lastBegun = TimeProvider.System.GetTimestamp();
            group.Sort((one, other) => string.CompareOrdinal(one.Subject, other.Subject));
            return group;
        }
    }

    private sealed record Pending(string Subject, PostgreSqlUnit Unit)
    {
        // Continuations run elsewhere: a caller must not hold up the next group.
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> IsDone => Done.Task;
    }
}
