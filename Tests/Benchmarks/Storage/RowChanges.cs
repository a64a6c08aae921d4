using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Benchmarks.Storage;

/// <summary>What one commit changed, row by row: taken from the database itself, so that the raw side writes what the product writes, whatever that comes to be.</summary>
internal sealed class RowChanges
{
    // Not the request's own: what all requests share would make the raw side wait for itself.
    private static readonly HashSet<string> Shared = ["reference_numbers", "change_marks", "schema_migrations"];

    private readonly List<RowChange> _changes = [];
    private readonly HashSet<string> _ids = [];

    public IReadOnlyList<RowChange> Changes => _changes;

    public static async Task<Dictionary<string, TableRows>> SnapshotAsync(Database database)
    {
        await using var reader = database.OpenReader();
        var tables = new Dictionary<string, TableRows>();
        foreach (var table in (await reader.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")).Where(name => !Shared.Contains(name)))
        {
            var key = (await reader.QueryAsync<string>($"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")).ToList();
            var rows = (await reader.QueryAsync($"SELECT * FROM {table}")).Cast<IDictionary<string, object?>>();
            tables[table] = new TableRows(table, key, rows.ToDictionary(row => string.Join('|', key.Select(column => row[column])), row => new Dictionary<string, object?>(row)));
        }

        return tables;
    }

    public static RowChanges Between(Dictionary<string, TableRows> before, Dictionary<string, TableRows> after)
    {
        var changes = new RowChanges();
        // Parents before children: the tables of a burst refer to bookmarks and tasks only.
        foreach (var table in after.Values.OrderBy(table => table.Name switch { "instances" => 0, "bookmarks" or "tasks" => 1, _ => 2 }))
        {
            var old = before[table.Name];
            foreach (var (key, row) in table.Rows)
            {
                if (!old.Rows.TryGetValue(key, out var was)) changes.Add(new RowChange(table.Name, table.Key, RowChangeKind.Insert, row));
                else if (row.Where(cell => !Same(cell.Value, was[cell.Key])).ToDictionary() is { Count: > 0 } cells)
                    changes.Add(new RowChange(table.Name, table.Key, RowChangeKind.Update, cells.Concat(table.Key.Select(column => KeyValuePair.Create(column, row[column]))).DistinctBy(cell => cell.Key).ToDictionary()));
            }

            foreach (var (key, row) in old.Rows.Where(row => !table.Rows.ContainsKey(row.Key))) changes.Add(new RowChange(table.Name, table.Key, RowChangeKind.Delete, table.Key.ToDictionary(column => column, column => row[column])));
        }

        return changes;
    }

    /// <summary>Texts that name this one request: they get a number behind them in each copy.</summary>
    public void NameIds(RowChanges? also = null)
    {
        foreach (var change in _changes)
        {
            foreach (var (column, value) in change.Cells)
            {
                if (value is string text && text.Length > 0 && (change.Key.Contains(column) || column is "id" or "instance_id" or "request_id" or "task_id" or "reference" or "topic" or "correlation_id")) _ids.Add(text);
            }
        }

        if (also is not null) _ids.UnionWith(also._ids);
    }

    /// <summary>The values of a statement for the copy with this number, without those that are always null.</summary>
    /// <param name="audit">Gives the audit rows their numbers.</param>
    public Dictionary<string, object> ValuesOf(RowChange change, string copy, Func<long> audit)
    {
        var values = new Dictionary<string, object>(change.Cells.Count);
        foreach (var (column, value) in change.Cells.Where(cell => cell.Value is not null))
            values[column] = change.Table == "audit" && column == "seq" ? audit() : value is string text ? TextOf(column, text, copy) : value!;
        return values;
    }

    /// <summary>The same without one table.</summary>
    public RowChanges Without(string table)
    {
        var rest = new RowChanges();
        rest._changes.AddRange(_changes.Where(change => change.Table != table));
        rest._ids.UnionWith(_ids);
        return rest;
    }

    /// <summary>Whether a column's value names the request itself.</summary>
    public bool IsId(string column, object? value) => value is string text && _ids.Contains(text) && column is not ("person_id" or "approver" or "requester_id" or "actor");

    private void Add(RowChange change) => _changes.Add(change);

    // Digests and people differ from request to request: the same ones in every copy would be written at one place of their indexes, which real ones are not.
    private string TextOf(string column, string text, string copy) => column switch
    {
        "hash" or "previous_hash" => Digest(text, copy),
        "person_id" or "requester_id" or "actor" => text + copy,
        // Some ten people have one lead.
        "approver" => text + copy[..^1],
        _ => IsId(column, text) ? text + copy : text,
    };

    // Eight other digits are enough to lie anywhere, and cost next to nothing; with the copy's own number behind them no two are the same.
    private static string Digest(string text, string copy) => $"{HashCode.Combine(text, copy):x8}{copy}{text.AsSpan(8 + copy.Length)}";

    private static bool Same(object? left, object? right) => left is byte[] a && right is byte[] b ? a.AsSpan().SequenceEqual(b) : Equals(left, right);
}

internal enum RowChangeKind
{
    Insert,
    Update,
    Delete,
}

internal sealed record TableRows(string Name, IReadOnlyList<string> Key, Dictionary<string, Dictionary<string, object?>> Rows);

/// <remarks>What is null stands in the statement: a parameter without a type would keep PostgreSQL's driver from preparing it.</remarks>
internal sealed record RowChange(string Table, IReadOnlyList<string> Key, RowChangeKind Kind, Dictionary<string, object?> Cells)
{
    public string Sql => Kind switch
    {
        RowChangeKind.Insert => $"INSERT INTO {Table} ({string.Join(", ", Cells.Keys)}) VALUES ({string.Join(", ", Cells.Keys.Select(ValueOf))})",
        RowChangeKind.Update => $"UPDATE {Table} SET {string.Join(", ", Cells.Keys.Except(Key).Select(column => $"{column} = {ValueOf(column)}"))} WHERE {Where}",
        _ => $"DELETE FROM {Table} WHERE {Where}",
    };

    private string ValueOf(string column) => Cells[column] is null ? "NULL" : $"@{column}";

    private string Where => string.Join(" AND ", Key.Select(column => $"{column} = @{column}"));
}
