using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Fires due timers and does queued work: what makes runs go on without anybody asking.</summary>
/// <remarks>
/// It sleeps until the next instant that something is due, or until a commit wakes it. What fails is tried again later and later, and never holds up the rest.
/// On a shared database each node claims what it does: the row is put off by a lease, so the work of a node that dies comes back by itself, and what
/// makes work happen once is not the claim but the commit, which takes the row away.
/// </remarks>
public sealed class BackgroundWork(Database database, WorkflowRuntime runtime, Stimuli stimuli, TimeProvider time, WorkSignal signal, WorkLease lease, ILogger<BackgroundWork> logger) : BackgroundService
{
    private const int Batch = 100;

    // What one node of several claims at a time: little enough to be done well within the lease.
    private const int SharedBatch = 32;

    private const int TimersAtOnce = 8;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // On a shared database another node may have died before it could do, or tell of, what it wrote.
    private static readonly TimeSpan LongestSharedSleep = TimeSpan.FromSeconds(5);

    /// <summary>Does everything that is due now, one after the other, including what that causes. Returns when nothing more is.</summary>
    /// <returns>How many pieces of work were done.</returns>
    public Task<int> RunDueAsync(CancellationToken ct) => RunDueAsync(timersAtOnce: 1, ct);

    /// <summary>When the next timer or piece of work is due; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken ct)
    {
        var (timer, work) = await NextAsync(ct);
        return timer < work || work is null ? timer : work;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Changes.Changed += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await RunDueAsync(TimersAtOnce, stoppingToken);
                    var next = await NextDueAsync(stoppingToken);
                    var latest = time.GetUtcNow() + LongestSharedSleep;
                    await signal.WaitAsync(database.IsShared && (next is null || next > latest) ? latest : next, time, stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    // The database may be busy or its disk full: what was due stays due.
                    logger.LogError(e, "Background work could not go on; it is tried again in five seconds");
                    await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while it waited to try again.
        }
        finally
        {
            database.Changes.Changed -= Wake;
        }
    }

    private void Wake(Change change)
    {
        if (change is Change.Work work) signal.Raise(work.DueAt);
        else if (change is Change.Anything) signal.Raise();
    }

    private async Task<int> RunDueAsync(int timersAtOnce, CancellationToken ct)
    {
        var total = 0;
        while (!ct.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var (timer, work) = await NextAsync(ct);
            var done = timer <= now ? await FireTimersAsync(now, timersAtOnce, ct) : 0;
            if (work <= now || done > 0) done += await DoQueueAsync(ct);
            if (done == 0) return total;
            total += done;
        }

        return total;
    }

    private async Task<(DateTimeOffset? Timer, DateTimeOffset? Work)> NextAsync(CancellationToken ct)
    {
        // Each is one step into an index, however many wait.
        await using var reader = database.OpenReader();
        var next = await reader.QuerySingleAsync<NextRow>(new CommandDefinition(
            "SELECT (SELECT MIN(fire_at) FROM timers) AS timer, (SELECT MIN(available_at) FROM queue) AS work", cancellationToken: ct));
        return (next.Timer, next.Work);
    }

    private async Task<int> FireTimersAsync(DateTimeOffset now, int atOnce, CancellationToken ct)
    {
        var due = await ClaimAsync<TimerRow>("timers", "fire_at", "fire_at", "id, instance_id, due_at, fire_at AS claimed_until, attempts", now);
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(due, options, async (timer, _) =>
        {
            // A node that stops gives back what it has not begun; what it has begun it finishes.
            if (ct.IsCancellationRequested)
            {
                await GiveBackAsync("UPDATE timers SET fire_at = @now WHERE id = @Id AND fire_at = @ClaimedUntil", timer.Id, timer.ClaimedUntil, now);
                return;
            }

            try
            {
                await FireAsync(timer, CancellationToken.None);
            }
            catch (WorkGoneException)
            {
                // Another node has fired it.
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                logger.LogError(e, "Timer {Timer} of instance {Instance} failed", timer.Id, timer.InstanceId);
                await PostponeAsync("UPDATE timers SET fire_at = @later, attempts = attempts + 1 WHERE id = @id", timer.Id, timer.Attempts, e);
            }
        });
        return due.Count;
    }

    private async Task FireAsync(TimerRow timer, CancellationToken ct)
    {
        if (timer.InstanceId is null)
        {
            await StartByTimerAsync(timer, ct);
            return;
        }

        // The commit deletes the timer with its bookmark, so it fires once.
        var resumed = await runtime.ResumeAsync(
            timer.InstanceId,
            instance => instance.Bookmarks.Where(bookmark => bookmark.Id == timer.Id),
            new ResumeWith(Payload: null, Input: null, timer.DueAt),
            [],
            ct);
        if (resumed is null) await database.WriteAsync(transaction => transaction.ExecuteAsync("DELETE FROM timers WHERE id = @Id", new { timer.Id }, ct), ct);
    }

