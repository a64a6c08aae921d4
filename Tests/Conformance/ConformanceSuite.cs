using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Conformance;

/// <summary>A folder with <c>cases*.json</c> and <c>definitions/</c>.</summary>
public sealed class ConformanceSuite(string folder, IReadOnlyList<ConformanceCase> cases)
{
    public IReadOnlyList<ConformanceCase> Cases => cases;

    /// <summary>Reads all case files of a folder, by file name.</summary>
    /// <exception cref="IOException">There is no such folder, or no case file in it.</exception>
    /// <exception cref="JsonException">A case file is no JSON, or holds no list of cases.</exception>
    public static ConformanceSuite Read(string folder)
    {
        var files = Directory.GetFiles(folder, "cases*.json").Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw new FileNotFoundException($"There is no cases*.json in {folder}.");
        var cases = new List<ConformanceCase>();
        foreach (var file in files)
        {
            var json = JsonNode.Parse(File.ReadAllText(file).TrimStart('\uFEFF'));
            var list = json as JsonArray ?? (json as JsonObject)?["cases"] as JsonArray ?? throw new JsonException($"{file} holds no list of cases.");
            cases.AddRange(list.OfType<JsonObject>().Select((item, index) => new ConformanceCase(item.Text("name") ?? $"{Path.GetFileNameWithoutExtension(file)}[{index}]", item)));
        }

        return new ConformanceSuite(Path.GetFullPath(folder), cases);
    }

    /// <summary>A definition as the suite has it; byte for byte, but without byte order mark.</summary>
    /// <param name="path">Relative to <c>definitions/</c>.</param>
    public string Definition(string path)
    {
        var inside = Path.GetFullPath(Path.Combine(folder, "definitions", path));
        return File.ReadAllText(File.Exists(inside) ? inside : Path.GetFullPath(Path.Combine(folder, path))).TrimStart('\uFEFF');
    }

    /// <summary>The paths of all definitions, relative to <c>definitions/</c>.</summary>
    public IEnumerable<string> DefinitionPaths() =>
        Directory.EnumerateFiles(Path.Combine(folder, "definitions"), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(folder, "definitions"), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
}
