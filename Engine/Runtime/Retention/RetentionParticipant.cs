using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Retention;

/// <summary>Lets go of what belongs to a run or has outlived its use, in tables that the engine does not know. Everything it does is part of the caller's transaction.</summary>
public abstract class RetentionParticipant
{
    /// <summary>These runs are being archived: state, journal and messages go in the same commit.</summary>
    public virtual Task ArchiveAsync(Transaction transaction, IReadOnlyList<string> instanceIds, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The content of the messages on these topics is being removed, and with it the links that they carried.</summary>
    public virtual Task ForgetLinksAsync(Transaction transaction, IReadOnlyList<string> topics, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Removes what has expired by itself. Called once a round.</summary>
    public virtual Task SweepAsync(Transaction transaction, DateTimeOffset now, CancellationToken ct) => Task.CompletedTask;
}
