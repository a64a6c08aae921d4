namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Something to be sent outside after the commit that asked for it: a mail, later an HTTP call.</summary>
public sealed record OutboxMessage
{
    /// <summary>The idempotency key: it is the same at every attempt and after a restart, and the receiver sees it (Message-ID, Idempotency-Key).</summary>
    public required string Id { get; init; }

    /// <summary>Stored name of the handler that sends it, such as <c>email</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>One receiver, as a person would name it: an address or a URL. One that is invalid then holds up no other.</summary>
    public required string Destination { get; init; }

    /// <summary>What shares one concurrency and rate limit; the kind unless told otherwise. For HTTP it is the host.</summary>
    public string Lane
    {
        get => field ?? Kind;
        init;
    }

    public string? InstanceId { get; init; }

    /// <summary>What the message asks about, such as a task's id: see <see cref="OutboxStore.WithdrawTopic(Storage.Transaction, string)"/>.</summary>
    public string? Topic { get; init; }

    /// <summary>One line for the message log. It must hold no secret.</summary>
    public string? Subject { get; init; }

    /// <summary>What the handler needs to send it: JSON text.</summary>
    public required string Payload { get; init; }

    /// <summary>It is sent then at the earliest, such as when the receiver's quiet hours end. Null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Sending it later would be of no use (a sign-in code): it is parked instead. Null: never too late.</summary>
    public DateTimeOffset? NotAfter { get; init; }
}
