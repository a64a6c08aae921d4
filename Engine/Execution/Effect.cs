using Workflows.Engine.Storage;

namespace Workflows.Engine.Execution;

/// <summary>Something that a burst asks to be written with its commit: a task, a message, a register row.</summary>
public abstract record Effect
{
    /// <summary>Writes it, inside the transaction that commits the burst. An exception throws the whole burst away.</summary>
    public abstract Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct);
}

/// <summary>What an effect knows of the commit it is part of.</summary>
public sealed record EffectContext(WorkflowInstance Instance, DateTimeOffset Now, IServiceProvider Services);

/// <summary>Writes along with every commit of a burst: tables that show what instances are at.</summary>
public abstract class CommitParticipant
{
    /// <summary>Runs inside the transaction, after the burst's own effects.</summary>
    public abstract Task WriteAsync(Transaction transaction, Burst burst, EffectContext context, CancellationToken ct);
}
