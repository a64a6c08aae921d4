using Dapper;
using Npgsql;
using Workflows.Engine.Storage;
using Workflows.Engine.Storage.PostgreSql;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Storage;

/// <summary>What became of a group of commits whose connection was lost is found out, so that nobody has to be told that it is not known.</summary>
public sealed class CommitMarkTests : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Notes = [new(1, "notes", "CREATE TABLE notes (id TEXT PRIMARY KEY, number BIGINT NOT NULL)")];

    private TestDatabase _stored = null!;
    private Database _database = null!;
    private NpgsqlDataSource _source = null!;
    private PostgreSqlMarks _marks = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stored = await TestDatabase.CreateAsync(Dialect.PostgreSql);
        _database = await _stored.OpenAsync(Notes, TimeProvider.System);
        _source = NpgsqlDataSource.Create(_stored.Connection);
        _marks = new PostgreSqlMarks(_source);
    }

    public async ValueTask DisposeAsync()
    {
        await _marks.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
        await _stored.DisposeAsync();
    }

    [Fact]
    public async Task Ask_OfACommitThatWasKept_SaysSo_HoweverOften()
    {
        var mark = await _marks.TakeAsync();
        await SetAsync(mark);

        (await AskAsync(mark)).ShouldBe(true);
        (await AskAsync(mark)).ShouldBe(true);
    }

    [Fact]
    public async Task Ask_OfACommitThatNeverCame_SaysSo_AndItCannotComeLater()
    {
        var mark = await _marks.TakeAsync();

        (await AskAsync(mark)).ShouldBe(false);
        (await AskAsync(mark)).ShouldBe(false);
        await Should.ThrowAsync<InvalidOperationException>(SetAsync(mark));
    }

    [Fact]
    public async Task Ask_WhileTheCommitIsOnItsWay_WaitsForIt()
    {
        var mark = await _marks.TakeAsync();
        var (isSet, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var commit = _database.WriteAsync(
            async transaction =>
            {
                mark.Set(transaction);
                await transaction.FirstAsync<long>("SELECT 1", null, Ct);
                isSet.SetResult();
                await mayCommit.Task;
            },
            Ct);
        await isSet.Task;

        var asked = AskAsync(mark);
        await WhenSomebodyWaitsForALockAsync();
        asked.IsCompleted.ShouldBeFalse();
        mayCommit.SetResult();

        await commit;
        (await asked).ShouldBe(true);
    }

    [Fact]
    public async Task Mark_GoesOnAfterEitherAnswer_AndNothingOfItIsLeftBehind()
    {
        var mark = await _marks.TakeAsync();
        await SetAsync(mark);
        mark.Advance((await AskAsync(mark)).ShouldNotBeNull());
        mark.Advance((await AskAsync(mark)).ShouldNotBeNull());
        await SetAsync(mark);
        mark.Advance();
        await SetAsync(mark);

        await _marks.DisposeAsync();

        await using var reader = _database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM commit_marks")).ShouldBe(0);
    }

    [Fact]
    public async Task Mark_WhoseRowIsGone_IsMadeAgainAfterAFailure()
    {
        var mark = await _marks.TakeAsync();
        await _database.WriteAsync(transaction => transaction.ExecuteAsync("DELETE FROM commit_marks", null, Ct), Ct);
        await Should.ThrowAsync<InvalidOperationException>(SetAsync(mark));
        (await AskAsync(mark)).ShouldBeNull();

        _marks.Return(mark, isThere: false);
        var again = await _marks.TakeAsync();

        again.ShouldBeSameAs(mark);
        await SetAsync(again);
    }

    [Fact]
    public async Task Group_WhoseConnectionIsCut_IsKeptOnce_AndNobodyIsToldOtherwise()
    {
        var server = await PostgresServer.SharedAsync();
        for (var round = 0; round < 5; round++)
        {
            var door = $"door {round}";
            await using var other = await _source.OpenConnectionAsync(Ct);
            await other.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended(@door, 7))", new { door });
            var writing = Enumerable.Range(0, 20).Select(number => _database.WriteTogetherAsync(
                $"{number:00}",
                transaction =>
                {
                    transaction.Lock(door);
                    transaction.Defer("INSERT INTO notes (id, number) VALUES (@id, @round)", new { id = $"{round}-{number}", round = (long)round });
                    return Task.CompletedTask;
                },
                Ct)).ToList();
            await WhenSomebodyWaitsForALockAsync();

            // The connection that holds the lock goes as well, and lets everybody through.
            (await server.DisconnectAsync(_stored.Connection)).ShouldBeGreaterThan(1);

            await Task.WhenAll(writing);
            _source.Clear();
        }

        await using var reader = _database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes")).ShouldBe(100);
    }

    private Task SetAsync(CommitMark mark) => _database.WriteAsync(
        transaction =>
        {
            mark.Set(transaction);
            return Task.CompletedTask;
        },
        Ct);

    private Task<bool?> AskAsync(CommitMark mark) => _database.WriteAsync(mark.AskAsync, Ct);

    private async Task WhenSomebodyWaitsForALockAsync()
    {
        await using var reader = _database.OpenReader();
        while (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()") == 0) await Task.Yield();
    }
}
