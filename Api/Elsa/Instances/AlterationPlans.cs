using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Applies alterations to many runs, each in its own commit, and keeps what became of them.</summary>
public sealed class AlterationPlans(Database database, Alterations alterations, InstanceStore instances, BurstServices services, PeopleDirectory people, TimeProvider time)
{
    internal async Task<IReadOnlyList<AlteredInstance>> ApplyAsync(ClaimsPrincipal user, IReadOnlyList<string> ids, Func<string, IReadOnlyList<Alteration>> changes, CancellationToken ct)
    {
        var results = new List<AlteredInstance>();
        foreach (var id in ids)
        {
            var wanted = changes(id);
            AlterationResult result;
            try
            {
                result = wanted.Count == 0
                    ? new AlterationResult(false, ["There is nothing to run again."])
                    : await alterations.RunAsync(id, wanted, [new RecordAlteration(people.Find(user.PersonId()), string.Join(", ", wanted.Select(alteration => alteration.GetType().Name)))], ct);
            }
            catch (InvalidOperationException e)
            {
                // Its version is gone, or no longer has the activity where the run stands. The other runs go on.
                result = new AlterationResult(false, [e.Message]);
            }

            var now = time.GetUtcNow();
            var log = result.Log.Select((line, index) => new AlterationLogEntry(line, result.Succeeded || index < result.Log.Count - 1 ? "Information" : "Error", now));
            results.Add(new AlteredInstance(id, new AlterationLog([.. log]), WorkflowHasScheduledWork: false, result.Succeeded));
        }

        return results;
    }

    /// <summary>Runs failed activities again, all or those named.</summary>
    internal async Task<IReadOnlyList<AlteredInstance>> RetryAsync(ClaimsPrincipal user, IReadOnlyList<string> ids, IReadOnlyList<string>? activityIds, CancellationToken ct)
    {
        var failed = new Dictionary<string, IReadOnlyList<Alteration>>();
        foreach (var id in ids)
        {
            var incidents = (await instances.RestoreAsync(id, services, http: null, ct))?.Instance.Incidents ?? [];
            failed[id] = [.. incidents.Where(incident => activityIds is not { Count: > 0 } named || named.Contains(incident.ActivityId))
                .Select(incident => new Alteration.ScheduleActivity(incident.ActivityId, incident.ActivityInstanceId))];
        }

        return await ApplyAsync(user, ids, id => failed[id], ct);
    }

    internal async Task<string> SubmitAsync(ClaimsPrincipal user, SubmitAlterationsRequest plan, IReadOnlyList<string> ids, IReadOnlyList<Alteration> wanted, CancellationToken ct)
    {
        var planId = string.IsNullOrEmpty(plan.Id) ? Guid.CreateVersion7().ToString() : plan.Id;
        var began = time.GetUtcNow();
        var results = await ApplyAsync(user, ids, _ => wanted, ct);
        var document = new JsonObject
        {
            ["plan"] = new JsonObject
            {
                ["id"] = planId,
                ["alterations"] = new JsonArray([.. (plan.Alterations ?? []).Select(alteration => alteration.DeepClone())]),
                ["workflowInstanceFilter"] = JsonSerializer.SerializeToNode(plan.Filter, JsonSerializerOptions.Web),
                ["status"] = "Completed",
                ["createdAt"] = began,
                ["startedAt"] = began,
                ["completedAt"] = time.GetUtcNow(),
            },
            ["jobs"] = new JsonArray([.. results.Select(result => new JsonObject
            {
                ["id"] = $"{planId}:{result.WorkflowInstanceId}",
                ["planId"] = planId,
                ["workflowInstanceId"] = result.WorkflowInstanceId,
                ["status"] = result.IsSuccessful ? "Completed" : "Failed",
                ["log"] = JsonSerializer.SerializeToNode(result.Log.LogEntries, JsonSerializerOptions.Web),
                ["createdAt"] = began,
                ["completedAt"] = time.GetUtcNow(),
            })]),
        };
        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "INSERT INTO alteration_plans (id, document, created_by, created_at) VALUES (@planId, @document, @by, @began) ON CONFLICT (id) DO NOTHING",
                new { planId, document = document.ToJsonString(), by = user.PersonId(), began },
                ct),
            ct);
        return planId;
    }

    /// <summary>The plan with its jobs; null when there is none.</summary>
    internal async Task<JsonObject?> FindAsync(string planId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var document = await reader.QueryFirstOrDefaultAsync<string>(new CommandDefinition("SELECT document FROM alteration_plans WHERE id = @planId", new { planId }, cancellationToken: ct));
        return document is null ? null : JsonNode.Parse(document) as JsonObject;
    }
}
