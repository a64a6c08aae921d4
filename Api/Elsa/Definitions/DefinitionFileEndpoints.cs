using System.IO.Compression;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Api.Identity;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Definitions as files: import and export, one or many.</summary>
internal static class DefinitionFileEndpoints
{
    private const long LargestUpload = 50 * 1024 * 1024;
    private const int MostFiles = 1000;
    private const long LargestFile = 10 * 1024 * 1024;

    public static void MapDefinitionFiles(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-definitions");
        group.MapPost("/import", Import).NeedsRight(Right.ProcessEdit).WithSummary("Takes a definition in as a draft; with publish=true it goes into use.");
        group.MapPost("/import-files", ImportFiles).NeedsRight(Right.ProcessEdit).DisableAntiforgery().WithSummary("Takes definition files in as drafts: JSON files, or archives of them.");
        group.MapGet("/{definitionId}/export", Export).RequireAuthorization(Right.ProcessRead).WithSummary("A version as a file; an archive with the processes that use it, when asked.");
        api.MapPost("/bulk-actions/export/workflow-definitions", ExportMany).RequireAuthorization(Right.ProcessRead).WithSummary("Several versions as an archive of files.");
    }

    private static async Task<IResult> Import(JsonObject body, bool? publish, ClaimsPrincipal user, DefinitionEditing editing, DefinitionViews views, Rights rights, CancellationToken ct)
    {
        var comment = Take(body, "comment") is JsonValue text && text.TryGetValue(out string? said) ? said : null;
        var asked = Take(body, "publish") is JsonValue flag && flag.TryGetValue(out bool set) && set;
        var goesIntoUse = publish == true || asked;
        if (goesIntoUse && !rights.May(user, Right.ProcessPublish)) return ElsaRights.Missing(Right.ProcessPublish);
        return await editing.ImportAsync(user, body, goesIntoUse, comment, ct) switch
        {
            EditOutcome.Done done => TypedResults.Ok(views.Full(user, done.Definition)),
            var other => ((EditOutcome.Refused)other).Problem,
        };
    }

    private static async Task<IResult> ImportFiles(HttpRequest request, ClaimsPrincipal user, DefinitionEditing editing, CancellationToken ct)
    {
        if (!request.HasFormContentType) return ElsaProblems.Refused("invalid-input", "This cannot be read.", "files: send the files as multipart/form-data.");
        if (request.ContentLength > LargestUpload) return ElsaProblems.Refused("too-large", "This is too large.", $"files: send at most {LargestUpload / 1024 / 1024} MB at once.");
        var (count, refused) = (0, new List<string>());
        foreach (var file in (await request.ReadFormAsync(ct)).Files)
        {
            foreach (var (name, document, problem) in await ReadAsync(file, ct))
            {
                if (document is null)
                {
                    refused.Add($"{name}: {problem}");
                    continue;
                }

                switch (await editing.ImportAsync(user, document, publish: false, $"From {name}", ct))
                {
                    case EditOutcome.Refused no:
                        refused.AddRange(no.Lines.Select(line => $"{name}: {line}"));
                        break;
                    default:
                        count++;
                        break;
                }
            }
        }

        return count == 0 && refused.Count > 0
            ? ElsaProblems.Refused("invalid-definition", "Nothing was imported.", refused)
            : TypedResults.Ok(new ImportedFiles(count) { Refused = refused });
    }

    private static IResult Export(string definitionId, string? versionOptions, bool? includeConsumingWorkflows, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, Publishing publishing)
    {
        if (VersionOptions.Parse(versionOptions, VersionOptions.Latest) is not { } wanted) return DefinitionEndpoints.UnknownVersions(versionOptions);
        if (store.VersionsOf(definitionId).FirstOrDefault(version => wanted.Includes(version) && views.MaySee(user, version)) is not { } version) return ElsaProblems.NoSuch("workflow definition", definitionId);
        if (includeConsumingWorkflows == true)
        {
            var consumers = (publishing.ConsumersOf(definitionId) ?? []).Select(id => store.VersionsOf(id).FirstOrDefault(stored => stored.IsLatest && views.MaySee(user, stored))).OfType<DefinitionVersion>();
            return Archive(store, [version, .. consumers]);
        }

        return TypedResults.File(Text(store, version), "application/json", FileName(version));
    }

    private static IResult ExportMany(VersionIds body, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, Publishing publishing)
    {
        var versions = (body.Ids ?? []).Select(id => store.Versions.FirstOrDefault(version => version.Id == id)).OfType<DefinitionVersion>().Where(version => views.MaySee(user, version)).ToList();
        if (body.IncludeConsumingWorkflows)
        {
            var consumers = versions.SelectMany(version => publishing.ConsumersOf(version.DefinitionId) ?? []).Distinct();
            versions.AddRange(consumers.Select(id => store.VersionsOf(id).FirstOrDefault(stored => stored.IsLatest && views.MaySee(user, stored))).OfType<DefinitionVersion>());
        }

        return versions.Count == 0 ? ElsaProblems.NoSuch("version", string.Join(", ", body.Ids ?? [])) : Archive(store, versions.DistinctBy(version => version.Id));
    }

    private static IResult Archive(DefinitionStore store, IEnumerable<DefinitionVersion> versions)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var version in versions)
            {
                using var entry = archive.CreateEntry(FileName(version)).Open();
                entry.Write(Text(store, version));
            }
        }

        return TypedResults.File(buffer.ToArray(), "application/zip", "workflow-definitions.zip");
    }

    private static byte[] Text(DefinitionStore store, DefinitionVersion version)
    {
        var document = (JsonObject)store.FindVersion(version.Id)!.Document.DeepClone();
        // The designer imports nothing without it.
        if (document["$schema"] is null) document.Insert(0, "$schema", "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json");
        document["isLatest"] = version.IsLatest;
        document["isPublished"] = version.IsPublished;
        return System.Text.Encoding.UTF8.GetBytes(CanonicalJson.Write(document));
    }

    // Ids may have colons, which some systems do not take in file names.
    private static string FileName(DefinitionVersion version) => $"workflow-definition-{version.DefinitionId.Replace(':', '-')}-v{version.Version}.json";

    private static async Task<List<(string Name, JsonObject? Document, string? Problem)>> ReadAsync(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return [await ReadAsync(file.FileName, content, ct)];
        var found = new List<(string, JsonObject?, string?)>();
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)).Take(MostFiles))
            {
                await using var inside = await entry.OpenAsync(ct);
                found.Add(await ReadAsync(entry.FullName, inside, ct));
            }
        }
        catch (InvalidDataException)
        {
            found.Add((file.FileName, null, "this is no archive that can be opened."));
        }

        return found;
    }

    private static async Task<(string Name, JsonObject? Document, string? Problem)> ReadAsync(string name, Stream content, CancellationToken ct)
    {
        // What an archive unpacks to is not what it says it is: read no further than a definition can be long.
        var buffer = new MemoryStream();
        var block = new byte[81920];
        while (await content.ReadAsync(block, ct) is > 0 and var read)
        {
            if (buffer.Length + read > LargestFile) return (name, null, $"it is larger than {LargestFile / 1024 / 1024} MB.");
            await buffer.WriteAsync(block.AsMemory(0, read), ct);
        }

        try
        {
            return (name, CanonicalJson.Parse(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)), null);
        }
        catch (JsonException unreadable)
        {
            return (name, null, $"this is no workflow definition: {unreadable.Message}");
        }
    }

    private static JsonNode? Take(JsonObject body, string name)
    {
        var value = body[name];
        body.Remove(name);
        return value;
    }
}
