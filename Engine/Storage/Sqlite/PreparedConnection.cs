using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>A connection whose statements stay prepared: SQLite takes longer to understand most of ours than to run them.</summary>
/// <param name="giveBack">Gets the connection when it is disposed of and still good; null: it is closed.</param>
internal sealed class PreparedConnection(SqliteConnection inner, Action<PreparedConnection>? giveBack = null) : DbConnection
{
    // Lists in statements are padded to a few lengths, so there are some hundred texts at most; more would be a text that is made anew each time.
    private const int MostStatements = 500;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private bool _isLent;
    private bool _isBroken;

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
            foreach (SqliteParameter parameter in parameters) command.Parameters.Add(new SqliteParameter(NameOf(parameter), parameter.Value) { SqliteType = parameter.SqliteType });
            _prepared[sql] = command;
        }

        command.Transaction = transaction;
        return command;
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("Transactions are begun by the database.");

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    /// <summary>From here on until it is disposed of, somebody works with it.</summary>
    internal PreparedConnection Lend()
    {
        _isLent = true;
        return this;
    }

    /// <summary>The file or its disk failed: a new connection finds out whether the cause is gone.</summary>
    internal void Break() => _isBroken = true;

    /// <summary>Closes it for good.</summary>
    internal void End()
    {
        Forget();
        inner.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (giveBack is null || _isBroken) End();
            // Disposed of twice, it must not be given to two.
            else if (Interlocked.Exchange(ref _isLent, false)) giveBack(this);
        }

        base.Dispose(disposing);
    }

    // As it stands in the statement: without its mark the driver would try one mark after the other, each time.
    private static string NameOf(SqliteParameter parameter) => parameter.ParameterName.StartsWith('@') ? parameter.ParameterName : "@" + parameter.ParameterName;

    private static bool Takes(SqliteCommand command, SqliteParameterCollection parameters)
    {
        if (command.Parameters.Count != parameters.Count) return false;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (!command.Parameters[i].ParameterName.AsSpan(1).SequenceEqual(parameters[i].ParameterName.AsSpan().TrimStart('@'))) return false;
        }

        return true;
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _prepared.Clear();
    }
}
