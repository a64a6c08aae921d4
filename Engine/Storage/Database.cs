using System.Data.Common;
using Workflows.Engine.Storage.PostgreSql;
using Workflows.Engine.Storage.Sqlite;

namespace Workflows.Engine.Storage;

/// <summary>The one database behind the product: a SQLite file for one node, or a PostgreSQL that any number of nodes share.</summary>
public abstract class Database : IAsyncDisposable
{
    static Database()
    {
        SQLitePCL.Batteries_V2.Init();
        ColumnTypes.Register();
    }

    public abstract Dialect Dialect { get; }

    /// <summary>Whether other nodes may work on it at the same time.</summary>
    public bool IsShared => Dialect == Dialect.PostgreSql;

    /// <summary>What was committed, here and (on a shared database) on the other nodes.</summary>
    public ChangeFeed Changes { get; } = new();

    /// <summary>Ends a SELECT of rows to claim: rows that another node is claiming at this moment are passed over.</summary>
    public string SkipLocked => Dialect == Dialect.PostgreSql ? "FOR UPDATE SKIP LOCKED" : "";

    /// <summary>What follows a column that must be one of a <see cref="TextList"/>.</summary>
    // PostgreSQL would plan for the length of each list anew; from a subselect it does not see it.
    public string IsIn(string parameter) => Dialect == Dialect.PostgreSql ? $"= ANY((SELECT @{parameter})::text[])" : $"IN (SELECT value FROM json_each(@{parameter}))";

    /// <summary>Several reads in one text that find all their rows by key.</summary>
    // PostgreSQL keeps its plans: made while tables were small they would read all of them, and go on to when they have grown.
    public string ByKey(string reads) => Dialect == Dialect.PostgreSql
        ? $"BEGIN READ ONLY; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL jit = off; {reads}; COMMIT"
        : reads;

    /// <summary>Opens the database (a missing SQLite file is created) and brings its schema up to date.</summary>
    /// <param name="connection"><c>Data Source=file</c>, <c>Host=...</c>, or the path of a SQLite file.</param>
    /// <exception cref="DatabaseTooNewException">It was written by a newer version of the program.</exception>
    /// <exception cref="DatabaseUnavailableException">It cannot be opened; the message says why and what to do.</exception>
    /// <exception cref="SettingException">The connection string is neither; the message says how to write one.</exception>
    public static async Task<Database> OpenAsync(string connection, IEnumerable<Migration> migrations, TimeProvider time, CancellationToken ct)
    {
        var parts = Parse(connection);
        Database database = parts.ContainsKey("Host") ? new PostgreSqlDatabase(connection) : new SqliteDatabase(parts);
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

    /// <summary>A connection for reading: it sees the last commit and never blocks a writer. Dispose it to return it to the pool.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>Runs several reads on one state of the database.</summary>
    public abstract T ReadSnapshot<T>(Func<DbConnection, T> read);

    /// <summary>Runs <paramref name="work"/> in a transaction. Completes after the commit; an exception rolls this unit of work back and nothing else.</summary>
    /// <remarks>
    /// Work only touches the database: everything slow is prepared before. It may run more than once (after a deadlock, or a connection that was lost before
    /// the commit), so it leaves nothing behind but what it does through the transaction.
    /// </remarks>
    /// <exception cref="DatabaseUnavailableException">The database could not do it, and nothing was kept.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost during the commit.</exception>
    public abstract Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<Transaction, Task> work, CancellationToken ct) =>
        WriteAsync(async transaction => { await work(transaction); return true; }, ct);

    /// <summary>Like <see cref="WriteAsync"/>, for small units of work that many do at the same time: those that wait together are committed together, as all are on SQLite.</summary>
    /// <param name="subject">What it changes, such as the id of a run. Units that are committed together are written in the order of their subjects, so that two groups do not wait for each other.</param>
    public virtual Task WriteTogetherAsync(string subject, Func<Transaction, Task> work, CancellationToken ct) => WriteAsync(work, ct);

    /// <summary>Says that a unit of work is on its way to <see cref="WriteTogetherAsync"/>: a group that is small waits a moment for it.</summary>
    /// <returns>Disposed when it is committed, or does not come; null where nobody waits.</returns>
    public virtual IDisposable? ExpectTogether() => null;

    /// <summary>What an exception of a read or write says of the database itself; null for any other fault.</summary>
    public abstract DatabaseUnavailableException? Explain(Exception failure);

    /// <summary>Begins to hear what other nodes commit. Without it this node only tells them.</summary>
    public virtual void Listen()
    {
    }

    /// <summary>Tells the other nodes that there is more work than this node does by itself.</summary>
    public virtual void TellOthers(Change change)
    {
    }

    /// <summary>Finishes the commits that wait, then closes.</summary>
    public abstract ValueTask DisposeAsync();

    private static DbConnectionStringBuilder Parse(string connection)
    {
        var parts = new DbConnectionStringBuilder();
        if (!connection.Contains('='))
        {
            parts["Data Source"] = connection;
            return parts;
        }

        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            // Said below.
        }

        if (parts.ContainsKey("Host") || parts.ContainsKey("Data Source")) return parts;
        throw new SettingException("ConnectionStrings:Workflows: write it as 'Data Source=data/workflows.db' for SQLite, or as 'Host=localhost;Database=workflows;Username=...;Password=...' for PostgreSQL.");
    }
}
