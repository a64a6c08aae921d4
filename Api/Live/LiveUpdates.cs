using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Workflows.Api.Elsa.Live;
using Workflows.Api.Identity;
using Workflows.Engine.Storage;

namespace Workflows.Api.Live;

/// <summary>Tells those who are connected what commits of any node mean for them: see <see cref="LiveEvents"/>. Telling starts after a commit and never holds one up.</summary>
public sealed class LiveUpdates : LiveTeller<LiveUpdates.Work>
{
    private readonly ConcurrentDictionary<string, Listener> _listeners = new();
    private readonly IHubContext<AppHub> _hub;
    private readonly LiveTasks _tasks;
    private readonly Rights _rights;
    private readonly SessionCheck _sessions;
    private readonly ILogger<LiveUpdates> _logger;

    public LiveUpdates(Database database, IHubContext<AppHub> hub, LiveTasks tasks, Rights rights, SessionCheck sessions, ILogger<LiveUpdates> logger)
        : base(logger)
    {
        (_hub, _tasks, _rights, _sessions, _logger) = (hub, tasks, rights, sessions, logger);
        // Commits of every node come this way.
        database.Changes.Changed += Notice;
    }

    /// <summary>What is to be told.</summary>
    public abstract record Work
    {
        public sealed record Request(string Id) : Work;

        /// <summary>Roles, groups, substitutes: everybody's tasks may be others now.</summary>
        public sealed record Tasks : Work;

        public sealed record Processes : Work;

        public sealed record Everything : Work;

        public sealed record Welcome(string PersonId, string ConnectionId) : Work;
    }

    internal void Join(HubCallerContext connection)
    {
        var personId = connection.User!.PersonId();
        while (true)
        {
            var listener = _listeners.GetOrAdd(personId, static id => new Listener(id));
            listener.Connections[connection.ConnectionId] = connection;
            // One who is being forgotten at this very moment is no listener any more.
            if (_listeners.TryGetValue(personId, out var kept) && kept == listener) break;
        }

        Note(new Work.Welcome(personId, connection.ConnectionId));
    }

    internal void Leave(HubCallerContext connection)
    {
        if (_listeners.TryGetValue(connection.User!.PersonId(), out var listener)) Forget(listener, connection.ConnectionId);
    }

    // Called by whoever has committed: nothing is done here but noting it.
    private void Notice(Change change)
    {
        if (_listeners.IsEmpty) return;
        switch (change)
        {
            case Change.Instance moved: Note(new Work.Request(moved.Id)); break;
            case Change.State { Subject: SharedState.Definitions }: Note(new Work.Processes()); break;
            case Change.State { Subject: SharedState.People or SharedState.Substitutes }: Note(new Work.Tasks()); break;
            case Change.Anything: Note(new Work.Everything()); break;
        }
    }

    protected override Task TellAsync(Work work, CancellationToken ct) => work switch
    {
        Work.Request request => TellOfRequestAsync(request.Id, ct),
        Work.Tasks => LookAgainAsync(ct),
        Work.Processes => TellAsync(_listeners.Values, user => _rights.Of(user).Contains(Right.ProcessRead), LiveEvents.ProcessesChanged, ct),
        Work.Everything => TellEverythingAsync(ct),
        Work.Welcome welcome => WelcomeAsync(welcome, ct),
        _ => throw new InvalidOperationException($"{work} is not told."),
    };

    private async Task WelcomeAsync(Work.Welcome welcome, CancellationToken ct)
    {
        if (!_listeners.TryGetValue(welcome.PersonId, out var listener) || !listener.Connections.ContainsKey(welcome.ConnectionId)) return;
        if (listener.Tasks is null) listener.Take(await _tasks.OfPersonAsync(listener.PersonId, ct), requestId: null);
        await SendAsync(listener, welcome.ConnectionId, LiveEvents.CountsChanged, listener.Counts, ct);
    }

    private async Task TellOfRequestAsync(string requestId, CancellationToken ct)
    {
        var state = await _tasks.OfAsync(requestId, [.. _listeners.Keys], ct);
        foreach (var listener in _listeners.Values)
        {
            // Somebody who has just come is told after what is there now was read.
            if (listener.Tasks is not null) await TellOfTasksAsync(listener, state.Mine.GetValueOrDefault(listener.PersonId) ?? [], requestId, ct);
            if (state.Request is not { } request || !_tasks.MaySee(listener.PersonId, state)) continue;
            await TellAsync(listener, LiveEvents.RequestChanged, new LiveRequest(request.Id, request.Reference, request.Process, request.Status, request.Outcome), ct);
        }
    }

    private async Task LookAgainAsync(CancellationToken ct)
    {
        foreach (var listener in _listeners.Values)
        {
            if (listener.Tasks is not null) await TellOfTasksAsync(listener, await _tasks.OfPersonAsync(listener.PersonId, ct), requestId: null, ct);
        }
    }

    private async Task TellEverythingAsync(CancellationToken ct)
    {
        await LookAgainAsync(ct);
        await TellAsync(_listeners.Values, static _ => true, LiveEvents.ReadAgain, ct);
    }

    private async Task TellOfTasksAsync(Listener listener, IEnumerable<LiveTask> now, string? requestId, CancellationToken ct)
    {
        var (opened, closed) = listener.Take(now, requestId);
        foreach (var task in opened) await TellAsync(listener, LiveEvents.TaskOpened, task, ct);
        foreach (var task in closed) await TellAsync(listener, LiveEvents.TaskClosed, task, ct);
        if (opened.Count + closed.Count > 0) await TellAsync(listener, LiveEvents.CountsChanged, listener.Counts, ct);
    }

    private async Task TellAsync(IEnumerable<Listener> listeners, Func<System.Security.Claims.ClaimsPrincipal, bool> may, string what, CancellationToken ct)
    {
        foreach (var listener in listeners)
        {
            foreach (var (connectionId, connection) in listener.Connections)
            {
                if (may(connection.User!)) await SendAsync(listener, connectionId, what, about: null, ct);
            }
        }
    }

    private async Task TellAsync(Listener listener, string what, object about, CancellationToken ct)
    {
        foreach (var connectionId in listener.Connections.Keys) await SendAsync(listener, connectionId, what, about, ct);
    }

    private async Task SendAsync(Listener listener, string connectionId, string what, object? about, CancellationToken ct)
    {
        if (!listener.Connections.TryGetValue(connectionId, out var connection)) return;
        // A session that ended, roles that changed: the connection was opened before and ends here.
        if (await _sessions.IsGoodAsync(connection.User!, ct))
        {
            try
            {
                var client = _hub.Clients.Client(connectionId);
                await (about is null ? client.SendAsync(what, ct) : client.SendAsync(what, about, ct)).WaitAsync(Patience, ct);
                return;
            }
            catch (TimeoutException)
            {
                _logger.LogInformation("A connection of {Person} takes nothing any more and is closed", listener.PersonId);
            }
        }

        Forget(listener, connectionId);
        connection.Abort();
    }

    private void Forget(Listener listener, string connectionId)
    {
        if (listener.Connections.TryRemove(connectionId, out _) && listener.Connections.IsEmpty) _listeners.TryRemove(KeyValuePair.Create(listener.PersonId, listener));
    }
}
