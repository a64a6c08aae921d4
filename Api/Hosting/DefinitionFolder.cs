using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Hosting;

/// <summary>Definitions as files: <c>*.json</c> in a folder, without the scenarios beside them.</summary>
internal sealed class DefinitionFolder(DefinitionStore definitions, ILogger<DefinitionFolder> logger)
{
    /// <summary>The definition files among files and folders, in a stable order.</summary>
    /// <exception cref="FileNotFoundException">One of the paths does not exist.</exception>
    public static IReadOnlyList<string> FilesIn(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else if (Directory.Exists(path)) files.AddRange(Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Where(IsDefinition).Order(StringComparer.Ordinal));
            else throw new FileNotFoundException($"There is no file or folder '{path}'.");
        }

        return files;
    }

    private static bool IsDefinition(string file) => !file.EndsWith(".tests.json", StringComparison.Ordinal);

    /// <summary>Takes over what is new or newer than the database, and publishes it if it says so. What was changed on both sides is left alone and reported.</summary>
    public async Task ImportAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in FilesIn([folder]))
        {
            try
            {
                await ImportFileAsync(file, ct);
            }
            catch (JsonException e)
            {
                logger.LogError("{File} is not taken over, because it is no JSON: {Problem}", file, e.Message);
            }
        }
    }

    private async Task ImportFileAsync(string file, CancellationToken ct)
    {
        var document = CanonicalJson.Parse(await File.ReadAllTextAsync(file, ct));
        var id = document["definitionId"]?.ToString();
        var version = document["version"] is JsonValue number && number.TryGetValue(out int given) ? given : 1;
        var known = definitions.Versions.Where(candidate => candidate.DefinitionId == id).ToList();
        var newest = known.MaxBy(candidate => candidate.Version);
        if (newest is not null && version <= newest.Version)
        {
            var same = known.FirstOrDefault(candidate => candidate.Version == version);
            if (same is not null && same.Hash != CanonicalJson.HashOf(document))
                logger.LogWarning("{File} differs from version {Version} in the database and is not taken over. Give it a higher version to publish it.", file, version);
            return;
        }

        var publish = document["isPublished"] is not JsonValue flag || !flag.TryGetValue(out bool isPublished) || isPublished;
        var saved = await definitions.SaveAsync((JsonObject)document.DeepClone(), new SaveDefinition(publish, Comment: $"From {Path.GetFileName(file)}"), ct);
        if (saved.IsSaved) logger.LogInformation("{File}: version {Version} of {Process} is in the database", file, version, id);
        foreach (var error in saved.Errors) logger.LogError("{File} is not taken over: {Path}: {Problem}", file, error.Path, error.Message);
    }
}
