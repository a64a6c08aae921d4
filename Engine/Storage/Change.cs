namespace Workflows.Engine.Storage;

/// <summary>What a commit changed, told to whoever shows or keeps it. It is a hint: whoever hears it reads the database, and a lost one costs time, not truth.</summary>
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>A run was started, went on or ended; with it the request that it belongs to and the tasks of that request.</summary>
    public sealed record Instance(string Id) : Change;

    /// <summary>Something that nodes keep in memory: see <see cref="SharedState"/>.</summary>
    public sealed record State(string Subject) : Change;

    /// <summary>A timer or a piece of queued work was written. Only this node hears it, unless there is more than it does by itself.</summary>
    public sealed record Work(DateTimeOffset DueAt) : Change;

    /// <summary>Notifications may have been lost: whatever is kept or shown should be read again.</summary>
    public sealed record Anything : Change;
}

/// <summary>Tells of changes in the order in which this node hears of them.</summary>
public sealed class ChangeFeed
{
    /// <summary>Raised for every change on any node. A listener must not block or throw.</summary>
    public event Action<Change>? Changed;

    internal void Publish(Change change) => Changed?.Invoke(change);
}
