using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Conformance;

/// <summary>Expectations written as sentences. Those of a known form are checked; others are listed as not checked.</summary>
internal static partial class Facts
{
    /// <summary>Facts that must hold before the steps, and all others.</summary>
    public static (IReadOnlyList<string> Before, IReadOnlyList<string> After) Split(ConformanceCase @case)
    {
        var facts = @case.Expect.Texts("facts");
        return (
            [.. facts.Where(fact => fact.StartsWith("before:", StringComparison.Ordinal)).SelectMany(Clauses)],
            [.. facts.Where(fact => !fact.StartsWith("before:", StringComparison.Ordinal)).SelectMany(Clauses)]);
    }

    public static async Task CheckAsync(CaseRun run, IReadOnlyList<string> facts, List<string> unchecked_, CancellationToken ct)
    {
        foreach (var fact in facts)
        {
            var holds = await HoldsAsync(run, fact, ct);
            if (holds is null) unchecked_.Add(fact);
            else if (holds.Length > 0) run.Differences.Add($"fact '{fact}': {holds}");
        }
    }

    // "before: a; b" says two things.
    private static IEnumerable<string> Clauses(string fact)
    {
        var said = fact.StartsWith("before:", StringComparison.Ordinal) || fact.StartsWith("after:", StringComparison.Ordinal);
        return said ? fact[(fact.IndexOf(':') + 1)..].Split(';', StringSplitOptions.TrimEntries) : [fact];
    }

    /// <returns>Empty: it holds; null: it cannot be checked; else what is there instead.</returns>
    private static async Task<string?> HoldsAsync(CaseRun run, string fact, CancellationToken ct)
    {
        if (Match(AggregateFaultCount(), fact) is [var activity, var faults])
            return Same(int.Parse(faults), JournalChecks.AggregateFaults(await run.Host.JournalAsync(run.InstanceId!, ct), activity));
        if (Match(IncidentStart(), fact) is [var start])
            return Any((await run.InstanceAsync(ct))?.Incidents.Select(incident => incident.Message) ?? [], message => message.StartsWith(start, StringComparison.Ordinal));
        if (Match(SameObject(), fact) is [var one, var other]) return await SameObjectAsync(run, one, other, ct);
        if (fact.Contains("state serialises to JSON", StringComparison.Ordinal)) return await run.InstanceAsync(ct) is null ? "the state cannot be restored" : "";
        if (fact == "alteration succeeds") return run.Altered is { Succeeded: true } ? "" : string.Join(" ", run.Altered?.Log ?? ["none was applied"]);
        if (Match(InstanceVersion(), fact) is [var version]) return Same(int.Parse(version), (await run.InstanceAsync(ct))?.Version);
        if (Match(ConsumersInclude(), fact) is [var used, var expected]) return Consumers(run, used, expected);
        if (Match(ConsumersEmpty(), fact) is [var leaf]) return run.Host.Publishing.ConsumersOf(leaf) is { Count: 0 } ? "" : "there are some";
        if (Match(NoProperty(), fact) is [var model, var path, var property]) return HasNoProperty(run, model, path, property);
        if (Match(Subgraph(), fact) is [var main, var nodeId, var at, var value]) return CheckSubgraph(run, main, nodeId, at, value);
        if (Match(LatestVersion(), fact) is [var definition, var latest]) return Same(int.Parse(latest), run.Latest(definition)?.Version);
        if (Match(LatestUses(), fact) is [var consumer, var unpublished, var type, var uses]) return CheckUse(run, consumer, unpublished.Length > 0, type, int.Parse(uses));
        if (Match(Concurrent(), fact) is [var count]) return await ConcurrentAsync(run, int.Parse(count), ct);
        if (Match(Evicts(), fact) is [var child, var parent]) return await EvictsAsync(run, child, parent, ct);
        return null;
    }

    private static IReadOnlyList<string>? Match(Regex form, string fact) =>
        form.Match(fact) is { Success: true } match ? [.. match.Groups.Values.Skip(1).Select(group => group.Value)] : null;

    private static string Same<T>(T expected, T actual) => Equals(expected, actual) ? "" : $"got {actual}";

    private static string Any(IEnumerable<string> values, Func<string, bool> holds) => values.Any(holds) ? "" : $"got {string.Join(" | ", values)}";

    private static async Task<string> SameObjectAsync(CaseRun run, string one, string other, CancellationToken ct)
    {
        if (await run.Host.RestoreAsync(run.InstanceId!, ct) is not { } burst) return "the instance is gone";
        var (left, right) = (burst.Root.FindVariableByName(one)?.Value, burst.Root.FindVariableByName(other)?.Value);
        return left is not null && JsonValues.ToJson(left) == JsonValues.ToJson(right) ? "" : $"got {JsonValues.ToJson(left)} and {JsonValues.ToJson(right)}";
    }

    private static string Consumers(CaseRun run, string used, string expected)
    {
        var missing = expected.Split(" and ").SelectMany(part => part.Split(", ")).Except(run.Host.Publishing.ConsumersOf(used) ?? []).ToList();
        return missing.Count == 0 ? "" : $"{string.Join(", ", missing)} missing";
    }

    private static string HasNoProperty(CaseRun run, string versionId, string path, string property)
    {
        if (run.Host.Definitions.FindVersion(versionId) is not { } definition) return "there is no such version";
        return At(DefinitionModel.Of(definition), path) switch
        {
            JsonObject node => node.ContainsKey(property) ? "it has" : "",
            _ => $"there is no {path}",
        };
    }

