using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Workflows.Benchmarks.Storage;

/// <summary>The same rows written by hand: prepared statements and nothing else.</summary>
internal abstract class RawSide : IAsyncDisposable
{
    private long _audit = 1_000_000_000;

    /// <summary>Writes the changes for one copy, and returns when they are committed.</summary>
    public abstract Task CommitAsync(RowChanges changes, string copy);

    public abstract ValueTask DisposeAsync();

    protected long NextAudit() => Interlocked.Increment(ref _audit);
}

/// <summary>One writer that takes what waits, up to 128, and commits it together: WAL, synchronous = FULL, as the product does.</summary>
internal sealed class RawSqlite : RawSide
{
    private readonly Channel<(RowChanges Changes, string Copy, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(RowChanges, string, TaskCompletionSource)>();
    private readonly Dictionary<RowChange, SqliteCommand> _commands = new(ReferenceEqualityComparer.Instance);
    private readonly SqliteConnection _connection;
    private readonly Task _writing;

    public RawSqlite(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=30");
        _connection.Open();
        _connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        _writing = Task.Run(WriteAsync);
    }

    public override Task CommitAsync(RowChanges changes, string copy)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((changes, copy, done));
        return done.Task;
    }

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _writing;
        await _connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var group = new List<TaskCompletionSource>(128);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                while (group.Count < 128 && _waiting.Reader.TryRead(out var unit))
                {
                    foreach (var change in unit.Changes.Changes) Execute(change, unit.Changes.ValuesOf(change, unit.Copy, NextAudit), transaction);
                    group.Add(unit.Done);
                }

                transaction.Commit();
            }

            foreach (var done in group) done.SetResult();
        }
    }

    private void Execute(RowChange change, Dictionary<string, object> values, SqliteTransaction transaction)
    {
        if (!_commands.TryGetValue(change, out var command))
        {
            _commands[change] = command = _connection.CreateCommand();
#pragma warning disable CA2100 // Made of the schema's own names.
            command.CommandText = change.Sql;
#pragma warning restore CA2100
            foreach (var column in values.Keys) command.Parameters.Add(new SqliteParameter("@" + column, null));
        }

        command.Transaction = transaction;
        var index = 0;
        foreach (var value in values.Values) command.Parameters[index++].Value = value;
        command.ExecuteNonQuery();
    }
}

/// <summary>Each commit one batch from BEGIN to COMMIT in one round trip, prepared, on as many pooled connections as the product has.</summary>
internal sealed class RawPostgreSql(string connection) : RawSide
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 16, MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, NoResetOnClose = true, Enlist = false }.ConnectionString);

    public override async Task CommitAsync(RowChanges changes, string copy)
    {
        await using var opened = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(opened);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        foreach (var change in changes.Changes)
        {
            var command = new NpgsqlBatchCommand(change.Sql);
            foreach (var (column, value) in changes.ValuesOf(change, copy, NextAudit)) command.Parameters.AddWithValue(column, value);
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
