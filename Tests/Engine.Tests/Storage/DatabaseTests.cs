using Dapper;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Storage;

public sealed class DatabaseTestsOnSqlite() : DatabaseTests(Dialect.Sqlite);

public sealed class DatabaseTestsOnPostgreSql() : DatabaseTests(Dialect.PostgreSql);

/// <summary>What every database does alike.</summary>
public abstract class DatabaseTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Notes = [new(1, "notes", "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, number BIGINT NOT NULL, data BLOB)")];

    private TestDatabase _stored = null!;

    protected Database Database { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stored = await TestDatabase.CreateAsync(dialect);
        Database = await _stored.OpenAsync(Notes, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _stored.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("a", "a")]
    [InlineData("O'Brien \"{,}\" \\", "O'Brien \"{,}\" \\", "é", "a", "a", "none")]
    public async Task TextList_OfAnyLength_FindsWhatIsInIt(params string[] asked)
    {
        string[] stored = ["a", "b", "é", "O'Brien \"{,}\" \\"];
        foreach (var id in stored) await Database.WriteAsync(async transaction => await InsertAsync(transaction, id, 1), Ct);
        await using var reader = Database.OpenReader();

        var sql = $"SELECT id FROM notes WHERE id {Database.IsIn("ids")}";
        (await reader.QueryAsync<string>(sql, new { ids = new TextList(asked) })).ShouldBe(stored.Intersect(asked), ignoreOrder: true);
        (await reader.QueryAsync<string>(sql, new { ids = new TextList([]) })).ShouldBeEmpty();
    }

    [Fact]
    public async Task ByKey_AnswersOnlyWhatWasAsked_AndOneThatFailsHoldsUpNothing()
    {
        await Database.WriteAsync(async transaction => await InsertAsync(transaction, "a", 1), Ct);
        await using (var reader = Database.OpenReader())
            await Should.ThrowAsync<System.Data.Common.DbException>(async () => await reader.QueryMultipleAsync(Database.ByKey("SELECT nothing FROM notes")));

        // On the connection that the failure left, where there is a pool.
        await using (var reader = Database.OpenReader())
        await using (var rows = await reader.QueryMultipleAsync(Database.ByKey("SELECT id FROM notes; SELECT number FROM notes")))
            (await rows.ReadSingleAsync<string>(), await rows.ReadSingleAsync<long>(), rows.IsConsumed).ShouldBe(("a", 1L, true));
        await Database.WriteAsync(async transaction => await InsertAsync(transaction, "b", 2), Ct);
        await using var last = Database.OpenReader();
        (await last.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(2);
    }

    [Fact]
    public async Task Write_Throws_KeepsNothingOfItAndAllOfTheOthers()
    {
        var units = Enumerable.Range(0, 20).Select(number => Database.WriteAsync(
            async transaction =>
            {
                await InsertAsync(transaction, $"n{number}", number);
                if (number % 2 == 1) throw new InvalidOperationException("odd");
            },
            Ct)).ToList();

        foreach (var (unit, number) in units.Select((unit, number) => (unit, number)))
        {
            if (number % 2 == 0) await unit;
            else (await Should.ThrowAsync<InvalidOperationException>(unit)).Message.ShouldBe("odd");
        }

        (await IdsAsync()).ShouldBe(Enumerable.Range(0, 10).Select(number => $"n{number * 2}"), ignoreOrder: true);
    }

    [Fact]
    public async Task AfterCommit_RunsWhenReadersSeeIt_AndNeverAfterARollback()
    {
        var seen = new List<int>();
        await Database.WriteAsync(
            async transaction =>
            {
                await InsertAsync(transaction, "kept", 1);
                transaction.AfterCommit(() => seen.Add(1));
            },
            Ct);
        await Should.ThrowAsync<InvalidOperationException>(Database.WriteAsync(
            transaction =>
            {
                transaction.AfterCommit(() => seen.Add(2));
                throw new InvalidOperationException();
            },
            Ct));

        seen.ShouldBe([1]);
        (await IdsAsync()).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Defer_IsSeenByTheNextQuestion_AndItsCheckUndoesEverything()
    {
        await Database.WriteAsync(
            async transaction =>
            {
                Defer(transaction, "a", 1);
                Defer(transaction, "b", 2);
                (await transaction.FirstAsync<long>("SELECT COUNT(*) FROM notes", null, Ct)).ShouldBe(2);
                Defer(transaction, "c", 3);
            },
            Ct);
        (await IdsAsync()).ShouldBe(["a", "b", "c"], ignoreOrder: true);

        var refused = Database.WriteAsync(
            transaction =>
            {
                Defer(transaction, "d", 4);
                transaction.DeferGuard("UPDATE notes SET number = 9 WHERE id = 'nobody'", null, () => new RevisionConflictException("nobody"));
                return Task.CompletedTask;
            },
            Ct);
        await Should.ThrowAsync<RevisionConflictException>(refused);
        (await IdsAsync()).ShouldNotContain("d");
    }

    [Fact]
    public async Task Defer_AGuardThatFailsBeforeADuplicateKey_IsTheReasonGiven()
    {
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 1), Ct);

        // As when another node has committed the same burst: the guard finds nothing, and what follows collides.
        await Should.ThrowAsync<RevisionConflictException>(Database.WriteAsync(
            transaction =>
            {
                transaction.DeferGuard("UPDATE notes SET number = 2 WHERE id = 'a' AND number = 7", null, () => new RevisionConflictException("a"));
                Defer(transaction, "a", 1);
                return Task.CompletedTask;
            },
            Ct));
    }

    [Fact]
    public async Task Defer_ToTheCommit_IsUndoneWithTheRest()
    {
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 1), Ct);

        await Should.ThrowAsync<System.Data.Common.DbException>(Database.WriteAsync(
            transaction =>
            {
                Defer(transaction, "b", 2);
                transaction.DeferToCommit("INSERT INTO notes (id, number) VALUES ('a', 1)", null);
                return Task.CompletedTask;
            },
            Ct));

        (await IdsAsync()).ShouldBe(["a"]);
        await Database.WriteAsync(transaction => InsertAsync(transaction, "c", 3), Ct);
    }

    [Fact]
    public async Task GuardedUpdate_ManyAtOnce_OneWins()
    {
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 0), Ct);

        var wins = await Task.WhenAll(Enumerable.Range(1, 40).Select(number => Database.WriteAsync(
            transaction => transaction.ExecuteAsync("UPDATE notes SET number = @number WHERE id = 'a' AND number = 0", new { number }, Ct), Ct)));

        wins.Sum().ShouldBe(1);
    }

    /// <summary>A pooled connection must not bring the state of an earlier question along, also when that one was left half read or failed.</summary>
    [Fact]
    public async Task Read_RightAfterOnesOwnCommit_SeesIt()
    {
        const int Clients = 16;
        const int Rounds = 60;
        await Database.WriteAsync(async transaction => { for (var i = 0; i < 50; i++) await InsertAsync(transaction, $"first-{i}", i); }, Ct);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    var id = $"{client}-{round}";
                    await Database.WriteAsync(transaction => InsertAsync(transaction, id, round), Ct);
                    await using (var reader = Database.OpenReader())
                    {
                        var found = round % 2 == 0
                            ? await reader.QueryFirstOrDefaultAsync<string>("SELECT id FROM notes WHERE id = @id", new { id })
                            : reader.QueryFirstOrDefault<string>("SELECT id FROM notes WHERE id = @id", new { id });
                        found.ShouldBe(id);
                    }

                    await LeaveHalfReadAsync(client + round);
                }
            },
            Ct)));

        (await ReadAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe([50 + (Clients * Rounds)]);
    }

    [Fact]
    public async Task Lock_ReadThenWrite_LosesNoUpdate()
    {
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 0), Ct);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Database.WriteAsync(
            async transaction =>
            {
                transaction.Lock("a");
                var number = await transaction.FirstAsync<long>("SELECT number FROM notes WHERE id = 'a'", null, Ct);
                await transaction.ExecuteAsync("UPDATE notes SET number = @next WHERE id = 'a'", new { next = number + 1 }, Ct);
            },
            Ct)));

        (await ReadAsync<long>("SELECT number FROM notes")).ShouldBe([40]);
    }

    [Fact]
    public async Task Values_AllKinds_ComeBackAsTheyWere()
    {
        await using var stored = await TestDatabase.CreateAsync(dialect);
        await using var database = await stored.OpenAsync(
            [new(1, "kinds", "CREATE TABLE kinds (id TEXT PRIMARY KEY, at BIGINT, day TEXT, span BIGINT, money TEXT, yes INTEGER, data BLOB, text TEXT)")], TimeProvider.System);
        var row = new Kinds
        {
            Id = Guid.CreateVersion7(), At = DateTimeOffset.FromUnixTimeMilliseconds(1_772_000_000_123), Day = new DateOnly(2026, 2, 28), Span = TimeSpan.FromMilliseconds(1500),
            Money = 123456789.0100m, Yes = true, Data = [0, 1, 255], Text = "Ω 'quoted' \"and\" \\",
        };
        const string insert = "INSERT INTO kinds (id, at, day, span, money, yes, data, text) VALUES (@Id, @At, @Day, @Span, @Money, @Yes, @Data, @Text)";
        await database.WriteAsync(transaction => transaction.ExecuteAsync(insert, row, Ct), Ct);
        await database.WriteAsync(transaction => transaction.ExecuteAsync(insert, new Kinds { Id = Guid.CreateVersion7() }, Ct), Ct);

        await using var reader = database.OpenReader();
        var read = (await reader.QueryAsync<Kinds>("SELECT * FROM kinds WHERE id IN @ids AND (@none IS NULL OR text = @none) AND yes = @yes", new { ids = new[] { row.Id.ToString() }, none = (string?)null, yes = true })).Single();
        read.ShouldBeEquivalentTo(row);
        (await reader.QueryAsync<Kinds>("SELECT * FROM kinds WHERE id NOT IN @ids", new { ids = new[] { row.Id.ToString() } })).Single().At.ShouldBeNull();
        (await reader.QueryAsync<Kinds>("SELECT * FROM kinds WHERE id IN @ids", new { ids = Array.Empty<string>() })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Open_Again_AppliesWhatIsMissingOnce()
    {
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 1), Ct);
        IReadOnlyList<Migration> more = [.. Notes, new(2, "more", "CREATE TABLE more (id TEXT PRIMARY KEY); INSERT INTO more (id) VALUES ('once')")];

        for (var time = 0; time < 2; time++) await (await _stored.OpenAsync(more, TimeProvider.System)).DisposeAsync();

        (await IdsAsync()).ShouldBe(["a"]);
        (await ReadAsync<string>("SELECT id FROM more")).ShouldBe(["once"]);
    }

    [Fact]
    public async Task Open_ByManyAtOnceOnAnEmptyDatabase_MakesOneSchema()
    {
        await using var empty = await TestDatabase.CreateAsync(dialect);
        List<Migration> migrations = [.. Migration.In(typeof(Database).Assembly).Where(migration => (migration.Only ?? dialect) == dialect)];

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => empty.OpenAsync(migrations, TimeProvider.System))));

        await using var reader = nodes[0].OpenReader();
        (await reader.QuerySingleAsync<long>("SELECT COUNT(*) FROM schema_migrations")).ShouldBe(migrations.Count);
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task Open_MigrationThatFailsHalfWay_LeavesNothing()
    {
        IReadOnlyList<Migration> broken = [.. Notes, new(2, "broken", "CREATE TABLE half (id TEXT PRIMARY KEY); CREATE TABLE half (id TEXT PRIMARY KEY)")];

        await Should.ThrowAsync<System.Data.Common.DbException>(_stored.OpenAsync(broken, TimeProvider.System));

        await using var mended = await _stored.OpenAsync([.. Notes, new(2, "mended", "CREATE TABLE half (id TEXT PRIMARY KEY)")], TimeProvider.System);
    }

    [Fact]
    public async Task Open_ByAnOlderProgram_IsRefused()
    {
        await (await _stored.OpenAsync([.. Notes, new(2, "newer", "SELECT 1")], TimeProvider.System)).DisposeAsync();

        (await Should.ThrowAsync<DatabaseTooNewException>(_stored.OpenAsync(Notes, TimeProvider.System))).Message.ShouldContain("Start the newer program");
    }

    [Fact]
    public async Task Changes_AreToldAfterTheCommitOnly()
    {
        var heard = new List<Change>();
        Database.Changes.Changed += heard.Add;

        await Database.WriteAsync(
            transaction =>
            {
                transaction.Announce(new Change.Instance("i1"));
                heard.ShouldBeEmpty();
                return Task.CompletedTask;
            },
            Ct);
        await Should.ThrowAsync<InvalidOperationException>(Database.WriteAsync(
            transaction =>
            {
                transaction.Announce(new Change.Instance("i2"));
                throw new InvalidOperationException();
            },
            Ct));
        // The next commit comes after whatever the one before had to tell.
        await Database.WriteAsync(transaction => InsertAsync(transaction, "a", 1), Ct);

        heard.ShouldBe([new Change.Instance("i1")]);
    }

    private static Task<int> InsertAsync(Transaction transaction, string id, long number) =>
        transaction.ExecuteAsync("INSERT INTO notes (id, number) VALUES (@id, @number)", new { id, number }, Ct);

    private static void Defer(Transaction transaction, string id, long number) => transaction.Defer("INSERT INTO notes (id, number) VALUES (@id, @number)", new { id, number });

    private Task<List<string>> IdsAsync() => ReadAsync<string>("SELECT id FROM notes");

    private async Task<List<T>> ReadAsync<T>(string sql)
    {
        await using var reader = Database.OpenReader();
        return (await reader.QueryAsync<T>(sql)).AsList();
    }

    private sealed class Kinds
    {
        public Guid Id { get; init; }

        public DateTimeOffset? At { get; init; }

        public DateOnly? Day { get; init; }

        public TimeSpan? Span { get; init; }

        public decimal? Money { get; init; }

        public bool? Yes { get; init; }

        public byte[]? Data { get; init; }

        public string? Text { get; init; }
    }

    private async Task LeaveHalfReadAsync(int how)
    {
        await using var reader = Database.OpenReader();
        switch (how % 3)
        {
            case 0:
                reader.Query<string>("SELECT id FROM notes ORDER BY id", buffered: false).First().ShouldNotBeNull();
                break;
            case 1:
                await foreach (var id in reader.QueryUnbufferedAsync<string>("SELECT id FROM notes ORDER BY number"))
                {
                    id.ShouldNotBeNull();
                    break;
                }

                break;
            default:
                // No number: it fails in the middle of the rows.
                Should.Throw<Exception>(() => reader.Query<long>("SELECT id FROM notes").AsList());
                break;
        }
    }
}
