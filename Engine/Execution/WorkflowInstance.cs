namespace Workflows.Engine.Execution;

/// <summary>Elsa's status names; stored by name.</summary>
public enum WorkflowStatus
{
    Running,
    Finished,
}

/// <inheritdoc cref="WorkflowStatus"/>
public enum WorkflowSubStatus
{
    Pending,
    Executing,
    Suspended,
    Finished,
    Faulted,
    Cancelled,
}

/// <inheritdoc cref="WorkflowStatus"/>
public enum ActivityStatus
{
    Pending,
    Running,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One run of a definition, as far as it is known outside the burst that works on it.</summary>
public sealed class WorkflowInstance
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public required int Version { get; init; }

    public WorkflowStatus Status { get; set; }

    public WorkflowSubStatus SubStatus { get; set; }

    public string? CorrelationId { get; set; }

    public string? Name { get; set; }

    /// <summary>The instance that started this one; null for those started from outside.</summary>
    public string? ParentInstanceId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Raised by every commit; 0 before the first.</summary>
    public long Revision { get; set; }

    /// <summary>What the run was started with, as far as it is kept: after the first wait only inputs that are declared as stored.</summary>
    public ObjectValue Input { get; set; } = [];

    public ObjectValue Output { get; } = [];

    /// <summary>Facts that the host attaches at the start (who asked, the reference) and activities read.</summary>
    public ObjectValue Properties { get; set; } = [];

    public List<Bookmark> Bookmarks { get; } = [];

    public List<Incident> Incidents { get; } = [];
}

/// <summary>A place where a run waits.</summary>
public sealed record Bookmark
{
    public required string Id { get; init; }

    /// <summary>What kind of stimulus ends the wait: the activity type unless the activity says otherwise.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of name and payload: stimuli are matched by it.</summary>
    public required string Hash { get; init; }

    public object? Payload { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    /// <summary>The number of the activity's execution within the instance.</summary>
    public required int ActivityInstanceId { get; init; }

    /// <summary>Stored name of the method that goes on; null: the activity completes.</summary>
    public string? Callback { get; init; }

    /// <summary>Removed when it is resumed.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>A timer resumes it then.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Something that went wrong while running, kept visible on the instance.</summary>
public sealed record Incident(string ActivityId, string ActivityNodeId, string ActivityType, int ActivityInstanceId, string Message, string? ExceptionType, DateTimeOffset Timestamp);

/// <summary>What happened to an activity; stored by name.</summary>
public enum JournalEvent
{
    Started,
    Suspended,
    Resumed,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One line of the journal.</summary>
/// <param name="Sequence">Counts within the instance, without gaps.</param>
/// <param name="Inputs">The evaluated inputs, at Started and Resumed, PascalCase; null when there are none or they are excluded.</param>
/// <param name="Outputs">At Completed; null when there are none.</param>
/// <param name="Outcomes">At Completed.</param>
/// <param name="Message">At Faulted.</param>
public sealed record JournalEntry(
    long Sequence,
    int ActivityInstanceId,
    int ParentInstanceId,
    string ActivityId,
    string NodeId,
    string ActivityType,
    JournalEvent Event,
    DateTimeOffset Timestamp,
    ObjectValue? Inputs,
    ObjectValue? Outputs,
    Outcomes? Outcomes,
    string? Message);
