using System.Collections.Concurrent;
using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>One SQLite file: many readers, and one writer that commits what waits in groups.</summary>
/// <remarks>
/// SQLite syncs the disk once per transaction. The writer therefore takes every unit of work that is waiting and commits them together; a caller is answered only
/// after that commit. When a unit fails, all are done again, each in a savepoint of its own, and it is rolled back alone; a commit that fails fails them all.
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    private const int LargestGroup = 128;
    private const int MostIdleReaders = 32;

    // Whoever writes wakes the writer's thread; by way of the pool it would be woken when the pool has time.
    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly string _connectionString;
    private readonly string _file;
    private readonly int _patienceSeconds;
    private readonly Task _writing;
    private readonly ConcurrentBag<PreparedConnection> _idleReaders = [];
    private PreparedConnection? _writer;
    private volatile bool _isClosed;

    /// <param name="parts">Of the connection string. <c>Default Timeout</c> is how many seconds a locked file is waited for; 30 unless given.</param>
    public SqliteDatabase(DbConnectionStringBuilder parts)
    {
        var settings = new SqliteConnectionStringBuilder(parts.ConnectionString) { Pooling = false };
        if (!parts.ContainsKey("Default Timeout")) settings.DefaultTimeout = 30;
        (_file, _patienceSeconds, _connectionString) = (settings.DataSource, settings.DefaultTimeout, settings.ToString());
        if (Path.GetDirectoryName(Path.GetFullPath(_file)) is { } folder) CreateFolder(folder);
        // A thread of its own: it waits for the disk at the end of every group, and the pool has only as many threads as there are processors.
        _writing = Task.Factory.StartNew(WriteGroups, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override Dialect Dialect => Dialect.Sqlite;

    public override DbConnection OpenReader()
    {
        if (_idleReaders.TryTake(out var idle)) return idle.Lend();
        try
        {
            return new PreparedConnection(Open(writable: false), GiveBack).Lend();
        }
        catch (SqliteException failure)
        {
            if (SqliteFailures.Explain(failure, _file) is { } trouble) throw trouble;
            throw;
        }
    }

    public override T ReadSnapshot<T>(Func<DbConnection, T> read)
    {
        using var reader = OpenReader();
        // The driver's own BeginTransaction would ask for the write lock.
        reader.Execute("BEGIN TRANSACTION");
        try
        {
            return read(reader);
        }
        finally
        {
            reader.Execute("COMMIT TRANSACTION");
        }
    }

    public override async Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct)
    {
        var pending = new Pending<T>(work);
        await _waiting.Writer.WriteAsync(pending, ct);
        return await pending.Result;
    }

    public override DatabaseUnavailableException? Explain(Exception failure) => SqliteFailures.Explain(failure, _file);

    public override async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        if (_writer is not null) await _writer.DisposeAsync();
        _isClosed = true;
        EndIdleReaders();
    }

    private void GiveBack(PreparedConnection reader)
    {
        if (_idleReaders.Count < MostIdleReaders) _idleReaders.Add(reader);
        else reader.End();
        if (_isClosed) EndIdleReaders();
    }

    private void EndIdleReaders()
    {
        while (_idleReaders.TryTake(out var idle)) idle.End();
    }

    private void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(DatabaseTrouble.ReadOnly, $"The folder of {_file} cannot be made: {e.Message}", e);
        }
    }

    private SqliteConnection Open(bool writable)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            // temp_store: what a savepoint needs to roll back stays in memory. As a file it was two thirds of all that was written, and it is never needed after a crash.
            // cache_size, 32 MB: with SQLite's 2 MB a group's pages were written before its commit, and again with it.
            connection.Execute(writable
                ? $"PRAGMA busy_timeout = {_patienceSeconds * 1000}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;"
                : "PRAGMA query_only = ON;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void WriteGroups()
    {
        var group = new List<Pending>(LargestGroup);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var pending)) group.Add(pending);
            CommitAsync(group).GetAwaiter().GetResult();
        }
    }

    private async Task CommitAsync(List<Pending> group)
    {
        try
        {
            if (!await TryCommitAsync(group, apart: group.Count == 1)) await TryCommitAsync(group, apart: true);
        }
#pragma warning disable CA1031 // Whatever ended the group belongs to its callers, and the writer goes on with the next.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await CloseWriterAsync();
            var trouble = SqliteFailures.Explain(failure, _file) ?? failure;
            foreach (var pending in group) pending.Fail(trouble);
            return;
        }

        foreach (var pending in group)
        {
            foreach (var change in pending.Acknowledge()) Changes.Publish(change);
        }
    }

    /// <param name="apart">Each unit can be undone by itself. That costs a copy of every page that it changes, and few are ever undone.</param>
    /// <returns>False: nothing was kept because a unit failed, and all must be done again, apart.</returns>
    private async Task<bool> TryCommitAsync(List<Pending> group, bool apart)
    {
        _writer ??= new PreparedConnection(Open(writable: true));
        // IMMEDIATE: the write lock is taken at once, so a busy file is waited for here and not found out half way.
        await using var sqlite = _writer.Inner.BeginTransaction(deferred: false);
        foreach (var pending in group)
        {
            if (apart) _writer.Execute("SAVEPOINT unit", transaction: sqlite, commandType: System.Data.CommandType.Text);
            var failure = await pending.RunAsync(new SqliteUnit(_writer, sqlite));
            // A full or failing disk may have ended the whole transaction: then nobody is told that anything was kept.
            if (failure is SqliteException && SqliteFailures.Explain(failure, _file) is { } trouble) throw trouble;
            if (apart) _writer.Execute(failure is null ? "RELEASE unit" : "ROLLBACK TO unit; RELEASE unit", transaction: sqlite, commandType: System.Data.CommandType.Text);
            else if (failure is not null) return false;
        }

        FaultPoint.Reach(FaultPoint.BeforeCommit);
        await sqlite.CommitAsync();
        FaultPoint.Reach(FaultPoint.AfterCommit);
        return true;
    }

    // A new connection finds out whether the cause is gone; the old one may still be in a broken transaction, or have been opened for reading only.
    private async Task CloseWriterAsync()
    {
        var writer = _writer;
        _writer = null;
        try
        {
            if (writer is not null) await writer.DisposeAsync();
        }
        catch (SqliteException)
        {
            // It is being thrown away.
        }
    }

    private abstract class Pending
    {
        /// <summary>Runs the unit of work; what it threw, when its changes must go.</summary>
        public abstract Task<Exception?> RunAsync(Transaction transaction);

        public abstract IReadOnlyList<Change> Acknowledge();

        public abstract void Fail(Exception failure);
    }

    private sealed class Pending<T>(Func<Transaction, Task<T>> work) : Pending
    {
        // Continuations run elsewhere: a caller must not hold up the writer.
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Transaction? _transaction;
        private T _value = default!;
        private Exception? _failure;

        public Task<T> Result => _completion.Task;

        public override async Task<Exception?> RunAsync(Transaction transaction)
        {
            (_transaction, _failure) = (transaction, null);
            try
            {
                _value = await work(transaction);
            }
#pragma warning disable CA1031 // Whatever the unit of work threw belongs to its caller.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
            }

            return _failure;
        }

        public override IReadOnlyList<Change> Acknowledge()
        {
            if (_failure is not null)
            {
                _completion.SetException(_failure);
                return [];
            }

            var changes = _transaction!.Committed();
            _completion.SetResult(_value);
            return changes;
        }

        // A unit that had failed by itself keeps its own reason.
        public override void Fail(Exception failure) => _completion.TrySetException(_failure is null or SqliteException ? failure : _failure);
    }
}
