namespace Workflows.Engine.Storage;

/// <summary>The database could not do what was asked, for a reason outside of this program. Nothing of it was kept, so it may be tried again.</summary>
/// <param name="message">What is wrong and what to do about it, for whoever runs the server.</param>
public class DatabaseUnavailableException(DatabaseTrouble trouble, string message, Exception cause) : Exception(message, cause)
{
    public DatabaseTrouble Trouble => trouble;
}

/// <summary>The connection was lost while the commit was on its way: it may have been kept or not. Look before doing it again.</summary>
public sealed class CommitOutcomeUnknownException(Exception cause)
    : Exception("The connection to the database was lost during a commit, so it is not known whether it was kept.", cause);

/// <summary>Why the database could not. Stored names in answers, in lower case.</summary>
public enum DatabaseTrouble
{
    DiskFull,
    ReadOnly,
    Locked,
    Damaged,
    Unreachable,
    Overloaded,
}
