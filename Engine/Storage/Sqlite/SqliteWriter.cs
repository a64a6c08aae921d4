using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>The writer's connection. Statements stay prepared: SQLite takes longer to understand most of ours than to run them.</summary>
internal sealed class SqliteWriter(SqliteConnection inner) : DbConnection
{
    // Lists in statements are padded to a few lengths, so there are some hundred texts at most; more would be a text that is made anew each time.
    private const int MostStatements = 500;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public SqliteConnection Inner => inner;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException("The connection is open.");
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void Open() => throw new NotSupportedException("The connection is open.");

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A connection stays with its file.");

    /// <summary>The statement with these parameters, ready to run.</summary>
    internal SqliteCommand Prepared(string sql, SqliteParameterCollection parameters, SqliteTransaction? transaction)
    {
        if (_prepared.TryGetValue(sql, out var command) && Takes(command, parameters))
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                var parameter = command.Parameters[i];
                parameter.Value = parameters[i].Value;
                parameter.SqliteType = parameters[i].SqliteType;
            }
        }
        else
        {
            command?.Dispose();
            if (_prepared.Count >= MostStatements) Forget();
            command = inner.CreateCommand();
#pragma warning disable CA2100 // The statement is the caller's, with its parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (SqliteParameter parameter in parameters) command.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value) { SqliteType = parameter.SqliteType });
            _prepared[sql] = command;
        }

        command.Transaction = transaction;
        return command;
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("The group has begun its transaction.");

    protected override DbCommand CreateDbCommand() => new SqliteWriterCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Forget();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool Takes(SqliteCommand command, SqliteParameterCollection parameters)
    {
        if (command.Parameters.Count != parameters.Count) return false;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (command.Parameters[i].ParameterName != parameters[i].ParameterName) return false;
        }

        return true;
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _prepared.Clear();
    }
}
