using System.Text.Json.Nodes;
using Workflows.Engine.Execution;

namespace Workflows.Conformance;

/// <summary>Expectations about what the journal of the instance says of single activities.</summary>
internal static class JournalChecks
{
    public static async Task CompareAsync(CaseRun run, JsonObject expect, List<string> differences, CancellationToken ct)
    {
        if (expect["activityStatus"] is null && expect["completedCount"] is null && expect["activityRecords"] is null) return;
        var journal = await run.Host.JournalAsync(run.InstanceId!, ct);
        foreach (var (id, status) in expect.Map("activityStatus") ?? [])
            Expectations.Equal($"status of {id}", status?.ToString(), StatusOf(journal.LastOrDefault(entry => entry.ActivityId == id)), differences);
        foreach (var (id, count) in expect.Map("completedCount") ?? [])
            Expectations.Equal($"completions of {id}", (int)count!, journal.Count(entry => entry.ActivityId == id && entry.Event == JournalEvent.Completed), differences);
        foreach (var expected in expect.Maps("activityRecords")) Records(run, expected, journal, differences);
    }

    /// <summary>How many incidents an activity and everything below it has had.</summary>
    public static int AggregateFaults(IReadOnlyList<JournalEntry> journal, string activityId)
    {
        var parents = journal.GroupBy(entry => entry.ActivityInstanceId).ToDictionary(entries => entries.Key, entries => entries.First().ParentInstanceId);
        var own = journal.Where(entry => entry.ActivityId == activityId).Select(entry => entry.ActivityInstanceId).ToHashSet();
        return journal.Where(entry => entry.Event == JournalEvent.Faulted).Count(entry =>
        {
            for (var id = entry.ActivityInstanceId; ; id = parents[id])
            {
                if (own.Contains(id)) return true;
                if (!parents.ContainsKey(id)) return false;
            }
        });
    }

    private static string? StatusOf(JournalEntry? last) => last?.Event switch
    {
        null => null,
        JournalEvent.Completed => nameof(ActivityStatus.Completed),
        JournalEvent.Canceled => nameof(ActivityStatus.Canceled),
        JournalEvent.Faulted => nameof(ActivityStatus.Faulted),
        _ => nameof(ActivityStatus.Running),
    };

    /// <summary>Members: <c>activityType</c>, <c>activityName</c> or <c>activityId</c> choose; <c>hasState:X</c>, <c>hasOutputs</c> and <c>status</c> are compared.</summary>
    private static void Records(CaseRun run, JsonObject expected, IReadOnlyList<JournalEntry> journal, List<string> differences)
    {
        var records = journal.GroupBy(entry => entry.ActivityInstanceId).OrderBy(entries => entries.First().Sequence).Select(entries => entries.ToList())
            .Where(entries => Chosen(run, expected, entries[0])).ToList();
        if (records.Count == 0) differences.Add($"activityRecords: none for {expected.Compact()}");
        foreach (var (member, value) in expected)
        {
            if (member.StartsWith("hasState:", StringComparison.Ordinal))
            {
                var input = member["hasState:".Length..];
                var actual = records.ConvertAll(entries => entries.Any(entry => entry.Inputs?.ContainsKey(input) == true));
                var wanted = value is JsonArray list ? list.Select(item => (bool)item!).ToList() : Enumerable.Repeat((bool)value!, records.Count).ToList();
                if (!wanted.SequenceEqual(actual)) differences.Add($"{member}: expected [{string.Join(", ", wanted)}], got [{string.Join(", ", actual)}]");
            }
            else if (member == "hasOutputs")
            {
                foreach (var output in expected.Texts("hasOutputs").Where(output => !records.Exists(entries => entries.Any(entry => entry.Outputs?.ContainsKey(output) == true))))
                    differences.Add($"activityRecords: no output '{output}' for {expected.Compact()}");
            }
            else if (member == "status")
            {
                foreach (var entries in records) Expectations.Equal("activityRecords.status", value?.ToString(), StatusOf(entries[^1]), differences);
            }
            else if (member == "count")
            {
                Expectations.Equal("activityRecords.count", (int)value!, records.Count, differences);
            }
        }
    }

    private static bool Chosen(CaseRun run, JsonObject expected, JournalEntry entry)
    {
        if (expected.Text("activityType") is { } type && entry.ActivityType != type) return false;
        if (expected.Text("activityId") is { } id && entry.ActivityId != id) return false;
        return expected.Text("activityName") is not { } name || entry.ActivityId == name || NamesOf(run, entry).Contains(name);
    }

    private static IEnumerable<string?> NamesOf(CaseRun run, JournalEntry entry) =>
        run.Host.Definitions.Versions.Select(version => run.Host.Definitions.FindVersion(version.Id)!)
            .SelectMany(definition => definition.Nodes).Where(node => node.Id == entry.ActivityId && node.Type == entry.ActivityType).Select(node => node.Name);
}
