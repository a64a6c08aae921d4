using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Instances;

/// <summary>The state of runs as Elsa writes it: what they wait for, what went wrong, their values.</summary>
public sealed class InstanceStates(InstanceStore instances, BurstServices services)
{
    /// <summary>The run's <c>workflowState</c>. When the version that it runs is gone, the state says only what its row says.</summary>
    public async Task<JsonObject> StateAsync(InstanceSummary instance, CancellationToken ct)
    {
        var burst = await RestoreAsync(instance.Id, ct);
        return Of(instance, burst);
    }

    /// <summary>The variables of the run and of the containers that are open in it.</summary>
    public async Task<IReadOnlyList<InstanceVariable>> VariablesAsync(string instanceId, CancellationToken ct)
    {
        if (await RestoreAsync(instanceId, ct) is not { } burst) return [];
        return [.. Contexts(burst).SelectMany(context => context.VisibleVariables()).Distinct().Select(block => new InstanceVariable(block.Definition.Id, block.Definition.Name, Json(block.Value)))];
    }

    public static JsonObject Of(InstanceSummary instance, Burst? burst)
    {
        var state = new JsonObject
        {
            ["id"] = instance.Id,
            ["definitionId"] = instance.DefinitionId,
            ["definitionVersionId"] = instance.DefinitionVersionId,
            ["definitionVersion"] = instance.Version,
            ["correlationId"] = instance.CorrelationId,
            ["status"] = instance.Status,
            ["subStatus"] = instance.SubStatus,
            ["bookmarks"] = new JsonArray([.. (burst?.Instance.Bookmarks ?? []).Select(bookmark => Bookmark(instance.Id, bookmark, burst!))]),
            ["incidents"] = new JsonArray([.. (burst?.Instance.Incidents ?? []).Select(incident => Incident(instance.Id, incident))]),
            ["completionCallbacks"] = new JsonArray(),
            ["activityExecutionContexts"] = new JsonArray([.. (burst is null ? [] : Contexts(burst)).Where(context => context.Parent is not null).Select(context => Context(instance.Id, context))]),
            ["input"] = Json(burst?.Instance.Input) ?? new JsonObject(),
            ["output"] = Json(burst?.Instance.Output) ?? new JsonObject(),
            ["properties"] = Json(burst?.Instance.Properties) ?? new JsonObject(),
            ["createdAt"] = instance.CreatedAt,
            ["updatedAt"] = instance.UpdatedAt,
        };
        if (instance.Name is not null) state["name"] = instance.Name;
        if (instance.ParentWorkflowInstanceId is { } parent) state["parentWorkflowInstanceId"] = parent;
        if (instance.FinishedAt is { } finished) state["finishedAt"] = finished;
        return state;
    }

    /// <summary>A run that has just been committed, as its row says it.</summary>
    public static InstanceSummary SummaryOf(WorkflowInstance instance) => new()
    {
        Id = instance.Id,
        DefinitionId = instance.DefinitionId,
        DefinitionVersionId = instance.DefinitionVersionId,
        Version = instance.Version,
        Status = instance.Status.ToString(),
        SubStatus = instance.SubStatus.ToString(),
        CorrelationId = instance.CorrelationId,
        Name = instance.Name,
        IncidentCount = instance.Incidents.Count,
        CreatedAt = instance.CreatedAt,
        UpdatedAt = instance.UpdatedAt,
        FinishedAt = instance.FinishedAt,
        ParentWorkflowInstanceId = instance.ParentInstanceId,
    };

    private async Task<Burst?> RestoreAsync(string instanceId, CancellationToken ct)
    {
        try
        {
            return await instances.RestoreAsync(instanceId, services, http: null, ct);
        }
        catch (InvalidOperationException)
        {
            // The version is gone, or no longer has the activity where the run stands. The rest of what is known is shown all the same.
            return null;
        }
    }

    private static IEnumerable<ActivityContext> Contexts(Burst burst)
    {
        var pending = new Queue<ActivityContext>([burst.Root]);
        while (pending.TryDequeue(out var context))
        {
            yield return context;
            foreach (var child in context.Children()) pending.Enqueue(child);
        }
    }

    private static JsonObject Bookmark(string instanceId, Bookmark bookmark, Burst burst) => new()
    {
        ["id"] = bookmark.Id,
        ["name"] = bookmark.Name,
        ["hash"] = bookmark.Hash,
        ["payload"] = Json(bookmark.Payload),
        ["activityId"] = bookmark.ActivityId,
        ["activityNodeId"] = Contexts(burst).FirstOrDefault(context => context.Id == bookmark.ActivityInstanceId)?.NodeId ?? bookmark.ActivityId,
        ["activityInstanceId"] = InstanceHistory.IdOf(instanceId, bookmark.ActivityInstanceId),
        ["createdAt"] = bookmark.CreatedAt,
        ["autoBurn"] = bookmark.AutoBurn,
        ["callbackMethodName"] = bookmark.Callback,
        ["autoComplete"] = bookmark.Callback is null,
    };

    private static JsonObject Incident(string instanceId, Incident incident) => new()
    {
        ["activityId"] = incident.ActivityId,
        ["activityNodeId"] = incident.ActivityNodeId,
        ["activityInstanceId"] = InstanceHistory.IdOf(instanceId, incident.ActivityInstanceId),
        ["activityType"] = incident.ActivityType,
        ["message"] = incident.Message,
        ["exception"] = new JsonObject { ["type"] = incident.ExceptionType ?? "Error", ["message"] = incident.Message },
        ["timestamp"] = incident.Timestamp,
    };

    private static JsonObject Context(string instanceId, ActivityContext context)
    {
        var state = new JsonObject
        {
            ["id"] = InstanceHistory.IdOf(instanceId, context.Id),
            ["scheduledActivityNodeId"] = context.NodeId,
            ["status"] = context.Status.ToString(),
            ["properties"] = new JsonObject(),
            ["dynamicVariables"] = new JsonArray(),
        };
        if (context.Parent is { } parent)
        {
            state["parentContextId"] = InstanceHistory.IdOf(instanceId, parent.Id);
            state["ownerActivityNodeId"] = parent.NodeId;
        }

        return state;
    }

    private static JsonNode? Json(object? value) => value is null ? null : JsonNode.Parse(JsonValues.ToJson(value), documentOptions: new JsonDocumentOptions { MaxDepth = 512 });
}
