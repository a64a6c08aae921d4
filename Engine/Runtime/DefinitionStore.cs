using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Definitions in the database, with what is bound kept in memory. Published versions never change.</summary>
public sealed class DefinitionStore(Database database, ActivityCatalog catalog, TimeProvider time) : DefinitionLookup
{
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _bound = new();
    private IReadOnlyList<DefinitionVersion> _versions = [];

    /// <summary>All versions of all processes, newest version first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions => _versions;

    /// <summary>Reads the list of versions. Once at start, and after another node has published.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        _versions = [.. await reader.QueryAsync<DefinitionVersion>(new CommandDefinition(
            "SELECT id, definition_id, version, name, is_latest, is_published, hash, comment, created_by, created_at FROM definitions ORDER BY definition_id, version DESC", cancellationToken: ct))];
    }

    public override WorkflowDefinition? FindVersion(string versionId) =>
        Find(version => version.Id == versionId);

    public override WorkflowDefinition? FindVersion(string definitionId, int version) =>
        Find(candidate => candidate.DefinitionId == definitionId && candidate.Version == version);

    public override WorkflowDefinition? FindPublished(string definitionId) =>
        Find(version => version.DefinitionId == definitionId && version.IsPublished);

    public override WorkflowDefinition? FindLatest(string definitionId) =>
        Find(version => version.DefinitionId == definitionId && version.IsLatest);

    public override WorkflowDefinition? FindByActivityType(string typeName)
    {
        foreach (var version in _versions.Where(version => version.IsPublished || version.IsLatest).OrderByDescending(version => version.IsPublished))
        {
            if (WorkflowDefinition.ActivityTypeNameOf(version.Name) == typeName && FindVersion(version.Id) is { Options.UsableAsActivity: true } definition) return definition;
        }

        return null;
    }

    /// <summary>Stores a document as the version that it says it is (the next one, when it says none) and publishes it when asked.</summary>
    /// <returns>The stored definition, or what stops it.</returns>
    public async Task<SaveResult> SaveAsync(JsonObject document, SaveDefinition how, CancellationToken ct)
    {
        var definitionId = document["definitionId"]?.ToString() is { Length: > 0 } given ? given : Guid.CreateVersion7().ToString();
        var known = _versions.Where(version => version.DefinitionId == definitionId).ToList();
        var versionNumber = document["version"]?.GetValue<int>() ?? (known.Count == 0 ? 1 : known.Max(version => version.Version) + 1);
        document["definitionId"] = definitionId;
        document["version"] = versionNumber;
        if (document["id"]?.ToString() is not { Length: > 0 }) document["id"] = $"{definitionId}:{versionNumber}";
        var definition = DefinitionReader.Read(document, catalog);
        var errors = definition.Problems.Where(problem => !problem.IsWarning).ToList();
        var triggers = new List<StoredTrigger>();
        if (how.Publish) triggers = CollectTriggers(definition, errors);
        if (how.Publish && errors.Count > 0 && how.RefuseErrors) return new SaveResult(definition, errors);

        await database.WriteAsync(transaction => WriteAsync(transaction, definition, how, triggers, ct), ct);
        _bound.TryRemove(definition.Id, out _);
        await ReloadAsync(ct);
        return new SaveResult(definition, []);
    }

    private async Task WriteAsync(Transaction transaction, WorkflowDefinition definition, SaveDefinition how, IReadOnlyList<StoredTrigger> triggers, CancellationToken ct)
    {
        var keys = new { definition.Id, definition.DefinitionId };
        await transaction.ExecuteAsync("UPDATE definitions SET is_latest = 0 WHERE definition_id = @DefinitionId", keys, ct);
        if (how.Publish)
        {
            await transaction.ExecuteAsync("UPDATE definitions SET is_published = 0 WHERE definition_id = @DefinitionId", keys, ct);
            await transaction.ExecuteAsync("DELETE FROM timers WHERE id IN (SELECT id FROM triggers WHERE definition_id = @DefinitionId)", keys, ct);
            await transaction.ExecuteAsync("DELETE FROM triggers WHERE definition_id = @DefinitionId", keys, ct);
        }

        const string sql = """
            INSERT INTO definitions (id, definition_id, version, name, is_latest, is_published, document, hash, comment, created_by, created_at)
            VALUES (@Id, @DefinitionId, @Version, @Name, 1, @published, @document, @hash, @Comment, @By, @now)
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, is_latest = 1, is_published = excluded.is_published, document = excluded.document, hash = excluded.hash,
                comment = excluded.comment, created_by = excluded.created_by, created_at = excluded.created_at
            """;
        await transaction.ExecuteAsync(
            sql,
            new
            {
                definition.Id,
                definition.DefinitionId,
                definition.Version,
                definition.Name,
                published = how.Publish ? 1 : 0,
                document = CanonicalJson.Write(definition.Document),
                hash = CanonicalJson.HashOf(definition.Document),
                how.Comment,
                how.By,
                now = time.GetUtcNow(),
            },
            ct);
        foreach (var trigger in triggers) await WriteTriggerAsync(transaction, definition, trigger, ct);
    }

    private static async Task WriteTriggerAsync(Transaction transaction, WorkflowDefinition definition, StoredTrigger trigger, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString();
        const string sql = """
            INSERT INTO triggers (id, definition_id, definition_version_id, activity_id, name, hash, payload)
            VALUES (@id, @DefinitionId, @versionId, @ActivityId, @Name, @Hash, @Payload)
            """;
        await transaction.ExecuteAsync(
            sql, new { id, definition.DefinitionId, versionId = definition.Id, trigger.ActivityId, trigger.Name, trigger.Hash, trigger.Payload }, ct);
        if (trigger.DueAt is { } due)
            await transaction.ExecuteAsync("INSERT INTO timers (id, instance_id, due_at, fire_at) VALUES (@id, NULL, @due, @due)", new { id, due }, ct);
    }

    private List<StoredTrigger> CollectTriggers(WorkflowDefinition definition, List<DefinitionProblem> errors) =>
        TriggerIndex.Collect(definition, new BurstServices(time, this, EmptyServices.Instance), errors);

    private WorkflowDefinition? Find(Func<DefinitionVersion, bool> matches)
    {
        foreach (var version in _versions)
        {
            if (matches(version)) return _bound.GetOrAdd(version.Id, static (id, self) => self.Load(id), this);
        }

        return null;
    }

    private WorkflowDefinition Load(string versionId)
    {
        using var reader = database.OpenReader();
        var document = reader.QuerySingle<string>("SELECT document FROM definitions WHERE id = @versionId", new { versionId });
        return DefinitionReader.Read(document, catalog);
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}

/// <summary>How a document is stored.</summary>
/// <param name="Publish">Makes it the version that new runs use.</param>
/// <param name="RefuseErrors">False: errors are kept for the run to meet, as Elsa does with unknown activities.</param>
public sealed record SaveDefinition(bool Publish, string? Comment = null, string? By = null, bool RefuseErrors = true);

/// <param name="Errors">Empty: it is stored.</param>
public sealed record SaveResult(WorkflowDefinition Definition, IReadOnlyList<DefinitionProblem> Errors)
{
    public bool IsSaved => Errors.Count == 0;
}

/// <summary>A stored version, without its document.</summary>
public sealed record DefinitionVersion
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public int Version { get; init; }

    public string Name { get; init; } = "";

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public string Hash { get; init; } = "";

    public string? Comment { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
