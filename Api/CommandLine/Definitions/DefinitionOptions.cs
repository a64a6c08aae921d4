namespace Workflows.Api.CommandLine.Definitions;

/// <summary>Where a command looks, as its options say.</summary>
/// <param name="Folder">The folder of files.</param>
/// <param name="Server">Null: the local database.</param>
internal sealed record DefinitionOptions(string Folder, string Data, string? Server, string? Key, bool Json)
{
    /// <exception cref="LibraryException">It cannot be opened.</exception>
    public async Task<DefinitionLibrary> OpenAsync(CancellationToken ct) => Server is { Length: > 0 } server ? new ServerLibrary(server, Key) : await LocalLibrary.OpenAsync(Data, ct);
}
