namespace Workflows.Engine.Storage;

/// <summary>State that nodes keep in memory and read again when another node has changed it.</summary>
/// <remarks>The table change_marks counts its changes, so a node whose notification was lost finds out by looking.</remarks>
public interface ISharedState
{
    /// <summary>Stored name in change_marks.</summary>
    string Subject { get; }

    /// <summary>The mark that was read with the state in memory; null before it was read.</summary>
    long? Revision { get; }

    Task ReloadAsync(CancellationToken ct);
}

/// <summary>Stored names in change_marks.</summary>
public static class SharedState
{
    public const string Definitions = "definitions";
    public const string Telegram = "telegram";
    public const string People = "people";
    public const string Channels = "channels";
    public const string Substitutes = "substitutes";

    /// <summary>The count of changes; 0 before the first.</summary>
    public const string RevisionSql = "SELECT COALESCE(MAX(revision), 0) FROM change_marks WHERE subject = @subject";
}
