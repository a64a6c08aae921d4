using Dapper;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Stock.Http;

/// <summary>Brings HTTP requests to the workflows that start with them or wait for them, and their answers back.</summary>
public sealed class HttpWorkflows(Database database, WorkflowRuntime runtime, DefinitionLookup definitions, BurstServices services)
{
    /// <summary>Runs what the request asks for. No match: 404. More than one: 500, because either could be wrong.</summary>
    /// <remarks>A query value or header <c>workflowInstanceId</c> or <c>correlationId</c> narrows what may be resumed.</remarks>
    public async Task<HttpWorkflowResponse> HandleAsync(HttpWorkflowRequest request, CancellationToken ct)
    {
        var method = request.Method.ToLowerInvariant();
        var (instanceId, correlationId) = (Narrow(request, "workflowInstanceId"), Narrow(request, "correlationId"));
        var triggers = instanceId is null ? await TriggersAsync(method, ct) : [];
        var waits = await WaitsAsync(method, instanceId, correlationId, ct);
        if (RouteMatch.Best(request.Path.Trim('/'), triggers.Select(trigger => trigger.Path).Concat(waits.Select(wait => wait.Path))) is not { } route)
            return Problem(404, "No workflow answers this address.");
        var starts = triggers.Where(trigger => trigger.Path == route.Template).ToList();
        var resumes = starts.Count > 0 ? [] : waits.Where(wait => wait.Path == route.Template).ToList();
        if (starts.Count + resumes.Count > 1) return Problem(500, "The call is ambiguous and matches multiple workflows.");

        try
        {
            return starts.Count == 1
                ? await StartAsync(request, starts[0], route.Values, correlationId, ct)
                : await ResumeAsync(request, resumes[0], route.Values, ct);
        }
        catch (InvalidDataException e)
        {
            return Problem(400, e.Message);
        }
    }

    private async Task<HttpWorkflowResponse> StartAsync(HttpWorkflowRequest request, Route trigger, ObjectValue routeData, string? correlationId, CancellationToken ct)
    {
        if (definitions.FindVersion(trigger.VersionId) is not { } definition || definition.FindNode(trigger.ActivityId) is not { Activity: HttpEndpoint endpoint } node)
            return Problem(404, "No workflow answers this address.");
        // What would be refused starts no run.
        var context = TriggerIndex.ContextFor(definition, node, services);
        if (await RefuseAsync(request, context.Get(endpoint.Authorize), context.Get(endpoint.Policy)) is { } refused) return refused;
        return await WithinAsync(context.Get(endpoint.RequestTimeout), RunAsync, ct);

        async Task<HttpWorkflowResponse> RunAsync(CancellationToken limit)
        {
            var exchange = await ExchangeAsync(request, routeData, limit);
            if (endpoint.Check(context, exchange).Answer is { } answer) return Response(answer, instance: null);
            var started = await runtime.StartAsync(
                new StartWorkflow { DefinitionId = definition.DefinitionId, VersionId = definition.Id, TriggerActivityId = node.Id, CorrelationId = correlationId, Http = exchange }, [], limit);
            return started.Outcome switch
            {
                StartOutcome.Started => Answer(exchange, started.Instance!),
                StartOutcome.NotActivated => new HttpWorkflowResponse(200, [], ContentType: null, new ObjectValue { ["x-elsa-workflow-cannot-start"] = "True" }, InstanceId: null),
                _ => Problem(404, "No workflow answers this address."),
            };
        }
    }

    private async Task<HttpWorkflowResponse> ResumeAsync(HttpWorkflowRequest request, Route wait, ObjectValue routeData, CancellationToken ct)
    {
        if (await RefuseAsync(request, wait.Authorize, wait.Policy) is { } refused) return refused;
        return await WithinAsync(wait.Timeout, RunAsync, ct);

        async Task<HttpWorkflowResponse> RunAsync(CancellationToken limit)
        {
            var exchange = await ExchangeAsync(request, routeData, limit);
            var burst = await runtime.ResumeAsync(
                wait.InstanceId, instance => instance.Bookmarks.Where(bookmark => bookmark.Id == wait.BookmarkId), new ResumeWith(Http: exchange), [], limit);
            return burst is null ? Problem(404, "No workflow answers this address.") : Answer(exchange, burst.Instance);
        }
    }

