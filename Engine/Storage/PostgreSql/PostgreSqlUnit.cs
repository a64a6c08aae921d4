using System.Data.Common;
using Dapper;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>One unit of work on one connection. What nobody waits for is collected and travels with the next statement that has an answer, BEGIN and COMMIT too.</summary>
internal sealed class PostgreSqlUnit : Transaction, IAsyncDisposable
{
    // One that waits for somebody else's lock must not hold up the others for long. What its statements change they find by key, however many rows they have and however large the table was when
    // the server planned them; it would else plan them anew each time, or go on to read all of a table that was small once.
    private const string GroupSettings = """
        SELECT set_config('lock_timeout', '2s', true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true),
               set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    // The audit rows of a group are joined with their chain, and neither has an index.
    private const string CommitSettings = "SELECT set_config('synchronous_commit', 'off', true), set_config('enable_hashjoin', 'on', true)";

    private readonly PostgreSqlConnection _connection;
    private readonly SortedSet<string> _locks = new(StringComparer.Ordinal);
    private readonly List<PostgreSqlStatement> _waiting = [];
    private readonly List<PostgreSqlStatement> _unchecked = [];
    private readonly List<PostgreSqlStatement> _atCommit = [];
    private readonly SortedSet<long> _locksAtCommit = [];
    // A transaction of its own that writes nothing but a mark into the log: its commit waits until the log is on the disk so far, together with the commits of others.
    private readonly NpgsqlBatchCommand _flush = new("SELECT pg_logical_emit_message(true, 'workflows', '')");
    private readonly bool _isGroup;
    private Action<PostgreSqlStatement>? _taking;
    private Func<Exception>? _missed;
    private bool _isBegun;

    public PostgreSqlUnit(NpgsqlDataSource source) => _connection = new PostgreSqlConnection(source, this);

    /// <summary>A unit that does what these have collected, in their order. They share its fate.</summary>
    public PostgreSqlUnit(NpgsqlDataSource source, IReadOnlyList<PostgreSqlUnit> units)
        : this(source)
    {
        _isGroup = true;
        _waiting.AddRange(PostgreSqlStatement.Join([.. units.Select(unit => unit._waiting)]).Select(statement => statement.Enforced()));
        _atCommit.AddRange(PostgreSqlStatement.Join([.. units.Select(unit => unit._atCommit)]));
        _locks.UnionWith(units.SelectMany(unit => unit._locks));
        _locksAtCommit.UnionWith(units.SelectMany(unit => unit._locksAtCommit));
    }

    public override Dialect Dialect => Dialect.PostgreSql;

    /// <summary>Everything it does still waits: it has read nothing.</summary>
    public bool IsCollected => !_isBegun;

    protected override DbConnection Connection => _connection;

    private bool IsEmpty => !_isBegun && _waiting.Count == 0 && _atCommit.Count == 0;

    public override void Defer(string sql, object? parameters) => Collect(sql, parameters, missed: null, _waiting.Add);

    public override void DeferGuard(string sql, object? parameters, Func<Exception> missed) => Collect(sql, parameters, missed, _waiting.Add);

    public override void DeferRows(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0) return;
        var arrays = string.Join(", ", Enumerable.Range(1, columns.Count).Select(number => $"${number}"));
        _waiting.Add(new PostgreSqlStatement($"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT * FROM UNNEST({arrays})", rows));
    }

    public override void DeferDelete(string table, IEnumerable<string> ids)
    {
        List<object?[]> rows = [.. ids.Select(id => new object?[] { id })];
        if (rows.Count > 0) _waiting.Add(new PostgreSqlStatement($"DELETE FROM {table} WHERE id = ANY($1)", rows));
    }

    public override void DeferToCommit(string sql, object? parameters) => Collect(sql, parameters, missed: null, _atCommit.Add);

    public override void DeferRowToCommit(string sql, object?[] row) => _atCommit.Add(new PostgreSqlStatement(sql, [row]));

    // Taken in the order of their names, so that two who want the same do not wait for each other.
    public override void Lock(string name) => _locks.Add(name);

    public override void LockAtCommit(long key) => _locksAtCommit.Add(key);

    internal override async Task ScriptAsync(string sql, CancellationToken ct)
    {
        await SendAsync(null, ct);
        await using var script = new NpgsqlCommand(sql, _connection.Inner);
        await script.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For a statement that is being collected: takes it. Otherwise it must be executed.</summary>
    internal bool Take(NpgsqlBatchCommand command, PositionalSql sql)
    {
        _taking?.Invoke(new PostgreSqlStatement(command, sql, _missed, _locks));
        return _taking is not null;
    }

    internal async Task<int> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken ct)
    {
        await SendAsync(command, ct);
        return (int)command.RecordsAffected;
    }

    /// <summary>The rows of a statement, after those of the statements that travel with it.</summary>
    internal async Task<DbDataReader> ReadAsync(NpgsqlBatchCommand command, CancellationToken ct)
    {
        var skip = _locks.Count > 0;
        var batch = await BatchAsync(command, ct);
        try
        {
            var reader = await batch.ExecuteReaderAsync(ct);
            if (skip) await reader.NextResultAsync(ct);
            return reader;
        }
        catch (PostgresException failure)
        {
            CheckBefore(failure);
            throw;
        }
    }

    /// <summary>Sends what waits if anything about it must be known before the commit.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        if (IsEmpty) return;
        await OpenAsync(ct);
        // Of a group the server looks itself, and everything travels with the commit.
        if (!_isGroup && _waiting.Exists(waiting => waiting.IsGuard)) await SendAsync(null, ct);
        Check();
    }

    public async Task CommitAsync()
    {
        if (IsEmpty) return;
        await using var batch = await BatchAsync(null, CancellationToken.None);
        // Whoever waits for a lock need not wait for the disk as well: it is let go with a commit that is written and not yet flushed, and what follows is answered when it is.
        // Nothing that was written later reaches the disk before it, so what others build on it is never kept without it.
        if (_locksAtCommit.Count > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand(CommitSettings));
        foreach (var key in _locksAtCommit) batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock($1)") { Parameters = { new NpgsqlParameter<long> { TypedValue = key } } });
        foreach (var statement in PostgreSqlStatement.Join([_atCommit])) batch.BatchCommands.Add(statement.Command);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        if (_locksAtCommit.Count > 0) batch.BatchCommands.Add(_flush);
        if (FaultPoint.Reach(FaultPoint.BeforeCommit)) await _connection.BreakAsync();
        // Not cancelled: a commit that is on its way is waited for.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        if (FaultPoint.Reach(FaultPoint.AfterCommit)) throw new IOException("The connection was lost after the commit, as WORKFLOWS_FAULTS asks.");
    }

    /// <summary>Whether a statement failed that comes after the commit: what was written stands, and only that it is on the disk is not known.</summary>
    public bool IsBeyondCommit(PostgresException failure) => ReferenceEquals(failure.BatchCommand, _flush);

    public async Task RollbackAsync()
    {
        if (!_isBegun) return;
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", _connection.Inner);
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and with it the transaction.
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private void Collect(string sql, object? parameters, Func<Exception>? missed, Action<PostgreSqlStatement> take)
    {
        (_taking, _missed) = (take, missed);
        try
        {
            _connection.Execute(sql, parameters);
        }
        finally
        {
            (_taking, _missed) = (null, null);
        }
    }

    private async ValueTask OpenAsync(CancellationToken ct)
    {
        if (!_connection.IsOpen) await _connection.OpenAsync(ct);
    }

    private async ValueTask<NpgsqlBatch> BatchAsync(NpgsqlBatchCommand? last, CancellationToken ct)
    {
        await OpenAsync(ct);
        var batch = new NpgsqlBatch(_connection.Inner);
        if (!_isBegun) batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        if (!_isBegun && _isGroup) batch.BatchCommands.Add(new NpgsqlBatchCommand(GroupSettings));
        if (_locks.Count > 0) batch.BatchCommands.Add(new PostgreSqlStatement("SELECT pg_advisory_xact_lock(hashtextextended(name, 7)) FROM UNNEST($1) AS names (name)", _locks.Select(name => new object?[] { name })).Command);
        foreach (var waiting in _waiting) batch.BatchCommands.Add(waiting.Command);
        if (last is not null) batch.BatchCommands.Add(last);
        _unchecked.AddRange(_waiting.Where(waiting => waiting.IsGuard));
        _waiting.Clear();
        _locks.Clear();
        _isBegun = true;
        return batch;
    }

    private async Task SendAsync(NpgsqlBatchCommand? last, CancellationToken ct)
    {
        await using var batch = await BatchAsync(last, ct);
        if (batch.BatchCommands.Count == 0) return;
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException failure)
        {
            CheckBefore(failure);
            throw;
        }

        Check();
    }

    // A guard that found nothing to change is the reason, and the duplicate key that a later statement then met only a consequence.
    private void CheckBefore(PostgresException failure)
    {
        foreach (var statement in _unchecked)
        {
            if (ReferenceEquals(statement.Command, failure.BatchCommand)) return;
            statement.Check();
        }
    }

    private void Check()
    {
        foreach (var statement in _unchecked) statement.Check();
        _unchecked.Clear();
    }
}
