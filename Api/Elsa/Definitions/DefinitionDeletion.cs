using Dapper;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Definitions;

internal abstract record DeleteOutcome
{
    private DeleteOutcome()
    {
    }

    public sealed record Deleted(int Versions) : DeleteOutcome;

    public sealed record NoSuchDefinition : DeleteOutcome;

    public sealed record Refused(string Why) : DeleteOutcome;
}

/// <summary>Deletes definitions that nothing depends on. A version that something has run stays: its runs go on with it, and are shown with it later.</summary>
public sealed class DefinitionDeletion(Database database, DefinitionStore store, Publishing publishing)
{
    internal async Task<DeleteOutcome> DeleteAsync(string definitionId, CancellationToken ct)
    {
        var versions = store.VersionsOf(definitionId);
        if (versions.Count == 0) return new DeleteOutcome.NoSuchDefinition();
        if (publishing.ConsumersOf(definitionId) is { Count: > 0 } consumers)
            return new DeleteOutcome.Refused($"'{versions[0].Name}' is used by {string.Join(", ", consumers)}. Take it out there first.");
        if (await CountAsync("definition_id = @id", definitionId, ct) is > 0 and var runs)
            return new DeleteOutcome.Refused($"'{versions[0].Name}' has {Runs(runs)}. Withdraw it from use (unpublish) instead: nothing starts any more, and its runs stay readable.");
        return await store.DeleteAsync(definitionId, ct) ? new DeleteOutcome.Deleted(versions.Count) : new DeleteOutcome.NoSuchDefinition();
    }

    internal async Task<DeleteOutcome> DeleteVersionAsync(string versionId, CancellationToken ct)
    {
        if (store.Versions.FirstOrDefault(stored => stored.Id == versionId) is not { } version) return new DeleteOutcome.NoSuchDefinition();
        if (version.IsPublished && store.VersionsOf(version.DefinitionId).Count > 1) return new DeleteOutcome.Refused($"Version {version.Version} of '{version.Name}' is in use. Publish another version first, or unpublish it.");
        if (await CountAsync("definition_version_id = @id", versionId, ct) is > 0 and var runs)
            return new DeleteOutcome.Refused($"Version {version.Version} of '{version.Name}' has {Runs(runs)}, which are shown with it.");
        return await store.DeleteVersionAsync(versionId, ct) ? new DeleteOutcome.Deleted(1) : new DeleteOutcome.NoSuchDefinition();
    }

    private static string Runs(long count) => count == 1 ? "1 run" : $"{count} runs";

    private async Task<long> CountAsync(string condition, string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM instances WHERE {condition}", new { id }, cancellationToken: ct));
    }
}
