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
    private readonly ConcurrentDictionary<string, string> _contentHashes = new();
    private DefinitionVersions _versions = DefinitionVersions.None;
    private long _revision = -1;

    public string Subject => SharedState.Definitions;

    public long? Revision => Interlocked.Read(ref _revision) is >= 0 and var revision ? revision : null;

    /// <summary>All versions of all processes, newest version first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions => _versions.All;

    /// <summary>The versions of one process, newest first; empty when there is none.</summary>
    public IReadOnlyList<DefinitionVersion> VersionsOf(string definitionId) => _versions.Of(definitionId);

    /// <summary>What a stored version says, whatever its number: see <see cref="DefinitionContent"/>.</summary>
    public string ContentHashOf(DefinitionVersion version) => _contentHashes.GetOrAdd(version.Hash, static (_, load) => DefinitionContent.HashOf(CanonicalJson.Parse(load.Self.ReadDocument(load.Version.Id))), (Self: this, Version: version));

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
            """
            SELECT d.id, d.definition_id, d.version, d.name, d.is_latest, d.is_published, d.hash, d.comment, d.created_by, d.created_at, p.published_by, p.published_at
            FROM   definitions d LEFT JOIN publications p ON p.version_id = d.id
            ORDER BY d.definition_id, d.version DESC
            """,
            cancellationToken: ct))]);
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
        if (WhyFixed(definition, known) is { } fixedVersion) return new SaveResult(definition, [fixedVersion]) { Problems = [fixedVersion] };
        var problems = how.Publish ? DefinitionValidator.Check(definition, catalog, this, _functions) : definition.Problems.ToList();
        DocumentShape.Check(document, problems);
        var triggers = how.Publish ? CollectTriggers(definition, problems) : [];
        if (how.Publish) await ReportClaimedAsync(definition, triggers, problems, ct);
        problems = [.. DefinitionValidator.Distinct(problems)];
        var errors = problems.Where(problem => !problem.IsWarning).ToList();
        if (how.Publish && errors.Count > 0 && how.RefuseErrors) return new SaveResult(definition, errors) { Problems = problems };

        var isWritten = await database.WriteAsync(transaction => WriteAsync(transaction, definition, how, triggers, ct), ct);
        if (isWritten) _bound.TryRemove(definition.Id, out _);
        await ReloadAsync(ct);
        if (!isWritten) return new SaveResult(definition, []) { Problems = problems, Conflict = SaveConflict.With(VersionsOf(definitionId)) };
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

    /// <summary>Deletes one version. Runs of it can no longer go on, so a caller asks first.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DeleteVersionAsync(string versionId, CancellationToken ct)
    {
        if (_versions.Find(versionId) is not { } version) return false;
        var changed = await database.WriteAsync(
            async transaction =>
            {
                BeginChange(transaction, version.DefinitionId);
                if (version.IsPublished) await DeleteTriggersAsync(transaction, version.DefinitionId, ct);
                var deleted = await transaction.ExecuteAsync("DELETE FROM definitions WHERE id = @versionId", new { versionId }, ct);
                await MarkLatestAsync(transaction, version.DefinitionId, ct);
                return deleted;
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

    internal static void BeginChange(Transaction transaction, string definitionId)
    {
        transaction.Lock($"definition:{definitionId}");
        transaction.MarkChanged(SharedState.Definitions);
    }

    /// <returns>False: somebody else has saved since, or the version is taken by another document. Nothing was written.</returns>
    private async Task<bool> WriteAsync(Transaction transaction, WorkflowDefinition definition, SaveDefinition how, IReadOnlyList<StoredTrigger> triggers, CancellationToken ct)
    {
        var keys = new { definition.Id, definition.DefinitionId, definition.Version };
        transaction.Lock($"definition:{definition.DefinitionId}");
        if (how.BasedOn is { } basedOn && !await IsStillLatestAsync(transaction, definition.DefinitionId, basedOn, ct)) return false;
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
        await MarkLatestAsync(transaction, definition.DefinitionId, ct);
        if (how.Publish)
        {
            await transaction.ExecuteAsync(
                "INSERT INTO publications (version_id, published_by, published_at) VALUES (@Id, @By, @now) ON CONFLICT (version_id) DO NOTHING",
                new { definition.Id, how.By, now = time.GetUtcNow() },
                ct);
        }

        foreach (var trigger in triggers) await WriteTriggerAsync(transaction, definition, trigger, ct);
        return true;
    }

    // The row count is the answer, and the row stays locked until the commit: of two that started from the same revision, one is told.
    internal static async Task<bool> IsStillLatestAsync(Transaction transaction, string definitionId, string revision, CancellationToken ct) => revision.Length == 0
        ? await transaction.FirstAsync<long>("SELECT COUNT(*) FROM definitions WHERE definition_id = @definitionId", new { definitionId }, ct) == 0
        : await transaction.ExecuteAsync("UPDATE definitions SET is_latest = 1 WHERE definition_id = @definitionId AND is_latest = 1 AND hash = @revision", new { definitionId, revision }, ct) == 1;

    /// <summary>A version that was ever in use keeps its content: requests may run on it.</summary>
    private DefinitionProblem? WhyFixed(WorkflowDefinition definition, IReadOnlyList<DefinitionVersion> known)
    {
        if (known.FirstOrDefault(version => version.Id == definition.Id || version.Version == definition.Version) is not { WasPublished: true } stored) return null;
        if (stored.Id == definition.Id && DefinitionContent.HashOf(definition.Document) == ContentHashOf(stored)) return null;
        return new DefinitionProblem("$.version", $"Version {stored.Version} of '{definition.DefinitionId}' was published, so it never changes. Save this as version {known[0].Version + 1}.");
    }

    // The latest is the highest version, also when an older one is stored or published again.
    internal static Task<int> MarkLatestAsync(Transaction transaction, string definitionId, CancellationToken ct) => transaction.ExecuteAsync(
        """
        UPDATE definitions
        SET    is_latest = CASE WHEN version = (SELECT MAX(version) FROM definitions WHERE definition_id = @definitionId) THEN 1 ELSE 0 END
        WHERE  definition_id = @definitionId
        """,
        new { definitionId },
        ct);

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

    private WorkflowDefinition Load(string versionId) => DefinitionReader.Read(ReadDocument(versionId), catalog);

    private string ReadDocument(string versionId)
    {
        using var reader = database.OpenReader();
        return reader.QuerySingle<string>("SELECT document FROM definitions WHERE id = @versionId", new { versionId });
    }

    // What the file says of itself may be old: the row decides which version is the latest and which is in use.
    private static WorkflowDefinition Mark(WorkflowDefinition definition, DefinitionVersion version)
    {
        definition.IsLatest = version.IsLatest;
        definition.IsPublished = version.IsPublished;
        return definition;
    }
}
