using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Processes;
using Workflows.Api.Definitions;
using Workflows.Engine.Catalog;

namespace Workflows.Api.CommandLine.Definitions;

internal sealed record DefinitionDifference(string From, string To, IReadOnlyList<ChangeInWords> Changes);

/// <summary>Prints what changed from one definition to another, in words.</summary>
internal static class DiffCommand
{
    /// <param name="to">Null: from what is in use to the file.</param>
    public static async Task<int> RunAsync(DefinitionOptions options, string from, string? to, string language, TextWriter output, CancellationToken ct)
    {
        if (to is null)
        {
            // A file and the server, which two words would only repeat.
            if (await FileAsync(from, ct) is not { } file) throw new LibraryException($"'{from}' is no file. Name two definitions: files, or processes such as leave, leave@3 and leave@draft.");
            (from, to) = (file.Facts!.DefinitionId, from);
        }

        DefinitionLibrary? library = null;
        try
        {
            var before = await DocumentAsync(from);
            var after = await DocumentAsync(to);
            var changes = new ChangeWords(new ActivityCatalog(typeof(RequestApproval).Assembly)).Compare(before, after, language);
            if (options.Json) await CommandOutput.WriteJsonAsync(output, new DefinitionDifference(from, to, changes));
            else await PrintAsync(changes, output);
            return changes.Count == 0 ? CommandOutput.Good : CommandOutput.Different;
        }
        finally
        {
            if (library is not null) await library.DisposeAsync();
        }

        async Task<JsonObject> DocumentAsync(string name)
        {
            if (await FileAsync(name, ct) is { } file) return file.Document!;
            library ??= await options.OpenAsync(ct);
            var at = name.LastIndexOf('@');
            var (id, version) = at > 0 ? (name[..at], name[(at + 1)..]) : (name, "published");
            return await library.DocumentAsync(id, version, ct) ?? throw new LibraryException($"There is no file '{name}', and {library.Name} has no process '{id}' with a version '{version}'.");
        }
    }

    private static async Task<DefinitionFile?> FileAsync(string name, CancellationToken ct)
    {
        if (!File.Exists(name)) return null;
        var file = (await DefinitionFile.ReadAsync([name], ct))[0];
        return file.Problem is null ? file : throw new LibraryException($"{name}: {file.Problem}");
    }

    private static async Task PrintAsync(IReadOnlyList<ChangeInWords> changes, TextWriter output)
    {
        foreach (var change in changes)
        {
            await output.WriteLineAsync(change.Sentence);
            foreach (var line in change.Lines) await output.WriteLineAsync($"    {line.Op} {line.Text}");
        }
    }
}
