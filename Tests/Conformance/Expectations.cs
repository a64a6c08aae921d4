using System.Text.Json.Nodes;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Conformance;

/// <summary>Compares what is expected with what has happened.</summary>
internal static class Expectations
{
    public static async Task<List<string>> DifferencesAsync(CaseRun run, JsonObject expect, CancellationToken ct)
    {
        var differences = new List<string>();
        Output(run, expect, differences);
        if (expect.Map("http") is { } http) Http(run, http, differences);
        Publish(run, expect, differences);
        if (expect["startResults"] is JsonArray starts)
            Equal("startResults", starts.Compact(), new JsonArray([.. run.Started.Select(id => (JsonNode)(id is not null))]).Compact(), differences);

        if (!expect.Select(member => member.Key).Any(OfInstance.Contains)) return differences;
        if (run.InstanceId is null || await run.Host.RestoreAsync(run.InstanceId, ct) is not { } burst)
        {
            differences.Add("no instance was started");
            return differences;
        }

        Instance(burst, expect, differences);
        await JournalChecks.CompareAsync(run, expect, differences, ct);
        await OthersAsync(run, expect, differences, ct);
        return differences;
    }

    public static void CompareError(CaseRun run, JsonObject? expected)
    {
        if (expected is null || run.Published is null) return;
        var messages = run.Published.Errors.Select(error => error.Message).ToList();
        if (!messages.Contains(expected.Text("message") ?? "")) run.Differences.Add($"expected the error '{expected.Text("message")}', got {(messages.Count == 0 ? "none" : string.Join(" | ", messages))}");
    }

    /// <summary>Everything expected is there and equal; objects may have more.</summary>
    public static bool Covers(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (null, null) => true,
        (JsonObject map, JsonObject other) => map.All(member => Covers(member.Value, Find(other, member.Key))),
        (JsonArray list, JsonArray other) => list.Count == other.Count && list.Zip(other).All(pair => Covers(pair.First, pair.Second)),
        (JsonValue value, JsonValue other) => SameScalar(value, other),
        _ => false,
    };

    private static readonly HashSet<string> OfInstance =
    [
        "status", "subStatus", "subStatusDerived", "output", "variables", "instanceName", "correlationId", "bookmarkCount", "incidentCount", "incidents", "activityStatus",
        "completedCount", "activityRecords", "children", "otherInstances",
    ];

    private static void Output(CaseRun run, JsonObject expect, List<string> differences)
    {
        var lines = run.Host.Lines;
        var unordered = expect.Flag("unordered") == true;
        foreach (var member in (string[])["stdout", "stdoutDerived"])
        {
            if (expect[member] is not JsonArray) continue;
            var expected = expect.Texts(member);
            var same = unordered ? expected.Order(StringComparer.Ordinal).SequenceEqual(lines.Order(StringComparer.Ordinal)) : expected.SequenceEqual(lines);
            if (!same) differences.Add($"{member}: expected {Show(expected)}, got {Show(lines)}");
        }

        foreach (var missing in expect.Texts("stdoutContains").Where(line => !lines.Contains(line) && !lines.Any(actual => actual.Contains(line, StringComparison.Ordinal))))
            differences.Add($"stdoutContains: '{missing}' is missing in {Show(lines)}");
        foreach (var present in expect.Texts("stdoutNotContains").Where(lines.Contains)) differences.Add($"stdoutNotContains: '{present}' was printed");
        if (expect.Number("stdoutCount") is { } count) Equal("stdoutCount", count, lines.Count, differences);
    }

    private static void Http(CaseRun run, JsonObject http, List<string> differences)
    {
        if (run.Response is not { } response)
        {
            differences.Add("http: no request was made");
            return;
        }

        if (http.Number("status") is { } status) Equal("http status", status, response.Status, differences);
        if (http["body"] is JsonValue text) Equal("http body", text.ToString(), response.Body, differences);
        else if (http["body"] is { } body && !Covers(body, Parse(response.Body))) differences.Add($"http body: expected {body.Compact()}, got {response.Body}");
        foreach (var part in http.Texts("bodyContains").Where(part => !response.Body.Contains(part, StringComparison.Ordinal))) differences.Add($"http body: '{part}' is missing in {response.Body}");
    }

    private static void Publish(CaseRun run, JsonObject expect, List<string> differences)
    {
        if (expect.Flag("succeeded") is { } succeeded)
        {
            var actual = run.Published?.IsSaved ?? run.Altered?.Succeeded;
            if (actual != succeeded) differences.Add($"succeeded: expected {succeeded}, got {actual}");
        }

        if (expect["validationErrors"] is not JsonArray) return;
        var messages = run.Published?.Problems.Where(problem => !problem.IsWarning).Select(problem => problem.Message).ToList() ?? [];
        if (!expect.Texts("validationErrors").SequenceEqual(messages)) differences.Add($"validationErrors: expected {Show(expect.Texts("validationErrors"))}, got {Show(messages)}");
    }

