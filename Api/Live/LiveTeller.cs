using System.Threading.Channels;

namespace Workflows.Api.Live;

/// <summary>Tells those who are connected of what was noted, one thing after the other and outside of whoever notes it. What is noted again before its turn is told once.</summary>
/// <typeparam name="T">Equal when it would be told in the same words.</typeparam>
public abstract class LiveTeller<T>(ILogger logger) : BackgroundService
    where T : notnull
{
    /// <summary>Whoever does not take what they are told for this long has lost the connection without knowing.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<T> _noted = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<T> _pending = [];
    private readonly Lock _lock = new();

    protected void Note(T what)
    {
        lock (_lock)
        {
            if (_pending.Add(what)) _noted.Writer.TryWrite(what);
        }
    }

    protected abstract Task TellAsync(T what, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var what in _noted.Reader.ReadAllAsync(stoppingToken))
            {
                lock (_lock) _pending.Remove(what);
                try
                {
                    await TellAsync(what, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    logger.LogWarning(e, "Those who are connected could not be told of {What}", what);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
