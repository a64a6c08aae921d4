using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Api.Definitions;

namespace Workflows.Api.CommandLine;

/// <summary>Runs the scenarios of a folder: <c>leave.tests.json</c> beside <c>leave.json</c>.</summary>
internal static class ScenarioCommand
{
    public static async Task<int> RunAsync(string folder, TextWriter output, CancellationToken ct)
    {
        if (!Directory.Exists(folder))
        {
            await output.WriteLineAsync($"There is no folder '{folder}'.");
            return 1;
        }

        var (passed, failed) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(folder, "*.tests.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var (name, difference) in await RunFileAsync(file, folder, ct))
            {
                if (difference is null) passed++;
                else failed++;
                await output.WriteLineAsync(difference is null ? $"ok    {name}" : $"FAIL  {name}\n      {difference.ReplaceLineEndings("\n      ")}");
            }
        }

        await output.WriteLineAsync($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    /// <summary>The scenarios of a file, each with what was different (null: nothing).</summary>
    public static async Task<IReadOnlyList<(string Name, string? Difference)>> RunFileAsync(string file, string folder, CancellationToken ct)
    {
        JsonObject suite;
        try
        {
            suite = Engine.Definitions.CanonicalJson.Parse(await File.ReadAllTextAsync(file, ct));
        }
        catch (JsonException e)
        {
            return [(file, $"The file is not JSON: {e.Message}")];
        }

        var definitions = DefinitionPaths.In([folder]);
        var results = new List<(string, string?)>();
        foreach (var scenario in (suite["scenarios"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = $"{Path.GetFileName(file)[..^".tests.json".Length]}: {scenario["name"]}";
            results.Add((name, await Scenario.RunAsync(suite, scenario, definitions, ct)));
        }

        return results;
    }
}
