using Workflows.Engine.Storage;

namespace Workflows.Tests.Support;

/// <summary>A database of one's own for one test: a SQLite file in a temporary folder, or one of the real PostgreSQL.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
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
        return new TestDatabase(dialect, $"Data Source={Path.Combine(folder, "workflows.db")}", folder);
    }

    /// <summary>One with the schema of these migrations.</summary>
    public static async Task<TestDatabase> CreateAsync(Dialect dialect, IReadOnlyList<Migration> migrations)
    {
        if (dialect == Dialect.Sqlite) return await CreateAsync(dialect);
        var server = await PostgresServer.SharedAsync();
        var connection = await server.CreateDatabaseAsync(string.Join(',', migrations.Select(migration => migration.Number)), async template =>
        {
            await using var database = await Database.OpenAsync(template, migrations, TimeProvider.System, CancellationToken.None);
        });
        return new TestDatabase(dialect, connection, folder: null);
    }

    public Task<Database> OpenAsync(IReadOnlyList<Migration> migrations, TimeProvider time) => Database.OpenAsync(Connection, migrations, time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        else await (await PostgresServer.SharedAsync()).DropDatabaseAsync(Connection);
    }
}
