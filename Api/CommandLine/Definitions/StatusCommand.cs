using Workflows.Api.Definitions;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>Shows for each process which side is ahead.</summary>
internal static class StatusCommand
{
    public static async Task<int> RunAsync(DefinitionOptions options, TextWriter output, CancellationToken ct)
    {
        await using var library = await options.OpenAsync(ct);
        var items = await ReadAsync(library, options.Folder, ct);
        if (options.Json)
        {
            await CommandOutput.WriteJsonAsync(output, new ProcessFileStatusList(items));
        }
        else
        {
            var width = items.Select(item => item.DefinitionId.Length).DefaultIfEmpty().Max();
            foreach (var item in items) await output.WriteLineAsync($"{item.DefinitionId.PadRight(width)}  {Word(item.State),-18}  {(item.IsInOrder ? item.File : item.Message)}");
            if (items.Count == 0) await output.WriteLineAsync($"There is no process in {options.Folder} nor in {library.Name}.");
        }

        return items.All(item => item.IsInOrder) ? CommandOutput.Good : CommandOutput.Different;
    }

    public static async Task<IReadOnlyList<ProcessFileStatus>> ReadAsync(DefinitionLibrary library, string folder, CancellationToken ct)
    {
        var files = Directory.Exists(folder) ? await DefinitionFile.ReadAsync([folder], ct) : [];
        FileFacts[] facts = [.. files.Where(file => file.Problem is null).Select(file => file.Facts!)];
        var states = await library.StatusAsync(folder, facts, ct);
        // From here on it is known which side changes: a fresh clone that agrees today can be edited and pushed tomorrow.
        var same = states.Where(status => status.State == FileState.Same).Select(status => status.DefinitionId).ToHashSet();
        if (same.Count > 0) await library.AgreeAsync(folder, [.. facts.Where(file => same.Contains(file.DefinitionId))], ct);
        return FileReport.Of(files, states);
    }

    public static string Word(FileState state) => state switch
    {
        FileState.Same => "in agreement",
        FileState.New => "new file",
        FileState.FileAhead => "file ahead",
        FileState.DatabaseAhead => "database ahead",
        FileState.Diverged => "diverged",
        FileState.OnlyInDatabase => "only in database",
        FileState.FileGone => "file gone",
        FileState.DeletedInDatabase => "deleted in database",
        FileState.Broken => "broken file",
        _ => "two files",
    };
}
