using System.Data.Common;
using System.Net;
using Dapper;

namespace Workflows.Stress;

/// <summary>At most one effective decision per task, and an acknowledged decision is never lost.</summary>
internal static class DecisionChecks
{
    public static void Check(DbConnection reader, History history, Verdict verdict)
    {
        var kept = verdict.Check("1 an acknowledged decision is kept");
        var one = verdict.Check("1 a task has at most one decision");
        var told = verdict.Check("1 whoever loses is told who won");
        var carried = verdict.Check("1 a decision carries its request on");
        var tasks = reader.Query<TaskRow>("SELECT id, instance_id, status, action, decided_by FROM tasks").ToDictionary(task => task.Id);
        var audited = reader.Query<string>("SELECT task_id FROM audit WHERE kind = 'decided'").CountBy(task => task).ToDictionary();

        foreach (var attempts in history.Of<Decided>().GroupBy(seen => seen.Task))
        {
            var acknowledged = attempts.Where(seen => seen.Answer == HttpStatusCode.OK).ToList();
            if (acknowledged.Count > 1) one.Add($"task {attempts.Key}: acknowledged {string.Join(" and ", acknowledged.Select(seen => $"{seen.Person}: {seen.Action}"))}");
            if (!tasks.TryGetValue(attempts.Key, out var task))
            {
                kept.Add($"task {attempts.Key} was shown and is gone");
                continue;
            }

            foreach (var seen in acknowledged.Where(seen => (task.Status, task.DecidedBy, task.Action) != ("decided", seen.Person, seen.Action)))
                kept.Add($"task {task.Id}: {seen.Person} was told that {seen.Action} counts; kept is {task.Status} {task.DecidedBy} {task.Action}");
            foreach (var seen in attempts.Where(seen => seen.Answer == HttpStatusCode.Conflict && task.Status == "decided" && (seen.Winner, seen.WinningAction) != (task.DecidedBy, task.Action)))
                told.Add($"task {task.Id}: {seen.Person} was told that {seen.Winner} chose {seen.WinningAction}; kept is {task.DecidedBy} {task.Action}");
        }

        foreach (var task in tasks.Values)
        {
            var rows = audited.GetValueOrDefault(task.Id);
            if (rows != (task.Status == "decided" ? 1 : 0)) one.Add($"task {task.Id} is {task.Status} and has {rows} decisions in the audit trail");
        }

        var outcomes = reader.Query<(string Id, string Status, string? Outcome)>("SELECT id, status, outcome FROM requests").ToDictionary(request => request.Id);
        foreach (var task in tasks.Values.Where(task => task.Status == "decided"))
        {
            var (_, status, outcome) = outcomes[task.InstanceId];
            if (status == "withdrawn") continue;
            if ((status, outcome) != ("closed", task.Action)) carried.Add($"request {task.InstanceId}: {task.Action} was decided, and it is {status} {outcome}");
        }
    }

    private sealed class TaskRow
    {
        public string Id { get; init; } = "";

        public string InstanceId { get; init; } = "";

        public string Status { get; init; } = "";

        public string? Action { get; init; }

        public string? DecidedBy { get; init; }
    }
}
