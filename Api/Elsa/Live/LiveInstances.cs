using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Workflows.Api.Elsa.Instances;
using Workflows.Api.Identity;
using Workflows.Api.Live;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Live;

public sealed record ActivitiesUpdated(IReadOnlyList<ActivityStats> Stats);

public sealed record JournalUpdated;

public sealed record InstanceUpdated(string WorkflowInstanceId);

/// <summary>Who looks at which run, and what they are told when it moves. Telling starts after a commit and never holds one up.</summary>
public sealed class LiveInstances : LiveTeller<string>
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, HubCallerContext>> _observers = new();
    private readonly IHubContext<InstanceHub> _hub;
    private readonly InstanceQueries _queries;
    private readonly InstanceHistory _history;
    private readonly Rights _rights;
    private readonly SessionCheck _sessions;

    public LiveInstances(Database database, IHubContext<InstanceHub> hub, InstanceQueries queries, InstanceHistory history, Rights rights, SessionCheck sessions, ILogger<LiveInstances> logger)
        : base(logger)
    {
        (_hub, _queries, _history, _rights, _sessions) = (hub, queries, history, rights, sessions);
        // Commits of every node come this way. Called by whoever has committed: nothing is done here but noting it.
        database.Changes.Changed += change =>
        {
            if (change is Change.Instance moved && _observers.ContainsKey(moved.Id)) Note(moved.Id);
            else if (change is Change.Anything) foreach (var instanceId in _observers.Keys) Note(instanceId);
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

    protected override async Task TellAsync(string instanceId, CancellationToken ct)
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
            try
            {
                await SendAsync(_hub.Clients.Client(connectionId), instanceId, stats, ct).WaitAsync(Patience, ct);
            }
            catch (TimeoutException)
            {
                observers.TryRemove(connectionId, out _);
                connection.Abort();
            }
        }
    }

    // Stored names: the designer listens for these.
    private static async Task SendAsync(ISingleClientProxy client, string instanceId, IReadOnlyList<ActivityStats> stats, CancellationToken ct)
    {
        await client.SendAsync("ActivityExecutionLogUpdatedAsync", new ActivitiesUpdated(stats), ct);
        await client.SendAsync("WorkflowExecutionLogUpdatedAsync", new JournalUpdated(), ct);
        await client.SendAsync("WorkflowInstanceUpdatedAsync", new InstanceUpdated(instanceId), ct);
    }
}
