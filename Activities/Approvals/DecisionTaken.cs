namespace Workflows.Activities.Approvals;

/// <summary>What a decision brings to the activity that waits for it.</summary>
public sealed record DecisionTaken(string TaskId, string Action, string Outcome, string DeciderId, string DeciderName, string Channel, string? Comment, DateTimeOffset At)
{
    /// <summary>Stored name: the bookmark of every waiting task.</summary>
    public const string Stimulus = "Approvals.Decision";

    /// <summary>Stored name: the bookmark of a decision that can still be taken back.</summary>
    public const string UndoStimulus = "Approvals.Undo";

    /// <summary>The person whose substitute decided.</summary>
    public string? OnBehalfOf { get; init; }

    public string? OnBehalfName { get; init; }

    /// <summary>Null where nothing is counted in money.</summary>
    public ApprovedValue? Approved { get; init; }

    public static ObjectValue PayloadFor(string taskId) => new() { ["taskId"] = taskId };
}

/// <summary>Brought to a waiting task instead of a decision: it is somebody else's now.</summary>
/// <param name="FromId">Who had it.</param>
public sealed record TaskHandedOver(string TaskId, string FromId, string ToId, string ById);

/// <summary>Brought to a waiting task instead of a decision: people who are asked, or who act for them, have left the company.</summary>
/// <param name="Approvers">Their ids; where an address was asked, that.</param>
public sealed record ApproversLeft(string TaskId, IReadOnlyList<string> Approvers);

/// <summary>Brought to a waiting task instead of a decision: the requester takes the request back to change it.</summary>
public sealed record RequestRecalled(string ById);
