using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Runs as files: what clients read, and beside it the stored state and journal, from which a run can be taken in elsewhere.</summary>
public sealed class InstanceFiles(Database database, InstanceStates states, InstanceHistory history, DefinitionStore definitions, BurstServices services)
{
    // Stored names: they stand in files that people keep.
    private const string StoredState = "workflows:state";
    private const string StoredJournal = "workflows:journal";

    public async Task<JsonObject> ExportAsync(InstanceSummary row, CancellationToken ct)
    {
        var file = JsonSerializer.SerializeToNode(InstanceEndpoints.Detail(row, await states.StateAsync(row, ct)), JsonSerializerOptions.Web)!.AsObject();
        file["executionLogRecords"] = JsonSerializer.SerializeToNode(await history.JournalAsync(row, ct), JsonSerializerOptions.Web);
        file["activityExecutionRecords"] = JsonSerializer.SerializeToNode(await history.ExecutionsAsync(row, ct), JsonSerializerOptions.Web);
        await using var reader = database.OpenReader();
        var state = await reader.QueryFirstAsync<byte[]>(new CommandDefinition("SELECT state FROM instances WHERE id = @Id", new { row.Id }, cancellationToken: ct));
        var bursts = await reader.QueryAsync<byte[]>(new CommandDefinition("SELECT entries FROM journal WHERE instance_id = @Id ORDER BY burst", new { row.Id }, cancellationToken: ct));
        file[StoredState] = JsonNode.Parse(state);
        file[StoredJournal] = new JsonArray([.. bursts.Select(burst => JsonNode.Parse(burst))]);
        return file;
    }

    /// <summary>Takes in a run that has ended. One that goes on is refused: it would go on in two places.</summary>
    /// <returns>Why not; null when it was.</returns>
    public async Task<string?> ImportAsync(JsonObject? file, CancellationToken ct)
    {
        InstanceSummary? row;
        try
        {
            row = file?.Deserialize<InstanceSummary>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            row = null;
        }

        if (file is null || row is null || row.Id.Length is 0 or > 100 || file[StoredState] is not JsonObject state || file[StoredJournal] is not JsonArray journal)
            return "this is no exported run. Export one to see what it looks like.";
        if (row.Status != nameof(WorkflowStatus.Finished)) return "this run is still going on where it comes from, and can only be taken in when it has ended.";
        if (definitions.FindVersion(row.DefinitionVersionId) is not { } definition) return $"there is no version '{row.DefinitionVersionId}' of '{row.DefinitionId}' here. Import the definition first.";
        if (!Enum.TryParse<WorkflowSubStatus>(row.SubStatus, out var subStatus)) return $"there is no status '{row.SubStatus}'.";
        var bytes = Encoding.UTF8.GetBytes(state.ToJsonString());
        try
        {
            BurstState.Restore(definition, Instance(row, subStatus), bytes, services);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or JsonException or FormatException)
        {
            return $"its state cannot be read: {e.Message}";
        }

        return await database.WriteAsync(transaction => WriteAsync(transaction, row, definition.Version, bytes, journal, ct), ct) ? null : "it is here already.";
    }

    private static async Task<bool> WriteAsync(Transaction transaction, InstanceSummary row, int version, byte[] state, JsonArray journal, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO instances (id, definition_id, definition_version_id, version, status, sub_status, correlation_id, name, parent_instance_id,
                                   incident_count, state, revision, created_at, updated_at, finished_at)
            VALUES (@Id, @DefinitionId, @DefinitionVersionId, @version, @Status, @SubStatus, @CorrelationId, @Name, @ParentWorkflowInstanceId,
                    @IncidentCount, @state, @revision, @CreatedAt, @UpdatedAt, @FinishedAt)
            ON CONFLICT (id) DO NOTHING
            """;
        var added = await transaction.ExecuteAsync(
            sql,
            new
            {
                row.Id, row.DefinitionId, row.DefinitionVersionId, version, row.Status, row.SubStatus, row.CorrelationId, row.Name, row.ParentWorkflowInstanceId, row.IncidentCount, state,
                revision = (long)Math.Max(journal.Count, 1), row.CreatedAt, row.UpdatedAt, FinishedAt = row.FinishedAt ?? row.UpdatedAt,
            },
            ct);
        if (added == 0) return false;
        foreach (var (entries, index) in journal.Select((entries, index) => (entries, index)))
        {
            await transaction.ExecuteAsync(
                "INSERT INTO journal (instance_id, burst, entries) VALUES (@Id, @burst, @bytes)",
                new { row.Id, burst = index + 1L, bytes = Encoding.UTF8.GetBytes(entries?.ToJsonString() ?? "[]") },
                ct);
        }

        return true;
    }

    private static WorkflowInstance Instance(InstanceSummary row, WorkflowSubStatus subStatus) => new()
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.DefinitionVersionId,
        Version = row.Version,
        Status = WorkflowStatus.Finished,
        SubStatus = subStatus,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        FinishedAt = row.FinishedAt,
    };
}
