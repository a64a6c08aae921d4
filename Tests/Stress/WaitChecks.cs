using System.Data.Common;
using System.Text.Json;
using Dapper;
using Workflows.Activities.Approvals;
using Workflows.Engine.Execution;

namespace Workflows.Stress;

/// <summary>Every open task has its bookmark and every bookmark its task; a run that waits has something to wait for, and the tables say what its state says.</summary>
/// <remarks>Holds in every committed state of the database, so it may be asked at any time on a snapshot.</remarks>
internal static class WaitChecks
{
    public static bool Check(DbConnection reader, Verdict verdict)
    {
        var tasksAndBookmarks = verdict.Check("2 every open task has its bookmark, and every bookmark its task");
        var stateAndTables = verdict.Check("2 bookmarks and timers are what the state of their run says");
        var waiting = verdict.Check("2 nothing is suspended without something to wait for");

        var instances = reader.Query<InstanceRow>("SELECT id, status, sub_status, state FROM instances WHERE status <> 'Finished'").ToDictionary(instance => instance.Id);
        var bookmarks = reader.Query<BookmarkRow>("SELECT id, instance_id, name, hash FROM bookmarks").ToList();
        var open = reader.Query<(string Id, string Instance)>("SELECT id, instance_id FROM tasks WHERE status = 'open'").ToList();
        var timers = reader.Query<(string Id, long Due)>("SELECT id, due_at FROM timers WHERE instance_id IS NOT NULL").ToDictionary(timer => timer.Id, timer => timer.Due);

        var asked = bookmarks.Where(bookmark => bookmark.Name == DecisionTaken.Stimulus).ToLookup(bookmark => (bookmark.InstanceId, bookmark.Hash));
        var wanted = open.Select(task => (task.Instance, Hash: Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id)))).ToHashSet();
        foreach (var (id, instance) in open)
        {
            var count = asked[(instance, Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(id)))].Count();
            if (count != 1) tasksAndBookmarks.Add($"open task {id} of request {instance} has {count} bookmarks");
        }

        foreach (var bookmark in asked.SelectMany(group => group).Where(bookmark => !wanted.Contains((bookmark.InstanceId, bookmark.Hash))))
            tasksAndBookmarks.Add($"bookmark {bookmark.Id} of request {bookmark.InstanceId} waits for the decision of no open task");

        var stored = bookmarks.ToLookup(bookmark => bookmark.InstanceId);
        foreach (var instance in stored.Where(group => !instances.ContainsKey(group.Key))) stateAndTables.Add($"run {instance.Key} has ended and has {instance.Count()} bookmarks");
        foreach (var instance in instances.Values)
        {
            var (said, due) = Bookmarks(instance.State);
            var there = stored[instance.Id].Select(bookmark => (bookmark.Id, bookmark.Hash)).ToHashSet();
            if (!there.SetEquals(said)) stateAndTables.Add($"run {instance.Id}: its state has {said.Count} bookmarks and the table {there.Count} or others");
            foreach (var (id, at) in due)
            {
                if (!timers.Remove(id, out var timer)) stateAndTables.Add($"run {instance.Id}: the timer of its bookmark {id} is gone");
                else if (timer != at) stateAndTables.Add($"run {instance.Id}: the timer of its bookmark {id} is due at another time");
            }

            if (instance.SubStatus != "Suspended" || there.Count == 0) waiting.Add($"run {instance.Id} is {instance.SubStatus} with {there.Count} bookmarks");
        }

        foreach (var timer in timers.Keys) stateAndTables.Add($"timer {timer} belongs to no bookmark");
        return true;
    }

    private static (HashSet<(string Id, string Hash)> Bookmarks, List<(string Id, long Due)> Due) Bookmarks(byte[] state)
    {
        using var json = JsonDocument.Parse(state);
        var (all, due) = (new HashSet<(string, string)>(), new List<(string, long)>());
        if (!json.RootElement.TryGetProperty("bm", out var bookmarks)) return (all, due);
        foreach (var bookmark in bookmarks.EnumerateArray())
        {
            var id = bookmark.GetProperty("id").GetString()!;
            all.Add((id, bookmark.GetProperty("hash").GetString()!));
            if (bookmark.TryGetProperty("due", out var at)) due.Add((id, at.GetInt64()));
        }

        return (all, due);
    }

    private sealed class InstanceRow
    {
        public string Id { get; init; } = "";

        public string SubStatus { get; init; } = "";

        public byte[] State { get; init; } = [];
    }

    private sealed class BookmarkRow
    {
        public string Id { get; init; } = "";

        public string InstanceId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Hash { get; init; } = "";
    }
}
