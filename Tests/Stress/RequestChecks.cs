using System.Data.Common;
using System.Net;
using Dapper;

namespace Workflows.Stress;

/// <summary>What was submitted is there once, and came to its end.</summary>
internal static class RequestChecks
{
    public static void Check(DbConnection reader, History history, Verdict verdict)
    {
        var kept = verdict.Check("an acknowledged submission or withdrawal is kept");
        var once = verdict.Check("a submission, however often it is sent, is one request");
        var ended = verdict.Check("every request comes to its end");
        var requests = reader.Query<(string Id, string Process, string Status, string? Outcome)>("SELECT id, process, status, outcome FROM requests").ToDictionary(request => request.Id);
        var submissions = history.Of<Submitted>().ToLookup(seen => seen.Key);

        foreach (var submission in submissions)
        {
            var ids = submission.Select(seen => seen.Id).OfType<string>().Distinct().ToList();
            if (ids.Count > 1) once.Add($"{submission.Key} is {string.Join(" and ", ids)}");
            foreach (var id in ids.Where(id => !requests.ContainsKey(id))) kept.Add($"request {id} was acknowledged and is gone");
        }

        if (requests.Count > submissions.Count) once.Add($"{submissions.Count} submissions made {requests.Count} requests");
        foreach (var (request, count) in reader.Query<string>("SELECT request_id FROM audit WHERE kind = 'submitted'").CountBy(id => id).Where(entry => entry.Value > 1)) once.Add($"request {request} was submitted {count} times");
        foreach (var (request, count) in reader.Query<string>("SELECT request_id FROM audit WHERE kind = 'closed'").CountBy(id => id).Where(entry => entry.Value > 1)) once.Add($"request {request} was closed {count} times");
        foreach (var seen in history.Of<Withdrew>().Where(seen => seen.Answer == HttpStatusCode.OK && requests[seen.Request].Status != "withdrawn"))
            kept.Add($"request {seen.Request} was withdrawn and is {requests[seen.Request].Status}");

        foreach (var (id, process, status, outcome) in requests.Values)
        {
            var right = (status, process, outcome) switch
            {
                ("withdrawn", _, _) or ("closed", TrialProcesses.Ask, "Approve" or "Reject") or ("closed", TrialProcesses.Expire, "Expired") => true,
                ("closed", TrialProcesses.Call, "Answered") or ("closed", TrialProcesses.Parent, "Child") => true,
                _ => false,
            };
            if (!right) ended.Add($"request {id} ({process}) is {status} {outcome}");
        }

        foreach (var row in reader.Rows("SELECT id, definition_id, sub_status, incident_count FROM instances WHERE status <> 'Finished' OR sub_status NOT IN ('Finished', 'Cancelled') OR incident_count > 0"))
            ended.Add($"instance {row["id"]} ({row["definition_id"]}) is {row["sub_status"]} with {row["incident_count"]} incidents");
    }
}
