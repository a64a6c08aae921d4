using Workflows.Engine.Definitions;

namespace Workflows.Engine.Runtime;

/// <summary>How a document is stored.</summary>
/// <param name="Publish">Makes it the version that new runs use.</param>
/// <param name="RefuseErrors">False: errors are kept for the run to meet, as Elsa does with unknown activities.</param>
/// <param name="BasedOn">The revision that the author started from (<see cref="DefinitionVersion.Revision"/> of the latest version); empty: there was no such process; null: it does not matter.</param>
public sealed record SaveDefinition(bool Publish, string? Comment = null, string? By = null, bool RefuseErrors = true, string? BasedOn = null);

/// <param name="Errors">What stopped it. Empty: it is stored, unless there is a <see cref="Conflict"/>.</param>
public sealed record SaveResult(WorkflowDefinition Definition, IReadOnlyList<DefinitionProblem> Errors)
{
    public bool IsSaved => Errors.Count == 0 && Conflict is null;

    /// <summary>Somebody else saved after the author had started; nothing was written. A retry with the same revision has the same answer.</summary>
    public SaveConflict? Conflict { get; init; }

    /// <summary>Everything that was found, also what did not stop it: warnings, and errors that the caller chose to keep.</summary>
    public IReadOnlyList<DefinitionProblem> Problems { get; init; } = [];
}

/// <summary>What stands in the way of a save: the latest version as it is now.</summary>
/// <param name="Revision">Empty when the process is gone.</param>
/// <param name="By">A person's id; null when a file was imported.</param>
public sealed record SaveConflict(string Revision, int Version, bool IsPublished, string? By, DateTimeOffset? At)
{
    /// <param name="versions">Of the process, newest first.</param>
    public static SaveConflict With(IReadOnlyList<DefinitionVersion> versions) => versions is [var latest, ..]
        ? new SaveConflict(latest.Revision, latest.Version, latest.IsPublished, latest.CreatedBy, latest.CreatedAt)
        : new SaveConflict("", 0, false, null, null);
}
