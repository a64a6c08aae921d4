using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Keeps what this node has in memory at what the database says: definitions that another node published, people that it imported.</summary>
/// <remarks>A notification makes it look at once; when one is lost, it looks by itself. One small query every few seconds is all that costs.</remarks>
public sealed class ChangeWatch(Database database, IEnumerable<ISharedState> states, TimeProvider time, ILogger<ChangeWatch> logger) : BackgroundService
{
    /// <summary>The longest that a lost notification goes unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ISharedState[] _states = [.. states];
    private readonly WorkSignal _changed = new();

    /// <summary>Reads again what has changed since it was read.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var marks = (await reader.QueryAsync<Mark>(new CommandDefinition("SELECT subject, revision FROM change_marks", cancellationToken: ct))).ToDictionary(mark => mark.Subject, mark => mark.Revision);
        foreach (var state in _states)
        {
            // What nobody has asked for yet is read when somebody does.
            if (state.Revision is { } known && known != marks.GetValueOrDefault(state.Subject)) await state.ReloadAsync(ct);
        }
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Changes.Changed += Notice;
        database.Listen();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    logger.LogWarning(e, "Could not look for changes by other nodes; looking again in {Interval}", Interval);
                }

                await _changed.WaitAsync(time.GetUtcNow() + Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            database.Changes.Changed -= Notice;
        }
    }

    private void Notice(Change change)
    {
        if (change is Change.State or Change.Anything) _changed.Raise();
    }

    private sealed class Mark
    {
        public string Subject { get; init; } = "";

        public long Revision { get; init; }
    }
}
