namespace Workflows.Activities.Channels;

/// <summary>A place where somebody is not reached any more.</summary>
public sealed record UnreachableMark
{
    internal const string Select = "SELECT channel, destination, person_id, reason, marked_at FROM unreachable";

    /// <summary>The channel's stored name.</summary>
    public string Channel { get; init; } = "";

    public string Destination { get; init; } = "";

    public string PersonId { get; init; } = "";

    /// <summary>What the other side said.</summary>
    public string Reason { get; init; } = "";

    public DateTimeOffset MarkedAt { get; init; }
}
