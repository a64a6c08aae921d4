using System.Data.Common;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>One unit of work on the writer. Everything done through it is committed together or not at all.</summary>
public sealed class Transaction(DbConnection connection, DbTransaction transaction)
{
    private List<Action>? _afterCommit;

    /// <returns>The number of rows changed: for a guarded UPDATE that number is the answer.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken ct) =>
        connection.ExecuteAsync(Command(sql, parameters, ct));

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        connection.QueryAsync<T>(Command(sql, parameters, ct));

    /// <summary>The first row, or null (default) when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, object? parameters, CancellationToken ct) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters, ct));

    /// <summary>Runs after the commit and only then: waking listeners, web sockets, the outbox. It must not throw or block.</summary>
    public void AfterCommit(Action wake) => (_afterCommit ??= []).Add(wake);

    internal void Committed()
    {
        foreach (var wake in _afterCommit ?? []) wake();
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken ct) => new(sql, parameters, transaction, cancellationToken: ct);
}
