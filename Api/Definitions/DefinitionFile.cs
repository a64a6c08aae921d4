using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Definitions;

/// <summary>A definition file as it was read.</summary>
/// <param name="Document">Null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be used, and how to mend it.</param>
public sealed record DefinitionFile(string Path, string Text, JsonObject? Document, FileFacts? Facts, string? Problem, bool IsDuplicate = false)
{
    /// <summary>Reads definition files among files and folders, in a stable order. JSON that is no definition is left out of folders.</summary>
    /// <exception cref="FileNotFoundException">One of the paths does not exist.</exception>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        var files = new List<DefinitionFile>();
        foreach (var path in paths)
        {
            foreach (var found in DefinitionPaths.In([path]))
            {
                var file = await ReadFileAsync(found, ct);
                if (File.Exists(path) || file.Document is null || file.Facts is not null) files.Add(file);
            }
        }

        // Which of two files counts would be a guess.
        return
        [
            .. files.Select(file => files.Find(other => other.Path != file.Path && other.Facts is not null && other.Facts.DefinitionId == file.Facts?.DefinitionId) is { } twin
                ? file with { IsDuplicate = true, Problem = $"$.definitionId: '{file.Facts!.DefinitionId}' is also in {twin.Path}. A process has one file: delete one of them, or give one another definitionId." }
                : file),
        ];
    }

    private static async Task<DefinitionFile> ReadFileAsync(string path, CancellationToken ct)
    {
        var text = "";
        try
        {
            text = await File.ReadAllTextAsync(path, ct);
            var document = CanonicalJson.Parse(text);
            if (document["definitionId"] is not JsonValue id || id.ToString().Length == 0 || document["root"] is not JsonObject)
                return new DefinitionFile(path, text, document, null, "$: this is no definition: it needs a definitionId and a root activity.");
            var facts = new FileFacts(
                id.ToString(), document["id"]?.ToString(), document["version"] is JsonValue number && number.TryGetValue(out int version) ? version : null, DefinitionContent.HashOf(document));
            return new DefinitionFile(path, text, document, facts, null);
        }
        catch (JsonException e)
        {
            return new DefinitionFile(path, text, null, null, $"{e.Path ?? "$"}: this is not JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DefinitionFile(path, text, null, null, $"$: this file cannot be read: {e.Message}");
        }
    }
}
