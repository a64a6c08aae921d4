using Workflows.Engine.Execution;

namespace Workflows.Engine.Runtime;

/// <summary>A run as its last commit left it: what can be read together with something else and then be resumed. Somebody who commits in the meantime is noticed by the revision.</summary>
public sealed class StoredInstance
{
    /// <summary>Without its condition.</summary>
    public const string Sql =
        "SELECT id, definition_id, definition_version_id, version, status, sub_status, correlation_id, name, parent_instance_id, state, revision, created_at, updated_at, finished_at FROM instances";

    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public string DefinitionVersionId { get; init; } = "";

    public int Version { get; init; }

    public string Status { get; init; } = "";

    public string SubStatus { get; init; } = "";

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? ParentInstanceId { get; init; }

    public byte[] State { get; init; } = [];

    public long Revision { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    internal WorkflowInstance ToInstance(string versionId, int version) => new()
    {
        Id = Id,
        DefinitionId = DefinitionId,
        DefinitionVersionId = versionId,
        Version = version,
        Status = Enum.Parse<WorkflowStatus>(Status),
        SubStatus = Enum.Parse<WorkflowSubStatus>(SubStatus),
        CorrelationId = CorrelationId,
        Name = Name,
        ParentInstanceId = ParentInstanceId,
        Revision = Revision,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        FinishedAt = FinishedAt,
    };
}
