using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage;

/// <summary>The one SQLite file behind a node: many readers, and one writer that commits what waits in groups.</summary>
/// <remarks>
/// SQLite syncs the disk once per transaction. The writer therefore takes every unit of work that is waiting, runs each in its own savepoint, and commits them
/// together; a caller is answered only after that commit. One unit that fails is rolled back alone.
/// </remarks>
public sealed class Database : IAsyncDisposable
{
    private const int LargestGroup = 128;

    private readonly Channel<Pending> _waiting = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly Task _writing;

    static Database()
    {
        SQLitePCL.Batteries_V2.Init();
        ColumnTypes.Register();
    }

    private Database(string connectionString)
    {
        _connectionString = connectionString;
        _writer = Open(writable: true);
        _writing = Task.Run(WriteGroupsAsync);
    }

    /// <summary>Opens (and creates, when missing) the database and brings its schema up to date.</summary>
    /// <param name="path">The file; its folder is created.</param>
    /// <exception cref="DatabaseTooNewException">The file was written by a newer version of the program.</exception>
    public static async Task<Database> OpenAsync(string path, IEnumerable<Migration> migrations, TimeProvider time, CancellationToken ct)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var database = new Database(new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, DefaultTimeout = 30 }.ToString());
        try
        {
            await Migrator.ApplyAsync(database, [.. migrations], time, ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection for reading: it sees the last commit and never blocks the writer. Dispose it to return it to the pool.</summary>
    public DbConnection OpenReader() => Open(writable: false);

    /// <summary>Runs <paramref name="work"/> in a transaction. Completes after the commit; an exception rolls this unit of work back and nothing else.</summary>
    /// <remarks>Work runs on the one writer, so it only touches the database: everything slow is prepared before.</remarks>
    public async Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct)
    {
        var pending = new Pending<T>(work);
        await _waiting.Writer.WriteAsync(pending, ct);
        return await pending.Result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<Transaction, Task> work, CancellationToken ct) =>
        WriteAsync(async transaction => { await work(transaction); return true; }, ct);

    /// <summary>Finishes the commits that wait, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        await _writer.DisposeAsync();
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    private SqliteConnection Open(bool writable)
    {
        // The writer is never pooled: a pooled connection would come back with a reader's settings.
        var connection = new SqliteConnection(writable ? _connectionString + ";Pooling=False" : _connectionString);
        connection.Open();
        connection.Execute(writable
            ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 30000;"
            : "PRAGMA query_only = ON;");
        return connection;
    }

    private async Task WriteGroupsAsync()
    {
        var group = new List<Pending>(LargestGroup);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var pending)) group.Add(pending);
            await CommitAsync(group);
        }
    }

    private async Task CommitAsync(List<Pending> group)
    {
        try
        {
            // IMMEDIATE: the write lock is taken at once, so a busy file is waited for here and not found out half way.
            await using var sqlite = _writer.BeginTransaction(deferred: false);
            foreach (var pending in group)
            {
                await _writer.ExecuteAsync("SAVEPOINT unit", transaction: sqlite);
                var kept = await pending.RunAsync(new Transaction(_writer, sqlite));
                await _writer.ExecuteAsync(kept ? "RELEASE unit" : "ROLLBACK TO unit; RELEASE unit", transaction: sqlite);
            }

            await sqlite.CommitAsync();
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            foreach (var pending in group) pending.Fail(failure);
            return;
        }

        foreach (var pending in group) pending.Acknowledge();
    }

    private abstract class Pending
    {
        /// <summary>Runs the unit of work; false when it failed and its changes must go.</summary>
        public abstract Task<bool> RunAsync(Transaction transaction);

        public abstract void Acknowledge();

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

        public override async Task<bool> RunAsync(Transaction transaction)
        {
            _transaction = transaction;
            try
            {
                _value = await work(transaction);
                return true;
            }
#pragma warning disable CA1031 // Whatever the unit of work threw belongs to its caller.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failure = failure;
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (_failure is not null)
            {
                _completion.SetException(_failure);
                return;
            }

            _transaction?.Committed();
            _completion.SetResult(_value);
        }

        public override void Fail(Exception failure) => _completion.TrySetException(_failure ?? failure);
    }
}