    private static void Instance(Burst burst, JsonObject expect, List<string> differences)
    {
        var instance = burst.Instance;
        if (expect.Text("status") is { } status) Equal("status", status, instance.Status.ToString(), differences);
        foreach (var member in (string[])["subStatus", "subStatusDerived"])
        {
            if (expect.Text(member) is { } subStatus) Equal(member, subStatus, instance.SubStatus.ToString(), differences, instance.Incidents);
        }

        if (expect.ContainsKey("instanceName")) Equal("instanceName", expect.Text("instanceName"), instance.Name, differences);
        if (expect.ContainsKey("correlationId")) Equal("correlationId", expect.Text("correlationId"), instance.CorrelationId, differences);
        if (expect.Number("bookmarkCount") is { } bookmarks) Equal("bookmarkCount", bookmarks, instance.Bookmarks.Count, differences);
        if (expect.Number("incidentCount") is { } incidents) Equal("incidentCount", incidents, instance.Incidents.Count, differences, instance.Incidents);
        if (expect["output"] is { } output && !Covers(output, Json(instance.Output))) differences.Add($"output: expected {output.Compact()}, got {Json(instance.Output).Compact()}");
        foreach (var (name, value) in expect.Map("variables") ?? [])
        {
            var block = burst.Root.FindVariableByName(name) ?? burst.Root.FindVariable(name);
            if (block is null || !Covers(value, Json(block.Value))) differences.Add($"variable {name}: expected {value.Compact()}, got {(block is null ? "no such variable" : Json(block.Value).Compact())}");
        }

        foreach (var expected in expect["incidents"] is JsonArray ? expect.Maps("incidents") : [])
        {
            var actual = instance.Incidents.Select(incident => new JsonObject
            {
                ["message"] = incident.Message,
                ["activityId"] = incident.ActivityId,
                ["activityNodeId"] = incident.ActivityNodeId,
                ["activityType"] = incident.ActivityType,
            });
            if (!actual.Any(incident => Covers(Comparable(expected, incident), incident))) differences.Add($"incident {expected.Compact()} is missing{Show(instance.Incidents)}");
        }
    }

    private static JsonObject Comparable(JsonObject expected, JsonObject actual) =>
        new(expected.Where(member => actual.ContainsKey(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    /// <summary>Children are the instances that the case's own instance started; where it started none, all other instances.</summary>
    private static async Task OthersAsync(CaseRun run, JsonObject expect, List<string> differences, CancellationToken ct)
    {
        if (expect["children"] is null && expect["otherInstances"] is null) return;
        var others = new List<WorkflowInstance>();
        foreach (var id in await run.Host.InstanceIdsAsync(ct))
        {
            if (id != run.InstanceId && await run.Host.RestoreAsync(id, ct) is { } burst) others.Add(burst.Instance);
        }

        var children = others.Where(other => other.ParentInstanceId == run.InstanceId).ToList();
        if (expect.Map("otherInstances") is { } other) Group("otherInstances", other, others, run, differences);
        if (expect.Map("children") is { } child) Group("children", child, children.Count > 0 ? children : others, run, differences);
    }

    private static void Group(string what, JsonObject expect, List<WorkflowInstance> instances, CaseRun run, List<string> differences)
    {
        if (expect.Number("count") is { } count) Equal($"{what}.count", count, instances.Count, differences);
        foreach (var instance in instances)
        {
            if (expect.Text("status") is { } status) Equal($"{what}.status", status, instance.Status.ToString(), differences);
            if (expect.Text("subStatus") is { } subStatus) Equal($"{what}.subStatus", subStatus, instance.SubStatus.ToString(), differences, instance.Incidents);
            if (expect.Flag("parentInstanceId") == true) Equal($"{what}.parentInstanceId", run.InstanceId, instance.ParentInstanceId, differences);
            if ((expect["outputs"] ?? expect["output"]) is JsonObject outputs && !Covers(outputs, Json(instance.Output))) differences.Add($"{what}.outputs: expected {outputs.Compact()}, got {Json(instance.Output).Compact()}");
        }

        if (expect["correlationIds"] is JsonArray)
        {
            var (expected, actual) = (expect.Texts("correlationIds").Order(StringComparer.Ordinal).ToList(), instances.Select(instance => instance.CorrelationId ?? "").Order(StringComparer.Ordinal).ToList());
            if (!expected.SequenceEqual(actual)) differences.Add($"{what}.correlationIds: expected {Show(expected)}, got {Show(actual)}");
        }
    }

    private static JsonNode? Find(JsonObject map, string name) =>
        map[name] ?? map.FirstOrDefault(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool SameScalar(JsonValue expected, JsonValue actual)
    {
        if (expected.GetValueKind() != System.Text.Json.JsonValueKind.Number || actual.GetValueKind() != System.Text.Json.JsonValueKind.Number)
            return expected.GetValueKind() == actual.GetValueKind() && expected.ToString() == actual.ToString();
        return double.Parse(expected.ToJsonString()).Equals(double.Parse(actual.ToJsonString()));
    }

    private static JsonNode? Json(object? value) => JsonNode.Parse(JsonValues.ToJson(value));

    private static JsonNode? Parse(string text) => JsonValues.TryParse(text, out var value) ? Json(value) : null;

    internal static void Equal(string what, object? expected, object? actual, List<string> differences, List<Incident>? incidents = null)
    {
        if (!Equals(expected, actual)) differences.Add($"{what}: expected {expected ?? "null"}, got {actual ?? "null"}{Show(incidents)}");
    }

    private static string Show(List<Incident>? incidents) => incidents is null or [] ? "" : $" (incidents: {string.Join(" | ", incidents.Select(incident => $"{incident.ActivityId}: {incident.Message}"))})";

    private static string Show(IEnumerable<string> lines) => $"[{string.Join(", ", lines.Select(line => $"\"{line}\""))}]";
}
