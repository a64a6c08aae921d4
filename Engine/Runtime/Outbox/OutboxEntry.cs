namespace Workflows.Engine.Runtime.Outbox;

/// <summary>A message in the log: what people may see of it. The payload stays out, because bodies carry one-time links.</summary>
public sealed record OutboxEntry
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Destination { get; init; }

    public string? InstanceId { get; init; }

    public string? Topic { get; init; }

    public string? Subject { get; init; }

    public required OutboxStatus Status { get; init; }

    /// <summary>Attempts since it was written or last sent again, the running one included.</summary>
    public required int Attempts { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>Which messages to list; null means any.</summary>
public sealed record OutboxFilter
{
    public OutboxStatus? Status { get; init; }

    public string? InstanceId { get; init; }

    public string? Destination { get; init; }
}
