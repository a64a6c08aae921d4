using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>Copies every table of one database into another of the same schema, in one transaction at the target.</summary>
public static class DatabaseCopy
{
    // What storage keeps for itself: the target has its own.
    private static readonly string[] Bookkeeping = ["schema_migrations", "commit_marks"];

    private const int RowsAtOnce = 200;

    /// <param name="copied">Gets each table when it is done and found equal.</param>
    /// <exception cref="CopyRefusedException">The target is not empty, or what arrived differs from what was sent; nothing was kept.</exception>
    public static Task CopyAsync(Database from, Database to, Action<CopiedTable> copied, CancellationToken ct) => to.WriteAsync(
        async transaction =>
        {
            var tables = await TablesAsync(from, ct);
            foreach (var table in tables)
            {
                if (await transaction.FirstAsync<long>($"SELECT COUNT(*) FROM {table}", null, ct) is > 0 and var rows)
                    throw new CopyRefusedException($"The target is not empty: its table {table} has {rows} rows. Copy into a database that was just created.");
            }

            foreach (var table in tables)
            {
                var sent = await SendAsync(from, transaction, table, ct);
                var arrived = await SumOfAsync(table, transaction.StreamAsync($"SELECT * FROM {table}"), ct);
                if (sent != arrived) throw new CopyRefusedException($"Table {table} arrived differently: {sent.Rows} rows ({sent.Checksum}) were sent, {arrived.Rows} ({arrived.Checksum}) arrived. Nothing was kept.");
                copied(arrived);
            }
        },
        ct);

    private static async Task<CopiedTable> SendAsync(Database from, Transaction to, string table, CancellationToken ct)
    {
        await using var reader = from.OpenReader();
        var sum = default(UInt128);
        long rows = 0;
        string? insert = null;
        await foreach (IDictionary<string, object?> row in reader.QueryUnbufferedAsync($"SELECT * FROM {table}").WithCancellation(ct))
        {
            insert ??= $"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", row.Keys.Select(column => "@" + column))})";
            to.Defer(insert, new DynamicParameters(row));
            sum += HashOf(row);
            // Nothing is asked; it sends what has gathered, so that a large table does not gather in memory.
            if (++rows % RowsAtOnce == 0) await to.FirstAsync<long>("SELECT 1", null, ct);
        }

        return new CopiedTable(table, rows, Text(sum));
    }

    private static async Task<CopiedTable> SumOfAsync(string table, IAsyncEnumerable<dynamic> rows, CancellationToken ct)
    {
        var (sum, count) = (default(UInt128), 0L);
        await foreach (IDictionary<string, object?> row in rows.WithCancellation(ct)) (sum, count) = (sum + HashOf(row), count + 1);
        return new CopiedTable(table, count, Text(sum));
    }

    private static string Text(UInt128 sum) => sum.ToString("x32", CultureInfo.InvariantCulture);

    // The sum of the rows' hashes does not depend on their order, which databases sort by different rules.
    private static UInt128 HashOf(IDictionary<string, object?> row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (column, value) in row.OrderBy(cell => cell.Key, StringComparer.Ordinal))
        {
            byte[] bytes = value switch
            {
                null => [],
                byte[] blob => blob,
                string text => Encoding.UTF8.GetBytes(text),
                _ => Encoding.UTF8.GetBytes(Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)),
            };
            hash.AppendData(Encoding.UTF8.GetBytes($"{column}:{(value is null ? "null" : bytes.Length.ToString(CultureInfo.InvariantCulture))}:"));
            hash.AppendData(bytes);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }

    /// <summary>All tables, those that others refer to first.</summary>
    private static async Task<List<string>> TablesAsync(Database database, CancellationToken ct)
    {
        var (tables, references) = database.Dialect == Dialect.Sqlite
            ? ("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
                """SELECT m.name AS child, k."table" AS parent FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'""")
            : ("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name",
                "SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid WHERE c.contype = 'f' AND child.relnamespace = current_schema()::regnamespace");
        await using DbConnection reader = database.OpenReader();
        var all = (await reader.QueryAsync<string>(new CommandDefinition(tables, cancellationToken: ct))).Where(table => !Bookkeeping.Contains(table)).ToList();
        var parents = (await reader.QueryAsync<Reference>(new CommandDefinition(references, cancellationToken: ct))).ToLookup(reference => reference.Child, reference => reference.Parent);
        var ordered = new List<string>();
        foreach (var table in all) Add(table);
        return ordered;

        void Add(string table)
        {
            if (ordered.Contains(table)) return;
            foreach (var parent in parents[table].Where(parent => parent != table)) Add(parent);
            ordered.Add(table);
        }
    }

    private sealed class Reference
    {
        public string Child { get; init; } = "";

        public string Parent { get; init; } = "";
    }
}

/// <param name="Checksum">Of all values; the same in every database that holds the same rows.</param>
public sealed record CopiedTable(string Name, long Rows, string Checksum);

/// <summary>Nothing was copied; the message says why.</summary>
public sealed class CopyRefusedException(string message) : Exception(message);
