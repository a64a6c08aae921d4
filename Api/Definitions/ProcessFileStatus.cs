using System.Text.Json.Serialization;

namespace Workflows.Api.Definitions;

/// <summary>How a process stands in the database and in a folder.</summary>
/// <param name="Version">The latest version in the database; null when there is none.</param>
/// <param name="HasDraft">The latest version was never published.</param>
/// <param name="SavedByName">Who saved it last; null for an import.</param>
/// <param name="Message">What it means and what to do.</param>
public sealed record ProcessFileStatus(
    string DefinitionId, FileState State, int? Version, int? PublishedVersion, bool HasDraft, string? SavedByName, DateTimeOffset? SavedAt, string Message)
{
    /// <summary>The file; null when there is none.</summary>
    public string? File { get; init; }

    [JsonIgnore]
    public bool IsInOrder => State == FileState.Same;
}

public sealed record ProcessFileStatusList(IReadOnlyList<ProcessFileStatus> Items);
