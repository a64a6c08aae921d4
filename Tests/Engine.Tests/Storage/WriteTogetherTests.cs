using Dapper;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Storage;

public sealed class WriteTogetherTestsOnSqlite() : WriteTogetherTests(Dialect.Sqlite);

public sealed class WriteTogetherTestsOnPostgreSql() : WriteTogetherTests(Dialect.PostgreSql)
{
    /// <summary>The first group waits for a lock that somebody else holds.</summary>
    [Fact]
    public async Task HeldUp_OthersGoOn_AndThoseThatWaitedTogetherShareATransaction()
    {
        var (held, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = Database.WriteAsync(
            async transaction =>
            {
                transaction.Lock("door");
                await transaction.FirstAsync<long>("SELECT COUNT(*) FROM notes", null, Ct);
                held.SetResult();
                await letGo.Task;
            },
            Ct);
        await held.Task;

        var behind = Database.WriteTogetherAsync(
            "0",
            transaction =>
            {
                transaction.Lock("door");
                Defer(transaction, "behind the door", 0);
                return Task.CompletedTask;
            },
            Ct);
        await using var reader = Database.OpenReader();
        while (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == 0) await Task.Yield();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => AddAsync($"n{number}", number)));
        behind.IsCompleted.ShouldBeFalse();
        letGo.SetResult();
        await Task.WhenAll(holder, behind);

        // Each row knows the transaction that wrote it.
        var transactions = (await reader.QueryAsync<string>("SELECT xmin::text FROM notes WHERE id LIKE 'n%'")).ToList();
        transactions.Count.ShouldBe(24);
        transactions.Distinct().Count().ShouldBeLessThan(12);
    }

    [Fact]
    public async Task RowsToCommit_KeepTheirOrder_WithinAndAcrossUnits()
    {
        const string sql = "INSERT INTO notes (id, number) SELECT r.id, (SELECT COUNT(*) FROM notes) + r.n FROM UNNEST($1) WITH ORDINALITY AS r (id, n)";
        await Task.WhenAll(Enumerable.Range(0, 30).Select(unit => Database.WriteTogetherAsync(
            $"{unit:00}",
            transaction =>
            {
                transaction.LockAtCommit(7);
                for (var row = 0; row < 3; row++) transaction.DeferRowToCommit(sql, [$"{unit:00}-{row}"]);
                return Task.CompletedTask;
            },
            Ct)));

        await using var reader = Database.OpenReader();
        var rows = (await reader.QueryAsync<(string Id, long Number)>("SELECT id, number FROM notes ORDER BY number")).ToList();
        rows.Select(row => row.Number).ShouldBe(Enumerable.Range(1, 90).Select(number => (long)number));
        foreach (var unit in rows.Chunk(3)) unit.Select(row => row.Id).ShouldBe(Enumerable.Range(0, 3).Select(row => $"{unit[0].Id[..2]}-{row}"));
    }
}

