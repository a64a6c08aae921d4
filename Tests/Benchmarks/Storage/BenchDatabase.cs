using Dapper;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Benchmarks.Storage;

/// <summary>A database that is measured and thrown away: a SQLite file, or one of a PostgreSQL with its own defaults, fsync on.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string? _folder;

    private BenchDatabase(Dialect dialect, string connection, string? folder) => (Dialect, Connection, _folder) = (dialect, connection, folder);

    public Dialect Dialect { get; }

    public string Connection { get; }

    public string File => Path.Combine(_folder!, "workflows.db");

    public static async Task<BenchDatabase> CreateAsync(Dialect dialect)
    {
        if (dialect == Dialect.PostgreSql) return new BenchDatabase(dialect, await (await PostgresServer.DurableAsync()).CreateDatabaseAsync(), folder: null);
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        return new BenchDatabase(dialect, $"Data Source={Path.Combine(folder, "workflows.db")}", folder);
    }

    /// <summary>The schema, and the raw side on it.</summary>
    /// <param name="indexes">False: only primary and unique keys.</param>
    public async Task<RawSide> RawAsync(bool indexes = true)
    {
        await using (var database = await Database.OpenAsync(Connection, BenchNode.Migrations, TimeProvider.System, CancellationToken.None))
        {
            if (!indexes) await DropIndexesAsync(database);
        }

        return Dialect == Dialect.Sqlite ? new RawSqlite(File) : new RawPostgreSql(Connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        else await (await PostgresServer.DurableAsync()).DropDatabaseAsync(Connection);
    }

    private static async Task DropIndexesAsync(Database database)
    {
        var sql = database.Dialect == Dialect.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            : "SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE NOT indisunique AND c.relnamespace = current_schema()::regnamespace";
        List<string> names;
        await using (var reader = database.OpenReader()) names = [.. await reader.QueryAsync<string>(sql)];
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var name in names) await transaction.ExecuteAsync($"DROP INDEX {name}", null, CancellationToken.None);
            },
            CancellationToken.None);
    }
}
