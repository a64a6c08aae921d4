using Workflows.Api.Definitions;

namespace Workflows.Api.CommandLine.Definitions;

internal sealed record PushedFiles(IReadOnlyList<PushResult> Items);

/// <summary>Imports files, as drafts or to be used at once.</summary>
internal static class PushCommand
{
    public static async Task<int> RunAsync(DefinitionOptions options, IReadOnlyList<string> paths, bool publish, string? comment, bool force, TextWriter output, CancellationToken ct)
    {
        var files = await DefinitionFile.ReadAsync(paths.Count == 0 ? [options.Folder] : paths, ct);
        await using var library = await options.OpenAsync(ct);
        var results = files.Where(file => file.Problem is not null).Select(file => new PushResult(file.Facts?.DefinitionId ?? "", file.Path, "invalid", null, "it cannot be used", [file.Problem!])).ToList();
        var pending = files.Where(file => file.Problem is null).ToList();
        while (pending.Count > 0)
        {
            // A process may use one that comes later.
            var tried = new List<(DefinitionFile File, PushResult Result)>();
            foreach (var file in pending) tried.Add((file, await library.PushAsync(options.Folder, file, publish, comment, force, ct)));
            var again = tried.FindAll(item => item.Result.Outcome == "invalid");
            results.AddRange(tried.Where(item => item.Result.Outcome != "invalid").Select(item => item.Result));
            if (again.Count == tried.Count)
            {
                results.AddRange(again.Select(item => item.Result));
                break;
            }

            pending = again.ConvertAll(item => item.File);
        }

        if (options.Json)
        {
            await CommandOutput.WriteJsonAsync(output, new PushedFiles(results));
        }
        else
        {
            foreach (var result in results.OrderBy(result => result.File, StringComparer.Ordinal))
            {
                await output.WriteLineAsync($"{result.File}: {result.Outcome}: {result.Message}");
                foreach (var problem in result.Problems) await output.WriteLineAsync($"{result.File}: {problem}");
            }
        }

        return results.Exists(result => result.IsRefused) ? CommandOutput.Different : CommandOutput.Good;
    }
}
