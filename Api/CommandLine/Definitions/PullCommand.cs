using System.Text.Json.Nodes;
using Workflows.Api.Definitions;
using Workflows.Engine.Definitions;

namespace Workflows.Api.CommandLine.Definitions;

/// <param name="Outcome">written, unchanged, skipped or failed.</param>
internal sealed record PulledFile(string DefinitionId, string Outcome, string? File, string Message);

internal sealed record PulledFiles(IReadOnlyList<PulledFile> Items);

/// <summary>Writes published definitions to files, in canonical form. A file that was changed is only overwritten by force.</summary>
internal static class PullCommand
{
    public static async Task<int> RunAsync(DefinitionOptions options, IReadOnlyList<string> ids, bool force, TextWriter output, CancellationToken ct)
    {
        await using var library = await options.OpenAsync(ct);
        var files = Directory.Exists(options.Folder) ? await DefinitionFile.ReadAsync([options.Folder], ct) : [];
        var states = FileReport.Of(files, await library.StatusAsync(options.Folder, [.. files.Where(file => file.Problem is null).Select(file => file.Facts!)], ct));
        var pulled = new List<PulledFile>();
        foreach (var id in ids.Where(id => states.All(state => state.DefinitionId != id))) pulled.Add(new PulledFile(id, "failed", null, $"There is no process '{id}' in {library.Name}."));
        var agreed = new List<FileFacts>();
        foreach (var state in states.Where(state => ids.Count == 0 || ids.Contains(state.DefinitionId)))
            pulled.Add(await PullAsync(library, options.Folder, state, files.FirstOrDefault(file => file.Path == state.File), force, agreed, ct));
        if (agreed.Count > 0) await library.AgreeAsync(options.Folder, agreed, ct);

        if (options.Json) await CommandOutput.WriteJsonAsync(output, new PulledFiles(pulled));
        else foreach (var file in pulled) await output.WriteLineAsync($"{file.DefinitionId}: {file.Outcome}{(file.File is null ? "" : $" {file.File}")}{(file.Message.Length == 0 ? "" : $": {file.Message}")}");
        return pulled.Exists(file => file.Outcome == "failed") ? CommandOutput.Trouble : pulled.Exists(file => file.Outcome == "skipped") ? CommandOutput.Different : CommandOutput.Good;
    }

    private static async Task<PulledFile> PullAsync(DefinitionLibrary library, string folder, ProcessFileStatus state, DefinitionFile? file, bool force, List<FileFacts> agreed, CancellationToken ct)
    {
        var id = state.DefinitionId;
        if (state.State == FileState.Duplicate) return new PulledFile(id, "failed", state.File, state.Message);
        if (state.State == FileState.Broken && !force) return new PulledFile(id, "skipped", state.File, $"{state.Message} Mend it, or take the database's with --force.");
        if (state.State == FileState.New) return new PulledFile(id, "unchanged", state.File, state.Message);
        if (state.State is FileState.FileAhead or FileState.Diverged or FileState.DeletedInDatabase && !force) return new PulledFile(id, "skipped", state.File, state.Message);
        if (await library.DocumentAsync(id, "published", ct) is not { } document)
            return new PulledFile(id, file is null ? "unchanged" : "skipped", file?.Path, "No version of it is in use, so there is nothing to pull.");

        var like = file?.Document;
        var path = file?.Path ?? Path.Combine(folder, FileName(id));
        if (file is null && File.Exists(path) && !force) return new PulledFile(id, "skipped", path, "The file holds something else. Rename it, or overwrite it with --force.");
        var text = FileForm.Write(document, like);
        var facts = new FileFacts(id, document["id"]?.ToString(), document["version"] is JsonValue number && number.TryGetValue(out int version) ? version : null, DefinitionContent.HashOf(document));
        // What says the same keeps its own marks: a number that the file never had is no change.
        if (file?.Facts?.ContentHash == facts.ContentHash) text = CanonicalJson.Write(file.Document!);
        agreed.Add(facts);
        if (file?.Text == text) return new PulledFile(id, "unchanged", path, state is { HasDraft: true } ? $"The draft (version {state.Version}) is not published yet." : "");
        await WriteAsync(path, text, ct);
        return new PulledFile(id, "written", path, $"version {facts.Version}");
    }

    // Through a file beside it: a reader never sees half of it, and a power cut leaves the old one.
    private static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var temporary = path + ".part";
        await File.WriteAllTextAsync(temporary, text, ct);
        File.Move(temporary, path, overwrite: true);
    }

    // An id comes from the other side: it must not name a place outside the folder.
    private static string FileName(string definitionId) =>
        string.Concat(definitionId.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '_')).TrimStart('.') + ".json";
}
