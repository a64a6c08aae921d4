using System.Globalization;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Benchmarks.Storage;

/// <summary>Suspended requests by the thousand, made by the database itself from the rows of a real one.</summary>
internal static class StoredRequests
{
    private const long FirstAuditRow = 100_000;

    // All at once, SQLite would keep as much in its log as there is in the end in the file.
    private const int AtOnce = 25_000;

    public static async Task AddAsync(Database database, RowChanges start, int count)
    {
        for (var from = 0; from < count; from += AtOnce) await AddAsync(database, start, from, Math.Min(count, from + AtOnce));
    }

    private static Task AddAsync(Database database, RowChanges start, int from, int until) => database.WriteAsync(
        async transaction =>
        {
            var audits = start.Changes.Count(change => change.Table == "audit");
            var audit = 0;
            foreach (var change in start.Changes)
            {
                var offset = change.Table == "audit" ? audit++ : 0;
                var expressions = change.Cells.Select(cell => ExpressionOf(start, change, cell.Key, cell.Value, audits, offset));
                var sql = $"""
                    WITH RECURSIVE n (i) AS (SELECT @from + 1 UNION ALL SELECT i + 1 FROM n WHERE i < @until)
                    INSERT INTO {change.Table} ({string.Join(", ", change.Cells.Keys)}) SELECT {string.Join(", ", expressions)} FROM n
                    """;
                var parameters = new DynamicParameters(new { from, until });
                foreach (var (column, value) in change.Cells) parameters.Add(column, value);
                await transaction.ExecuteAsync(sql, parameters, CancellationToken.None);
            }
        },
        CancellationToken.None);

    /// <summary>Lets the database see how much there is now, as its own maintenance would.</summary>
    public static async Task SettleAsync(Database database)
    {
        if (database.Dialect == Dialect.Sqlite) await database.WriteAsync(transaction => transaction.ExecuteAsync("ANALYZE main", null, CancellationToken.None), CancellationToken.None);
        else
        {
            await using var reader = database.OpenReader();
            await reader.ExecuteAsync("VACUUM ANALYZE", commandTimeout: 1800, commandType: System.Data.CommandType.Text);
            await reader.ExecuteAsync("CHECKPOINT", commandTimeout: 1800, commandType: System.Data.CommandType.Text);
        }
    }

    private static string ExpressionOf(RowChanges start, RowChange change, string column, object? value, int audits, int offset)
    {
        if (change.Table == "audit" && column == "seq") return string.Create(CultureInfo.InvariantCulture, $"{FirstAuditRow + offset} + i * {audits}");
        // The mails of a request that waits went out long ago.
        if (change.Table == "outbox" && column == "status") return "'delivered'";
        if (column is "person_id" or "requester_id" or "approver" && value is string) return "'stored-' || CAST(i % 1000 AS TEXT)";
        if (start.IsId(column, value)) return $"CAST(@{column} AS TEXT) || '-' || CAST(i AS TEXT)";
        // A parameter in a SELECT has no type of its own.
        return value switch
        {
            string => $"CAST(@{column} AS TEXT)",
            long => $"CAST(@{column} AS BIGINT)",
            null => "NULL",
            _ => $"@{column}",
        };
    }
}
