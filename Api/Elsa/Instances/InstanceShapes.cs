using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Workflows.Api.Elsa.Instances;

/// <summary>A run in a list.</summary>
public record InstanceSummary
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public string DefinitionVersionId { get; init; } = "";

    public int Version { get; init; }

    public string Status { get; init; } = "";

    public string SubStatus { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CorrelationId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    public int IncidentCount { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FinishedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParentWorkflowInstanceId { get; init; }
}

/// <summary>A run with its state.</summary>
public sealed record InstanceDetail : InstanceSummary
{
    public required JsonObject WorkflowState { get; init; }

    public bool IsExecuting { get; init; }

    public bool IsSystem { get; init; }
}

public sealed record InstancePage(IReadOnlyList<InstanceSummary> Items, int TotalCount);

/// <param name="Operator">Is, IsNot, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual.</param>
public sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset? Timestamp);

/// <summary>Which runs, in which order, which page. Everything is optional; pages count from 0.</summary>
public sealed record InstanceFilter
{
    public int? Page { get; init; }

    public int? PageSize { get; init; }

    public string? SearchTerm { get; init; }

    public string? DefinitionId { get; init; }

    public IReadOnlyList<string>? DefinitionIds { get; init; }

    public IReadOnlyList<string>? DefinitionVersionIds { get; init; }

    public string? CorrelationId { get; init; }

    public IReadOnlyList<string>? CorrelationIds { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    public int? Version { get; init; }

    public bool? HasIncidents { get; init; }

    public bool? IsSystem { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<string>? Statuses { get; init; }

    public string? SubStatus { get; init; }

    public IReadOnlyList<string>? SubStatuses { get; init; }

    public string? OrderBy { get; init; }

    public string? OrderDirection { get; init; }

    public IReadOnlyList<TimestampFilter>? TimestampFilters { get; init; }
}

public sealed record JournalPage(IReadOnlyList<JournalRecord> Items, int TotalCount);

public sealed record JournalQuery(JournalFilter? Filter);

public sealed record JournalFilter(IReadOnlyList<string>? ActivityIds, IReadOnlyList<string>? ActivityNodeIds, IReadOnlyList<string>? ExcludedActivityTypes, IReadOnlyList<string>? EventNames);

/// <summary>One line of the journal.</summary>
public sealed record JournalRecord
{
    public required string Id { get; init; }

    public required string ActivityInstanceId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParentActivityInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ActivityName { get; init; }

    public required string NodeId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required long Sequence { get; init; }

    public required string EventName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? ActivityState { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Payload { get; init; }
}

public sealed record ExceptionState(string Type, string Message);

/// <summary>One execution of an activity, without its values.</summary>
public record ActivityExecutionSummary
{
    public required string Id { get; init; }

    public required string WorkflowInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityNodeId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ActivityName { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool HasBookmarks { get; init; }

    /// <summary>Running, Completed, Canceled or Faulted.</summary>
    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CompletedAt { get; init; }

    public JsonObject Metadata { get; init; } = [];
}

/// <summary>One execution of an activity.</summary>
public sealed record ActivityExecution : ActivityExecutionSummary
{
    /// <summary>The inputs as they were worked out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? ActivityState { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonObject? Payload { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonNode? Outputs { get; init; }

    public JsonObject Properties { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExceptionState? Exception { get; init; }

    public int AggregateFaultCount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SchedulingActivityExecutionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SchedulingActivityId { get; init; }

    public int CallStackDepth { get; init; }
}

public sealed record ActivityStats(
    string ActivityId, string ActivityNodeId, int StartedCount, int CompletedCount, int UncompletedCount, bool IsBlocked, bool IsFaulted)
{
    public JsonObject Metadata { get; init; } = [];
}

public sealed record ActivityReportRequest(string? WorkflowInstanceId, IReadOnlyList<string>? ActivityNodeIds);

public sealed record ActivityReport(IReadOnlyList<ActivityStats> Stats);

public sealed record CallStack(string ActivityExecutionId, IReadOnlyList<ActivityExecution> Items, int TotalCount);

/// <param name="WorkflowSubStatus">The same as SubStatus, under the name that Elsa's client reads.</param>
public sealed record ExecutionState(string Status, string WorkflowSubStatus, string SubStatus, DateTimeOffset UpdatedAt);

public sealed record InstanceVariable(string Id, string Name, JsonNode? Value);
