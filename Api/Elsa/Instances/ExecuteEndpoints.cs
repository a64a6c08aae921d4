using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Api.Elsa.Definitions;
using Workflows.Api.Identity;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Instances;

/// <param name="VersionOptions">Which version; the published one by default.</param>
public sealed record ExecuteRequest(string? CorrelationId, string? Name, string? TriggerActivityId, JsonNode? VersionOptions, JsonObject? Input, string? InstanceId);

/// <param name="WorkflowState">Where the run stands after its first burst.</param>
public sealed record Executed(JsonObject WorkflowState);

public sealed record Dispatched(string WorkflowInstanceId, string InstanceId);

/// <summary>Starting runs. By POST only: what a GET starts, scanners and previews would start.</summary>
internal static class ExecuteEndpoints
{
    // Stored names: clients look for these headers.
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";

    public static void MapExecute(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-definitions/{definitionId}");
        group.MapPost("/execute", Execute).NeedsRight(Right.InstancesManage).WithSummary("Starts a run and executes until it waits or ends.");
        group.MapPost("/dispatch", Dispatch).NeedsRight(Right.InstancesManage).WithSummary("Starts a run, whatever its activation strategy says.");
    }

    private static async Task<IResult> Execute(
        string definitionId, ExecuteRequest? body, HttpContext context, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, WorkflowRuntime runtime, CancellationToken ct)
    {
        if (Find(definitionId, body, user, store, views, out var problem) is not { } version) return problem!;
        var exchange = new HttpExchange { Method = context.Request.Method, Path = context.Request.Path };
        var started = await StartAsync(version, body, exchange, runtime, checkActivation: true, ct);
        if (started.Outcome == StartOutcome.NotActivated || started.Instance is null)
        {
            context.Response.Headers[CannotStartHeader] = "true";
            return TypedResults.Ok(new Nothing());
        }

        context.Response.Headers[InstanceHeader] = started.Instance.Id;
        if (exchange.Answer is { } answer) return Answer(answer);
        // Elsa's status codes: a run that failed at once is a failure of the call.
        return TypedResults.Json(
            new Executed(InstanceStates.Of(InstanceStates.SummaryOf(started.Instance), started.Burst)),
            statusCode: started.Instance.SubStatus == WorkflowSubStatus.Faulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    /// <summary>What the run itself answered.</summary>
    private static IResult Answer(HttpAnswer answer) => answer.Content switch
    {
        null => TypedResults.StatusCode(answer.StatusCode),
        // Never as a page of ours: what a process writes is not to run here.
        byte[] bytes => new BytesAnswer(answer.StatusCode, bytes, "application/octet-stream"),
        var content => new BytesAnswer(answer.StatusCode, Encoding.UTF8.GetBytes(content.ToString() ?? ""), answer.ContentType is "application/json" ? answer.ContentType : "text/plain; charset=utf-8"),
    };

    private static async Task<IResult> Dispatch(
        string definitionId, ExecuteRequest? body, HttpContext context, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, WorkflowRuntime runtime, CancellationToken ct)
    {
        if (Find(definitionId, body, user, store, views, out var problem) is not { } version) return problem!;
        var started = await StartAsync(version, body, exchange: null, runtime, checkActivation: false, ct);
        // The same instance id starts one run, however often it is sent.
        var id = started.Instance?.Id ?? body?.InstanceId ?? "";
        context.Response.Headers[InstanceHeader] = id;
        return TypedResults.Ok(new Dispatched(id, id));
    }

    private static DefinitionVersion? Find(string definitionId, ExecuteRequest? body, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, out IResult? problem)
    {
        problem = null;
        if (VersionOptions.Parse(body?.VersionOptions?.ToString(), VersionOptions.Published) is not { } wanted)
        {
            problem = DefinitionEndpoints.UnknownVersions(body?.VersionOptions?.ToString());
            return null;
        }

        var version = store.VersionsOf(definitionId).FirstOrDefault(version => wanted.Includes(version) && views.MaySee(user, version));
        if (version is null) problem = ElsaProblems.NoSuch("workflow definition", definitionId);
        return version;
    }

    private static Task<StartResult> StartAsync(DefinitionVersion version, ExecuteRequest? body, HttpExchange? exchange, WorkflowRuntime runtime, bool checkActivation, CancellationToken ct) => runtime.StartAsync(
        new StartWorkflow
        {
            DefinitionId = version.DefinitionId,
            VersionId = version.Id,
            InstanceId = string.IsNullOrEmpty(body?.InstanceId) ? null : body.InstanceId,
            CorrelationId = string.IsNullOrEmpty(body?.CorrelationId) ? null : body.CorrelationId,
            Name = string.IsNullOrEmpty(body?.Name) ? null : body.Name,
            TriggerActivityId = string.IsNullOrEmpty(body?.TriggerActivityId) ? null : body.TriggerActivityId,
            Input = JsonValues.FromJson(body?.Input) as ObjectValue ?? [],
            CheckActivation = checkActivation,
            Http = exchange,
        },
        [],
        ct);

    private sealed record BytesAnswer(int StatusCode, byte[] Bytes, string ContentType) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCode;
            httpContext.Response.ContentType = ContentType;
            await httpContext.Response.Body.WriteAsync(Bytes, httpContext.RequestAborted);
        }
    }
}
