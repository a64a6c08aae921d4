using Workflows.Activities.People;
using Workflows.Activities.Processes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Processes;

/// <param name="Id">Of the version, as the designer and running requests know it.</param>
/// <param name="State">draft (never published), published (in use) or earlier.</param>
/// <param name="Comment">What changed, in the words of whoever published it.</param>
/// <param name="SavedBy">A person's id; null when a file was imported.</param>
/// <param name="PublishedAt">When it was first in use.</param>
/// <param name="RunningRequests">How many requests run on this version now. They keep it.</param>
public sealed record ProcessVersionView(
    string Id, int Version, string Name, string State, bool IsLatest, string? Comment, string? SavedBy, string? SavedByName, DateTimeOffset SavedAt,
    string? PublishedBy, string? PublishedByName, DateTimeOffset? PublishedAt, long RunningRequests);

public sealed record ProcessVersionList(IReadOnlyList<ProcessVersionView> Items);

/// <param name="Language">en or id: the language of the sentences.</param>
/// <param name="Changes">First what concerns the whole process, then its steps, the layout last; empty when nothing changed.</param>
public sealed record ProcessChanges(string Process, int From, int To, string Language, IReadOnlyList<ChangeInWords> Changes);

/// <param name="Version">Of the draft, or of the latest version when there is none.</param>
/// <param name="Revision">Changes with every save: give it back when you save, publish or discard. Also the ETag.</param>
/// <param name="PublishedVersion">The version in use; null when none is.</param>
/// <param name="Problems">What publishing would say now.</param>
/// <param name="Changes">What changed since the version in use, in words.</param>
public sealed record ProcessDraft(
    string Process, bool HasDraft, int Version, string VersionId, string Revision, int? PublishedVersion, string? SavedBy, string? SavedByName, DateTimeOffset SavedAt,
    bool CanPublish, IReadOnlyList<ProcessProblem> Problems, IReadOnlyList<ChangeInWords> Changes);

/// <param name="Path">JSON path, such as $.root.activities[2].condition.</param>
/// <param name="ActivityId">The activity to mark; null for the process itself.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="IsWarning">It does not stop a publish.</param>
public sealed record ProcessProblem(string Path, string? ActivityId, string? ActivityName, string Message, bool IsWarning)
{
    public static ProcessProblem Of(DefinitionProblem problem, WorkflowDefinition? definition) =>
        new(problem.Path, problem.ActivityId, problem.ActivityId is { } id ? definition?.FindNode(id)?.DisplayName : null, problem.Message, problem.IsWarning);
}

/// <param name="Comment">What changed, for those who look at the versions later.</param>
/// <param name="Revision">The one of the draft that was looked at; or give it as If-Match.</param>
public sealed record PublishProcess(string? Comment, string? Revision);

/// <param name="Revision">The one of the draft that was looked at; or give it as If-Match.</param>
public sealed record DiscardDraft(string? Revision);

public sealed record CommentVersion(string? Comment);

/// <summary>Published, with what did not stop it.</summary>
public sealed record PublishedProcess(ProcessVersionView Version, IReadOnlyList<ProcessProblem> Warnings);

/// <summary>Versions as clients see them.</summary>
public sealed class ProcessVersionViews(PeopleDirectory people)
{
    public ProcessVersionView View(DefinitionVersion version, IReadOnlyDictionary<int, long> running) => new(
        version.Id, version.Version, version.Name, version.IsPublished ? "published" : version.WasPublished ? "earlier" : "draft", version.IsLatest, version.Comment,
        version.CreatedBy, NameOf(version.CreatedBy), version.CreatedAt, version.PublishedBy, NameOf(version.PublishedBy), version.PublishedAt, running.GetValueOrDefault(version.Version));

    public string? NameOf(string? personId) => personId is null ? null : people.Find(personId)?.Name ?? personId;
}
