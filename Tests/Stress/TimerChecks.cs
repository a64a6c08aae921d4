using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;

namespace Workflows.Stress;

/// <summary>Every timer fires once: those that runs wait for, and those that start processes.</summary>
internal static class TimerChecks
{
    public static void Check(DbConnection reader, Verdict verdict)
    {
        var once = verdict.Check("3 every timer fires once");
        foreach (var (run, entries) in JournalReplay.Journals(reader))
        {
            foreach (var wait in entries.Where(entry => entry.Type is "Elsa.Delay" or "Approvals.EmailActionToken").GroupBy(entry => (entry.Instance, entry.Activity)))
            {
                var (resumed, completed, canceled) = (wait.Count(entry => entry.Event == "Resumed"), wait.Count(entry => entry.Event == "Completed"), wait.Count(entry => entry.Event == "Canceled"));
                if (resumed > 1 || completed + canceled != 1) once.Add($"run {run}: {wait.Key.Activity} was resumed {resumed} times, completed {completed} times, cancelled {canceled} times");
            }
        }

        foreach (var (task, count) in reader.Query<string>("SELECT task_id FROM audit WHERE kind = 'expired'").CountBy(task => task).Where(entry => entry.Value > 1)) once.Add($"task {task} expired {count} times");

        // Started every second: each second between the first and the last is there, and none twice.
        var due = reader.Query<byte[]>("SELECT state FROM instances WHERE definition_id = @Tick", new { TrialProcesses.Tick }).Select(DueOf).Order().ToList();
        if (due.Count == 0) once.Add("the process that starts every second never started");
        for (var i = 1; i < due.Count; i++)
        {
            if (due[i] - due[i - 1] != TimeSpan.FromSeconds(1)) once.Add($"after the run of {due[i - 1]:HH:mm:ss} came that of {due[i]:HH:mm:ss}");
        }
    }

    private static DateTimeOffset DueOf(byte[] state)
    {
        using var json = JsonDocument.Parse(state);
        return DateTimeOffset.Parse(json.RootElement.GetProperty("out").GetProperty("due").GetString()!, CultureInfo.InvariantCulture);
    }
}