    private async Task<HttpWorkflowResponse> WithinAsync(TimeSpan? timeout, Func<CancellationToken, Task<HttpWorkflowResponse>> run, CancellationToken ct)
    {
        if (timeout is not { Ticks: > 0 } span) return await run(ct);
        using var late = new CancellationTokenSource(span, services.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await run(limit.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return Problem(408, "The request took longer than this address allows. Nothing of it was kept.");
        }
    }

    private static HttpWorkflowResponse Answer(HttpExchange exchange, WorkflowInstance instance)
    {
        if (exchange.Answer is { } answer) return Response(answer, instance.Id);
        return instance.SubStatus == WorkflowSubStatus.Faulted
            ? Problem(500, "The workflow that answers this address has failed.") with { InstanceId = instance.Id }
            : new HttpWorkflowResponse(200, [], ContentType: null, [], instance.Id);
    }

    private static HttpWorkflowResponse Response(HttpAnswer answer, string? instance) =>
        new(answer.StatusCode, HttpBody.Bytes(answer.Content), answer.ContentType, answer.Headers, instance);

    private static HttpWorkflowResponse Problem(int status, string detail) => new(
        status, HttpBody.Bytes(JsonValues.ToJson(new ObjectValue { ["status"] = status, ["detail"] = detail })), "application/problem+json", [], InstanceId: null);

    private static async Task<HttpWorkflowResponse?> RefuseAsync(HttpWorkflowRequest request, bool authorize, string? policy)
    {
        if (!authorize) return null;
        var access = request.AuthorizeAsync is null ? HttpAccess.Unauthenticated : await request.AuthorizeAsync(string.IsNullOrEmpty(policy) ? null : policy);
        return access switch
        {
            HttpAccess.Granted => null,
            HttpAccess.Forbidden => Problem(403, "You may not use this address."),
            _ => Problem(401, "Sign in to use this address."),
        };
    }

    private static async Task<HttpExchange> ExchangeAsync(HttpWorkflowRequest request, ObjectValue routeData, CancellationToken ct)
    {
        var (content, files) = await HttpBody.ReadAsync(request.ContentType, request.Body, ct);
        return new HttpExchange
        {
            Method = request.Method,
            Path = request.Path,
            RouteData = routeData,
            Query = request.Query,
            Headers = request.Headers,
            Content = content,
            ContentLength = request.Body.Length,
            Files = files,
            Aborted = ct,
        };
    }

    private static string? Narrow(HttpWorkflowRequest request, string name) =>
        Find(request.Query, name) ?? Find(request.Headers, name) ?? Find(request.Headers, $"x-{name}");

    private static string? Find(ObjectValue values, string name)
    {
        foreach (var (key, value) in values)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return ValueConverter.ToText(value is ListValue list ? list.FirstOrDefault() : value) is { Length: > 0 } text ? text : null;
        }

        return null;
    }

    private async Task<List<Route>> TriggersAsync(string method, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var rows = await reader.QueryAsync<TriggerRow>(new CommandDefinition(
            "SELECT id, definition_id, definition_version_id, activity_id, name, payload FROM triggers WHERE name = @Stimulus ORDER BY id", new { HttpEndpoint.Stimulus }, cancellationToken: ct));
        var routes = new List<Route>();
        foreach (var row in rows)
        {
            if (JsonValues.TryParse(row.Payload, out var value) && value is ObjectValue payload && (string?)payload["method"] == method)
                routes.Add(new Route { Path = (string)payload["path"]!, VersionId = row.DefinitionVersionId, ActivityId = row.ActivityId });
        }

        return routes;
    }

    private async Task<List<Route>> WaitsAsync(string method, string? instanceId, string? correlationId, CancellationToken ct)
    {
        const string sql = """
            SELECT http_waits.bookmark_id, http_waits.instance_id, http_waits.path, http_waits.authorize, http_waits.policy, http_waits.timeout
            FROM   http_waits JOIN instances ON instances.id = http_waits.instance_id
            WHERE  http_waits.method = @method AND instances.status = 'Running'
              AND  (@instanceId IS NULL OR http_waits.instance_id = @instanceId) AND (@correlationId IS NULL OR instances.correlation_id = @correlationId)
            ORDER  BY http_waits.bookmark_id
            """;
        await using var reader = database.OpenReader();
        return [.. await reader.QueryAsync<Route>(new CommandDefinition(sql, new { method, instanceId, correlationId }, cancellationToken: ct))];
    }

    /// <summary>A trigger, or a place where a run waits.</summary>
    private sealed class Route
    {
        public string Path { get; init; } = "";

        public string VersionId { get; init; } = "";

        public string ActivityId { get; init; } = "";

        public string BookmarkId { get; init; } = "";

        public string InstanceId { get; init; } = "";

        public bool Authorize { get; init; }

        public string? Policy { get; init; }

        public TimeSpan? Timeout { get; init; }
    }
}
