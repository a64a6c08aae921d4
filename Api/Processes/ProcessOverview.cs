using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Definitions;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Processes;

/// <summary>How many runs of a process there are that have not ended well.</summary>
/// <param name="Running">All that have not ended, waiting ones included.</param>
/// <param name="Waiting">Those of them that wait for somebody or something.</param>
/// <param name="Failed">Those that stopped at an error, and those that go on with one.</param>
public sealed record RunCounts(int Running, int Waiting, int Failed);

/// <summary>Who changed a process last.</summary>
/// <param name="ByName">Null when it came from a file.</param>
public sealed record LastChange(DateTimeOffset At, string? By, string? ByName, int Version, bool IsPublished, string? Comment);

/// <summary>The definition file of a process in the server's own folder.</summary>
/// <param name="Name">Of the file; null when there is none.</param>
/// <param name="Message">What it means and what to do, for whoever keeps the files.</param>
public sealed record ProcessFile(string ProcessId, string? Name, FileState State, string Message)
{
    internal static ProcessFile Of(ProcessFileStatus status) => new(status.DefinitionId, status.File is null ? null : Path.GetFileName(status.File), status.State, status.Message);
}

/// <param name="PublishedVersion">The one that new requests follow; null when none is in use.</param>
/// <param name="LatestVersion">The newest, draft or not.</param>
/// <param name="IsOffered">People can start it themselves.</param>
/// <param name="Runs">Null for those who may not see instances.</param>
/// <param name="File">Null where the server has no folder of definitions.</param>
public sealed record ProcessSummary(
    string Id, string Name, string? Description, int? PublishedVersion, int LatestVersion, bool HasDraft, bool IsOffered, RunCounts? Runs, LastChange LastChange, ProcessFile? File);

/// <param name="OtherFiles">Files that have no process: they cannot be used, or their process was deleted.</param>
public sealed record ProcessOverviewList(IReadOnlyList<ProcessSummary> Items, IReadOnlyList<ProcessFile> OtherFiles);

public static class ProcessOverviewEndpoints
{
    public static IEndpointRouteBuilder MapProcessOverview(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/processes").WithTags("Processes").RequireAuthorization(Right.ProcessRead);
        group.MapGet("/overview", List).WithName("processOverview").WithSummary("All processes for those who look after them, by name: versions, runs, last change.");
        group.MapGet("/{id}/overview", Show).WithName("process").WithSummary("One process for those who look after it.");
        return routes;
    }

    private static async Task<Ok<ProcessOverviewList>> List(ClaimsPrincipal user, ProcessOverviews overviews, CancellationToken ct) =>
        TypedResults.Ok(await overviews.AllAsync(user, ct));

    private static async Task<Results<Ok<ProcessSummary>, ProblemHttpResult>> Show(string id, ClaimsPrincipal user, ProcessOverviews overviews, CancellationToken ct) =>
        await overviews.FindAsync(id, user, ct) is { } found
            ? TypedResults.Ok(found)
            : Problems.Of(StatusCodes.Status404NotFound, "no-such-process", "There is no such process.", $"There is no process '{id}'. GET /api/processes/overview lists them.");
}

/// <summary>Processes as those who look after them see them.</summary>
public sealed class ProcessOverviews(DefinitionStore definitions, Database database, PeopleDirectory people, DefinitionFolder folder, IAuthorizationService authorization)
{
    /// <returns>By name, in the viewer's language.</returns>
    public async Task<ProcessOverviewList> AllAsync(ClaimsPrincipal viewer, CancellationToken ct)
    {
        var counts = await CountsAsync(viewer, ct);
        var files = (await folder.StatusAsync(ct)).ToLookup(status => status.DefinitionId);
        var language = LanguageOf(viewer);
        List<ProcessSummary> items =
        [
            .. definitions.Versions.Where(version => version.IsLatest)
                .Select(latest => Summary(latest, counts, files[latest.DefinitionId], language))
                .OrderBy(process => process.Name, StringComparer.OrdinalIgnoreCase).ThenBy(process => process.Id, StringComparer.Ordinal),
        ];
        var known = items.Select(item => item.Id).ToHashSet();
        return new ProcessOverviewList(items, [.. files.Where(group => !known.Contains(group.Key)).SelectMany(group => group).Select(ProcessFile.Of)]);
    }

    public async Task<ProcessSummary?> FindAsync(string id, ClaimsPrincipal viewer, CancellationToken ct)
    {
        if (definitions.VersionsOf(id).FirstOrDefault(version => version.IsLatest) is not { } latest) return null;
        var files = (await folder.StatusAsync(ct)).Where(status => status.DefinitionId == id);
        return Summary(latest, await CountsAsync(viewer, ct), files, LanguageOf(viewer));
    }

    private string LanguageOf(ClaimsPrincipal viewer) => people.Find(viewer.PersonId())?.Language ?? "en";

    private ProcessSummary Summary(DefinitionVersion latest, IReadOnlyDictionary<string, RunCounts>? counts, IEnumerable<ProcessFileStatus> files, string language)
    {
        var published = definitions.FindPublished(latest.DefinitionId);
        var document = published ?? definitions.FindVersion(latest.Id)!;
        var form = RequestForm.Of(document);
        return new ProcessSummary(
            latest.DefinitionId,
            form?.Title(language) ?? document.Name,
            document.Description,
            published?.Version,
            latest.Version,
            HasDraft: published?.Version != latest.Version,
            IsOffered: published is not null && form is not null,
            counts is null ? null : counts.GetValueOrDefault(latest.DefinitionId) ?? new RunCounts(0, 0, 0),
            new LastChange(latest.CreatedAt, latest.CreatedBy, latest.CreatedBy is null ? null : people.Find(latest.CreatedBy)?.Name ?? latest.CreatedBy, latest.Version, latest.IsPublished, latest.Comment),
            // Of two files that claim the process one is as bad as the other.
            files.FirstOrDefault() is { } file ? ProcessFile.Of(file) : null);
    }

    private async Task<IReadOnlyDictionary<string, RunCounts>?> CountsAsync(ClaimsPrincipal viewer, CancellationToken ct)
    {
        if (!(await authorization.AuthorizeAsync(viewer, Right.InstancesRead)).Succeeded) return null;
        const string sql = """
            SELECT definition_id,
                   SUM(CASE WHEN status = 'Running' THEN 1 ELSE 0 END) AS running,
                   SUM(CASE WHEN status = 'Running' AND sub_status = 'Suspended' THEN 1 ELSE 0 END) AS waiting,
                   SUM(CASE WHEN sub_status = 'Faulted' OR (status = 'Running' AND incident_count > 0) THEN 1 ELSE 0 END) AS failed
            FROM   instances
            WHERE  status = 'Running' OR sub_status = 'Faulted'
            GROUP BY definition_id
            """;
        await using var reader = database.OpenReader();
        var rows = await reader.QueryAsync<CountRow>(new CommandDefinition(sql, cancellationToken: ct));
        return rows.ToDictionary(row => row.DefinitionId, row => new RunCounts((int)row.Running, (int)row.Waiting, (int)row.Failed));
    }

    private sealed record CountRow
    {
        public string DefinitionId { get; init; } = "";

        public long Running { get; init; }

        public long Waiting { get; init; }

        public long Failed { get; init; }
    }
}
