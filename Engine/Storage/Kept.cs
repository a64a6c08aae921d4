using System.Data.Common;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>What a node keeps in memory of the database, because runs ask for it while they run.</summary>
/// <remarks>Loads itself at the first question. Each answer comes from one committed state; a committed change replaces it before its caller hears of the commit, and other nodes hear of it.</remarks>
/// <param name="subject">Stored name: see <see cref="SharedState"/>.</param>
/// <param name="read">Reads the state as it is committed.</param>
/// <param name="readChanged">Reads the state as a transaction has changed it.</param>
public sealed class Kept<TState>(Database database, string subject, Func<DbConnection, TState> read, Func<Transaction, CancellationToken, Task<TState>> readChanged) : ISharedState
    where TState : class
{
    private Version? _version;

    /// <summary>Raised after a newer state was taken over, of this node or another.</summary>
    public event Action? Changed;

    public string Subject => subject;

    public long? Revision => Volatile.Read(ref _version)?.Revision;

    public TState Current => (Volatile.Read(ref _version) ?? Keep(Read())).State;

    public Task ReloadAsync(CancellationToken ct) => Task.Run(() => Keep(Read()), ct);

    /// <summary>Call it in the transaction that changed what the state is read from: its commit, and only that, replaces the state.</summary>
    public async Task RefreshAsync(Transaction transaction, CancellationToken ct)
    {
        transaction.MarkChanged(subject);
        var version = new Version(await transaction.FirstAsync<long>(SharedState.RevisionSql, new { subject }, ct), await readChanged(transaction, ct));
        transaction.AfterCommit(() => Keep(version));
    }

    private Version Read() => database.ReadSnapshot(reader => new Version(reader.ExecuteScalar<long>(SharedState.RevisionSql, new { subject }), read(reader)));

    // An older state never replaces a newer one.
    private Version Keep(Version found)
    {
        while (Volatile.Read(ref _version) is var kept)
        {
            if (kept?.Revision >= found.Revision) return kept;
            if (Interlocked.CompareExchange(ref _version, found, kept) != kept) continue;
            if (kept is not null) Changed?.Invoke();
            break;
        }

        return found;
    }

    private sealed record Version(long Revision, TState State);
}
