using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>What is done to versions besides saving them: a draft is thrown away, a comment is put right.</summary>
public sealed class Drafts(Database database, DefinitionStore store)
{
    /// <summary>The stored version that was never published; null when the latest was.</summary>
    public DefinitionVersion? Find(string definitionId) => store.VersionsOf(definitionId) is [{ WasPublished: false } latest, ..] ? latest : null;

    /// <summary>Deletes the draft of a process; of a process that has nothing else, the process.</summary>
    /// <param name="basedOn">The revision that the person saw.</param>
    public async Task<DiscardResult> DiscardAsync(string definitionId, string basedOn, CancellationToken ct)
    {
        if (Find(definitionId) is not { } draft) return DiscardResult.NoDraft;
        var result = await database.WriteAsync(
            async transaction =>
            {
                DefinitionStore.BeginChange(transaction, definitionId);
                if (!await DefinitionStore.IsStillLatestAsync(transaction, definitionId, basedOn, ct)) return DiscardResult.ChangedSince;
                // Drafts can be tried out in the designer; such a run would have no definition any more.
                var running = await transaction.FirstAsync<long>("SELECT COUNT(*) FROM instances WHERE definition_version_id = @Id AND status <> 'Finished'", new { draft.Id }, ct);
                if (running > 0) return DiscardResult.InUse;
                await transaction.ExecuteAsync("DELETE FROM definitions WHERE id = @Id", new { draft.Id }, ct);
                await DefinitionStore.MarkLatestAsync(transaction, definitionId, ct);
                return DiscardResult.Discarded;
            },
            ct);
        await store.ReloadAsync(ct);
        return result;
    }

    /// <summary>Says anew what a version changed. The version itself stays as it is.</summary>
    /// <returns>False when there is no such version.</returns>
    public async Task<bool> CommentAsync(string definitionId, int version, string? comment, CancellationToken ct)
    {
        var changed = await database.WriteAsync(
            transaction =>
            {
                DefinitionStore.BeginChange(transaction, definitionId);
                return transaction.ExecuteAsync("UPDATE definitions SET comment = @comment WHERE definition_id = @definitionId AND version = @version", new { definitionId, version, comment }, ct);
            },
            ct);
        await store.ReloadAsync(ct);
        return changed == 1;
    }
}

public enum DiscardResult
{
    Discarded,
    NoDraft,

    /// <summary>Somebody has saved it since.</summary>
    ChangedSince,

    /// <summary>A run of the draft has not ended.</summary>
    InUse,
}
