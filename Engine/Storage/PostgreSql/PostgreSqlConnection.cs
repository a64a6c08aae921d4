using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A pooled connection as Dapper sees it: it is taken from the pool when a statement runs, not when it is asked for.</summary>
/// <remarks>A type of its own, so that Dapper writes lists into statements as it does for SQLite: for Npgsql's it sends an array, which IN does not take.</remarks>
internal sealed class PostgreSqlConnection(NpgsqlDataSource source, PostgreSqlUnit? unit = null) : DbConnection
{
    private NpgsqlConnection? _inner;

    /// <summary>The unit of work that this connection belongs to; null for reading.</summary>
    public PostgreSqlUnit? Unit => unit;

    /// <summary>Whether what is read belongs to one transaction, which a new connection would not be in.</summary>
    public bool IsSnapshot { get; set; }

    public NpgsqlConnection Inner => _inner ?? throw new InvalidOperationException("The connection is not open.");

    [AllowNull]
    public override string ConnectionString
    {
        get => source.ConnectionString;
        set => throw new NotSupportedException("The connection string belongs to the pool.");
    }

    public override string Database => _inner?.Database ?? "";

    public override string DataSource => _inner?.DataSource ?? "";

    public override string ServerVersion => Inner.ServerVersion;

    public bool IsOpen => _inner is not null;

    // A unit of work opens it when it has something to send; until then nobody else need open it.
    public override ConnectionState State => _inner?.State ?? (unit is null ? ConnectionState.Closed : ConnectionState.Open);

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    // Ended by the server while it was being opened, nothing was asked over it yet: a new one will do.
    public override void Open()
    {
        try
        {
            _inner = source.OpenConnection();
        }
        catch (PostgresException ended) when (PostgreSqlFailures.IsGoodbye(ended))
        {
            _inner = source.OpenConnection();
        }
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            _inner = await source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException ended) when (PostgreSqlFailures.IsGoodbye(ended))
        {
            _inner = await source.OpenConnectionAsync(cancellationToken);
        }
    }

    public override void Close()
    {
        _inner?.Dispose();
        _inner = null;
    }

    public override async Task CloseAsync()
    {
        if (_inner is { } inner) await inner.DisposeAsync();
        _inner = null;
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    public static bool IsLost(NpgsqlException failure) =>
        failure is PostgresException server ? PostgreSqlFailures.IsGoodbye(server) : failure.InnerException is not TimeoutException;

    /// <summary>Lets the server end this connection while it is in use.</summary>
    public async Task BreakAsync()
    {
        await using var other = await source.OpenConnectionAsync();
        await using var end = new NpgsqlCommand("SELECT pg_terminate_backend($1)", other);
        end.Parameters.AddWithValue(Inner.ProcessID);
        await end.ExecuteNonQueryAsync();
    }

    public void Reopen()
    {
        source.Clear();
        Close();
        Open();
    }

    public async Task ReopenAsync(CancellationToken ct)
    {
        source.Clear();
        await CloseAsync();
        await OpenAsync(ct);
    }

    protected override DbCommand CreateDbCommand() => new PostgreSqlCommand(this);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException("Write through Database.WriteAsync.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }
}
