using System.Security.Claims;
using System.Text.Json;
using Workflows.Api.Identity;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Stock.Events;

namespace Workflows.Api.Elsa.Instances;

/// <param name="Result">What the task gives back, any JSON; nothing when left out.</param>
public sealed record TaskReport(JsonElement? Result);

/// <summary>Lets whoever does the tasks of Elsa.RunTask report that they are done.</summary>
internal static class TaskReportEndpoints
{
    public static void MapTaskReports(this IEndpointRouteBuilder api) =>
        api.MapPost("/tasks/{taskId}/complete", Complete).NeedsRight(Right.InstancesManage).WithSummary("Reports that a task of Elsa.RunTask is done; its run goes on with the result.");

    private static async Task<IResult> Complete(string taskId, TaskReport? report, ClaimsPrincipal user, InstanceQueries queries, WorkflowRuntime runtime, CancellationToken ct)
    {
        if (RunTask.InstanceOf(taskId) is not { } instanceId || await queries.FindAsync(user, instanceId, ct) is null) return ElsaProblems.NoSuch("task", taskId);
        var result = report?.Result is { } json ? JsonValues.FromJson(json) : null;
        var burst = await runtime.ResumeAsync(instanceId, instance => instance.Bookmarks.Where(bookmark => RunTask.IsTask(bookmark, taskId)), new ResumeWith { Payload = result }, [], ct);
        // Reported before, or the run went on without it.
        return burst is null ? ElsaProblems.NoSuch("task", taskId) : TypedResults.Ok(new Nothing());
    }
}
