using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Validation;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Definitions in the database, with what is bound kept in memory. Published versions never change.</summary>
public sealed class DefinitionStore(Database database, ActivityCatalog catalog, TimeProvider time, IEnumerable<ScriptFunctions> functions) : DefinitionLookup, ISharedState, IDisposable
{
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _bound = new();
    private readonly IReadOnlyDictionary<string, ContextFunction> _functions = functions.SelectMany(group => group.ByName).ToDictionary();
    private DefinitionVersions _versions = DefinitionVersions.None;
    private long _revision = -1;

    public string Subject => SharedState.Definitions;

    public long? Revision => Interlocked.Read(ref _revision) is >= 0 and var revision ? revision : null;

    /// <summary>All versions of all processes, newest version first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions => _versions.All;

    /// <summary>The versions of one process, newest first; empty when there is none.</summary>
    public IReadOnlyList<DefinitionVersion> VersionsOf(string definitionId) => _versions.Of(definitionId);

    /// <summary>Reads the list of versions. Once at start, and after another node has published.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        // One after the other: an older list must not replace a newer one.
        await _reloading.WaitAsync(ct);
        try
        {
            await using var reader = database.OpenReader();
            // The mark first: what is stored between the two reads is read once more.
            var revision = await reader.ExecuteScalarAsync<long>(new CommandDefinition(SharedState.RevisionSql, new { subject = Subject }, cancellationToken: ct));
            await LoadAsync(reader, ct);
            Interlocked.Exchange(ref _revision, revision);
        }
        finally
        {
            _reloading.Release();
        }
    }

    public override async Task RefreshAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        if (await reader.ExecuteScalarAsync<long>(new CommandDefinition(SharedState.RevisionSql, new { subject = Subject }, cancellationToken: ct)) != Revision) await ReloadAsync(ct);
    }

    public void Dispose() => _reloading.Dispose();

    private async Task LoadAsync(System.Data.Common.DbConnection reader, CancellationToken ct)
    {
        var versions = new DefinitionVersions([.. await reader.QueryAsync<DefinitionVersion>(new CommandDefinition(
            "SELECT id, definition_id, version, name, is_latest, is_published, hash, comment, created_by, created_at FROM definitions ORDER BY definition_id, version DESC", cancellationToken: ct))]);
        foreach (var (id, definition) in _bound)
        {
            // A draft that another node has changed, or a version that is gone, must be read anew.
            if (versions.Find(id) is { } version && version.Hash == _versions.Find(id)?.Hash) Mark(definition, version);
            else _bound.TryRemove(id, out _);
        }

        _versions = versions;
    }

    public override WorkflowDefinition? FindVersion(string versionId) => Bind(_versions.Find(versionId));

    public override WorkflowDefinition? FindVersion(string definitionId, int version) =>
        Bind(_versions.Of(definitionId).FirstOrDefault(candidate => candidate.Version == version));

    public override WorkflowDefinition? FindPublished(string definitionId) => Bind(_versions.Of(definitionId).FirstOrDefault(version => version.IsPublished));

    public override WorkflowDefinition? FindLatest(string definitionId) => Bind(_versions.Of(definitionId).FirstOrDefault(version => version.IsLatest));

    public override WorkflowDefinition? FindByActivityType(string typeName) =>
        _versions.NamedLike(typeName).Select(Bind).FirstOrDefault(definition => definition is { Options.UsableAsActivity: true });

    public override IEnumerable<WorkflowDefinition> Published() => _versions.All.Where(version => version.IsPublished).Select(version => Bind(version)!);

    /// <summary>Stores a document as the version that it says it is (the next one, when it says none) and publishes it when asked.</summary>
    /// <returns>The stored definition, or what stops it.</returns>
    public async Task<SaveResult> SaveAsync(JsonObject document, SaveDefinition how, CancellationToken ct)
    {
        var definitionId = document["definitionId"]?.ToString() is { Length: > 0 } given ? given : Guid.CreateVersion7().ToString();
        var known = _versions.Of(definitionId);
        var version = document["version"] is JsonValue number && number.TryGetValue(out int said) ? said : known.Select(stored => stored.Version).DefaultIfEmpty().Max() + 1;
        document["definitionId"] = definitionId;
        document["version"] = version;
        if (document["id"]?.ToString() is not { Length: > 0 }) document["id"] = $"{definitionId}:{version}";
        var definition = DefinitionReader.Read(document, catalog);
        var problems = how.Publish ? DefinitionValidator.Check(definition, catalog, this, _functions) : definition.Problems.ToList();
        DocumentShape.Check(document, problems);
        var triggers = how.Publish ? CollectTriggers(definition, problems) : [];
        if (how.Publish) await ReportClaimedAsync(definition, triggers, problems, ct);
        problems = [.. DefinitionValidator.Distinct(problems)];
        var errors = problems.Where(problem => !problem.IsWarning).ToList();
        if (how.Publish && errors.Count > 0 && how.RefuseErrors) return new SaveResult(definition, errors) { Problems = problems };

        if (!await database.WriteAsync(transaction => WriteAsync(transaction, definition, how, triggers, ct), ct))
        {
            await ReloadAsync(ct);
            return new SaveResult(definition, [new DefinitionProblem("$.version", $"Somebody else has stored version {definition.Version} meanwhile. Open it, and make your change again.")]);
        }

        _bound.TryRemove(definition.Id, out _);
        await ReloadAsync(ct);
        return new SaveResult(Bind(_versions.Find(definition.Id)) ?? definition, []) { Problems = problems };
    }

    /// <summary>Withdraws a process from use: runs go on, nothing starts any more.</summary>
    /// <returns>False when no version is published.</returns>
    public async Task<bool> RetractAsync(string definitionId, CancellationToken ct)
    {
        var changed = await database.WriteAsync(
            async transaction =>
            {
                BeginChange(transaction, definitionId);
                await DeleteTriggersAsync(transaction, definitionId, ct);
                return await transaction.ExecuteAsync("UPDATE definitions SET is_published = 0 WHERE definition_id = @definitionId AND is_published = 1", new { definitionId }, ct);
            },
            ct);
        await ReloadAsync(ct);
        return changed > 0;
    }

    /// <summary>Deletes all versions of a process. Runs that have not ended can no longer go on, so a caller asks first.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DeleteAsync(string definitionId, CancellationToken ct)
    {
        var changed = await database.WriteAsync(
            async transaction =>
            {
                BeginChange(transaction, definitionId);
                await DeleteTriggersAsync(transaction, definitionId, ct);
                return await transaction.ExecuteAsync("DELETE FROM definitions WHERE definition_id = @definitionId", new { definitionId }, ct);
            },
            ct);
        await ReloadAsync(ct);
        return changed > 0;
    }

    /// <summary>Works out anew what starts a published process: its triggers may depend on functions of the host.</summary>
    /// <returns>False when no version is published.</returns>
    public async Task<bool> RefreshTriggersAsync(string definitionId, CancellationToken ct)
    {
        if (FindPublished(definitionId) is not { } definition) return false;
        var triggers = CollectTriggers(definition, []);
        await database.WriteAsync(
            async transaction =>
            {
                BeginChange(transaction, definitionId);
                await DeleteTriggersAsync(transaction, definitionId, ct);
                foreach (var trigger in triggers) await WriteTriggerAsync(transaction, definition, trigger, ct);
            },
            ct);
        return true;
    }

    private static async Task DeleteTriggersAsync(Transaction transaction, string definitionId, CancellationToken ct)
    {
        await transaction.ExecuteAsync("DELETE FROM timers WHERE id IN (SELECT id FROM triggers WHERE definition_id = @definitionId)", new { definitionId }, ct);
        await transaction.ExecuteAsync("DELETE FROM triggers WHERE definition_id = @definitionId", new { definitionId }, ct);
    }

    private static void BeginChange(Transaction transaction, string definitionId)
    {
        transaction.Lock($"definition:{definitionId}");
        transaction.MarkChanged(SharedState.Definitions);
    }

    /// <returns>False, and nothing done, when the version is taken by another document.</returns>
    private async Task<bool> WriteAsync(Transaction transaction, WorkflowDefinition definition, SaveDefinition how, IReadOnlyList<StoredTrigger> triggers, CancellationToken ct)
    {
        var keys = new { definition.Id, definition.DefinitionId, definition.Version };
        transaction.Lock($"definition:{definition.DefinitionId}");
        const string taken = "SELECT COUNT(*) FROM definitions WHERE definition_id = @DefinitionId AND version = @Version AND id <> @Id";
        if (await transaction.FirstAsync<long>(taken, keys, ct) > 0) return false;
        transaction.MarkChanged(SharedState.Definitions);
        if (how.Publish)
        {
            await transaction.ExecuteAsync("UPDATE definitions SET is_published = 0 WHERE definition_id = @DefinitionId", keys, ct);
            await DeleteTriggersAsync(transaction, definition.DefinitionId, ct);
        }

        const string sql = """
            INSERT INTO definitions (id, definition_id, version, name, is_latest, is_published, document, hash, comment, created_by, created_at)
            VALUES (@Id, @DefinitionId, @Version, @Name, 1, @published, @document, @hash, @Comment, @By, @now)
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, is_published = excluded.is_published, document = excluded.document, hash = excluded.hash,
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
        // The latest is the highest version, also when an older one is stored or published again.
        await transaction.ExecuteAsync(
            """
            UPDATE definitions
            SET    is_latest = CASE WHEN version = (SELECT MAX(version) FROM definitions WHERE definition_id = @DefinitionId) THEN 1 ELSE 0 END
            WHERE  definition_id = @DefinitionId
            """,
            keys,
            ct);
        foreach (var trigger in triggers) await WriteTriggerAsync(transaction, definition, trigger, ct);
        return true;
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
        if (trigger.DueAt is not { } due) return;
        await transaction.ExecuteAsync("INSERT INTO timers (id, instance_id, due_at, fire_at) VALUES (@id, NULL, @due, @due)", new { id, due }, ct);
        transaction.Announce(new Change.Work(due));
    }

    private List<StoredTrigger> CollectTriggers(WorkflowDefinition definition, List<DefinitionProblem> problems) =>
        TriggerIndex.Collect(definition, new BurstServices(time, this, NoServices.Instance) { Functions = _functions }, problems);

    /// <summary>Reports triggers that only one process may have and that another has already.</summary>
    private async Task ReportClaimedAsync(WorkflowDefinition definition, IReadOnlyList<StoredTrigger> triggers, List<DefinitionProblem> problems, CancellationToken ct)
    {
        if (!triggers.Any(trigger => trigger.WhenClaimed is not null)) return;
        await using var reader = database.OpenReader();
        foreach (var trigger in triggers.Where(trigger => trigger.WhenClaimed is not null))
        {
            var claims = await reader.ExecuteScalarAsync<long>(new CommandDefinition(
                "SELECT COUNT(*) FROM triggers WHERE hash = @Hash AND definition_id <> @DefinitionId", new { trigger.Hash, definition.DefinitionId }, cancellationToken: ct));
            if (claims == 0) continue;
            problems.Add(new DefinitionProblem(definition.FindNode(trigger.ActivityId)?.Path ?? "$.root", trigger.WhenClaimed!, trigger.ActivityId));
        }
    }

    private WorkflowDefinition? Bind(DefinitionVersion? version)
    {
        if (version is null) return null;
        return _bound.TryGetValue(version.Id, out var bound) ? bound : _bound.GetOrAdd(version.Id, static (_, load) => Mark(load.Self.Load(load.Version.Id), load.Version), (Self: this, Version: version));
    }

    private WorkflowDefinition Load(string versionId)
    {
        using var reader = database.OpenReader();
        var document = reader.QuerySingle<string>("SELECT document FROM definitions WHERE id = @versionId", new { versionId });
        return DefinitionReader.Read(document, catalog);
    }

    // What the file says of itself may be old: the row decides which version is the latest and which is in use.
    private static WorkflowDefinition Mark(WorkflowDefinition definition, DefinitionVersion version)
    {
        definition.IsLatest = version.IsLatest;
        definition.IsPublished = version.IsPublished;
        return definition;
    }
}

/// <summary>How a document is stored.</summary>
/// <param name="Publish">Makes it the version that new runs use.</param>
/// <param name="RefuseErrors">False: errors are kept for the run to meet, as Elsa does with unknown activities.</param>
public sealed record SaveDefinition(bool Publish, string? Comment = null, string? By = null, bool RefuseErrors = true);

/// <param name="Errors">What stopped it. Empty: it is stored.</param>
public sealed record SaveResult(WorkflowDefinition Definition, IReadOnlyList<DefinitionProblem> Errors)
{
    public bool IsSaved => Errors.Count == 0;

    /// <summary>Everything that was found, also what did not stop it: warnings, and errors that the caller chose to keep.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];
}
