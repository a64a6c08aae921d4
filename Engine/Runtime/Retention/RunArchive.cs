using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Retention;

/// <summary>Takes ended runs out of the engine's tables. What an audit needs is elsewhere and stays: see <see cref="RetentionParticipant"/>.</summary>
public sealed class RunArchive(IEnumerable<RetentionParticipant> participants)
{
    /// <summary>Archives these runs and the ended runs that they started, in the caller's transaction. Runs that go on are left alone.</summary>
    /// <returns>How many runs were archived.</returns>
    public async Task<int> ArchiveAsync(Transaction transaction, IReadOnlyList<string> instanceIds, DateTimeOffset now, CancellationToken ct)
    {
        const string tree = """
            WITH RECURSIVE tree (id) AS (
                SELECT id FROM instances WHERE id IN @ids AND status = 'Finished'
                UNION
                SELECT i.id FROM instances i JOIN tree t ON i.parent_instance_id = t.id WHERE i.status = 'Finished')
            SELECT id FROM tree
            """;
        var ids = (await transaction.QueryAsync<string>(tree, new { ids = instanceIds }, ct)).ToList();
        if (ids.Count == 0) return 0;
        foreach (var participant in participants) await participant.ArchiveAsync(transaction, ids, now, ct);
        transaction.Defer("DELETE FROM journal WHERE instance_id IN @ids", new { ids });
        transaction.Defer("DELETE FROM timers WHERE instance_id IN @ids", new { ids });
        transaction.Defer("DELETE FROM outbox WHERE instance_id IN @ids AND status <> 'waiting'", new { ids });
        // Bookmarks, and what hangs on them, go along.
        transaction.Defer("DELETE FROM instances WHERE id IN @ids", new { ids });
        foreach (var id in ids) transaction.Announce(new Change.Instance(id));
        return ids.Count;
    }
}
