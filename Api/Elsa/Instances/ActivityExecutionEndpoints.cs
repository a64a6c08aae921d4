using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Elsa.Descriptors;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Instances;

/// <summary>The executions of activities within a run.</summary>
internal static class ActivityExecutionEndpoints
{
    public static void MapActivityExecutions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/activity-executions").RequireAuthorization(Right.InstancesRead);
        group.MapPost("/report", Report).WithSummary("How often some activities of a run ran, and which wait or failed.");
        group.MapGet("/list", List).WithSummary("The executions of one activity, or of all, with their values.");
        group.MapGet("/by-id", ById).WithSummary("One execution.");
        group.MapGet("/{id}/call-stack", Stack).WithSummary("The executions around one, outermost first, and itself.");
        api.MapGet("/activity-execution-summaries/list", Summaries).RequireAuthorization(Right.InstancesRead).WithSummary("The executions of one activity, or of all, without their values.");
    }

    private static async Task<Ok<ActivityReport>> Report(ActivityReportRequest body, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        TypedResults.Ok(new ActivityReport(InstanceHistory.Stats(await OfAsync(body.WorkflowInstanceId, user, queries, history, ct), body.ActivityNodeIds)));

    private static async Task<Ok<ElsaList<ActivityExecution>>> List(
        string? workflowInstanceId, string? activityNodeId, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        ElsaList<ActivityExecution>.Of([.. Of(await OfAsync(workflowInstanceId, user, queries, history, ct), activityNodeId)]);

    private static async Task<Ok<ElsaList<ActivityExecutionSummary>>> Summaries(
        string? workflowInstanceId, string? activityNodeId, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        ElsaList<ActivityExecutionSummary>.Of([.. Of(await OfAsync(workflowInstanceId, user, queries, history, ct), activityNodeId).Select(Summary)]);

    private static async Task<Results<Ok<ActivityExecution>, ProblemHttpResult>> ById(string? id, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        InstanceHistory.TryReadId(id, out var instanceId, out _) && (await OfAsync(instanceId, user, queries, history, ct)).FirstOrDefault(execution => execution.Id == id) is { } found
            ? TypedResults.Ok(found)
            : ElsaProblems.NoSuch("activity execution", id ?? "");

    private static async Task<Results<Ok<CallStack>, ProblemHttpResult>> Stack(
        string id, int? skip, int? take, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct)
    {
        if (!InstanceHistory.TryReadId(id, out var instanceId, out _)) return ElsaProblems.NoSuch("activity execution", id);
        var byId = (await OfAsync(instanceId, user, queries, history, ct)).ToDictionary(execution => execution.Id);
        var stack = new List<ActivityExecution>();
        for (var current = byId.GetValueOrDefault(id); current is not null; current = byId.GetValueOrDefault(current.SchedulingActivityExecutionId ?? "")) stack.Insert(0, current);
        if (stack.Count == 0) return ElsaProblems.NoSuch("activity execution", id);
        return TypedResults.Ok(new CallStack(id, [.. stack.Skip(Math.Max(skip ?? 0, 0)).Take(take is > 0 and var most ? most : stack.Count)], stack.Count));
    }

    private static async Task<IReadOnlyList<ActivityExecution>> OfAsync(string? instanceId, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        await queries.FindAsync(user, instanceId ?? "", ct) is { } row ? await history.ExecutionsAsync(row, ct) : [];

    private static IEnumerable<ActivityExecution> Of(IReadOnlyList<ActivityExecution> executions, string? nodeId) =>
        string.IsNullOrEmpty(nodeId) ? executions : executions.Where(execution => execution.ActivityNodeId == nodeId);

    private static ActivityExecutionSummary Summary(ActivityExecution execution) => new()
    {
        Id = execution.Id,
        WorkflowInstanceId = execution.WorkflowInstanceId,
        ActivityId = execution.ActivityId,
        ActivityNodeId = execution.ActivityNodeId,
        ActivityType = execution.ActivityType,
        ActivityTypeVersion = execution.ActivityTypeVersion,
        ActivityName = execution.ActivityName,
        StartedAt = execution.StartedAt,
        HasBookmarks = execution.HasBookmarks,
        Status = execution.Status,
        CompletedAt = execution.CompletedAt,
    };
}
