using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock.Scheduling;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Fires due timers and does queued work: what makes runs go on without anybody asking.</summary>
/// <remarks>It sleeps until the next instant that something is due, or until a commit wakes it. What fails is tried again later and later, and never holds up the rest.</remarks>
public sealed class BackgroundWork(Database database, WorkflowRuntime runtime, Stimuli stimuli, TimeProvider time, WorkSignal signal, ILogger<BackgroundWork> logger) : BackgroundService
{
    private const int Batch = 100;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Does everything that is due now, including what that causes. Returns when nothing more is.</summary>
    /// <returns>How many pieces of work were done.</returns>
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        var total = 0;
        while (true)
        {
            var done = await FireTimersAsync(ct) + await DoQueueAsync(ct);
            if (done == 0) return total;
            total += done;
        }
    }

    /// <summary>When the next timer or piece of work is due; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<DateTimeOffset?>(new CommandDefinition(
            "SELECT MIN(at) FROM (SELECT MIN(fire_at) AS at FROM timers UNION ALL SELECT MIN(available_at) AS at FROM queue) AS due", cancellationToken: ct));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
                await signal.WaitAsync(await NextDueAsync(stoppingToken), time, stoppingToken);
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

    private async Task<int> FireTimersAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var due = (await reader.QueryAsync<TimerRow>(new CommandDefinition(
            "SELECT id, instance_id, due_at, attempts FROM timers WHERE fire_at <= @now ORDER BY fire_at LIMIT @Batch", new { now = time.GetUtcNow(), Batch }, cancellationToken: ct))).AsList();
        foreach (var timer in due)
        {
            try
            {
                await FireAsync(timer, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Timer {Timer} of instance {Instance} failed", timer.Id, timer.InstanceId);
                await PostponeAsync("UPDATE timers SET fire_at = @later, attempts = attempts + 1 WHERE id = @id", timer.Id, timer.Attempts, e, ct);
            }
        }

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
        var next = trigger is null ? null : NextOf(trigger);
        var moved = new TimerMoved(timer.Id, timer.DueAt, next);
        if (trigger is not null)
        {
            var started = await runtime.StartAsync(
                new StartWorkflow { DefinitionId = trigger.DefinitionId, VersionId = trigger.DefinitionVersionId, TriggerActivityId = trigger.ActivityId, TriggerPayload = timer.DueAt },
                [moved],
                ct);
            if (started.Outcome == StartOutcome.Started) return;
        }

        await database.WriteAsync(transaction => moved.WriteAsync(transaction, null!, ct), ct);
    }

    private DateTimeOffset? NextOf(TriggerRow trigger)
    {
        var payload = JsonValues.TryParse(trigger.Payload, out var value) ? (ObjectValue)value! : [];
        var now = time.GetUtcNow();
        return trigger.Name switch
        {
            "Elsa.Timer" => now + ValueConverter.To<TimeSpan>(payload["interval"]),
            "Elsa.Cron" => Cron.Next((string)payload["cron"]!, now),
            _ => null,
        };
    }

    private async Task<int> DoQueueAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var rows = (await reader.QueryAsync<QueueRow>(new CommandDefinition(
            "SELECT id, kind, payload AS json, attempts, created_at FROM queue WHERE available_at <= @now ORDER BY available_at, id LIMIT @Batch",
            new { now = time.GetUtcNow(), Batch },
            cancellationToken: ct))).AsList();
        foreach (var row in rows)
        {
            try
            {
                await stimuli.DoAsync(row, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Queued work {Id} ({Kind}) failed", row.Id, row.Kind);
                await PostponeAsync("UPDATE queue SET available_at = @later, attempts = attempts + 1, last_error = @error WHERE id = @id", row.Id, row.Attempts, e, ct);
            }
        }

        return rows.Count;
    }

    private Task PostponeAsync(string sql, string id, int attempts, Exception error, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, attempts)));
        return database.WriteAsync(transaction => transaction.ExecuteAsync(sql, new { id, later = time.GetUtcNow() + pause, error = error.Message }, ct), ct);
    }

    /// <summary>The guard on due_at makes a timer that another node has just fired change nothing.</summary>
    private sealed record TimerMoved(string Id, DateTimeOffset DueAt, DateTimeOffset? Next) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            var changed = Next is null
                ? await transaction.ExecuteAsync("DELETE FROM timers WHERE id = @Id AND due_at = @DueAt", new { Id, DueAt }, ct)
                : await transaction.ExecuteAsync("UPDATE timers SET due_at = @Next, fire_at = @Next, attempts = 0 WHERE id = @Id AND due_at = @DueAt", new { Id, DueAt, Next }, ct);
            if (changed == 0) throw new RevisionConflictException(Id);
        }
    }

    private sealed class TimerRow
    {
        public string Id { get; init; } = "";

        public string? InstanceId { get; init; }

        public DateTimeOffset DueAt { get; init; }

        public int Attempts { get; init; }
    }
}
