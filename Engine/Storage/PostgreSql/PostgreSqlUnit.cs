using System.Data.Common;
using Dapper;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>One unit of work on one connection. What nobody waits for is collected and travels with the next statement that has an answer, BEGIN and COMMIT too.</summary>
internal sealed class PostgreSqlUnit : Transaction, IAsyncDisposable
{
    private readonly PostgreSqlConnection _connection;
    private readonly List<Waiting> _waiting = [new(new NpgsqlBatchCommand("BEGIN"), null)];
    private readonly List<Waiting> _unchecked = [];
    private readonly List<NpgsqlBatchCommand> _atCommit = [];
    private readonly HashSet<long> _locksAtCommit = [];
    // A transaction of its own that writes nothing but a mark into the log: its commit waits until the log is on the disk so far, together with the commits of others.
    private readonly NpgsqlBatchCommand _flush = new("SELECT pg_logical_emit_message(true, 'workflows', '')");
    private Action<NpgsqlBatchCommand>? _taking;
    private bool _isBegun;

    public PostgreSqlUnit(NpgsqlDataSource source) => _connection = new PostgreSqlConnection(source, this);

    public override Dialect Dialect => Dialect.PostgreSql;

    protected override DbConnection Connection => _connection;

    public Task OpenAsync(CancellationToken ct) => _connection.OpenAsync(ct);

    public override void Defer(string sql, object? parameters, Action<int>? check = null) => Collect(sql, parameters, command => _waiting.Add(new Waiting(command, check)));

    public override void DeferToCommit(string sql, object? parameters) => Collect(sql, parameters, _atCommit.Add);

    public override void Lock(string name) => Collect(
        "SELECT pg_advisory_xact_lock(hashtextextended(@name, 7))", new { name }, command => _waiting.Add(new Waiting(command, null) { HasRows = true }));

    public override void LockAtCommit(long key)
    {
        if (_locksAtCommit.Add(key)) DeferToCommit("SELECT pg_advisory_xact_lock(@key)", new { key });
    }

    internal override async Task ScriptAsync(string sql, CancellationToken ct)
    {
        if (_waiting.Count > 0)
        {
            await SendAsync(null, ct);
        }

        await using var script = new NpgsqlCommand(sql, _connection.Inner);
        await script.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For a statement that is being collected: takes it. Null: it is not, and must be executed.</summary>
    internal int? Take(NpgsqlBatchCommand command)
    {
        if (_taking is null) return null;
        _taking(command);
        return 0;
    }

    internal async Task<int> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken ct)
    {
        await SendAsync(command, ct);
        return RowsOf(command);
    }

    /// <summary>The rows of a statement, after those of the statements that travel with it.</summary>
    internal async Task<DbDataReader> ReadAsync(NpgsqlBatchCommand command, CancellationToken ct)
    {
        var skip = _waiting.Count(waiting => waiting.HasRows);
        var batch = Batch(command);
        try
        {
            var reader = await batch.ExecuteReaderAsync(ct);
            for (; skip > 0; skip--) await reader.NextResultAsync(ct);
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
        if (_waiting.Exists(waiting => waiting.Check is not null)) await SendAsync(null, ct);
        Check();
    }

    public async Task CommitAsync()
    {
        // Nothing was read and nothing written.
        if (!_isBegun && _waiting.Count == 1 && _atCommit.Count == 0) return;
        await using var batch = Batch(null);
        // Whoever waits for a lock need not wait for the disk as well: it is let go with a commit that is written and not yet flushed, and what follows is answered when it is.
        // Nothing that was written later reaches the disk before it, so what others build on it is never kept without it.
        if (_locksAtCommit.Count > 0) batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL synchronous_commit = off"));
        foreach (var command in _atCommit) batch.BatchCommands.Add(command);
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

    private void Collect(string sql, object? parameters, Action<NpgsqlBatchCommand> take)
    {
        _taking = take;
        try
        {
            _connection.Execute(sql, parameters);
        }
        finally
        {
            _taking = null;
        }
    }

    private NpgsqlBatch Batch(NpgsqlBatchCommand? last)
    {
        var batch = new NpgsqlBatch(_connection.Inner);
        foreach (var waiting in _waiting) batch.BatchCommands.Add(waiting.Command);
        if (last is not null) batch.BatchCommands.Add(last);
        _unchecked.AddRange(_waiting.Where(waiting => waiting.Check is not null));
        _waiting.Clear();
        _isBegun = true;
        return batch;
    }

    private async Task SendAsync(NpgsqlBatchCommand? last, CancellationToken ct)
    {
        await using var batch = Batch(last);
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
        foreach (var waiting in _unchecked)
        {
            if (ReferenceEquals(waiting.Command, failure.BatchCommand)) return;
            waiting.Check!(RowsOf(waiting.Command));
        }
    }

    private void Check()
    {
        foreach (var waiting in _unchecked) waiting.Check!(RowsOf(waiting.Command));
        _unchecked.Clear();
    }

    private static int RowsOf(NpgsqlBatchCommand command) => (int)command.RecordsAffected;

    private sealed record Waiting(NpgsqlBatchCommand Command, Action<int>? Check)
    {
        public bool HasRows { get; init; }
    }
}
