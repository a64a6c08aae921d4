using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Sends what is due in the outbox, each message at least once. It sleeps until a commit wakes it or the next message is due.</summary>
/// <remarks>
/// A message is claimed with a lease before it is sent, so several nodes share one outbox, and what a dead node had claimed comes back when the lease ends.
/// The claim counts as the attempt: a message that kills its process is parked in the end like any other.
/// </remarks>
public sealed class OutboxWorker(
    Database database, OutboxStore store, IEnumerable<OutboxHandler> handlers, IEnumerable<OutboxRefusals> refusals, IOptions<OutboxOptions> options, TimeProvider time, ILogger<OutboxWorker> logger)
    : BackgroundService
{
    // A timer that runs late or is lost costs no more than this.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    // A receiver that asks for more is asked again after this.
    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(1);

    // Another node may have died before it could send what it wrote.
    private static readonly TimeSpan LongestSharedSleep = TimeSpan.FromSeconds(10);

    private readonly OutboxOptions _options = options.Value;
    private readonly string _node = options.Value.Node ?? (database.IsShared ? $"{Environment.MachineName}-{Guid.CreateVersion7():N}" : "local");
    private readonly Dictionary<string, OutboxHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);
    private readonly OutboxLanes _lanes = new(options.Value);
    private readonly Together<Delivery, bool> _delivered = new(delivered => NoteAsync(database, delivered), TimeProvider.System);
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _sending = [];
    private List<TaskCompletionSource> _idleWaiters = [];

    /// <summary>Completes when nothing is due and nothing is being sent; messages that wait for a later try do not count.</summary>
    public Task WhenIdleAsync(CancellationToken ct)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock) _idleWaiters.Add(waiter);
        store.Wake();
        return waiter.Task.WaitAsync(ct);
    }

    /// <summary>Takes nothing new, and finishes what is being sent; when <paramref name="cancellationToken"/> ends first, breaks that off and gives it back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // In a hurry too: a look that has begun may still claim something, and that must be given back.
        // Stopped before it had begun, it is cancelled; of what failed in it the host knows.
        if (ExecuteTask is { } looking) await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await using var hurry = cancellationToken.Register(_abort.Cancel);
        Task[] sending;
        lock (_lock) sending = [.. _sending];
        await Task.WhenAll(sending);
        lock (_lock)
        {
            foreach (var waiter in _idleWaiters) waiter.TrySetCanceled(CancellationToken.None);
            _idleWaiters.Clear();
        }
    }

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var startedBefore = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var wakeAt = time.GetUtcNow() + AfterFailure;
            try
            {
                if (!startedBefore) await TakeBackOwnClaimsAsync(stoppingToken);
                startedBefore = true;
                wakeAt = await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // A full disk or a lost database must not end the worker; it looks again soon.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.LogError(failure, "The outbox could not be read; trying again in {Delay}.", AfterFailure);
            }

            await SleepUntilAsync(wakeAt, stoppingToken);
        }
    }

    /// <summary>Starts everything that is due and that the limits allow.</summary>
    /// <returns>When to look again if nothing wakes the worker before.</returns>
    private async Task<DateTimeOffset> LookAsync(CancellationToken ct)
    {
        // Before anything is looked at: who wakes the worker from here on is heard by the next look.
        store.NoticeWake();
        List<TaskCompletionSource> waiters;
        lock (_lock) (waiters, _idleWaiters) = (_idleWaiters, []);
        try
        {
            // One instant for the whole look: what falls due between claiming and asking for the next would be seen by neither.
            var now = time.GetUtcNow();
            while (await ClaimAsync(now, ct) is { } claims)
            {
                foreach (var claim in claims) Start(claim);
            }

            // Woken meanwhile, it looks again at once: what is due later need not be asked for now.
            if (store.IsWoken && waiters.Count == 0) return now;

            // Before the look at what is due: a message that ends while we look may leave another one in its place.
            bool quiet;
            lock (_lock) quiet = _sending.Count == 0;
            var (dueNow, dueNext) = await DueAsync(now, ct);
            if (quiet && !dueNow)
            {
                foreach (var waiter in waiters) waiter.TrySetResult();
                waiters.Clear();
            }

            // What is due already waits for a lane: one that is full wakes the worker when a message leaves it, one that is held back by its rate does not.
            return new[] { dueNext, dueNow ? _lanes.NextOpening(now) : null, now + (database.IsShared ? LongestSharedSleep : LongestSleep) }.Min()!.Value;
        }
        finally
        {
            lock (_lock) _idleWaiters.AddRange(waiters);
        }
    }

    /// <returns>What this node may send now, empty when other nodes were quicker; null when nothing is due or no lane takes it.</returns>
    private async Task<List<OutboxClaim>?> ClaimAsync(DateTimeOffset now, CancellationToken ct)
    {
        int free;
        lock (_lock) free = _options.Concurrency - _sending.Count;
        if (free <= 0) return null;

        const string select = """
            SELECT id, kind, lane FROM outbox
            WHERE  status = 'waiting' AND next_attempt_at <= @now AND (claimed_until IS NULL OR claimed_until < @now) AND lane NOT IN @closed
            ORDER  BY next_attempt_at
            LIMIT  @free
            """;
        List<OutboxLane> due;
        await using (var reader = database.OpenReader())
        {
            due = [.. await reader.QueryAsync<OutboxLane>(new CommandDefinition(select, new { now, free, closed = _lanes.Closed(now) }, cancellationToken: ct))];
        }

        var chosen = due.Where(message => _lanes.TryEnter(message.Lane, message.Kind, now)).ToList();
        if (chosen.Count == 0) return null;

        // The WHERE clause is the lock: of several nodes that saw the message due, one changes the row.
        var claim = $"""
            UPDATE outbox SET claimed_until = @until, claimed_by = @_node, attempts = attempts + 1
            WHERE  id IN (
                SELECT id FROM outbox
                WHERE  id IN @ids AND status = @waiting AND next_attempt_at <= @now AND (claimed_until IS NULL OR claimed_until < @now)
                {database.SkipLocked})
            RETURNING id, kind, lane, destination, instance_id, topic, subject, payload, not_after, attempts, claimed_until
            """;
        var until = now + _options.AttemptTimeout + _options.AttemptTimeout;
        var ids = chosen.ConvertAll(message => message.Id);
        try
        {
            // Not cancelled half way: a claim that was committed is sent, or given back.
            var claims = await database.WriteAsync(
                async transaction => (await transaction.QueryAsync<OutboxClaim>(claim, new { until, _node, ids, now, waiting = OutboxStore.Waiting }, CancellationToken.None)).ToList(), CancellationToken.None);
            foreach (var lost in chosen.ExceptBy(claims.Select(taken => taken.Id), message => message.Id)) _lanes.Leave(lost.Lane);
            return claims;
        }
        catch
        {
            foreach (var message in chosen) _lanes.Leave(message.Lane);
            throw;
        }
    }

    private void Start(OutboxClaim claim)
    {
        // The lock keeps the task from removing itself before it was added.
        lock (_lock)
        {
            Task sending = null!;
            sending = Task.Run(async () =>
            {
                await SendAndRecordAsync(claim);
                lock (_lock) _sending.Remove(sending);
                store.Wake();
            });
            _sending.Add(sending);
        }
    }

    private async Task SendAndRecordAsync(OutboxClaim claim)
    {
        try
        {
            var result = await SendAsync(claim);
            // Whoever asks to be left alone means all callers, not the one message.
            if (AskedToWait(result) is { } rest && rest > TimeSpan.Zero) _lanes.Hold(claim.Lane, claim.Kind, time.GetUtcNow() + rest);
            // The receiver is done with this message: the next one need not wait until that is noted.
            _lanes.Leave(claim.Lane);
            store.Wake();
            await RecordAsync(claim, result);
        }
#pragma warning disable CA1031 // What could not be recorded is tried again when the lease ends: at least once.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogError(failure, "The outcome of sending {Kind} {Id} could not be recorded.", claim.Kind, claim.Id);
        }
    }

    /// <returns>Null when the host stops and the attempt was broken off.</returns>
    private async Task<OutboxResult?> SendAsync(OutboxClaim claim)
    {
        if (!_handlers.TryGetValue(claim.Kind, out var handler)) return new OutboxResult.Withheld($"Nothing here sends messages of kind '{claim.Kind}'.");
        if (claim.NotAfter < time.GetUtcNow()) return new OutboxResult.Withheld($"It was not sent before {claim.NotAfter:yyyy-MM-dd HH:mm:ss} UTC and is of no use after that.");

        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _abort.Token);
        try
        {
            // WaitAsync: a handler that does not heed its token must not hold its place for ever.
            return await handler.SendAsync(claim.ToMessage(), stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception) when (_abort.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return new OutboxResult.Retry($"No answer within {_options.AttemptTimeout.TotalSeconds:0.#} seconds.");
        }
#pragma warning disable CA1031 // Whatever a handler throws is its answer to this attempt.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new OutboxResult.Retry(failure.Message);
        }
    }

    private async Task RecordAsync(OutboxClaim claim, OutboxResult? result)
    {
        var now = time.GetUtcNow();
        if (result is OutboxResult.Delivered)
        {
            await _delivered.DoAsync(new Delivery(claim.Id, now));
            return;
        }

        var parked = result is OutboxResult.Refused or OutboxResult.Withheld || (result is OutboxResult.Retry && claim.Attempts >= _options.Tries);
        var (sql, reason) = result switch
        {
            null => ("UPDATE outbox SET claimed_until = NULL, claimed_by = NULL WHERE id = @Id AND status = @waiting AND claimed_by = @_node AND claimed_until = @ClaimedUntil", null),
            _ => (
                """
                UPDATE outbox SET status = @status, next_attempt_at = @next, last_error = @reason, claimed_until = NULL, claimed_by = NULL
                WHERE  id = @Id AND status = @waiting AND claimed_by = @_node AND claimed_until = @ClaimedUntil
                """,
                OneLine(ReasonOf(result))),
        };
        var next = parked ? now : now + (AskedToWait(result) ?? _options.DelayAfter(claim.Attempts));
        var parameters = new { claim.Id, _node, claim.ClaimedUntil, now, next, reason, status = parked ? "parked" : OutboxStore.Waiting, waiting = OutboxStore.Waiting };
        var follow = parked ? await FollowAsync(claim, result!) : [];
        try
        {
            await database.WriteAsync(
                async transaction =>
                {
                    // First what follows, then the message: whoever decides a task locks the task before the messages about it, too.
                    foreach (var write in follow) await write(transaction);
                    if (await transaction.ExecuteAsync(sql, parameters, CancellationToken.None) == 0 && follow.Count > 0) throw new TakenOverException();
                },
                CancellationToken.None);
        }
        catch (TakenOverException)
        {
            // Another node has it, or it was withdrawn: what follows is not ours to write.
            return;
        }

        if (parked) logger.LogWarning("{Kind} {Id} is parked after {Attempts} attempts: {Reason}", claim.Kind, claim.Id, claim.Attempts, reason);
    }

    /// <summary>Notes in one commit what was delivered at the same moment: one for each would be more work for the database than all the rest of sending it.</summary>
    private static async Task<IReadOnlyList<bool>> NoteAsync(Database database, IReadOnlyList<Delivery> delivered)
    {
        // Sent is sent, even when it was withdrawn or another node took it over meanwhile.
        const string sql = "UPDATE outbox SET status = 'delivered', delivered_at = @At, last_error = NULL, claimed_until = NULL, claimed_by = NULL WHERE id = @Id";
        await database.WriteAsync(
            transaction =>
            {
                foreach (var one in delivered.OrderBy(one => one.Id, StringComparer.Ordinal)) transaction.Defer(sql, one);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return [.. delivered.Select(_ => true)];
    }

    private static TimeSpan? AskedToWait(OutboxResult? result) =>
        result is OutboxResult.Retry { After: { } after } ? (after < LongestWish ? after : LongestWish) : null;

    /// <summary>What is to be written because a message did not arrive.</summary>
    private async Task<List<Func<Transaction, Task>>> FollowAsync(OutboxClaim claim, OutboxResult result)
    {
        var follow = new List<Func<Transaction, Task>>();
        if (result is OutboxResult.Withheld) return follow;
        var refused = result as OutboxResult.Refused ?? new OutboxResult.Refused(ReasonOf(result));
        foreach (var listener in refusals)
        {
            try
            {
                if (await listener.OnRefusedAsync(claim.ToMessage(), refused, CancellationToken.None) is { } write) follow.Add(write);
            }
            catch (Exception failure) when (claim.Attempts >= _options.Tries)
            {
                // Before that, the lease ends and it is tried again; for ever would help nobody.
                logger.LogError(failure, "What follows the refusal of {Kind} {Id} could not be prepared.", claim.Kind, claim.Id);
            }
        }

        return follow;
    }

    private static string ReasonOf(OutboxResult result) => result switch
    {
        OutboxResult.Refused refused => refused.Reason,
        OutboxResult.Withheld withheld => withheld.Reason,
        OutboxResult.Retry retry => retry.Reason,
        _ => "",
    };

    private Task TakeBackOwnClaimsAsync(CancellationToken ct) =>
        database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "UPDATE outbox SET claimed_until = NULL, claimed_by = NULL WHERE status = 'waiting' AND claimed_by = @_node", new { _node }, ct),
            ct);

    /// <summary>Whether something is due that nobody is sending, and when the next message falls due or a lease ends (null: nothing waits).</summary>
    private async Task<(bool Now, DateTimeOffset? Next)> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        // Each part is one step into an index, however many messages wait.
        const string dueNow = """
            SELECT COUNT(*) FROM (
                SELECT id FROM outbox WHERE status = 'waiting' AND next_attempt_at <= @now AND (claimed_until IS NULL OR claimed_until < @now) LIMIT 1) AS due
            """;
        const string dueNext = """
            SELECT MIN(instant) FROM (
                SELECT MIN(next_attempt_at) AS instant FROM outbox WHERE status = 'waiting' AND next_attempt_at > @now
                UNION ALL
                SELECT MIN(claimed_until) + 1 FROM outbox WHERE claimed_until >= @now) AS instants
            """;
        await using var reader = database.OpenReader();
        var count = await reader.ExecuteScalarAsync<long>(new CommandDefinition(dueNow, new { now }, cancellationToken: ct));
        var earliest = await reader.ExecuteScalarAsync<long?>(new CommandDefinition(dueNext, new { now }, cancellationToken: ct));
        return (count > 0, earliest is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null);
    }

    private async Task SleepUntilAsync(DateTimeOffset instant, CancellationToken ct)
    {
        var delay = instant - time.GetUtcNow();
        if (delay <= TimeSpan.Zero) return;
        await using var timer = time.CreateTimer(_ => store.Wake(), null, delay, Timeout.InfiniteTimeSpan);
        // The clock may have moved between reading it and setting the timer.
        if (time.GetUtcNow() >= instant) return;
        try
        {
            await store.WhenWokenAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private static string OneLine(string reason)
    {
        var line = string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 500 ? line : line[..499] + "…";
    }

    private sealed record Delivery(string Id, DateTimeOffset At);

    private sealed class TakenOverException : Exception;
}
