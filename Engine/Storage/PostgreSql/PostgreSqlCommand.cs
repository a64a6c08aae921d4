using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A statement as Dapper builds it. In a unit of work it takes the statements that wait for it along, in one round trip.</summary>
internal sealed class PostgreSqlCommand(PostgreSqlConnection connection) : DbCommand
{
    private readonly NpgsqlCommand _inner = new();

    [AllowNull]
    public override string CommandText
    {
        get => _inner.CommandText;
        set => _inner.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => _inner.CommandTimeout;
        set => _inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => _inner.CommandType;
        set => _inner.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("A statement stays on its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => _inner.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => _inner.Cancel();

    public override void Prepare()
    {
        // The driver prepares by itself what it sees often.
    }

    public override int ExecuteNonQuery()
    {
        if (connection.Unit is not { } unit) return Run(command => command.ExecuteNonQuery());
        return unit.Take(ToBatchCommand(out var sql), sql) ? 0 : throw new NotSupportedException("A unit of work waits asynchronously.");
    }

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => connection.Unit is { } unit
        ? unit.ExecuteAsync(ToBatchCommand(out _), cancellationToken)
        : RunAsync(command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    public override object? ExecuteScalar() => Run(command => command.ExecuteScalar());

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        if (connection.Unit is not { } unit) return await RunAsync(command => command.ExecuteScalarAsync(cancellationToken), cancellationToken);
        await using var reader = await unit.ReadAsync(ToBatchCommand(out _), cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetValue(0) : null;
    }

    protected override DbParameter CreateDbParameter() => new NpgsqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Run(command => command.ExecuteReader(behavior));

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => connection.Unit is { } unit
        ? await unit.ReadAsync(ToBatchCommand(out _), cancellationToken)
        : await RunAsync(command => command.ExecuteReaderAsync(behavior, cancellationToken), cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    // A pooled connection may have died since it was last used: a read is then done once more on a new one.
    private T Run<T>(Func<NpgsqlCommand, T> run)
    {
        if (connection.Unit is not null) throw new NotSupportedException("A unit of work waits asynchronously.");
        _inner.CommandText = PositionalSql.Apply(_inner.CommandText, _inner.Parameters).Text;
        try
        {
            _inner.Connection = connection.Inner;
            return run(_inner);
        }
        catch (NpgsqlException lost) when (PostgreSqlConnection.IsLost(lost) && !connection.IsSnapshot)
        {
            connection.Reopen();
            _inner.Connection = connection.Inner;
            return run(_inner);
        }
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlCommand, Task<T>> run, CancellationToken ct)
    {
        _inner.CommandText = PositionalSql.Apply(_inner.CommandText, _inner.Parameters).Text;
        try
        {
            _inner.Connection = connection.Inner;
            return await run(_inner);
        }
        catch (NpgsqlException lost) when (PostgreSqlConnection.IsLost(lost) && !connection.IsSnapshot)
        {
            await connection.ReopenAsync(ct);
            _inner.Connection = connection.Inner;
            return await run(_inner);
        }
    }

    private NpgsqlBatchCommand ToBatchCommand(out PositionalSql sql)
    {
        sql = PositionalSql.Apply(_inner.CommandText, _inner.Parameters);
        var command = new NpgsqlBatchCommand(sql.Text);
        var parameters = new NpgsqlParameter[_inner.Parameters.Count];
        _inner.Parameters.CopyTo(parameters, 0);
        _inner.Parameters.Clear();
        command.Parameters.AddRange(parameters);
        return command;
    }
}
