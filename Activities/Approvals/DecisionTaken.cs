namespace Workflows.Activities.Approvals;

/// <summary>What a decision brings to the activity that waits for it.</summary>
public sealed record DecisionTaken(string TaskId, string Action, string Outcome, string DeciderId, string DeciderName, string Channel, string? Comment, DateTimeOffset At)
{
    /// <summary>Stored name: the bookmark of every waiting task.</summary>
    public const string Stimulus = "Approvals.Decision";

    public static ObjectValue PayloadFor(string taskId) => new() { ["taskId"] = taskId };
}
