using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>One unit of work on the one writer, in the transaction of its group.</summary>
internal sealed class SqliteUnit(PreparedConnection connection, SqliteTransaction transaction) : Transaction
{
    public override Dialect Dialect => Dialect.Sqlite;

    protected override DbConnection Connection => connection;

    protected override DbTransaction Underlying => transaction;

    // Nothing travels here, so nothing is saved by waiting.
    public override void Defer(string sql, object? parameters) => connection.Execute(sql, parameters, transaction);

    public override void DeferGuard(string sql, object? parameters, Func<Exception> missed)
    {
        if (connection.Execute(sql, parameters, transaction) == 0) throw missed();
    }

    public override void DeferToCommit(string sql, object? parameters) => connection.Execute(sql, parameters, transaction);

    public override void DeferRowToCommit(string sql, object?[] row) => throw new NotSupportedException("SQLite has no arrays: write the row at once.");

    public override void Lock(string name)
    {
    }

    public override void LockAtCommit(long key)
    {
    }

    internal override Task ScriptAsync(string sql, CancellationToken ct) => ExecuteAsync(sql, null, ct);
}
