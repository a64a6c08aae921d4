using System.Data.Common;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>One unit of work. Everything done through it is committed together or not at all.</summary>
public abstract class Transaction
{
    private const int RowsAtOnce = 50;

    private Dictionary<Type, object>? _remembered;
    private List<Action>? _afterCommit;
    private List<Change>? _changes;

    public abstract Dialect Dialect { get; }

    protected abstract DbConnection Connection { get; }

    protected virtual DbTransaction? Underlying => null;

    /// <returns>The number of rows changed: for a guarded UPDATE that number is the answer.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) => Connection.ExecuteAsync(Command(sql, parameters, ct));

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) => Connection.QueryAsync<T>(Command(sql, parameters, ct));

    /// <summary>The first row, or null (default) when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct) => Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters, ct));

    /// <summary>A statement whose answer nobody waits for: it travels with the next one that has an answer, or with the commit, and costs no round trip of its own.</summary>
    public abstract void Defer(string sql, object? parameters);

    /// <summary>Like <see cref="Defer"/>, for a statement that must change a row and never changes more than one: a guarded UPDATE, or an INSERT whose key must be free.</summary>
    /// <param name="missed">Thrown when it changed none; everything is undone.</param>
    public abstract void DeferGuard(string sql, object? parameters, Func<Exception> missed);

    /// <summary>Like <see cref="Defer"/>, after everything else, with the commit itself: for rows that all writers contend for. SQL that reads it in this transaction does not see it.</summary>
    public abstract void DeferToCommit(string sql, object? parameters);

    /// <summary>A row that is written like <see cref="DeferToCommit"/>, together with all others that this statement takes, in their order. For PostgreSQL.</summary>
    /// <param name="sql">Takes the first cells of all rows as the array $1, the second as $2, and so on.</param>
    /// <param name="row">See <see cref="DeferRows"/>.</param>
    public abstract void DeferRowToCommit(string sql, object?[] row);

    /// <summary>New rows of one table in one statement.</summary>
    /// <param name="rows">The cells by column: texts, whole numbers, instants; null only where the column is text.</param>
    public virtual void DeferRows(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            var parameters = new RowParameters(columns, some);
            Defer($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {parameters.Tuples}", parameters);
        }
    }

    /// <summary>Deletes rows by id in one statement.</summary>
    public virtual void DeferDelete(string table, IEnumerable<string> ids)
    {
        foreach (var some in ids.Chunk(RowsAtOnce)) Defer($"DELETE FROM {table} WHERE id IN @some", new { some });
    }

    /// <summary>Until the end of this transaction nobody else holds the lock of this name. SQLite has one writer, who needs none.</summary>
    public abstract void Lock(string name);

    /// <summary>Like <see cref="Lock"/>, taken with the commit, before anything that is deferred to it from now on; once, however often it is asked for.</summary>
    /// <param name="key">Stored name: nodes of two versions of the program meet at it.</param>
    public abstract void LockAtCommit(long key);

    /// <summary>What was remembered in this transaction, such as what it has just written and need not read again; null before.</summary>
    public T? Remembered<T>()
        where T : class => _remembered?.GetValueOrDefault(typeof(T)) as T;

    /// <summary>Remembers one thing of a kind until this transaction ends, however it does.</summary>
    public void Remember<T>(T value)
        where T : class => (_remembered ??= [])[typeof(T)] = value;

    /// <summary>Runs after the commit and only then: waking listeners, web sockets, the outbox. It must not throw or block.</summary>
    public void AfterCommit(Action wake) => (_afterCommit ??= []).Add(wake);

    /// <summary>Tells of a change after the commit: here at once, and to the other nodes.</summary>
    public void Announce(Change change) => (_changes ??= []).Add(change);

    /// <summary>Says that state which nodes keep in memory has changed: see <see cref="SharedState"/>.</summary>
    public void MarkChanged(string subject)
    {
        Defer(
            """
            INSERT INTO change_marks (subject, revision) VALUES (@subject, 1)
            ON CONFLICT (subject) DO UPDATE SET revision = change_marks.revision + 1
            """,
            new { subject });
        Announce(new Change.State(subject));
    }

    /// <summary>Rows as they come, for tables that do not fit into memory.</summary>
    internal IAsyncEnumerable<dynamic> StreamAsync(string sql) => Connection.QueryUnbufferedAsync(sql, transaction: Underlying);

    /// <summary>Runs several statements without parameters.</summary>
    internal abstract Task ScriptAsync(string sql, CancellationToken ct);

    internal IReadOnlyList<Change> Committed()
    {
        foreach (var wake in _afterCommit ?? []) wake();
        return _changes ?? (IReadOnlyList<Change>)[];
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, Underlying, cancellationToken: ct);
}
