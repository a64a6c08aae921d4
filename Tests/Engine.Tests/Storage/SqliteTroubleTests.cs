using Dapper;
using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Tests.Storage;

/// <summary>A SQLite file whose disk is full, which another program holds, or which may not be written: a clear error, nothing lost, and it goes on when the cause is gone.</summary>
public sealed class SqliteTroubleTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Notes = [new(1, "notes", "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, text TEXT NOT NULL)")];

    private readonly string _folder = Directory.CreateTempSubdirectory("trouble-").FullName;
    private Database _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "test.db");

    public async ValueTask InitializeAsync() => _database = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Write_DiskFull_FailsEveryoneOfTheGroupAndGoesOnWhenThereIsRoom()
    {
        await InsertAsync("before", "x");
        // The connection may not make the file larger: to SQLite that is a full disk.
        var failures = await InOneGroupAsync(
            transaction => transaction.ExecuteAsync("PRAGMA max_page_count = 1", null, Ct),
            transaction => Insert(transaction, "small", "x"),
            transaction => Insert(transaction, "large", new string('x', 500_000)));
        foreach (var failure in failures)
        {
            var trouble = failure.ShouldBeOfType<DatabaseUnavailableException>("nobody of the group is told that it was kept");
            trouble.Trouble.ShouldBe(DatabaseTrouble.DiskFull);
            trouble.Message.ShouldContain("Free space");
        }

        (await IdsAsync()).ShouldBe(["before"]);

        // The limit went with the connection that met it: there is room again.
        await InsertAsync("after", new string('x', 500_000));
        (await IdsAsync()).ShouldBe(["after", "before"]);
    }

    [Fact]
    public async Task Write_FileLockedByAnotherProgram_SaysSoAndGoesOnWhenItIsFree()
    {
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync(Ct);
        await other.ExecuteAsync("BEGIN IMMEDIATE");

        var waiting = Enumerable.Range(0, 3).Select(number => InsertAsync($"n{number}", "x")).ToList();
        foreach (var write in waiting) (await Should.ThrowAsync<DatabaseUnavailableException>(write)).Trouble.ShouldBe(DatabaseTrouble.Locked);
        (await IdsAsync()).ShouldBeEmpty("readers are not held up");

        await other.ExecuteAsync("ROLLBACK");
        await InsertAsync("after", "x");
        (await IdsAsync()).ShouldBe(["after"]);
    }

    [Fact]
    public async Task Write_SavepointOfAUnit_IsKeptInMemory() =>
        // 2 is MEMORY: as a file, what a unit needs to roll back would be most of what is written to the disk.
        (await _database.WriteAsync(transaction => transaction.FirstAsync<long>("PRAGMA temp_store", null, Ct), Ct)).ShouldBe(2);

    [Fact]
    public async Task Write_WhileAReaderReads_IsNotHeldUp()
    {
        await InsertAsync("a", "x");
        await using var reader = _database.OpenReader();
        await reader.ExecuteAsync("BEGIN TRANSACTION");
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(1);

        await InsertAsync("b", "x");

        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(1, "it sees what was there when it began");
        await reader.ExecuteAsync("COMMIT TRANSACTION");
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(2);
    }

    [Fact]
    public async Task Write_FileIsNoDatabaseAnyMore_SaysSo()
    {
        await _database.DisposeAsync();
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Ct);

        var failure = await Should.ThrowAsync<DatabaseUnavailableException>(OpenAsync());

        failure.Trouble.ShouldBe(DatabaseTrouble.Damaged);
        failure.Message.ShouldContain("Restore the last backup");
    }

    [Fact]
    public async Task Open_FolderThatIsAFile_SaysWhatToDo()
    {
        var failure = await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.OpenAsync(Path.Combine(File, "inside", "test.db"), Notes, TimeProvider.System, Ct));

        failure.Trouble.ShouldBe(DatabaseTrouble.ReadOnly);
    }

    [Fact]
    public async Task Open_NeitherSqliteNorPostgreSql_SaysHowToWriteIt()
    {
        var failure = await Should.ThrowAsync<SettingException>(() => Database.OpenAsync("Server=there;Uid=me", Notes, TimeProvider.System, Ct));

        failure.Message.ShouldContain("Data Source=");
        failure.Message.ShouldContain("Host=");
    }

    /// <summary>Units that reach the writer together: it is held until all of them wait.</summary>
    private async Task<IReadOnlyList<Exception?>> InOneGroupAsync(params Func<Transaction, Task>[] works)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = _database.WriteAsync(
            _ =>
            {
                isHeld.SetResult();
                return release.Task;
            },
            Ct);
        await isHeld.Task;
        var units = works.Select(work => _database.WriteAsync(work, Ct)).ToList();
        release.SetResult();
        await holding;
        var results = new List<Exception?>();
        foreach (var unit in units) results.Add(await Record.ExceptionAsync(() => unit));
        return results;
    }

    private Task<Database> OpenAsync() => Database.OpenAsync($"Data Source={File};Default Timeout=1", Notes, TimeProvider.System, Ct);

    private static Task<int> Insert(Transaction transaction, string id, string text) =>
        transaction.ExecuteAsync("INSERT INTO notes (id, text) VALUES (@id, @text)", new { id, text }, Ct);

    private Task InsertAsync(string id, string text) => _database.WriteAsync(transaction => Insert(transaction, id, text), Ct);

    private async Task<List<string>> IdsAsync()
    {
        await using var reader = _database.OpenReader();
        return (await reader.QueryAsync<string>("SELECT id FROM notes ORDER BY id")).AsList();
    }
}
