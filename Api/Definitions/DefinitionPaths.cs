namespace Workflows.Api.Definitions;

/// <summary>Definitions as files: <c>*.json</c>, without the scenarios beside them.</summary>
internal static class DefinitionPaths
{
    /// <summary>The definition files among files and folders, in a stable order.</summary>
    /// <exception cref="FileNotFoundException">One of the paths does not exist.</exception>
    public static IReadOnlyList<string> In(IEnumerable<string> paths)
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

    public static bool IsDefinition(string file) => file.EndsWith(".json", StringComparison.Ordinal) && !file.EndsWith(".tests.json", StringComparison.Ordinal);
}