/// <summary>Units of work that wait together are committed together, and nobody notices but by the time it takes.</summary>
public abstract class WriteTogetherTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Notes =
    [
        new(1, "notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, number BIGINT NOT NULL, small INTEGER, part DOUBLE PRECISION, data BLOB, kind TEXT)"),
        new(2, "remarks", "CREATE TABLE remarks (id TEXT PRIMARY KEY, note_id TEXT NOT NULL REFERENCES notes (id), at BIGINT)"),
    ];

    private TestDatabase _stored = null!;

    protected Database Database { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task ManyAtOnce_EachIsTold_AfterItsRowsAreThere()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var told = 0;
            await Database.WriteTogetherAsync(
                $"{number}",
                transaction =>
                {
                    Defer(transaction, $"n{number}", number);
                    transaction.DeferRows("remarks", ["id", "note_id", "at"], [[$"r{number}", $"n{number}", DateTimeOffset.UnixEpoch.AddSeconds(number)], [$"s{number}", $"n{number}", (long)number]]);
                    transaction.AfterCommit(() => told++);
                    return Task.CompletedTask;
                },
                Ct);
            told.ShouldBe(1);
            await using var own = Database.OpenReader();
            (await own.ExecuteScalarAsync<long>("SELECT SUM(at) FROM remarks WHERE note_id = @id", new { id = $"n{number}" })).ShouldBe(number * 1001L);
        }));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Database.WriteTogetherAsync(
            $"{number}",
            transaction =>
            {
                transaction.DeferDelete("remarks", [$"r{number}", $"s{number}"]);
                return Task.CompletedTask;
            },
            Ct)));
        await using var reader = Database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM remarks")).ShouldBe(0);
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(200);
    }

    [Fact]
    public async Task EveryTypeOfCell_AndNothing_ArriveAsTheyAre()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Database.WriteTogetherAsync(
            $"{number}",
            transaction =>
            {
                var isEmpty = number % 2 == 0;
                transaction.Defer(
                    "INSERT INTO notes (id, number, small, part, data, kind) VALUES (@id, @number, @small, @part, @data, 'plain')",
                    new { id = $"n{number}", number = (long)number, small = isEmpty ? (int?)null : number, part = isEmpty ? (double?)null : number / 2.0, data = isEmpty ? null : new[] { (byte)number } });
                transaction.Defer("INSERT INTO remarks (id, note_id, at) VALUES (@id, @note, @at)", new { id = $"r{number}", note = $"n{number}", at = (DateTimeOffset?)null });
                return Task.CompletedTask;
            },
            Ct)));

        await using var reader = Database.OpenReader();
        foreach (var row in await reader.QueryAsync<Note>("SELECT n.number, n.small, n.part, n.data, n.kind, r.at FROM notes n JOIN remarks r ON r.note_id = n.id"))
        {
            (row.Kind, row.At).ShouldBe(("plain", null));
            if (row.Number % 2 == 0) (row.Small, row.Part, row.Data).ShouldBe((null, null, null));
            else (row.Small, row.Part, row.Data!.Single()).ShouldBe(((int?)row.Number, row.Number / 2.0, (byte)row.Number));
        }
    }

    [Fact]
    public async Task OneThatFails_FailsAlone_WithItsOwnReason()
    {
        await AddAsync("taken", 0);
        var good = Enumerable.Range(0, 20).Select(number => AddAsync($"n{number}", number)).ToList();
        var guarded = Database.WriteTogetherAsync(
            "guarded",
            transaction =>
            {
                Defer(transaction, "never", 1);
                transaction.DeferGuard("UPDATE notes SET number = 2 WHERE id = 'nobody'", null, Conflict);
                return Task.CompletedTask;
            },
            Ct);
        var duplicate = AddAsync("taken", 3);
        var thrown = Database.WriteTogetherAsync("thrown", _ => throw new InvalidOperationException("its own"), Ct);

        await Task.WhenAll(good);
        await Should.ThrowAsync<RevisionConflictException>(guarded);
        await Should.ThrowAsync<System.Data.Common.DbException>(duplicate);
        (await Should.ThrowAsync<InvalidOperationException>(thrown)).Message.ShouldBe("its own");
        (await IdsAsync()).ShouldBe(Enumerable.Range(0, 20).Select(number => $"n{number}").Append("taken"), ignoreOrder: true);
    }

    [Fact]
    public async Task SameRowTwice_OneIsFirst_AndTheOtherIsTold()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => IsKeptAsync(
            $"{number % 10}",
            transaction => transaction.DeferGuard(
                "INSERT INTO notes (id, number) VALUES (@id, @number) ON CONFLICT (id) DO NOTHING", new { id = $"n{number % 10}", number = (long)number }, Conflict))));

        starts.Count(isFirst => isFirst).ShouldBe(10);
        (await IdsAsync()).Count.ShouldBe(10);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public async Task Changes_OfOwnRowsAndOfTheSame_AreAllMade_ButThoseOfAGuardThatMissed(int late)
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => AddAsync($"n{number}", number)));
        await AddAsync("all", 0);

        var told = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => IsKeptAsync(
            $"{number:00}",
            transaction =>
            {
                transaction.DeferGuard(
                    "UPDATE notes SET number = number + @more, part = @part, kind = @kind WHERE id = @id AND number = @number",
                    new { id = $"n{number}", number = number == late ? -1L : number, more = 100L, part = number % 2 == 0 ? (double?)null : 0.5, kind = $"k{number}" },
                    Conflict);
                transaction.Defer("UPDATE notes SET number = number + @number WHERE id = @id", new { id = "all", number = (long)number });
                transaction.Defer("UPDATE notes SET small = @number WHERE kind = @kind", new { kind = $"k{number}", number });
            })));

        told.ShouldBe(Enumerable.Range(0, 30).Select(number => number != late));
        await using var reader = Database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT number FROM notes WHERE id = 'all'")).ShouldBe((29 * 30 / 2) - Math.Max(late, 0));
        foreach (var row in await reader.QueryAsync<Note>("SELECT number, small, part, kind FROM notes WHERE kind IS NOT NULL"))
        {
            var number = (int)row.Number - 100;
            (row.Small, row.Part, row.Kind).ShouldBe((number, number % 2 == 0 ? null : 0.5, $"k{number}"));
        }

        (await reader.QueryAsync<string>("SELECT id FROM notes WHERE kind IS NULL AND id <> 'all'")).ShouldBe(late < 0 ? [] : [$"n{late}"]);
    }

    /// <summary>As with the leave of one person: whether a row may be there depends on others, which a lock keeps from coming at the same moment.</summary>
    [Fact]
    public async Task RowsThatOthersMustAllow_UnderOneLock_SeeEachOther()
    {
        const string sql = """
            INSERT INTO notes (id, number, kind)
            SELECT @id, (SELECT COUNT(*) FROM remarks r WHERE r.note_id = @kind), @kind
            WHERE  NOT EXISTS (SELECT 1 FROM notes n WHERE n.kind = @kind)
            ON CONFLICT (id) DO UPDATE SET number = -1 WHERE notes.kind = @kind
            """;
        var told = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => IsKeptAsync(
            $"{number:00}",
            transaction =>
            {
                transaction.Lock($"kind:{number % 20}");
                transaction.DeferGuard(sql, new { id = $"n{number}", kind = $"k{number % 20}" }, Conflict);
            })));

        told.Count(isKept => isKept).ShouldBe(20);
        await using var reader = Database.OpenReader();
        (await reader.QueryAsync<string>("SELECT kind FROM notes WHERE number = 0")).ShouldBe(Enumerable.Range(0, 20).Select(kind => $"k{kind}"), ignoreOrder: true);
    }

    [Fact]
    public async Task OneThatReads_SeesWhatItWrote_AndIsCommittedLikeTheOthers()
    {
        var counts = new List<long>();
        await Task.WhenAll(
            AddAsync("a", 1),
            Database.WriteTogetherAsync(
                "b",
                async transaction =>
                {
                    Defer(transaction, "b", 2);
                    counts.Add(await transaction.FirstAsync<long>("SELECT COUNT(*) FROM notes WHERE id = 'b'", null, Ct));
                    Defer(transaction, "c", 3);
                },
                Ct),
            AddAsync("d", 4));

        counts.ShouldBe([1]);
        (await IdsAsync()).ShouldBe(["a", "b", "c", "d"], ignoreOrder: true);
    }

    protected static void Defer(Transaction transaction, string id, long number) => transaction.Defer("INSERT INTO notes (id, number) VALUES (@id, @number)", new { id, number });

    protected Task AddAsync(string id, long number) => Database.WriteTogetherAsync(
        id,
        transaction =>
        {
            Defer(transaction, id, number);
            return Task.CompletedTask;
        },
        Ct);

    protected async Task<bool> IsKeptAsync(string subject, Action<Transaction> work)
    {
        try
        {
            await Database.WriteTogetherAsync(
                subject,
                transaction =>
                {
                    work(transaction);
                    return Task.CompletedTask;
                },
                Ct);
            return true;
        }
        catch (RevisionConflictException)
        {
            return false;
        }
    }

    protected static RevisionConflictException Conflict() => new("note");

    private async Task<List<string>> IdsAsync()
    {
        await using var reader = Database.OpenReader();
        return [.. await reader.QueryAsync<string>("SELECT id FROM notes")];
    }

    private sealed class Note
    {
        public long Number { get; init; }

        public int? Small { get; init; }

        public double? Part { get; init; }

        public byte[]? Data { get; init; }

        public string Kind { get; init; } = "";

        public long? At { get; init; }
    }
}
