namespace Workflows.Engine.Storage;

/// <summary>Does together what is asked for at the same moment: what comes while a group is at work is done next, as one. Who comes alone does not wait.</summary>
/// <param name="work">Gives each its answer, in their order. What it throws is told to all of them.</param>
public sealed class Together<TItem, TAnswer>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> work, TimeProvider time)
{
    private const int LargestGroup = 32;

    // Another group begins beside the first when so many wait, or when it takes too long: it may be held up. Few large groups are less work than many small ones.
    private const int ManyWaiting = 16;
    private const int MostGroups = 4;

    // So few are left to the group that is at work beside this one.
    private const int FewWaiting = 4;

    // Fewer wait, for a moment, for those who are on their way.
    private const int EnoughWaiting = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<Pending> _waiting = [];
    private ITimer? _moment;
    private bool _isMomentBegun;
    private bool _isMomentOver;
    private int _expected;
    private int _atWork;
    private int _heldUp;

    // Where few are busy at all, half of them are soon enough.
    private bool IsWorthWaiting => _waiting.Count < Math.Min(EnoughWaiting, _expected / 2) && !_isMomentOver;

    public Task<TAnswer> DoAsync(TItem item)
    {
        var pending = new Pending(item);
        lock (_lock)
        {
            _waiting.Enqueue(pending);
            BeginIfWorthIt();
        }

        return pending.Done.Task;
    }

    /// <summary>Somebody is about to come: those who are few wait a moment for them.</summary>
    /// <returns>Disposed when they have their answer, or do not come.</returns>
    public IDisposable Expect()
    {
        lock (_lock) _expected++;
        return new Expectation(this);
    }

    private void BeginIfWorthIt()
    {
        if (_atWork == MostGroups || _waiting.Count == 0 || (_atWork > _heldUp && _waiting.Count < ManyWaiting)) return;
        if (_atWork == _heldUp && IsWorthWaiting)
        {
            WaitAMoment();
            return;
        }

        _atWork++;
        // In its turn: what is ready to run before it may bring somebody for this group.
        _ = Task.Factory.StartNew(WorkAsync, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
    }

    private void WaitAMoment()
    {
        if (_isMomentBegun) return;
        _isMomentBegun = true;
        if (_moment is null) _moment = time.CreateTimer(_ => EndMoment(), null, Moment, Timeout.InfiniteTimeSpan);
        else _moment.Change(Moment, Timeout.InfiniteTimeSpan);
    }

    private void EndMoment()
    {
        lock (_lock)
        {
            _isMomentBegun = false;
            _isMomentOver = _waiting.Count > 0 && _atWork == _heldUp;
            BeginIfWorthIt();
        }
    }

    // Ends when nobody waits, or few whom the group beside it can take next, or who wait for others; whoever comes when none is at work begins again.
    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } group)
        {
            var answering = AnswerAsync(group);
            await answering.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answering.IsCompleted) continue;
            lock (_lock)
            {
                _heldUp++;
                BeginIfWorthIt();
            }

            await answering;
            lock (_lock) _heldUp--;
        }
    }

    private async Task AnswerAsync(List<Pending> group)
    {
        try
        {
            var answers = await work(group.ConvertAll(pending => pending.Item));
            for (var at = 0; at < group.Count; at++) group[at].Done.SetResult(answers[at]);
        }
#pragma warning disable CA1031 // Whatever it was belongs to those who wait.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            foreach (var pending in group) pending.Done.TrySetException(failure);
        }
    }

    private List<Pending> Take()
    {
        lock (_lock)
        {
            var group = new List<Pending>();
            var others = _atWork - _heldUp - 1;
            var isLeft = others > 0 ? _waiting.Count < FewWaiting : IsWorthWaiting;
            while (!isLeft && group.Count < LargestGroup && _waiting.TryDequeue(out var pending)) group.Add(pending);
            if (group.Count > 0) _isMomentBegun = _isMomentOver = false;
            else
            {
                _atWork--;
                if (others <= 0 && _waiting.Count > 0) WaitAMoment();
            }

            return group;
        }
    }

    private sealed record Pending(TItem Item)
    {
        // Continuations run elsewhere: a caller must not hold up the next group.
        public TaskCompletionSource<TAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Expectation(Together<TItem, TAnswer> together) : IDisposable
    {
        public void Dispose()
        {
            lock (together._lock)
            {
                together._expected--;
                together.BeginIfWorthIt();
            }
        }
    }
}
