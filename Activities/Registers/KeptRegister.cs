using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>A small register in memory, because runs ask it again and again and people hardly change it.</summary>
/// <remarks>Loads itself at the first question; a committed change replaces the rows before its caller hears of the commit, and other nodes hear of it.</remarks>
public sealed class KeptRegister(Database database, Register register) : ISharedState
{
    private State? _state;

    public string Subject => register.Name;

    public long? Revision => Volatile.Read(ref _state)?.Revision;

    /// <summary>All rows, by id. They belong to everybody: whoever changes one works on a copy.</summary>
    public IReadOnlyList<RegisterRow> Rows => (Volatile.Read(ref _state) ?? Keep(Read())).Rows;

    private string Select => RegisterStore.Select(register, "1 = 1") + " ORDER BY id";

    public Task ReloadAsync(CancellationToken ct) => Task.Run(() => Keep(Read()), ct);

    /// <summary>Call it in the transaction that changed the register: its commit, and only that, replaces the rows.</summary>
    internal async Task RefreshAsync(Transaction transaction, CancellationToken ct)
    {
        transaction.MarkChanged(Subject);
        var revision = await transaction.FirstAsync<long>(SharedState.RevisionSql, new { subject = Subject }, ct);
        var state = new State(revision, RegisterStore.Many(register, await transaction.QueryAsync<dynamic>(Select, null, ct)));
        transaction.AfterCommit(() => Keep(state));
    }

    // An older state never replaces a newer one.
    private State Keep(State read)
    {
        while (Volatile.Read(ref _state) is var kept)
        {
            if (kept?.Revision >= read.Revision) return kept;
            if (Interlocked.CompareExchange(ref _state, read, kept) == kept) break;
        }

        return read;
    }

    private State Read() => database.ReadSnapshot(reader =>
        new State(reader.ExecuteScalar<long>(SharedState.RevisionSql, new { subject = Subject }), RegisterStore.Many(register, reader.Query(Select))));

    private sealed record State(long Revision, IReadOnlyList<RegisterRow> Rows);
}
