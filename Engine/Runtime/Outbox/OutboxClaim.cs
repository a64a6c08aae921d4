namespace Workflows.Engine.Runtime.Outbox;

/// <summary>A message that this node may send until its lease ends.</summary>
internal sealed record OutboxClaim
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Lane { get; init; }

    public required string Destination { get; init; }

    public string? InstanceId { get; init; }

    public string? Topic { get; init; }

    public string? Subject { get; init; }

    public required string Payload { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset ClaimedUntil { get; init; }

    public OutboxMessage ToMessage() => new()
    {
        Id = Id,
        Kind = Kind,
        Lane = Lane,
        Destination = Destination,
        InstanceId = InstanceId,
        Topic = Topic,
        Subject = Subject,
        Payload = Payload,
        NotAfter = NotAfter,
    };
}
