using System.Collections.Concurrent;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>Tells what became of a commit whose connection was lost. Each writes its number into a row that nobody else writes; who wants to know writes another in its place.</summary>
internal sealed class PostgreSqlMarks(NpgsqlDataSource source) : IAsyncDisposable
{
    private readonly string _node = Guid.CreateVersion7().ToString();
    private readonly ConcurrentBag<CommitMark> _free = [];
    private int _made;

    /// <summary>A mark for one commit at a time.</summary>
    public async Task<CommitMark> TakeAsync()
    {
        if (!_free.TryTake(out var mark)) mark = new CommitMark($"{_node}/{Interlocked.Increment(ref _made)}");
        if (mark.IsThere) return mark;
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO commit_marks (id, number) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING") { Parameters = { Value(mark.Id), Value(mark.Number) } });
        // Those of nodes that died.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("DELETE FROM commit_marks WHERE used_on < CURRENT_DATE - 30"));
        await batch.ExecuteNonQueryAsync();
        mark.IsThere = true;
        return mark;
    }

    /// <param name="isThere">Whether its row is surely there; if not, that is looked after when it is next taken.</param>
    public void Return(CommitMark mark, bool isThere)
    {
        mark.IsThere = isThere;
        _free.Add(mark);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _made, 0) == 0) return;
        try
        {
            await using var command = source.CreateCommand("DELETE FROM commit_marks WHERE id LIKE $1");
            command.Parameters.Add(Value(_node + "/%"));
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // They are deleted when they are old.
        }
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}

/// <summary>A row with a number that grows with each commit.</summary>
internal sealed class CommitMark(string id)
{
    private const string Sql = "UPDATE commit_marks SET number = @number, used_on = CURRENT_DATE WHERE id = @id AND number = @before";

    public string Id => id;

    /// <summary>Of the last commit that was kept.</summary>
    public long Number { get; private set; }

    public bool IsThere { get; set; }

    /// <summary>Marks a transaction as the next. It fails when somebody has asked what became of it.</summary>
    public void Set(Transaction transaction) =>
        transaction.DeferGuard(Sql, new { number = Number + 1, id, before = Number }, () => new InvalidOperationException($"The commit mark {id} is not at {Number}."));

    /// <summary>The transaction was kept.</summary>
    public void Advance() => Number++;

    /// <summary>Waits until the transaction has ended, and sees to it that it is not kept later if it was not yet.</summary>
    /// <returns>Whether it was kept; null when there is no telling.</returns>
    public async Task<bool?> AskAsync(Transaction transaction)
    {
        await transaction.ExecuteAsync(Sql, new { number = Number + 2, id, before = Number }, CancellationToken.None);
        // It may have been kept in the server's memory only; this commit waits until it is on the disk.
        await transaction.ExecuteAsync("SELECT pg_logical_emit_message(true, 'workflows', '')", null, CancellationToken.None);
        return await transaction.FirstAsync<long?>("SELECT number FROM commit_marks WHERE id = @id", new { id }, CancellationToken.None) is { } number ? number == Number + 1 : null;
    }

    /// <summary>What was answered when it was asked about.</summary>
    public void Advance(bool wasKept) => Number += wasKept ? 1 : 2;
}
