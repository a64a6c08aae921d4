using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;

namespace Workflows.Stress;

/// <summary>A request's state is what replaying its journal gives: which activities are at work, what they set as outputs, and how it ended.</summary>
internal static class JournalReplay
{
    public static void Check(DbConnection reader, Verdict verdict)
    {
        var whole = verdict.Check("5 journals have no gap and nothing twice");
        var equal = verdict.Check("5 state is what replaying the journal gives");
        var journals = Journals(reader).ToDictionary(journal => journal.Run, journal => journal.Entries);
        foreach (var run in reader.Query<RunRow>("SELECT id, status, sub_status, revision, state FROM instances"))
        {
            using var state = JsonDocument.Parse(run.State);
            var entries = journals.GetValueOrDefault(run.Id) ?? [];
            if (!entries.Select(entry => entry.Sequence).SequenceEqual(Enumerable.Range(0, entries.Count).Select(number => (long)number))) whole.Add($"run {run.Id}: entries {string.Join(' ', entries.Select(entry => entry.Sequence))}");
            if (state.RootElement.GetProperty("seq").GetInt64() != entries.Count) whole.Add($"run {run.Id}: its state was saved after {state.RootElement.GetProperty("seq")} entries, and there are {entries.Count}");
            if (entries.Count > 0 && entries[^1].Burst > run.Revision) whole.Add($"run {run.Id}: the journal has burst {entries[^1].Burst}, the run is at {run.Revision}");

            var (atWork, outputs) = Replay(entries);
            var said = state.RootElement.GetProperty("ctx").EnumerateArray().Where(context => context.TryGetProperty("p", out _)).Select(context => context.GetProperty("i").GetInt32()).ToHashSet();
            if (!atWork.SetEquals(said)) equal.Add($"run {run.Id} ({run.SubStatus}): the journal leaves {string.Join(' ', atWork)} at work, the state {string.Join(' ', said)}");
            foreach (var (name, value) in outputs)
            {
                var stored = state.RootElement.TryGetProperty("out", out var all) && all.TryGetProperty(name, out var output) ? output.GetRawText() : null;
                if (stored != value) equal.Add($"run {run.Id}: the journal sets {name} to {value}, the state has {stored}");
            }

            if (run.SubStatus == "Finished" && atWork.Count > 0) equal.Add($"run {run.Id} has finished with {atWork.Count} activities at work");
        }

        foreach (var orphan in journals.Keys.Except(reader.Query<string>("SELECT id FROM instances"))) whole.Add($"there is a journal of run {orphan}, and no run");
        foreach (var row in reader.Rows("SELECT r.id, r.status, i.sub_status FROM requests r LEFT JOIN instances i ON i.id = r.id"))
        {
            var status = (string?)row["sub_status"] switch { "Finished" => "closed", "Cancelled" => "withdrawn", "Faulted" => "failed", null => "gone", _ => "open" };
            if (status != (string?)row["status"]) equal.Add($"request {row["id"]} is {row["status"]}, its run is {row["sub_status"]}");
        }
    }

    /// <summary>The journals of all runs, oldest entry first.</summary>
    public static IEnumerable<(string Run, List<Entry> Entries)> Journals(DbConnection reader) =>
        reader.Query<BurstRow>("SELECT instance_id, burst, entries FROM journal ORDER BY instance_id, burst")
            .GroupBy(row => row.InstanceId)
            .Select(run => (run.Key, run.SelectMany(row => JsonNode.Parse(row.Entries)!.AsArray().Select(entry => Entry.Of(row.Burst, entry!))).ToList()));

    private static (HashSet<int> AtWork, Dictionary<string, string?> Outputs) Replay(List<Entry> entries)
    {
        var (atWork, outputs) = (new HashSet<int>(), new Dictionary<string, string?>());
        foreach (var entry in entries)
        {
            if (entry.Event == "Started") atWork.Add(entry.Instance);
            if (entry.Event is "Completed" or "Canceled") atWork.Remove(entry.Instance);
            if (entry is { Event: "Started", Type: "Elsa.SetOutput" }) outputs[(string)entry.Inputs!["OutputName"]!] = entry.Inputs["OutputValue"]?.ToJsonString();
        }

        return (atWork, outputs);
    }

    /// <summary>One line of a journal.</summary>
    /// <param name="Instance">The number of the activity's execution within its run.</param>
    public sealed record Entry(long Burst, long Sequence, int Instance, string Activity, string Type, string Event, JsonNode? Inputs)
    {
        public static Entry Of(long burst, JsonNode json) =>
            new(burst, (long)json["s"]!, (int)json["i"]!, (string)json["a"]!, (string)json["t"]!, (string)json["e"]!, json["in"]);
    }

    private sealed class BurstRow
    {
        public string InstanceId { get; init; } = "";

        public long Burst { get; init; }

        public byte[] Entries { get; init; } = [];
    }

    private sealed class RunRow
    {
        public string Id { get; init; } = "";

        public string SubStatus { get; init; } = "";

        public long Revision { get; init; }

        public byte[] State { get; init; } = [];
    }
}
