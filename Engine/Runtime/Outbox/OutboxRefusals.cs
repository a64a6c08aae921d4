using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Told of messages that did not arrive and are not tried again, before they are parked. Registered as a singleton service of this type; any number of them.</summary>
public abstract class OutboxRefusals
{
    /// <summary>Prepares what follows, such as the same question by another way. Called again when the node dies before the commit.</summary>
    /// <param name="refused">What the receiver said; after the last try what it said then.</param>
    /// <returns>What is written in the commit that parks the message, once whatever happens; null: nothing.</returns>
    public abstract Task<Func<Transaction, Task>?> OnRefusedAsync(OutboxMessage message, OutboxResult.Refused refused, CancellationToken ct);
}
