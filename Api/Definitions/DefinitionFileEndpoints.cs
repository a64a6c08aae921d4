using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.Processes;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Definitions;

/// <param name="Place">Names the folder, such as its path; what it agreed on with the database is remembered under it.</param>
/// <param name="Files">All definitions in it.</param>
public sealed record CompareFiles(string? Place, IReadOnlyList<FileFacts>? Files);

/// <param name="File">The name of the file, for the history of versions.</param>
/// <param name="Publish">Makes it the version in use; otherwise it becomes the draft.</param>
/// <param name="Force">Also when the process was changed in the database since.</param>
public sealed record ImportDefinition(string? Place, string? File, JsonObject? Document, bool Publish, string? Comment, bool Force);

/// <param name="State">What the file was before.</param>
/// <param name="IsChanged">False: the database said the same already.</param>
public sealed record ImportedDefinition(string DefinitionId, FileState State, bool IsChanged, int Version, bool IsPublished, IReadOnlyList<ProcessProblem> Warnings);

/// <summary>Files that say what the database says, after a pull.</summary>
public sealed record AgreeFiles(string? Place, IReadOnlyList<FileFacts>? Files);

/// <summary>What the commands pull, push and status ask of a server.</summary>
public static class DefinitionFileEndpoints
{
    private const int LongestPlace = 500;

    public static IEndpointRouteBuilder MapDefinitionFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/definition-files").WithTags("Definition files").RequireAuthorization(Right.ProcessEdit).WithMetadata(TakesApiKeys.Mark);
        group.MapGet("/", List).WithName("listDefinitionFiles").WithSummary("The server's own folder of definitions: which side of each process is ahead.");
        group.MapPost("/status", Compare).WithName("compareDefinitionFiles").WithSummary("Which side of each process is ahead, for somebody's folder of definitions.");
        group.MapPost("/import", Import).WithName("importDefinitionFile").WithSummary("Takes a file over as draft, or publishes it. Refused (409) when the process was changed here since, unless it is forced.");
        group.MapPost("/agreed", Agree).WithName("agreeOnDefinitionFiles").WithSummary("Remembers that these files say what the database says.");
        return routes;
    }

    private static async Task<Ok<ProcessFileStatusList>> List(DefinitionFolder folder, CancellationToken ct) => TypedResults.Ok(new ProcessFileStatusList(await folder.StatusAsync(ct)));

    private static async Task<Results<Ok<ProcessFileStatusList>, ProblemHttpResult>> Compare(CompareFiles body, DefinitionSync sync, CancellationToken ct) =>
        (WhyNoPlace(body.Place) ?? WhyNoFiles(body.Files)) is { } problem ? problem : TypedResults.Ok(new ProcessFileStatusList(await sync.StatusAsync(body.Place!, body.Files!, isWhole: true, ct)));

    private static async Task<Results<Ok<ImportedDefinition>, ProblemHttpResult>> Import(
        ImportDefinition body, ClaimsPrincipal user, DefinitionSync sync, IAuthorizationService rights, CancellationToken ct)
    {
        if (WhyNoPlace(body.Place) is { } noPlace) return noPlace;
        if (body.Document is not { } document) return Problems.Invalid("document", "document: send the definition, as its file has it.");
        if (document["definitionId"] is not JsonValue id || id.ToString().Length == 0 || document["root"] is not JsonObject) return Problems.Invalid("document", "document: a definition needs a definitionId and a root activity.");
        if (body.Comment is { Length: > 2000 }) return Problems.Invalid("comment", "comment: use at most 2000 characters.");
        if (body.Publish && !(await rights.AuthorizeAsync(user, Right.ProcessPublish)).Succeeded)
            return Problems.Of(StatusCodes.Status403Forbidden, "may-not-publish", "You may not publish.", $"publish: this needs the right {Right.ProcessPublish}. Without publish it becomes a draft.");

        var file = new FileFacts(id.ToString(), document["id"]?.ToString(), document["version"] is JsonValue number && number.TryGetValue(out int version) ? version : null, DefinitionContent.HashOf(document));
        var how = new ImportFile(body.Place!, body.File is { Length: > 0 and <= 200 } ? body.File : $"{file.DefinitionId}.json", body.Publish, body.Comment, user.PersonId(), body.Force);
        return await sync.ImportAsync(document, file, how, ct) switch
        {
            ImportResult.Imported imported => TypedResults.Ok(new ImportedDefinition(file.DefinitionId, imported.State, true, imported.Version, imported.IsPublished, imported.Warnings)),
            ImportResult.Unchanged same => TypedResults.Ok(new ImportedDefinition(file.DefinitionId, FileState.Same, false, same.Version, same.IsPublished, [])),
            ImportResult.Invalid invalid => Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "cannot-be-published", "This cannot be published.", $"There are {invalid.Problems.Count(problem => !problem.IsWarning)} problems. Nothing was changed.",
                KeyValuePair.Create<string, object?>("problems", invalid.Problems)),
            ImportResult.NotNewer kept => Problems.Of(StatusCodes.Status409Conflict, "not-newer", "The process was changed here since.", kept.Message, KeyValuePair.Create<string, object?>("state", kept.State)),
            _ => Problems.Of(StatusCodes.Status409Conflict, "changed-since", "Somebody saved at the same moment.", "Nothing was overwritten. Ask for the status, and try again."),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Agree(AgreeFiles body, DefinitionSync sync, CancellationToken ct)
    {
        if ((WhyNoPlace(body.Place) ?? WhyNoFiles(body.Files)) is { } problem) return problem;
        foreach (var file in body.Files!) await sync.AgreeAsync(body.Place!, file.DefinitionId, file.ContentHash, ct);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult? WhyNoPlace(string? place) =>
        place is { Length: > 0 and <= LongestPlace } ? null : Problems.Invalid("place", $"place: name the folder that the files are in, in at most {LongestPlace} characters.");

    private static ProblemHttpResult? WhyNoFiles(IReadOnlyList<FileFacts>? files)
    {
        if (files is null) return Problems.Invalid("files", "files: list the definitions of the folder, or send an empty list.");
        if (files.Any(file => string.IsNullOrEmpty(file.DefinitionId) || string.IsNullOrEmpty(file.ContentHash))) return Problems.Invalid("files", "files: each needs a definitionId and a contentHash.");
        return files.GroupBy(file => file.DefinitionId).FirstOrDefault(group => group.Count() > 1) is { } twice ? Problems.Invalid("files", $"files: '{twice.Key}' is there twice. A process has one file.") : null;
    }
}
