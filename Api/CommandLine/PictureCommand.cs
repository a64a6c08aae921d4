using System.Text.Json;
using Workflows.Api.Definitions;
using Workflows.Api.Processes;
using Workflows.Engine.Definitions;

namespace Workflows.Api.CommandLine;

/// <summary>Draws definitions as SVG files, for documents.</summary>
internal static class PictureCommand
{
    /// <param name="folder">Where <c>leave.svg</c> goes for the definition <c>leave</c>.</param>
    public static async Task<int> RunAsync(string[] paths, string folder, TextWriter output, CancellationToken ct)
    {
        try
        {
            var files = DefinitionPaths.In(paths);
            Directory.CreateDirectory(folder);
            foreach (var file in files)
            {
                var definition = CanonicalJson.Parse(await File.ReadAllTextAsync(file, ct));
                // Other JSON may lie beside definitions.
                if (definition["root"]?["activities"] is null) continue;
                var picture = Path.Combine(folder, $"{definition["definitionId"]}.svg");
                await File.WriteAllTextAsync(picture, FlowPicture.Draw(definition), ct);
                await output.WriteLineAsync(picture);
            }

            return 0;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