    private async Task StartByTimerAsync(TimerRow timer, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var trigger = await reader.QueryFirstOrDefaultAsync<TriggerRow>(new CommandDefinition(
            "SELECT id, definition_id, definition_version_id, activity_id, name, payload FROM triggers WHERE id = @Id", new { timer.Id }, cancellationToken: ct));
        var turn = trigger is null ? new TimerTurn(Runs: false, Next: null) : TimerTurn.Of(trigger, timer.DueAt, time.GetUtcNow());
        var moved = new TimerMoved(timer.Id, timer.DueAt, turn.Next);
        if (turn.Runs)
        {
            var started = await runtime.StartAsync(
                new StartWorkflow { DefinitionId = trigger!.DefinitionId, VersionId = trigger.DefinitionVersionId, TriggerActivityId = trigger.ActivityId, TriggerPayload = timer.DueAt },
                [moved],
                ct);
            if (started.Outcome == StartOutcome.Started) return;
        }
        else if (trigger is not null)
        {
            logger.LogWarning("{Process} was not started for {DueAt:u}, which has passed: its catch-up is to skip. Next: {Next:u}", trigger.DefinitionId, timer.DueAt, turn.Next);
        }

        await database.WriteAsync(transaction => moved.WriteAsync(transaction, null!, ct), ct);
    }

    private async Task<int> DoQueueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var rows = await ClaimAsync<QueueRow>("queue", "available_at", "available_at, id", "id, kind, payload AS json, attempts, created_at, available_at AS claimed_until", now);
        foreach (var row in rows)
        {
            if (ct.IsCancellationRequested)
            {
                await GiveBackAsync("UPDATE queue SET available_at = @now WHERE id = @Id AND available_at = @ClaimedUntil", row.Id, row.ClaimedUntil, now);
                continue;
            }

            try
            {
                await stimuli.DoAsync(row, CancellationToken.None);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                logger.LogError(e, "Queued work {Id} ({Kind}) failed", row.Id, row.Kind);
                await PostponeAsync("UPDATE queue SET available_at = @later, attempts = attempts + 1, last_error = @error WHERE id = @id", row.Id, row.Attempts, e);
            }
        }

        return rows.Count;
    }

    /// <summary>Takes what is due, the earliest first. On a shared database what another node is taking is passed over, and what is taken is put off by the lease.</summary>
    private async Task<List<T>> ClaimAsync<T>(string table, string column, string order, string columns, DateTimeOffset now)
    {
        if (!database.IsShared)
        {
            await using var reader = database.OpenReader();
            return (await reader.QueryAsync<T>($"SELECT {columns} FROM {table} WHERE {column} <= @now ORDER BY {order} LIMIT @Batch", new { now, Batch })).AsList();
        }

        var sql = $"""
            UPDATE {table} SET {column} = @until
            WHERE  id IN (SELECT id FROM {table} WHERE {column} <= @now ORDER BY {order} LIMIT @SharedBatch {database.SkipLocked})
            RETURNING {columns}
            """;
        var until = now + lease.Duration;
        // Not cancelled half way: what was claimed is done, or given back.
        var claimed = await database.WriteAsync(
            async transaction => (await transaction.QueryAsync<T>(sql, new { until, now, SharedBatch }, CancellationToken.None)).AsList(), CancellationToken.None);
        // There may be more than this node does by itself.
        if (claimed.Count == SharedBatch) database.TellOthers(new Change.Work(now));
        return claimed;
    }

    private Task GiveBackAsync(string sql, string id, DateTimeOffset claimedUntil, DateTimeOffset now) => database.IsShared
        ? database.WriteAsync(transaction => transaction.ExecuteAsync(sql, new { Id = id, ClaimedUntil = claimedUntil, now }, CancellationToken.None), CancellationToken.None)
        : Task.CompletedTask;

    private Task PostponeAsync(string sql, string id, int attempts, Exception error)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, attempts)));
        return database.WriteAsync(
            transaction => transaction.ExecuteAsync(sql, new { id, later = time.GetUtcNow() + pause, error = error.Message }, CancellationToken.None), CancellationToken.None);
    }

    /// <summary>The guard on due_at makes a timer that another node has just fired change nothing.</summary>
    private sealed record TimerMoved(string Id, DateTimeOffset DueAt, DateTimeOffset? Next) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            transaction.DeferGuard(
                Next is null
                    ? "DELETE FROM timers WHERE id = @Id AND due_at = @DueAt"
                    : "UPDATE timers SET due_at = @Next, fire_at = @Next, attempts = 0 WHERE id = @Id AND due_at = @DueAt",
                new { Id, DueAt, Next },
                () => new WorkGoneException());
            if (Next is { } next) transaction.Announce(new Change.Work(next));
            return Task.CompletedTask;
        }
    }

    private sealed class NextRow
    {
        public DateTimeOffset? Timer { get; init; }

        public DateTimeOffset? Work { get; init; }
    }

    private sealed class TimerRow
    {
        public string Id { get; init; } = "";

        public string? InstanceId { get; init; }

        public DateTimeOffset DueAt { get; init; }

        /// <summary>The end of this node's lease, on a shared database.</summary>
        public DateTimeOffset ClaimedUntil { get; init; }

        public int Attempts { get; init; }
    }
}
