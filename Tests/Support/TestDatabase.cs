using System.Collections.Concurrent;
using Workflows.Engine.Storage;

namespace Workflows.Tests.Support;

/// <summary>A database of one's own for one test: a SQLite file in a temporary folder, or one of the real PostgreSQL.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string FileName = "workflows.db";

    // SQLite files with a schema and nothing else, by the schema.
    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Schemas = new();

    private readonly string? _folder;

    private TestDatabase(Dialect dialect, string connection, string? folder) => (Dialect, Connection, _folder) = (dialect, connection, folder);

    public Dialect Dialect { get; }

    /// <summary>What tests use that are not about a database: SQLite, or what <c>WORKFLOWS_TEST_DATABASE</c> names (<c>Sqlite</c>, <c>PostgreSql</c>).</summary>
    public static Dialect Usual { get; } =
        Environment.GetEnvironmentVariable("WORKFLOWS_TEST_DATABASE") is { Length: > 0 } given ? Enum.Parse<Dialect>(given, ignoreCase: true) : Dialect.Sqlite;

    /// <summary>As in ConnectionStrings:Workflows.</summary>
    public string Connection { get; }

    /// <summary>An empty one: whoever opens it makes the schema.</summary>
    public static async Task<TestDatabase> CreateAsync(Dialect dialect)
    {
        if (dialect == Dialect.PostgreSql) return new TestDatabase(dialect, await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), folder: null);
        var folder = Directory.CreateTempSubdirectory("database-").FullName;
        return new TestDatabase(dialect, $"Data Source={Path.Combine(folder, FileName)}", folder);
    }

    /// <summary>One with the schema of these migrations, which is made once and copied for each.</summary>
    public static async Task<TestDatabase> CreateAsync(Dialect dialect, IReadOnlyList<Migration> migrations)
    {
        var schema = string.Join(',', migrations.Select(migration => migration.Number));
        if (dialect == Dialect.Sqlite)
        {
            var stored = await CreateAsync(dialect);
            await File.WriteAllBytesAsync(Path.Combine(stored._folder!, FileName), await Schemas.GetOrAdd(schema, _ => new(() => SchemaAsync(migrations))).Value);
            return stored;
        }

        var server = await PostgresServer.SharedAsync();
        var connection = await server.CreateDatabaseAsync(schema, async template =>
        {
            await using var database = await Database.OpenAsync(template, migrations, TimeProvider.System, CancellationToken.None);
        });
        return new TestDatabase(dialect, connection, folder: null);
    }

    public Task<Database> OpenAsync(IReadOnlyList<Migration> migrations, TimeProvider time) => Database.OpenAsync(Connection, migrations, time, CancellationToken.None);

    private static async Task<byte[]> SchemaAsync(IReadOnlyList<Migration> migrations)
    {
        await using var made = await CreateAsync(Dialect.Sqlite);
        await using (await made.OpenAsync(migrations, TimeProvider.System))
        {
        }

        // Whoever closes last brings everything into the one file.
        if (Directory.GetFiles(made._folder!) is not [var file]) throw new InvalidOperationException($"More than a file is left in {made._folder}.");
        return await File.ReadAllBytesAsync(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        else await (await PostgresServer.SharedAsync()).DropDatabaseAsync(Connection);
    }
}
