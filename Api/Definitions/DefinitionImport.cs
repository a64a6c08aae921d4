using Workflows.Api.Processes;

namespace Workflows.Api.Definitions;

/// <summary>How a file is taken over.</summary>
/// <param name="Place">The folder that remembers what it agreed on.</param>
/// <param name="File">Its name, for the history.</param>
/// <param name="Publish">Makes it the version in use; otherwise it becomes the draft.</param>
/// <param name="Force">Also when the process was changed in the database: as the next version, nothing is lost.</param>
public sealed record ImportFile(string Place, string File, bool Publish, string? Comment, string? By, bool Force);

/// <summary>What became of it.</summary>
public abstract record ImportResult(FileState State)
{
    /// <param name="IsPublished">Whether it is in use now.</param>
    public sealed record Imported(FileState State, int Version, bool IsPublished, IReadOnlyList<ProcessProblem> Warnings) : ImportResult(State);

    /// <summary>The database says the same already.</summary>
    public sealed record Unchanged(int Version, bool IsPublished) : ImportResult(FileState.Same);

    /// <summary>The database is ahead, or both have moved on; nothing was written.</summary>
    public sealed record NotNewer(FileState State, string Message) : ImportResult(State);

    /// <summary>Somebody saved at the same moment; nothing was written. A retry sees what they did.</summary>
    public sealed record ChangedMeanwhile(FileState State) : ImportResult(State);

    /// <summary>It cannot be published; nothing was written.</summary>
    public sealed record Invalid(FileState State, IReadOnlyList<ProcessProblem> Problems) : ImportResult(State);
}
