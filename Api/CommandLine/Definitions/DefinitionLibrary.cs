using System.Text.Json.Nodes;
using Workflows.Api.Definitions;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>Where the commands find definitions besides files: a database that they open, or a server that they ask.</summary>
/// <remarks>Every method throws <see cref="LibraryException"/> when the other side cannot be asked or refuses for a reason that is no answer.</remarks>
internal abstract class DefinitionLibrary : IAsyncDisposable
{
    /// <summary>How a message calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What a folder is remembered by over there.</summary>
    public abstract string PlaceOf(string folder);

    public abstract Task<IReadOnlyList<ProcessFileStatus>> StatusAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct);

    /// <param name="version">A number, published, latest or draft.</param>
    /// <returns>Null when there is no such process or version.</returns>
    public abstract Task<JsonObject?> DocumentAsync(string definitionId, string version, CancellationToken ct);

    public abstract Task<PushResult> PushAsync(string folder, DefinitionFile file, bool publish, string? comment, bool force, CancellationToken ct);

    /// <summary>Remembers that these files say what the database says.</summary>
    public abstract Task AgreeAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}

/// <summary>The library cannot be asked. The message says why and what to do.</summary>
internal sealed class LibraryException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Outcome">imported, published, unchanged, refused (the other side is ahead) or invalid.</param>
/// <param name="Problems">A line for each, with its path.</param>
internal sealed record PushResult(string DefinitionId, string File, string Outcome, int? Version, string Message, IReadOnlyList<string> Problems)
{
    public bool IsRefused => Outcome is "refused" or "invalid";
}
