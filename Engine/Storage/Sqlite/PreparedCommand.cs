using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>A statement as Dapper builds it; a prepared one with the same text runs in its place. Its rows are read before the next statement begins.</summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private readonly SqliteCommand _given = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = 30;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A statement stays on its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => _given.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
        // SQLite's driver cannot either.
    }

    public override void Prepare()
    {
        // It is when it runs.
    }

    public override int ExecuteNonQuery() => Run(command => command.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(command => command.ExecuteScalar());

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(command => command.ExecuteReader(behavior & ~CommandBehavior.CloseConnection));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _given.Dispose();
        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> run)
    {
        try
        {
            return run(connection.Prepared(CommandText, _given.Parameters, (SqliteTransaction?)DbTransaction));
        }
        catch (SqliteException failure) when (SqliteFailures.Explain(failure, connection.DataSource) is not null)
        {
            connection.Break();
            throw;
        }
    }
}
