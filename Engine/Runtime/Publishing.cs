using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Stock.Composition;

namespace Workflows.Engine.Runtime;

/// <summary>The life of a process by Elsa's rules: import, draft, publish, and what publishing means for the processes that use it.</summary>
public sealed class Publishing(DefinitionStore store)
{
    /// <summary>Takes a file in as a draft, and publishes it when asked. What the file says of its own version and publication does not count.</summary>
    /// <remarks>A process that is known gets a new draft (one that exists is overwritten); a new one keeps its ids and begins with version 1.</remarks>
    public async Task<SaveResult> ImportAsync(JsonObject document, SaveDefinition how, CancellationToken ct)
    {
        var known = document["definitionId"]?.ToString() is { Length: > 0 } definitionId ? store.VersionsOf(definitionId) : [];
        if (known is [var latest, ..])
        {
            var isDraft = !latest.WasPublished;
            document["version"] = isDraft ? latest.Version : latest.Version + 1;
            document["id"] = isDraft ? latest.Id : FreeId(document, known);
        }
        else
        {
            document["version"] = 1;
            if (document["definitionId"] is null) document["definitionId"] = Guid.CreateVersion7().ToString();
            if (document["id"]?.ToString() is not { Length: > 0 } id || store.FindVersion(id) is not null) document["id"] = Guid.CreateVersion7().ToString();
        }

        return how.Publish ? await PublishAsync(document, how, ct) : await store.SaveAsync(document, how, ct);
    }

    /// <summary>The draft to go on with: the stored one, or a copy of the latest version as the next. A copy is not stored yet.</summary>
    /// <returns>Null when there is no such process.</returns>
    public JsonObject? Draft(string definitionId)
    {
        if (store.FindLatest(definitionId) is not { } latest) return null;
        var draft = (JsonObject)latest.Document.DeepClone();
        // A version that was withdrawn again is no draft: requests may still run on it.
        if (store.VersionsOf(definitionId) is [{ WasPublished: true }, ..])
        {
            draft["version"] = latest.Version + 1;
            draft["id"] = Guid.CreateVersion7().ToString();
        }

        draft["isPublished"] = false;
        draft["isLatest"] = true;
        return draft;
    }

    /// <summary>Publishes the latest version of a process.</summary>
    /// <returns>Null when there is no such process.</returns>
    public async Task<SaveResult?> PublishAsync(string definitionId, SaveDefinition how, CancellationToken ct)
    {
        if (store.FindLatest(definitionId) is not { } latest) return null;
        return await PublishAsync((JsonObject)latest.Document.DeepClone(), how with { Publish = true }, ct);
    }

    /// <summary>Stores a document and makes it the version in use; then moves the processes that use it on, where it says so.</summary>
    public async Task<SaveResult> PublishAsync(JsonObject document, SaveDefinition how, CancellationToken ct)
    {
        document["isPublished"] = true;
        document["isLatest"] = true;
        var saved = await store.SaveAsync(document, how with { Publish = true }, ct);
        if (saved is { IsSaved: true, Definition.Options: { UsableAsActivity: true, AutoUpdateConsumingWorkflows: true } }) await UpdateConsumersAsync(saved.Definition, how, ct);
        return saved;
    }

    /// <summary>Makes every process that uses this one use the version given: in its draft, which is published when the process was.</summary>
    /// <returns>The new versions of those processes.</returns>
    public async Task<IReadOnlyList<SaveResult>> UpdateConsumersAsync(WorkflowDefinition definition, SaveDefinition how, CancellationToken ct)
    {
        var updated = new List<SaveResult>();
        foreach (var consumer in DirectConsumers(definition))
        {
            var wasPublished = consumer.IsPublished;
            var draft = Draft(consumer.DefinitionId)!;
            if (!PointTo(draft, definition)) continue;
            var publish = how with { Publish = wasPublished, BasedOn = null };
            updated.Add(wasPublished ? await PublishAsync(draft, publish, ct) : await store.SaveAsync(draft, publish, ct));
        }

        return updated;
    }

    /// <summary>The definition ids of all processes that use one, also through others.</summary>
    /// <returns>Null when there is no such process.</returns>
    public IReadOnlyList<string>? ConsumersOf(string definitionId)
    {
        if (store.FindLatest(definitionId) is not { } definition) return null;
        var found = new List<string>();
        var pending = new Queue<WorkflowDefinition>([definition]);
        while (pending.TryDequeue(out var used))
        {
            foreach (var consumer in DirectConsumers(used))
            {
                if (consumer.DefinitionId == definitionId || found.Contains(consumer.DefinitionId)) continue;
                found.Add(consumer.DefinitionId);
                pending.Enqueue(consumer);
            }
        }

        return found;
    }

    private static string FreeId(JsonObject document, IReadOnlyList<DefinitionVersion> known) =>
        document["id"]?.ToString() is { Length: > 0 } id && known.All(version => version.Id != id) ? id : Guid.CreateVersion7().ToString();

    private IEnumerable<WorkflowDefinition> DirectConsumers(WorkflowDefinition used) =>
        store.Versions.Where(version => version.IsLatest && version.DefinitionId != used.DefinitionId)
            .Select(version => store.FindVersion(version.Id)!)
            .Where(candidate => candidate.Nodes.Any(node => node.Activity is WorkflowDefinitionActivity && Uses(node.Json, used)))
            .ToList();

    private static bool Uses(JsonObject activity, WorkflowDefinition used) => activity["workflowDefinitionId"]?.ToString() is { Length: > 0 } id
        ? id == used.DefinitionId
        : activity["type"]?.ToString() == used.ActivityTypeName;

    /// <returns>False when every reference is right already.</returns>
    private static bool PointTo(JsonNode? node, WorkflowDefinition used)
    {
        var changed = false;
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list) changed |= PointTo(item, used);
                break;
            case JsonObject map:
                foreach (var (_, member) in map) changed |= PointTo(member, used);
                if (map["type"] is not JsonValue || map["expression"] is not null || map["workflowDefinitionId"] is not JsonValue || !Uses(map, used)) break;
                if (map["workflowDefinitionVersionId"]?.ToString() == used.Id) break;
                map["version"] = used.Version;
                map["workflowDefinitionVersionId"] = used.Id;
                if (map.ContainsKey("latestAvailablePublishedVersion")) map["latestAvailablePublishedVersion"] = used.Version;
                if (map.ContainsKey("latestAvailablePublishedVersionId")) map["latestAvailablePublishedVersionId"] = used.Id;
                return true;
        }

        return changed;
    }
}
