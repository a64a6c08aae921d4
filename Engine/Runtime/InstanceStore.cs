using System.Buffers;
using System.Text.Json;
using Dapper;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock.Composition;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Instances as they are stored: read them, put them back to work, and commit a burst.</summary>
public sealed class InstanceStore(Database database, DefinitionLookup definitions, IEnumerable<CommitParticipant> participants)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The run as its last commit left it; null when there is none.</summary>
    public Task<Burst?> RestoreAsync(string instanceId, BurstServices services, HttpExchange? http, CancellationToken ct) => RestoreAsync(instanceId, services, http, migrateTo: null, ct);

    /// <param name="migrateTo">The definition to go on with; null: the one it runs.</param>
    internal async Task<Burst?> RestoreAsync(
        string instanceId, BurstServices services, HttpExchange? http, Func<WorkflowInstance, WorkflowDefinition?>? migrateTo, CancellationToken ct)
    {
        const string sql = $"{StoredInstance.Sql} WHERE id = @instanceId";
        await using var reader = database.OpenReader();
        var row = await reader.QueryFirstOrDefaultAsync<StoredInstance>(new CommandDefinition(sql, new { instanceId }, cancellationToken: ct));
        return row is null ? null : await RestoreAsync(row, services, http, migrateTo, ct);
    }

    internal async Task<Burst> RestoreAsync(
        StoredInstance row, BurstServices services, HttpExchange? http, Func<WorkflowInstance, WorkflowDefinition?>? migrateTo, CancellationToken ct)
    {
        if (migrateTo?.Invoke(row.ToInstance(row.DefinitionVersionId, row.Version)) is { } target)
            return BurstState.Restore(target, row.ToInstance(target.Id, target.Version), row.State, services, http);
        // Another node may have published it and started this instance a moment ago.
        if (definitions.FindVersion(row.DefinitionVersionId) is null) await definitions.RefreshAsync(ct);
        var definition = definitions.FindVersion(row.DefinitionVersionId)
            ?? throw new InvalidOperationException($"Instance {row.Id} runs version '{row.DefinitionVersionId}' of '{row.DefinitionId}', and that version is gone.");
        return BurstState.Restore(definition, row.ToInstance(row.DefinitionVersionId, row.Version), row.State, services, http);
    }

    public async Task<bool> ExistsAsync(string instanceId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM instances WHERE id = @instanceId", new { instanceId }, cancellationToken: ct)) > 0;
    }

    /// <summary>The journal of an instance, oldest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> JournalAsync(string instanceId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var bursts = await reader.QueryAsync<byte[]>(new CommandDefinition(
            "SELECT entries FROM journal WHERE instance_id = @instanceId ORDER BY burst", new { instanceId }, cancellationToken: ct));
        return [.. bursts.SelectMany(ReadJournal)];
    }

    /// <summary>Writes everything a burst leaves behind. Part of the caller's transaction, and all of it or nothing.</summary>
    /// <param name="before">The bookmarks that are stored now.</param>
    /// <exception cref="RevisionConflictException">Somebody else committed this instance since it was read.</exception>
    internal async Task CommitAsync(Transaction transaction, StoredBurst stored, IReadOnlyList<Bookmark> before, CancellationToken ct)
    {
        var (burst, instance) = (stored.Burst, stored.Burst.Instance);
        var context = new EffectContext(instance, instance.UpdatedAt, burst.Services.Reads);
        WriteInstance(transaction, instance, stored.State);
        WriteBookmarks(transaction, instance, before);
        if (stored.Journal is { } journal)
        {
            transaction.Defer(
                "INSERT INTO journal (instance_id, burst, entries) VALUES (@Id, @burst, @journal)", new { instance.Id, burst = instance.Revision + 1, journal });
        }

        foreach (var effect in burst.Effects) await effect.WriteAsync(transaction, context, ct);
        foreach (var participant in participants) await participant.WriteAsync(transaction, burst, context, ct);
        foreach (var child in stored.Children) await CommitAsync(transaction, child, [], ct);
        if (instance.Status == WorkflowStatus.Finished) await TellParentAsync(transaction, instance, context, ct);
    }

    private static void WriteInstance(Transaction transaction, WorkflowInstance instance, byte[] state)
    {
        const string insert = """
            INSERT INTO instances (id, definition_id, definition_version_id, version, status, sub_status, correlation_id, name, parent_instance_id,
                                   incident_count, state, revision, created_at, updated_at, finished_at)
            VALUES (@Id, @DefinitionId, @DefinitionVersionId, @Version, @status, @subStatus, @CorrelationId, @Name, @ParentInstanceId,
                    @incidents, @state, 1, @CreatedAt, @UpdatedAt, @FinishedAt)
            ON CONFLICT (id) DO NOTHING
            """;
        // The WHERE clause is the lock: of two bursts that started from the same revision, one changes a row.
        const string update = """
            UPDATE instances
            SET    status = @status, sub_status = @subStatus, correlation_id = @CorrelationId, name = @Name, incident_count = @incidents, state = @state,
                   definition_version_id = @DefinitionVersionId, version = @Version, revision = revision + 1, updated_at = @UpdatedAt, finished_at = @FinishedAt
            WHERE  id = @Id AND revision = @Revision
            """;
        transaction.DeferGuard(
            instance.Revision == 0 ? insert : update,
            new
            {
                instance.Id,
                instance.DefinitionId,
                instance.DefinitionVersionId,
                instance.Version,
                status = instance.Status.ToString(),
                subStatus = instance.SubStatus.ToString(),
                instance.CorrelationId,
                instance.Name,
                instance.ParentInstanceId,
                incidents = instance.Incidents.Count,
                state,
                instance.CreatedAt,
                instance.UpdatedAt,
                instance.FinishedAt,
                instance.Revision,
            },
            () => new RevisionConflictException(instance.Id));
        transaction.Announce(new Change.Instance(instance.Id));
    }

    private static void WriteBookmarks(Transaction transaction, WorkflowInstance instance, IReadOnlyList<Bookmark> before)
    {
        var now = instance.Bookmarks.Select(bookmark => bookmark.Id).ToHashSet();
        var gone = before.Where(bookmark => !now.Contains(bookmark.Id)).ToList();
        transaction.DeferDelete("bookmarks", gone.Select(bookmark => bookmark.Id));
        transaction.DeferDelete("timers", gone.Where(bookmark => bookmark.DueAt is not null).Select(bookmark => bookmark.Id));

        var stored = before.Select(bookmark => bookmark.Id).ToHashSet();
        var added = instance.Bookmarks.Where(bookmark => !stored.Contains(bookmark.Id)).ToList();
        transaction.DeferRows(
            "bookmarks",
            ["id", "instance_id", "name", "hash", "activity_id", "correlation_id", "created_at"],
            added.ConvertAll(bookmark => new object?[] { bookmark.Id, instance.Id, bookmark.Name, bookmark.Hash, bookmark.ActivityId, instance.CorrelationId, bookmark.CreatedAt }));
        var timers = added.FindAll(bookmark => bookmark.DueAt is not null);
        transaction.DeferRows("timers", ["id", "instance_id", "due_at", "fire_at"], timers.ConvertAll(timer => new object?[] { timer.Id, instance.Id, timer.DueAt, timer.DueAt }));
        foreach (var timer in timers) transaction.Announce(new Change.Work(timer.DueAt!.Value));
    }

    /// <returns>Null when nothing was told.</returns>
    internal static byte[]? JournalOf(Burst burst)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Compact)) WriteJournal(json, burst.Journal);
        return buffer.WrittenCount <= "[]".Length ? null : buffer.WrittenSpan.ToArray();
    }

    private static Task TellParentAsync(Transaction transaction, WorkflowInstance instance, EffectContext context, CancellationToken ct)
    {
        if (instance.ParentInstanceId is not { } parent || instance.Properties.GetValueOrDefault(ChildFinished.WaitProperty) is not true) return Task.CompletedTask;
        var result = new ObjectValue
        {
            ["output"] = instance.Output,
            ["workflowInstanceId"] = instance.Id,
            ["status"] = instance.Status.ToString(),
            ["subStatus"] = instance.SubStatus.ToString(),
        };
        return new QueueStimulus(ChildFinished.Stimulus, ChildFinished.PayloadFor(instance.Id), result, CorrelationId: null, parent).WriteAsync(transaction, context, ct);
    }

    // Stored names: the short members of a journal entry.
    private static void WriteJournal(Utf8JsonWriter json, IEnumerable<JournalEntry> entries)
    {
        json.WriteStartArray();
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("s"u8, entry.Sequence);
            json.WriteNumber("i"u8, entry.ActivityInstanceId);
            json.WriteNumber("p"u8, entry.ParentInstanceId);
            json.WriteString("a"u8, entry.ActivityId);
            json.WriteString("n"u8, entry.NodeId);
            json.WriteString("t"u8, entry.ActivityType);
            json.WriteString("e"u8, entry.Event.ToString());
            json.WriteNumber("at"u8, entry.Timestamp.ToUnixTimeMilliseconds());
            WriteMap(json, "in"u8, entry.Inputs);
            WriteMap(json, "out"u8, entry.Outputs);
            if (entry.Message is not null) json.WriteString("m"u8, entry.Message);
            if (entry.Outcomes is { } outcomes)
            {
                json.WriteStartArray("o"u8);
                foreach (var outcome in outcomes.Names) json.WriteStringValue(outcome);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static List<JournalEntry> ReadJournal(byte[] entries)
    {
        using var document = JsonDocument.Parse(entries);
        return
        [
            .. document.RootElement.EnumerateArray().Select(json => new JournalEntry(
                json.GetProperty("s"u8).GetInt64(),
                json.GetProperty("i"u8).GetInt32(),
                json.GetProperty("p"u8).GetInt32(),
                json.GetProperty("a"u8).GetString()!,
                json.GetProperty("n"u8).GetString()!,
                json.GetProperty("t"u8).GetString()!,
                Enum.Parse<JournalEvent>(json.GetProperty("e"u8).GetString()!),
                DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("at"u8).GetInt64()),
                json.TryGetProperty("in"u8, out var inputs) ? (ObjectValue?)JsonValues.FromJson(inputs) : null,
                json.TryGetProperty("out"u8, out var outputs) ? (ObjectValue?)JsonValues.FromJson(outputs) : null,
                json.TryGetProperty("o"u8, out var outcomes) ? Outcomes.Of([.. outcomes.EnumerateArray().Select(name => name.GetString()!)]) : null,
                json.TryGetProperty("m"u8, out var message) ? message.GetString() : null)),
        ];
    }

    private static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, ObjectValue? map)
    {
        if (map is null) return;
        json.WritePropertyName(name);
        JsonValues.Write(json, map);
    }
}

/// <summary>Another burst committed this instance first. Nothing has happened: run again from the stored state.</summary>
public sealed class RevisionConflictException(string instanceId) : Exception($"Instance {instanceId} was changed by somebody else.");
