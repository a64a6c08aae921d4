using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Storage;

/// <summary>A PostgreSQL whose connections are cut, or that is not there.</summary>
public sealed class PostgreSqlTroubleTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Notes = [new(1, "notes", "CREATE TABLE IF NOT EXISTS notes (id TEXT PRIMARY KEY, number BIGINT NOT NULL)")];

    private TestDatabase _stored = null!;
    private PostgresServer _server = null!;
    private Database _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _stored = await TestDatabase.CreateAsync(Dialect.PostgreSql);
        _database = await _stored.OpenAsync(Notes, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _stored.DisposeAsync();
    }

    [Fact]
    public async Task Write_ConnectionCutBeforeTheCommit_IsDoneAgainOnce()
    {
        var times = 0;
        await _database.WriteAsync(
            async transaction =>
            {
                await InsertAsync(transaction, "a");
                if (++times == 1) (await _server.DisconnectAsync(_stored.Connection)).ShouldBeGreaterThan(0);
                await InsertAsync(transaction, "b");
            },
            Ct);

        times.ShouldBe(2);
        (await CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Write_ConnectionCutAtTheCommit_IsNeitherAnsweredAsDoneNorRepeated()
    {
        var times = 0;
        // Cut between the last statement and the commit: the commit meets a dead connection, and nobody can tell whether it arrived.
        await Should.ThrowAsync<CommitOutcomeUnknownException>(_database.WriteAsync(
            async transaction =>
            {
                times++;
                await InsertAsync(transaction, "a");
                await _server.DisconnectAsync(_stored.Connection);
            },
            Ct));

        times.ShouldBe(1);
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Server_Crashes_KeepsWhatWasAnsweredAsDone()
    {
        // A server of its own that flushes to the disk: it loses its memory in the middle of writing.
        var server = await PostgresServer.DurableAsync();
        var connection = await server.CreateDatabaseAsync();
        await using var database = await Database.OpenAsync(connection, Notes, TimeProvider.System, Ct);
        var answered = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var crashed = new CancellationTokenSource();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Enumerable.Range(0, 16).Select(writer => WriteUntilItFailsAsync($"{writer}-")).ToList();

        await enough.Task;
        await server.CrashAsync(connection);
        await crashed.CancelAsync();
        await Task.WhenAll(writing);

        var kept = await KeptAsync();
        answered.Count.ShouldBeGreaterThan(500);
        answered.ShouldAllBe(id => kept.Contains(id));

        async Task WriteUntilItFailsAsync(string prefix)
        {
            try
            {
                for (var number = 0; !crashed.IsCancellationRequested; number++)
                {
                    var id = $"{prefix}{number}";
                    // Half of them by themselves, half in groups.
                    if (number % 2 == 0) await database.WriteAsync(transaction => LockAndInsertAsync(transaction, id), Ct);
                    else await database.WriteTogetherAsync(id, transaction => LockAndInsertAsync(transaction, id), Ct);
                    answered.Add(id);
                    if (answered.Count > 500) enough.TrySetResult();
                }
            }
            catch (Exception e) when (e is CommitOutcomeUnknownException or DatabaseUnavailableException or Npgsql.PostgresException { SqlState: "23505" })
            {
                // What was not answered may be there or not; done again, it may meet itself.
            }
        }

        async Task<HashSet<string>> KeptAsync()
        {
            while (true)
            {
                try
                {
                    await using var reader = database.OpenReader();
                    return [.. await reader.QueryAsync<string>("SELECT id FROM notes")];
                }
                catch (Npgsql.NpgsqlException)
                {
                    // It is still coming up again.
                    Ct.ThrowIfCancellationRequested();
                }
            }
        }
    }

    [Fact]
    public async Task Read_PooledConnectionsCut_GoesOnWithNewOnes()
    {
        (await CountAsync()).ShouldBe(0);
        await _server.DisconnectAsync(_stored.Connection);

        (await CountAsync()).ShouldBe(0);
        await _server.DisconnectAsync(_stored.Connection);
        _database.ReadSnapshot(reader => reader.ExecuteScalar<long>("SELECT COUNT(*) FROM notes")).ShouldBe(0);
    }

    [Fact]
    public async Task Connection_EndedWhileItOpens_IsOpenedAgain()
    {
        await using var gate = new FarewellGate(_stored.Connection);
        await using var database = await Database.OpenAsync(gate.Connection, Notes, TimeProvider.System, Ct);

        gate.SendAwayNext();
        await database.WriteAsync(transaction => InsertAsync(transaction, "a"), Ct);
        gate.SendAwayNext();
        await using (var reader = database.OpenReader()) (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(1);
        gate.SendAwayNext();
        using (var reader = database.OpenReader()) reader.ExecuteScalar<long>("SELECT COUNT(*) FROM notes").ShouldBe(1);

        gate.SentAway.ShouldBe(3);
    }

    [Fact]
    public void Lost_WhileKeysWereRead_IsTheDatabasesTrouble()
    {
        var wrapped = new CryptographicException("An error occurred while trying to encrypt the provided data.", new NpgsqlException("Exception while reading from stream", new IOException("gone")));

        _database.Explain(wrapped)!.Trouble.ShouldBe(DatabaseTrouble.Unreachable);
        _database.Explain(new CryptographicException("The payload was invalid.")).ShouldBeNull();
    }

    [Fact]
    public async Task Write_Deadlock_BothAreDoneInTheEnd()
    {
        await _database.WriteAsync(
            async transaction =>
            {
                await InsertAsync(transaction, "a");
                await InsertAsync(transaction, "b");
            },
            Ct);
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = 0;

        await Task.WhenAll(TakeAsync("a", "b"), TakeAsync("b", "a"));

        await using var reader = _database.OpenReader();
        (await reader.QueryAsync<long>("SELECT number FROM notes")).ShouldBe([2, 2]);

        Task TakeAsync(string first, string second) => _database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync("UPDATE notes SET number = number + 1 WHERE id = @first", new { first }, Ct);
                if (Interlocked.Increment(ref inside) == 2) met.SetResult();
                await met.Task;
                await transaction.ExecuteAsync("UPDATE notes SET number = number + 1 WHERE id = @second", new { second }, Ct);
            },
            Ct);
    }

    [Fact]
    public async Task Open_NobodyThere_SaysWhereItLooked()
    {
        var nobody = $"Host=127.0.0.1;Port={ServerProcess.FreePort()};Username=nobody;Database=nothing;Timeout=2";

        var failure = await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.OpenAsync(nobody, Notes, TimeProvider.System, Ct));

        failure.Trouble.ShouldBe(DatabaseTrouble.Unreachable);
        failure.Message.ShouldContain("ConnectionStrings:Workflows");
    }

    [Fact]
    public async Task Open_UnknownDatabase_SaysWhatToCheck()
    {
        var failure = await Should.ThrowAsync<DatabaseUnavailableException>(() => Database.OpenAsync(_stored.Connection.Replace("Database=test_", "Database=no_", StringComparison.Ordinal), Notes, TimeProvider.System, Ct));

        failure.Message.ShouldContain("Check user, password and database");
    }

    [Fact]
    public async Task Changes_OfAnotherNode_AreHeard_AndAfterALostConnectionEverythingIsReadAnew()
    {
        await using var other = await _stored.OpenAsync(Notes, TimeProvider.System);
        var heard = System.Threading.Channels.Channel.CreateUnbounded<Change>();
        _database.Changes.Changed += change => heard.Writer.TryWrite(change);
        _database.Listen();
        // It listens.
        (await heard.Reader.ReadAsync(Ct)).ShouldBe(new Change.Anything());

        await other.WriteAsync(transaction => Announce(transaction, new Change.Instance("i1"), new Change.State("people"), new Change.Work(DateTimeOffset.UnixEpoch)), Ct);
        (await heard.Reader.ReadAsync(Ct)).ShouldBe(new Change.Instance("i1"));
        (await heard.Reader.ReadAsync(Ct)).ShouldBe(new Change.State("people"), "work that the other node does itself is not told");

        (await _server.DisconnectAsync(_stored.Connection, "Workflows listener")).ShouldBe(1);
        (await heard.Reader.ReadAsync(Ct)).ShouldBe(new Change.Anything());
        await other.WriteAsync(transaction => Announce(transaction, new Change.Instance("i2")), Ct);
        (await heard.Reader.ReadAsync(Ct)).ShouldBe(new Change.Instance("i2"));
    }

    private static Task Announce(Transaction transaction, params Change[] changes)
    {
        foreach (var change in changes) transaction.Announce(change);
        return Task.CompletedTask;
    }

    private static Task LockAndInsertAsync(Transaction transaction, string id)
    {
        transaction.LockAtCommit(7);
        transaction.DeferToCommit("INSERT INTO notes (id, number) VALUES (@id, 0)", new { id });
        return Task.CompletedTask;
    }

    private static Task<int> InsertAsync(Transaction transaction, string id) => transaction.ExecuteAsync("INSERT INTO notes (id, number) VALUES (@id, 0)", new { id }, Ct);

    private async Task<long> CountAsync()
    {
        await using var reader = _database.OpenReader();
        return await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes");
    }
}