    private static string CheckSubgraph(CaseRun run, string versionId, string nodeId, string path, string value)
    {
        if (run.Host.Definitions.FindVersion(versionId) is not { } definition) return "there is no such version";
        if (DefinitionModel.Subgraph(definition, nodeId, run.Host.Definitions) is not { } graph) return "there is no such node";
        if (graph.Text("nodeId") != nodeId) return $"node id {graph.Text("nodeId")}";
        return At(graph, path)?.ToString() == value ? "" : $"got {At(graph, path).Compact()}";
    }

    private static string CheckUse(CaseRun run, string consumer, bool unpublished, string type, int version)
    {
        if (run.Latest(consumer) is not { } definition) return "there is no such definition";
        if (unpublished && definition.IsPublished) return "it is published";
        var uses = definition.Nodes.Where(node => node.Type == type).Select(node => node.Version).ToList();
        return uses.Count > 0 && uses.TrueForAll(used => used == version) ? "" : $"got {string.Join(", ", uses)}";
    }

    /// <summary>Sends the case's request many times at once while what is cached is thrown away; no run may fault.</summary>
    private static async Task<string> ConcurrentAsync(CaseRun run, int count, CancellationToken ct)
    {
        if (run.Case.Json.Map("request") is not { } request) return "the case has no request";
        var requests = Enumerable.Range(0, count).Select(async number =>
        {
            if (number % 10 == 0) await run.Host.Definitions.RefreshTriggersAsync(run.Host.Definitions.Versions[number / 10 % run.Host.Definitions.Versions.Count].DefinitionId, ct);
            await Requests.SendAsync(new CaseRun(run.Suite, run.Case, run.Host), (JsonObject)request.DeepClone(), ct);
        });
        await Task.WhenAll(requests);
        foreach (var id in await run.Host.InstanceIdsAsync(ct))
        {
            if ((await run.Host.RestoreAsync(id, ct))!.Instance is { SubStatus: WorkflowSubStatus.Faulted } faulted) return $"faulted: {faulted.Incidents.FirstOrDefault()?.Message}";
        }

        return "";
    }

    /// <summary>After the child is published again, a run of the parent uses the child that it refers to now.</summary>
    private static async Task<string> EvictsAsync(CaseRun run, string childId, string parentId, CancellationToken ct)
    {
        var draft = run.Host.Publishing.Draft(childId);
        if (draft is null || run.Latest(parentId) is null) return "there is no such definition";
        await run.Host.Publishing.PublishAsync(draft, new SaveDefinition(Publish: true, RefuseErrors: false), ct);
        var child = run.Host.Definitions.FindPublished(childId)!;
        if (child.Version != (int)draft["version"]!) return "the new version of the child is not in use";
        if (!child.Options.AutoUpdateConsumingWorkflows) return "";
        var parent = run.Host.Definitions.FindPublished(parentId);
        return parent?.Nodes.Any(node => node.Json["workflowDefinitionVersionId"]?.ToString() == child.Id) == true ? "" : "the parent still refers to the old version";
    }

    private static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.', '['))
            node = step.EndsWith(']') ? (node as JsonArray)?[int.Parse(step[..^1])] : (node as JsonObject)?[step];
        return node;
    }

    [GeneratedRegex(@"^aggregate fault count of (?<a>\S+) is (?<b>\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex AggregateFaultCount();

    [GeneratedRegex("^incident message starts with \"(?<a>.*)\"$", RegexOptions.NonBacktracking)]
    private static partial Regex IncidentStart();

    [GeneratedRegex(@"^(?<a>\w+) and (?<b>\w+) hold the same object$", RegexOptions.NonBacktracking)]
    private static partial Regex SameObject();

    [GeneratedRegex(@"^instance Version becomes (?<a>\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex InstanceVersion();

    [GeneratedRegex(@"^consumers of (?<a>\S+) include (?<b>.*?)(?: \(transitive\))?$", RegexOptions.NonBacktracking)]
    private static partial Regex ConsumersInclude();

    [GeneratedRegex(@"^consumers of (?<a>\S+) is empty$", RegexOptions.NonBacktracking)]
    private static partial Regex ConsumersEmpty();

    [GeneratedRegex("^GET definition by version id (?<a>\\S+): (?<b>\\S+) has no property \"(?<c>\\w+)\"$", RegexOptions.NonBacktracking)]
    private static partial Regex NoProperty();

    [GeneratedRegex("^subgraph of version (?<a>\\S+) with parentNodeId \"(?<b>[^\"]+)\" has that nodeId and (?<c>\\S+) == \"(?<d>[^\"]*)\"$", RegexOptions.NonBacktracking)]
    private static partial Regex Subgraph();

    [GeneratedRegex(@"^(?<a>\S+) latest is version (?<b>\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex LatestVersion();

    [GeneratedRegex(@"^(?<a>\S+) latest (?<b>is unpublished and )?(?:its|has its) (?<c>\S+) activity (?:has|at) version (?<d>\d+)$", RegexOptions.NonBacktracking)]
    private static partial Regex LatestUses();

    [GeneratedRegex(@"^(?<a>\d+) concurrent \w+ requests .*no faulted instance$", RegexOptions.NonBacktracking)]
    private static partial Regex Concurrent();

    [GeneratedRegex(@"^publishing a new version of (?<a>\S+) evicts .* of the parent (?<b>\S+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Evicts();
}
