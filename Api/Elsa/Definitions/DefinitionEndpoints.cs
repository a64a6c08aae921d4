using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Identity;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Reading definitions.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-definitions").RequireAuthorization(Right.ProcessRead);
        group.MapGet("/", List).WithSummary("Definitions by search, filter, order and page; pages count from 0.");
        group.MapGet("/by-definition-id/{definitionId}", ByDefinitionId).WithSummary("The version of a process that versionOptions means; the latest by default.");
        group.MapGet("/by-id/{id}", ById).WithSummary("One version.");
        group.MapGet("/many-by-id", ManyById).WithSummary("Several versions.");
        group.MapGet("/query/count", Count).WithSummary("How many processes there are.");
        group.MapGet("/validation/is-name-unique", IsNameUnique).WithSummary("Whether no other process has this name.");
        group.MapGet("/subgraph/{id}", Subgraph).WithSummary("One activity of a version with what is inside it.");
        group.MapGet("/subgraph/segments/{id}", Segments).WithSummary("Where an activity stands: the containers around it, outermost first.");
        group.MapGet("/{definitionId}/consumers", Consumers).WithSummary("The processes that use this one, also through others.");
    }

    private static Results<Ok<DefinitionPage>, ProblemHttpResult> List(
        ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, string? versionOptions, int? page, int? pageSize, string? searchTerm, string? orderBy, string? orderDirection,
        string[]? definitionIds, string[]? ids, bool? isSystem)
    {
        if (VersionOptions.Parse(versionOptions, VersionOptions.AllVersions) is not { } wanted) return UnknownVersions(versionOptions);
        // Who sees no drafts is shown what is in use as the latest.
        var found = store.Versions.Where(version => views.MaySee(user, version) && (wanted.Includes(version) || (wanted == VersionOptions.Latest && version.IsPublished && IsLatestFor(user, store, views, version))));
        if (definitionIds is { Length: > 0 }) found = found.Where(version => definitionIds.Contains(version.DefinitionId));
        if (ids is { Length: > 0 }) found = found.Where(version => ids.Contains(version.Id));
        if (!string.IsNullOrWhiteSpace(searchTerm)) found = found.Where(version => Matches(store, version, searchTerm.Trim()));
        if (isSystem is { } system) found = found.Where(version => IsSystem(store, version) == system);

        var descending = string.Equals(orderDirection, "Descending", StringComparison.OrdinalIgnoreCase);
        var all = Order(found, orderBy ?? "Name", descending).ToList();
        var items = pageSize is > 0 and var size ? all.Skip((int)Math.Min((long)Math.Max(page ?? 0, 0) * size, int.MaxValue)).Take(size) : all;
        return TypedResults.Ok(new DefinitionPage([.. items.Select(version => views.Summary(user, version))], all.Count, views.ListLinks(user)));
    }

    private static Results<Ok<JsonObject>, ProblemHttpResult> ByDefinitionId(string definitionId, string? versionOptions, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views)
    {
        if (VersionOptions.Parse(versionOptions, VersionOptions.Latest) is not { } wanted) return UnknownVersions(versionOptions);
        var version = store.VersionsOf(definitionId).FirstOrDefault(version => wanted.Includes(version) && views.MaySee(user, version))
            ?? (wanted == VersionOptions.Latest ? store.VersionsOf(definitionId).FirstOrDefault(version => views.MaySee(user, version)) : null);
        return version is null ? ElsaProblems.NoSuch("workflow definition", definitionId) : TypedResults.Ok(views.Full(user, store.FindVersion(version.Id)!));
    }

    private static Results<Ok<JsonObject>, ProblemHttpResult> ById(string id, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views) =>
        Find(id, user, store, views) is { } definition ? TypedResults.Ok(views.Full(user, definition)) : ElsaProblems.NoSuch("version", id);

    private static Ok<DefinitionList> ManyById(string[]? ids, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views)
    {
        var items = (ids ?? []).Select(id => Find(id, user, store, views)).OfType<WorkflowDefinition>().Select(definition => views.Full(user, definition)).ToList();
        return TypedResults.Ok(new DefinitionList(items, items.Count));
    }

    private static Ok<DefinitionCount> Count(ClaimsPrincipal user, DefinitionStore store, DefinitionViews views) =>
        TypedResults.Ok(new DefinitionCount(store.Versions.Where(version => views.MaySee(user, version)).Select(version => version.DefinitionId).Distinct().Count()));

    private static Ok<NameIsUnique> IsNameUnique(string? name, string? definitionId, DefinitionStore store) => TypedResults.Ok(new NameIsUnique(
        !store.Versions.Any(version => version.IsLatest && version.DefinitionId != definitionId && string.Equals(version.Name, name?.Trim(), StringComparison.OrdinalIgnoreCase))));

    private static Results<Ok<JsonObject>, ProblemHttpResult> Subgraph(string id, string? parentNodeId, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views)
    {
        if (Find(id, user, store, views) is not { } definition) return ElsaProblems.NoSuch("version", id);
        var nodeId = parentNodeId is { Length: > 0 } given ? given : (definition.Workflow.Children is [var root, ..] ? root.NodeId : "");
        if (DefinitionModel.Subgraph(definition, nodeId, store) is not { } graph) return ElsaProblems.NoSuch("activity", nodeId);
        graph["parents"] = new JsonArray();
        return TypedResults.Ok(graph);
    }

    private static Results<Ok<PathSegments>, ProblemHttpResult> Segments(string id, string? childNodeId, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views)
    {
        if (Find(id, user, store, views) is not { } definition) return ElsaProblems.NoSuch("version", id);
        return PathSegments.Of(definition, childNodeId ?? "", store) is { } segments
            ? TypedResults.Ok(segments)
            : ElsaProblems.Refused("no-such-activity", "There is no such activity.", $"Version {definition.Version} of '{definition.Name}' has no activity '{childNodeId}'.");
    }

    private static Results<Ok<ConsumingDefinitions>, ProblemHttpResult> Consumers(string definitionId, Publishing publishing) =>
        publishing.ConsumersOf(definitionId) is { } consumers ? TypedResults.Ok(new ConsumingDefinitions(consumers)) : ElsaProblems.NoSuch("workflow definition", definitionId);

    private static WorkflowDefinition? Find(string id, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views) =>
        store.Versions.FirstOrDefault(version => version.Id == id) is { } version && views.MaySee(user, version) ? store.FindVersion(id) : null;

    private static bool IsLatestFor(ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, DefinitionVersion version) =>
        store.VersionsOf(version.DefinitionId).First(other => views.MaySee(user, other)).Id == version.Id;

    private static bool IsSystem(DefinitionStore store, DefinitionVersion version) =>
        store.FindVersion(version.Id)!.Document["isSystem"] is JsonValue value && value.TryGetValue(out bool system) && system;

    private static bool Matches(DefinitionStore store, DefinitionVersion version, string term) =>
        version.Name.Contains(term, StringComparison.OrdinalIgnoreCase)
        || version.DefinitionId.Contains(term, StringComparison.OrdinalIgnoreCase)
        || version.Id.Contains(term, StringComparison.OrdinalIgnoreCase)
        || store.FindVersion(version.Id)?.Description?.Contains(term, StringComparison.OrdinalIgnoreCase) == true;

    private static IOrderedEnumerable<DefinitionVersion> Order(IEnumerable<DefinitionVersion> versions, string by, bool descending)
    {
        var ordered = by.ToUpperInvariant() switch
        {
            "CREATED" or "CREATEDAT" => descending ? versions.OrderByDescending(version => version.CreatedAt) : versions.OrderBy(version => version.CreatedAt),
            "VERSION" => descending ? versions.OrderByDescending(version => version.Version) : versions.OrderBy(version => version.Version),
            _ => descending ? versions.OrderByDescending(version => version.Name, StringComparer.OrdinalIgnoreCase) : versions.OrderBy(version => version.Name, StringComparer.OrdinalIgnoreCase),
        };
        return ordered.ThenBy(version => version.DefinitionId, StringComparer.Ordinal).ThenByDescending(version => version.Version);
    }

    internal static ProblemHttpResult UnknownVersions(string? versionOptions) => ElsaProblems.Refused(
        "invalid-input", "There are no such versions.", $"versionOptions: '{versionOptions}' is none of Latest, Published, LatestOrPublished, LatestAndPublished, Draft, AllVersions or a number.");
}
