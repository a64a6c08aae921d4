using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Workflows.Api.Elsa.Instances;
using Workflows.Api.Identity;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Live;

public sealed record ActivitiesUpdated(IReadOnlyList<ActivityStats> Stats);

public sealed record JournalUpdated;

public sealed record InstanceUpdated(string WorkflowInstanceId);

/// <summary>Who looks at which run, and what they are told when it moves. Telling starts after a commit and never holds one up.</summary>
public sealed class LiveInstances : BackgroundService
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, HubCallerContext>> _observers = new();
    private readonly Channel<string> _moved = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<string> _pending = [];
    private readonly Lock _lock = new();
    private readonly IHubContext<InstanceHub> _hub;
    private readonly InstanceQueries _queries;
    private readonly InstanceHistory _history;
    private readonly Rights _rights;
    private readonly SessionCheck _sessions;
    private readonly ILogger<LiveInstances> _logger;

    public LiveInstances(Database database, IHubContext<InstanceHub> hub, InstanceQueries queries, InstanceHistory history, Rights rights, SessionCheck sessions, ILogger<LiveInstances> logger)
    {
        (_hub, _queries, _history, _rights, _sessions, _logger) = (hub, queries, history, rights, sessions, logger);
        // Commits of every node come this way.
        database.Changes.Changed += change =>
        {
            if (change is Change.Instance moved) Notice(moved.Id);
            else if (change is Change.Anything) foreach (var instanceId in _observers.Keys) Notice(instanceId);
        };
    }

    internal void Observe(string instanceId, HubCallerContext connection) => _observers.GetOrAdd(instanceId, static _ => new()).TryAdd(connection.ConnectionId, connection);

    internal void Forget(HubCallerContext connection)
    {
        foreach (var (instanceId, observers) in _observers)
        {
            // One that comes at this very moment finds the list gone and makes a new one, or is found by the next look.
            if (observers.TryRemove(connection.ConnectionId, out _) && observers.IsEmpty) _observers.TryRemove(KeyValuePair.Create(instanceId, observers));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var instanceId in _moved.Reader.ReadAllAsync(stoppingToken))
            {
                lock (_lock) _pending.Remove(instanceId);
                try
                {
                    await TellAsync(instanceId, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    _logger.LogWarning(e, "Those who look at run {Instance} could not be told that it moved", instanceId);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // Called by whoever has committed: nothing is done here but noting it. Several commits before the next telling are told once.
    private void Notice(string instanceId)
    {
        if (!_observers.ContainsKey(instanceId)) return;
        lock (_lock)
        {
            if (_pending.Add(instanceId)) _moved.Writer.TryWrite(instanceId);
        }
    }

    private async Task TellAsync(string instanceId, CancellationToken ct)
    {
        if (!_observers.TryGetValue(instanceId, out var observers)) return;
        IReadOnlyList<ActivityStats>? stats = null;
        foreach (var (connectionId, connection) in observers)
        {
            // A session that ended, a right that was taken back: the connection was opened before and ends here.
            if (connection.User is not { } user || !await _sessions.IsGoodAsync(user, ct) || !_rights.May(user, Right.InstancesRead))
            {
                observers.TryRemove(connectionId, out _);
                connection.Abort();
                continue;
            }

            if (await _queries.FindAsync(user, instanceId, ct) is not { } row)
            {
                // Deleted, or out of sight: there is nothing more to tell of it.
                observers.TryRemove(connectionId, out _);
                continue;
            }

            stats ??= InstanceHistory.Stats(await _history.ExecutionsAsync(row, ct), nodeIds: null);
            var client = _hub.Clients.Client(connectionId);
            // Stored names: the designer listens for these.
            await client.SendAsync("ActivityExecutionLogUpdatedAsync", new ActivitiesUpdated(stats), ct);
            await client.SendAsync("WorkflowExecutionLogUpdatedAsync", new JournalUpdated(), ct);
            await client.SendAsync("WorkflowInstanceUpdatedAsync", new InstanceUpdated(instanceId), ct);
        }
    }
}
