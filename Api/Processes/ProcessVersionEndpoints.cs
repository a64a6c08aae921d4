using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.People;
using Workflows.Activities.Processes;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Validation;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Processes;

/// <summary>The versions of a process: what changed between them, the draft, publishing. Only who may edit sees drafts.</summary>
public static class ProcessVersionEndpoints
{
    private const int LongestComment = 2000;

    public static IEndpointRouteBuilder MapProcessVersions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/processes/{id}").WithTags("Processes");
        group.MapGet("/versions", List).WithName("listProcessVersions").RequireAuthorization(Right.ProcessRead)
            .WithSummary("The versions of a process, newest first: who, when, why. Drafts only for those who may edit.");
        group.MapGet("/versions/{version}/document", Document).WithName("getProcessDocument").RequireAuthorization(Right.ProcessRead).WithMetadata(TakesApiKeys.Mark)
            .WithSummary("The definition of a version (a number, published, latest or draft) as a file has it.").Produces<JsonObject>();
        group.MapGet("/changes", Changes).WithName("compareProcessVersions").RequireAuthorization(Right.ProcessRead)
            .WithSummary("What changed between two versions (numbers, published, latest or draft), in words. Without from and to: the latest and what was in use before it.");
        group.MapGet("/draft", Draft).WithName("getProcessDraft").RequireAuthorization(Right.ProcessEdit)
            .WithSummary("The draft: its revision, who saved it when, what changed, and what publishing would say.");
        group.MapPost("/publish", Publish).WithName("publishProcess").RequireAuthorization(Right.ProcessPublish)
            .WithSummary("Makes the draft the version in use. Refused with all problems, each at its activity; or when somebody has saved since (409).");
        group.MapPost("/draft/discard", Discard).WithName("discardProcessDraft").RequireAuthorization(Right.ProcessEdit)
            .WithSummary("Throws the draft away. What is in use stays.");
        group.MapPut("/versions/{version:int}/comment", Comment).WithName("commentProcessVersion").RequireAuthorization(Right.ProcessPublish)
            .WithSummary("Says anew what a version changed.");
        return routes;
    }

    private static async Task<Results<Ok<ProcessVersionList>, ProblemHttpResult>> List(
        string id, ClaimsPrincipal user, DefinitionStore store, ProcessVersionViews views, IAuthorizationService rights, Database database, CancellationToken ct)
    {
        var versions = await VisibleAsync(id, user, store, rights);
        if (versions.Count == 0) return NoSuchProcess(id);
        var running = await RunningAsync(database, id, ct);
        return TypedResults.Ok(new ProcessVersionList([.. versions.Select(version => views.View(version, running))]));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Document(
        string id, string version, ClaimsPrincipal user, DefinitionStore store, IAuthorizationService rights, HttpResponse response)
    {
        var versions = await VisibleAsync(id, user, store, rights);
        if (versions.Count == 0) return NoSuchProcess(id);
        if (VersionName.Find(versions, version) is not { } found) return NoSuchVersion(id, version, versions);
        response.Headers.ETag = $"\"{found.Revision}\"";
        return TypedResults.Content(CanonicalJson.Write(store.FindVersion(found.Id)!.Document), "application/json");
    }

    private static async Task<Results<Ok<ProcessChanges>, ProblemHttpResult>> Changes(
        string id, ClaimsPrincipal user, DefinitionStore store, ChangeWords words, PeopleDirectory people, IAuthorizationService rights, string? from = null, string? to = null, string? language = null)
    {
        if (language is not (null or "en" or "id")) return Problems.Invalid("language", $"language: '{language}' is not one of en and id.");
        var versions = await VisibleAsync(id, user, store, rights);
        if (versions.Count == 0) return NoSuchProcess(id);
        if (VersionName.Find(versions, to ?? "latest") is not { } later) return NoSuchVersion(id, to!, versions);
        // What came before: the version in use, or the one before that.
        var earlier = from is null
            ? versions.FirstOrDefault(version => version.Version < later.Version && version.IsPublished) ?? versions.FirstOrDefault(version => version.Version < later.Version) ?? later
            : VersionName.Find(versions, from);
        if (earlier is null) return NoSuchVersion(id, from!, versions);
        language ??= people.Find(user.PersonId())?.Language ?? "en";
        return TypedResults.Ok(new ProcessChanges(id, earlier.Version, later.Version, language, words.Compare(store.FindVersion(earlier.Id)!.Document, store.FindVersion(later.Id)!.Document, language)));
    }

    private static Results<Ok<ProcessDraft>, ProblemHttpResult> Draft(
        string id, ClaimsPrincipal user, DefinitionStore store, ActivityCatalog catalog, BurstServices burst, ChangeWords words, ProcessVersionViews views, PeopleDirectory people, HttpResponse response)
    {
        if (store.VersionsOf(id) is not [var latest, ..]) return NoSuchProcess(id);
        var document = store.FindVersion(latest.Id)!;
        var published = store.FindPublished(id);
        var problems = DefinitionValidator.Validate(document.Document, catalog, store, burst.Functions);
        var language = people.Find(user.PersonId())?.Language ?? "en";
        var hasDraft = !latest.WasPublished;
        response.Headers.ETag = $"\"{latest.Revision}\"";
        return TypedResults.Ok(new ProcessDraft(
            id, hasDraft, latest.Version, latest.Id, latest.Revision, published?.Version, latest.CreatedBy, views.NameOf(latest.CreatedBy), latest.CreatedAt,
            !latest.IsPublished && problems.All(problem => problem.IsWarning),
            [.. problems.Select(problem => ProcessProblem.Of(problem, document))],
            hasDraft && published is not null ? words.Compare(published.Document, document.Document, language) : []));
    }

    private static async Task<Results<Ok<PublishedProcess>, ProblemHttpResult>> Publish(
        string id, PublishProcess? body, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal user, DefinitionStore store, Publishing publishing, ProcessVersionViews views, Database database, CancellationToken ct)
    {
        if (store.VersionsOf(id) is not [var latest, ..]) return NoSuchProcess(id);
        if (body?.Comment is { Length: > LongestComment }) return Problems.Invalid("comment", $"comment: use at most {LongestComment} characters.");
        if ((body?.Revision ?? Unquoted(ifMatch)) is not { Length: > 0 } revision) return RevisionMissing(id);
        if (latest.IsPublished && latest.Revision == revision)
            return Problems.Of(StatusCodes.Status409Conflict, "nothing-to-publish", "There is nothing to publish.", $"Version {latest.Version} of '{id}' is in use and nobody has changed it since.");

        var how = new SaveDefinition(Publish: true, string.IsNullOrWhiteSpace(body?.Comment) ? null : body.Comment.Trim(), user.PersonId(), BasedOn: revision);
        var saved = await publishing.PublishAsync(id, how, ct);
        if (saved is null) return NoSuchProcess(id);
        if (saved.Conflict is { } conflict) return ChangedSince(id, conflict, views);
        if (saved.Errors.Count > 0) return CannotBePublished(saved);
        var version = store.VersionsOf(id).First(version => version.Id == saved.Definition.Id);
        return TypedResults.Ok(new PublishedProcess(
            views.View(version, await RunningAsync(database, id, ct)), [.. saved.Problems.Select(problem => ProcessProblem.Of(problem, saved.Definition))]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Discard(
        string id, DiscardDraft? body, [FromHeader(Name = "If-Match")] string? ifMatch, DefinitionStore store, Drafts drafts, ProcessVersionViews views, CancellationToken ct)
    {
        if (store.VersionsOf(id).Count == 0) return NoSuchProcess(id);
        if ((body?.Revision ?? Unquoted(ifMatch)) is not { Length: > 0 } revision) return RevisionMissing(id);
        return await drafts.DiscardAsync(id, revision, ct) switch
        {
            DiscardResult.Discarded => TypedResults.NoContent(),
            DiscardResult.NoDraft => Problems.Of(StatusCodes.Status409Conflict, "no-draft", "There is no draft.", $"'{id}' has no draft that could be thrown away."),
            DiscardResult.InUse => Problems.Of(StatusCodes.Status409Conflict, "draft-in-use", "A run of this draft has not ended.", "Cancel the run that tries it out, then throw the draft away."),
            _ => ChangedSince(id, SaveConflict.With(store.VersionsOf(id)), views),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Comment(
        string id, int version, CommentVersion body, ClaimsPrincipal user, DefinitionStore store, Drafts drafts, IAuthorizationService rights, CancellationToken ct)
    {
        if (body.Comment is { Length: > LongestComment }) return Problems.Invalid("comment", $"comment: use at most {LongestComment} characters.");
        var versions = await VisibleAsync(id, user, store, rights);
        if (versions.Count == 0) return NoSuchProcess(id);
        var comment = string.IsNullOrWhiteSpace(body.Comment) ? null : body.Comment.Trim();
        if (versions.All(candidate => candidate.Version != version) || !await drafts.CommentAsync(id, version, comment, ct)) return NoSuchVersion(id, version.ToString(CultureInfo.InvariantCulture), versions);
        return TypedResults.NoContent();
    }

    /// <summary>The versions that somebody may know of, newest first.</summary>
    private static async Task<IReadOnlyList<DefinitionVersion>> VisibleAsync(string id, ClaimsPrincipal user, DefinitionStore store, IAuthorizationService rights)
    {
        var versions = store.VersionsOf(id);
        if (versions.All(version => version.WasPublished) || (await rights.AuthorizeAsync(user, Right.ProcessEdit)).Succeeded) return versions;
        return [.. versions.Where(version => version.WasPublished)];
    }

    private static async Task<IReadOnlyDictionary<int, long>> RunningAsync(Database database, string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var rows = await reader.QueryAsync<(int Version, long Count)>(new CommandDefinition(
            "SELECT version, COUNT(*) FROM instances WHERE definition_id = @id AND status = 'Running' GROUP BY version", new { id }, cancellationToken: ct));
        return rows.ToDictionary(row => row.Version, row => row.Count);
    }

    private static string? Unquoted(string? tag) => tag?.Trim().Trim('"');

    private static ProblemHttpResult NoSuchProcess(string id) => Problems.Of(
        StatusCodes.Status404NotFound, "no-such-process", "There is no such process.", $"There is no process '{id}' that you may see.");

    private static ProblemHttpResult NoSuchVersion(string id, string version, IReadOnlyList<DefinitionVersion> versions) => Problems.Of(
        StatusCodes.Status404NotFound, "no-such-version", "There is no such version.", $"'{id}' has no version '{version}'. It has {string.Join(", ", versions.Take(20).Select(known => known.Version))}; published, latest and draft are names too.");

    private static ProblemHttpResult RevisionMissing(string id) => Problems.Invalid(
        "revision", $"revision: say which draft you looked at. GET /api/processes/{id}/draft gives its revision; send it here, or as the header If-Match.");

    private static ProblemHttpResult ChangedSince(string id, SaveConflict conflict, ProcessVersionViews views) => Problems.Of(
        StatusCodes.Status409Conflict,
        "changed-since",
        "Somebody else has changed this process.",
        conflict.Revision.Length == 0
            ? $"'{id}' was deleted after you had opened it. Nothing was done."
            : string.Create(CultureInfo.InvariantCulture, $"{views.NameOf(conflict.By) ?? "An import"} {(conflict.IsPublished ? "published" : "saved")} version {conflict.Version} of '{id}' on {conflict.At:yyyy-MM-dd HH:mm} UTC, after you had opened it. Nothing was overwritten. Load it again to see what changed."),
        new("revision", conflict.Revision),
        new("version", conflict.Version),
        new("savedBy", conflict.By),
        new("savedByName", views.NameOf(conflict.By)),
        new("savedAt", conflict.At));

    private static ProblemHttpResult CannotBePublished(SaveResult saved) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity,
        "cannot-be-published",
        "This cannot be published yet.",
        saved.Errors.Count == 1 ? saved.Errors[0].Message : $"There are {saved.Errors.Count} problems. The first: {saved.Errors[0].Message}",
        KeyValuePair.Create<string, object?>("problems", saved.Problems.Select(problem => ProcessProblem.Of(problem, saved.Definition)).ToList()));
}
