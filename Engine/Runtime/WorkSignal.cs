namespace Workflows.Engine.Runtime;

/// <summary>Says that there may be something to do. Calls that come while nobody waits are remembered as one.</summary>
public sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);
    private readonly Lock _lock = new();

    // Null while nobody waits.
    private DateTimeOffset? _waitsUntil;

    /// <summary>Says that something is due at an instant: whoever waits longer than that looks again.</summary>
    public void Raise(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (_waitsUntil is { } until && due >= until) return;
        }

        Raise();
    }

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is raised already.
        }
    }

    /// <summary>Waits for the signal, at most until an instant (null: for ever).</summary>
    public async Task WaitAsync(DateTimeOffset? until, TimeProvider time, CancellationToken ct)
    {
        lock (_lock) _waitsUntil = until ?? DateTimeOffset.MaxValue;
        try
        {
            await WaitForAsync(until, time, ct);
        }
        finally
        {
            lock (_lock) _waitsUntil = null;
        }
    }

    public void Dispose() => _raised.Dispose();

    private async Task WaitForAsync(DateTimeOffset? until, TimeProvider time, CancellationToken ct)
    {
        if (until is null)
        {
            await _raised.WaitAsync(ct);
            return;
        }

        var wait = until.Value - time.GetUtcNow();
        if (wait <= TimeSpan.Zero) return;
        // A timer takes at most about 49 days; looking up earlier is harmless.
        if (wait > TimeSpan.FromDays(1)) wait = TimeSpan.FromDays(1);
        using var expiry = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, ct);
        try
        {
            await _raised.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The instant has come.
        }
    }
}
