using System.Security.Claims;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Workflows.Api.Elsa.Definitions;
using Workflows.Api.Elsa.Instances;
using Workflows.Api.Identity;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Trials;

public sealed record DefinitionHandle(string? DefinitionId, JsonNode? VersionOptions, string? DefinitionVersionId);

public sealed record ActivityHandle(string? ActivityId, string? ActivityNodeId, string? ActivityInstanceId, string? ActivityHash);

public sealed record TestActivityRequest(DefinitionHandle? WorkflowDefinitionHandle, ActivityHandle? ActivityHandle);

/// <param name="ActivityState">The inputs as they were worked out.</param>
/// <param name="Status">Completed, Running (it would wait), Canceled or Faulted.</param>
public sealed record TestedActivity(
    JsonNode ActivityState, JsonObject Payload, JsonNode Outputs, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExceptionState? Exception, string Status);

/// <summary>The designer's Test tab: one activity, tried in memory.</summary>
internal static class ActivityTestEndpoints
{
    public static void MapActivityTests(this IEndpointRouteBuilder api) =>
        api.MapPost("/tests/activities", Try).NeedsRight(Right.ProcessEdit).WithSummary("Runs one activity in memory; nothing is stored, sent or called.");

    private static IResult Try(TestActivityRequest body, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, ActivityTrial trial)
    {
        if (Definition(body.WorkflowDefinitionHandle, user, store, views) is not { } definition) return ElsaProblems.NoSuch("workflow definition", body.WorkflowDefinitionHandle?.DefinitionVersionId ?? body.WorkflowDefinitionHandle?.DefinitionId ?? "");
        var handle = body.ActivityHandle;
        var node = handle?.ActivityNodeId is { Length: > 0 } nodeId
            ? definition.Nodes.FirstOrDefault(candidate => candidate.NodeId == nodeId)
            : handle?.ActivityId is { Length: > 0 } id ? definition.FindNode(id) : null;
        if (node is null || node.Index == 0)
            return ElsaProblems.Refused("no-such-activity", "There is no such activity.", $"'{definition.Name}' has no activity '{handle?.ActivityNodeId ?? handle?.ActivityId}'. Save the workflow first.");

        var burst = trial.Run(definition, node, user);
        var lines = burst.Journal.Where(entry => entry.ActivityId == node.Id).ToList();
        var (first, last) = (lines.FirstOrDefault(), lines.LastOrDefault());
        var status = last?.Event switch
        {
            JournalEvent.Completed => ActivityStatus.Completed,
            JournalEvent.Canceled => ActivityStatus.Canceled,
            JournalEvent.Faulted => ActivityStatus.Faulted,
            JournalEvent.Started or JournalEvent.Suspended or JournalEvent.Resumed => ActivityStatus.Running,
            null => ActivityStatus.Pending,
            _ => ActivityStatus.Running,
        };
        var incident = burst.Instance.Incidents.LastOrDefault();
        return TypedResults.Ok(new TestedActivity(
            InstanceHistory.Json(lines.LastOrDefault(line => line.Inputs is not null)?.Inputs ?? first?.Inputs) ?? new JsonObject(),
            Payload(burst, last, status),
            InstanceHistory.Json(last?.Outputs) ?? new JsonObject(),
            incident is null ? null : new ExceptionState(incident.ExceptionType ?? "Error", incident.Message),
            status.ToString()));
    }

    private static JsonObject Payload(Burst burst, JournalEntry? last, ActivityStatus status)
    {
        var payload = new JsonObject();
        if (last?.Outcomes is { } outcomes) payload["Outcomes"] = InstanceHistory.List(outcomes.Names);
        if (burst.ConsoleLines.Count > 0) payload["Printed"] = InstanceHistory.List(burst.ConsoleLines);
        if (status == ActivityStatus.Running) payload["WouldWaitFor"] = InstanceHistory.List(burst.Instance.Bookmarks.Select(bookmark => bookmark.Name).Distinct());
        if (burst.Effects.Count > 0) payload["NotDone"] = InstanceHistory.List(burst.Effects.Select(effect => effect.GetType().Name));
        return payload;
    }

    private static WorkflowDefinition? Definition(DefinitionHandle? handle, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views)
    {
        var version = handle?.DefinitionVersionId is { Length: > 0 } id
            ? store.Versions.FirstOrDefault(stored => stored.Id == id)
            : handle?.DefinitionId is { Length: > 0 } definitionId && VersionOptions.Parse(handle.VersionOptions?.ToString(), VersionOptions.Latest) is { } wanted
                ? store.VersionsOf(definitionId).FirstOrDefault(wanted.Includes)
                : null;
        return version is not null && views.MaySee(user, version) ? store.FindVersion(version.Id) : null;
    }
}
