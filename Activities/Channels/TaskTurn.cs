namespace Workflows.Activities.Channels;

/// <summary>What became of a task that messages ask about.</summary>
/// <param name="PersonId">From whom it was taken, with <see cref="TaskTurnKind.HandedOver"/>; otherwise it concerns everybody.</param>
public sealed record TaskTurn(string TaskId, TaskTurnKind Kind, DateTimeOffset At, string? PersonId = null);

public enum TaskTurnKind
{
    Decided,

    /// <summary>Its time ran out.</summary>
    Expired,

    /// <summary>The request was withdrawn or changed, enough others have answered, or it was decided elsewhere.</summary>
    Withdrawn,

    /// <summary>Somebody else has it now; they are asked anew.</summary>
    HandedOver,

    /// <summary>The decision was taken back: it can be decided again.</summary>
    Reopened,
}
