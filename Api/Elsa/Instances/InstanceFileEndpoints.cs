using System.IO.Compression;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Instances;

public sealed record ImportedInstances(int Count, int Imported)
{
    /// <summary>What stopped the others: one line per file.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}

/// <summary>Runs as files, to look at elsewhere or to keep.</summary>
internal static class InstanceFileEndpoints
{
    private const long LargestUpload = 100 * 1024 * 1024;

    public static void MapInstanceFiles(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/export", Export).RequireAuthorization(Right.InstancesRead).WithSummary("A run with its state and journal as a file.");
        api.MapPost("/bulk-actions/export/workflow-instances", ExportMany).RequireAuthorization(Right.InstancesRead).WithSummary("Several runs as an archive of files.");
        api.MapPost("/bulk-actions/import/workflow-instances", Import).NeedsRight(Right.InstancesManage).DisableAntiforgery().WithSummary("Takes runs in that have ended, from exported files.");
    }

    private static async Task<IResult> Export(string id, ClaimsPrincipal user, InstanceQueries queries, InstanceFiles files, CancellationToken ct) =>
        await queries.FindAsync(user, id, ct) is { } row ? TypedResults.File(await BytesAsync(files, row, ct), "application/json", $"workflow-instance-{row.Id}.json") : ElsaProblems.NoSuch("run", id);

    private static async Task<IResult> ExportMany(InstanceIds body, ClaimsPrincipal user, InstanceQueries queries, InstanceFiles files, CancellationToken ct)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in (body.Ids ?? []).Distinct())
            {
                if (await queries.FindAsync(user, id, ct) is not { } row) continue;
                await using var entry = await archive.CreateEntry($"workflow-instance-{row.Id}.json").OpenAsync(ct);
                await entry.WriteAsync(await BytesAsync(files, row, ct), ct);
            }
        }

        return TypedResults.File(buffer.ToArray(), "application/zip", "workflow-instances.zip");
    }

    private static async Task<IResult> Import(HttpRequest request, InstanceFiles files, CancellationToken ct)
    {
        if (!request.HasFormContentType) return ElsaProblems.Refused("invalid-input", "This cannot be read.", "files: send the files as multipart/form-data.");
        if (request.ContentLength > LargestUpload) return ElsaProblems.Refused("too-large", "This is too large.", $"files: send at most {LargestUpload / 1024 / 1024} MB at once.");
        var (imported, refused) = (0, new List<string>());
        foreach (var file in (await request.ReadFormAsync(ct)).Files)
        {
            foreach (var (name, document) in await ReadAsync(file, ct))
            {
                if (await files.ImportAsync(document, ct) is { } why) refused.Add($"{name}: {why}");
                else imported++;
            }
        }

        return imported == 0 && refused.Count > 0
            ? ElsaProblems.Refused("invalid-input", "Nothing was imported.", refused)
            : TypedResults.Ok(new ImportedInstances(imported, imported) { Refused = refused });
    }

    private static async Task<byte[]> BytesAsync(InstanceFiles files, InstanceSummary row, CancellationToken ct) =>
        Encoding.UTF8.GetBytes((await files.ExportAsync(row, ct)).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    private static async Task<List<(string Name, JsonObject? Document)>> ReadAsync(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        if (!file.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return [(file.FileName, await ReadAsync(content, ct))];
        var found = new List<(string, JsonObject?)>();
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var left = LargestUpload;
            foreach (var entry in archive.Entries.Where(entry => entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            {
                // The archive states how long each entry is, and reading stops there.
                if ((left -= entry.Length) < 0) break;
                await using var inside = await entry.OpenAsync(ct);
                found.Add((entry.FullName, await ReadAsync(inside, ct)));
            }
        }
        catch (InvalidDataException)
        {
            found.Add((file.FileName, null));
        }

        return found;
    }

    private static async Task<JsonObject?> ReadAsync(Stream content, CancellationToken ct)
    {
        try
        {
            return await JsonNode.ParseAsync(content, documentOptions: new JsonDocumentOptions { MaxDepth = 512 }, cancellationToken: ct) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
