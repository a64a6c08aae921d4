using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Workflows.Activities.Approvals;

namespace Workflows.Api.Live;

/// <summary>Somebody who is connected, perhaps with several windows, and the tasks that they know to be theirs.</summary>
internal sealed class Listener(string personId)
{
    public string PersonId => personId;

    /// <summary>By connection id.</summary>
    public ConcurrentDictionary<string, HubCallerContext> Connections { get; } = new();

    /// <summary>By task id; null until it was read for the first time. Only the one who tells touches it.</summary>
    public Dictionary<string, LiveTask>? Tasks { get; private set; }

    public LiveCounts Counts => new(Tasks?.Values.Count(task => task.Kind == TaskTerms.Approval) ?? 0, Tasks?.Values.Count(task => task.Kind == TaskTerms.Change) ?? 0);

    /// <summary>Takes over what is theirs now.</summary>
    /// <param name="requestId">Only of this request; null: all that there are.</param>
    /// <returns>What is new and what is gone; nothing of both the first time.</returns>
    public (IReadOnlyList<LiveTask> Opened, IReadOnlyList<LiveTask> Closed) Take(IEnumerable<LiveTask> now, string? requestId)
    {
        var isFirst = Tasks is null;
        Tasks ??= [];
        var current = now.ToDictionary(task => task.Id);
        List<LiveTask> closed = [.. Tasks.Values.Where(task => (requestId is null || task.RequestId == requestId) && !current.ContainsKey(task.Id))];
        foreach (var task in closed) Tasks.Remove(task.Id);
        List<LiveTask> opened = [.. current.Values.Where(task => Tasks.TryAdd(task.Id, task))];
        return isFirst ? ([], []) : (opened, closed);
    }
}
