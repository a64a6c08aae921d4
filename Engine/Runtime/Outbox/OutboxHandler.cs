namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Sends messages of one kind. Registered as a singleton service of this type.</summary>
public abstract class OutboxHandler
{
    /// <summary>Stored name of the kind that this handler sends.</summary>
    public abstract string Kind { get; }

    /// <summary>Sends the message once. It may be called again with the same message after a crash, so the receiver must be given the message's id.</summary>
    /// <param name="ct">Cancelled when the attempt has taken too long or the host is made to stop at once.</param>
    /// <returns>What came of it. An exception counts as <see cref="OutboxResult.Retry"/> with its text.</returns>
    public abstract Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct);
}

/// <summary>What came of one attempt.</summary>
public abstract record OutboxResult
{
    private OutboxResult()
    {
    }

    public sealed record Delivered : OutboxResult;

    /// <summary>It may work later: it is tried again with back-off, and parked after the last try.</summary>
    /// <param name="After">The wait that the receiver asked for; null leaves it to the back-off.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null) : OutboxResult;

    /// <summary>Trying again cannot help: it is parked at once.</summary>
    /// <param name="ReceiverIsGone">The receiver cannot be reached at all, not with any other message either.</param>
    public sealed record Refused(string Reason, bool ReceiverIsGone = false) : OutboxResult;

    /// <summary>It was not even tried, and nothing is wrong with the receiver: it is parked at once.</summary>
    internal sealed record Withheld(string Reason) : OutboxResult;
}
