namespace Workflows.Api.Definitions;

/// <summary>Which side of a process is ahead: its file, or the database. Stored names: tools see them in camel case.</summary>
public enum FileState
{
    /// <summary>Both say the same.</summary>
    Same,

    /// <summary>The database has no such process.</summary>
    New,

    /// <summary>The file was changed; the database was not.</summary>
    FileAhead,

    /// <summary>The process was changed in the database; the file was not.</summary>
    DatabaseAhead,

    /// <summary>Both were changed.</summary>
    Diverged,

    /// <summary>There is no file, and there never was one.</summary>
    OnlyInDatabase,

    /// <summary>There was a file. The process stays.</summary>
    FileGone,

    /// <summary>The process was deleted; its file is still there, and is not imported by itself.</summary>
    DeletedInDatabase,

    /// <summary>The file cannot be read.</summary>
    Broken,

    /// <summary>Another file holds the same process. Neither is used.</summary>
    Duplicate,
}

/// <summary>What the rule needs to know of a file.</summary>
/// <param name="VersionId">The <c>id</c> that it says it is.</param>
/// <param name="ContentHash">See <see cref="Engine.Definitions.DefinitionContent.HashOf"/>.</param>
public sealed record FileFacts(string DefinitionId, string? VersionId, int? Version, string ContentHash);

/// <summary>Who is ahead, decided by what both sides say and what they said when they last agreed. docs/definitions-in-git.md explains it with examples.</summary>
public static class FileRule
{
    /// <param name="database">The latest version's content; null when there is no such process.</param>
    /// <param name="agreed">What both said when they last agreed here; null when that is not known.</param>
    /// <param name="isOlder">The file says what an older version says.</param>
    /// <param name="isBasedOnLatest">The file names the latest published version as its own, or nobody but files has ever changed the process and it claims a higher number.</param>
    public static FileState Decide(string file, string? database, string? agreed, bool isOlder, bool isBasedOnLatest)
    {
        if (database is null) return agreed is null ? FileState.New : agreed == file ? FileState.DeletedInDatabase : FileState.Diverged;
        if (file == database) return FileState.Same;
        if (agreed == file) return FileState.DatabaseAhead;
        if (agreed == database) return FileState.FileAhead;
        if (isOlder) return FileState.DatabaseAhead;
        return isBasedOnLatest ? FileState.FileAhead : FileState.Diverged;
    }
}
