using System.Threading.Channels;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Outbox;

/// <summary>The messages that wait to be sent, and the log of those that were.</summary>
public sealed class OutboxStore(Database database, TimeProvider time)
{
    /// <summary>Stored name. Statements that find rows by something else take it as a parameter: see ADR 0003, "Why a status is a parameter".</summary>
    internal const string Waiting = "waiting";

    // One slot: any number of wakes before the worker looks again are one look.
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Writes a message with the commit that asks for it; it is sent after that commit, and not before its time. The same message again changes nothing.</summary>
    /// <exception cref="OutboxConflictException">The id is taken by a message with other content.</exception>
    public Task EnqueueAsync(Transaction transaction, OutboxMessage message, CancellationToken ct)
    {
        const string insert = """
            INSERT INTO outbox (id, kind, lane, destination, instance_id, topic, subject, payload, status, next_attempt_at, not_after, created_at)
            VALUES (@Id, @Kind, @Lane, @Destination, @InstanceId, @Topic, @Subject, @Payload, 'waiting', @due, @NotAfter, @now)
            ON CONFLICT (id) DO UPDATE SET id = excluded.id
            WHERE  outbox.kind = excluded.kind AND outbox.destination = excluded.destination AND outbox.payload IN (excluded.payload, '')
            """;
        // Only what the receiver would see is content: a message that is asked for twice may name two times after which it is of no use.
        var now = time.GetUtcNow();
        transaction.DeferGuard(
            insert,
            new
            {
                message.Id, message.Kind, message.Lane, message.Destination, message.InstanceId, message.Topic, message.Subject, message.Payload, message.NotAfter, now,
                due = message.NotBefore is { } notBefore && notBefore > now ? notBefore : now,
            },
            () => new OutboxConflictException(message.Id));
        transaction.AfterCommit(Wake);
        return Task.CompletedTask;
    }

    /// <summary>Withdraws what an instance still has waiting. What is being sent at this moment may arrive all the same.</summary>
    public static void WithdrawInstance(Transaction transaction, string instanceId) =>
        transaction.Defer("UPDATE outbox SET status = 'withdrawn' WHERE instance_id = @instanceId AND status = @waiting", new { instanceId, waiting = Waiting });

    /// <summary>Withdraws what still waits about one topic, such as a task that has been decided.</summary>
    public static void WithdrawTopic(Transaction transaction, string topic) =>
        transaction.Defer("UPDATE outbox SET status = 'withdrawn' WHERE topic = @topic AND status = @waiting", new { topic, waiting = Waiting });

    /// <summary>Withdraws what still waits about one topic to some of its receivers.</summary>
    public static void WithdrawTopic(Transaction transaction, string topic, IReadOnlyCollection<string> destinations) =>
        transaction.Defer("UPDATE outbox SET status = 'withdrawn' WHERE topic = @topic AND destination IN @destinations AND status = @waiting", new { topic, destinations, waiting = Waiting });

    /// <summary>Sends a parked or delivered message again: the same content under the same key, with all its tries.</summary>
    public async Task<ResendResult> ResendAsync(string id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await database.WriteAsync(
            async transaction =>
            {
                const string update = """
                    UPDATE outbox SET status = 'waiting', attempts = 0, next_attempt_at = @now, last_error = NULL, delivered_at = NULL
                    WHERE  id = @id AND status IN ('parked', 'delivered') AND (not_after IS NULL OR not_after > @now) AND payload <> ''
                    """;
                if (await transaction.ExecuteAsync(update, new { id, now }, ct) == 1)
                {
                    transaction.AfterCommit(Wake);
                    return ResendResult.Waiting;
                }

                return await transaction.FirstAsync<string>("SELECT CASE WHEN payload = '' THEN 'emptied' ELSE status END FROM outbox WHERE id = @id", new { id }, ct) switch
                {
                    null => ResendResult.NotFound,
                    "waiting" => ResendResult.AlreadyWaiting,
                    "withdrawn" => ResendResult.Withdrawn,
                    "emptied" => ResendResult.Emptied,
                    _ => ResendResult.TooLate,
                };
            },
            ct);
    }

    /// <summary>The message with this id, or null.</summary>
    public async Task<OutboxEntry?> FindAsync(string id, CancellationToken ct)
    {
        const string select = """
            SELECT id, kind, destination, instance_id, topic, subject, status, attempts, next_attempt_at, not_after, last_error, created_at, delivered_at
            FROM   outbox WHERE id = @id
            """;
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<OutboxEntry>(new CommandDefinition(select, new { id }, cancellationToken: ct));
    }

    /// <summary>Messages newest first.</summary>
    /// <param name="after">The last entry of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<OutboxEntry>> ListAsync(OutboxFilter filter, (DateTimeOffset CreatedAt, string Id)? after, int limit, CancellationToken ct)
    {
        const string select = """
            SELECT id, kind, destination, instance_id, topic, subject, status, attempts, next_attempt_at, not_after, last_error, created_at, delivered_at
            FROM   outbox
            WHERE  (@status IS NULL OR status = @status)
              AND  (@InstanceId IS NULL OR instance_id = @InstanceId)
              AND  (@Destination IS NULL OR LOWER(destination) = LOWER(@Destination))
              AND  (created_at, id) < (@createdAt, @lastId)
            ORDER  BY created_at DESC, id DESC
            LIMIT  @limit
            """;
        var parameters = new
        {
            status = filter.Status?.ToString().ToLowerInvariant(),
            filter.InstanceId,
            filter.Destination,
            createdAt = after?.CreatedAt ?? DateTimeOffset.MaxValue,
            lastId = after?.Id ?? "",
            limit,
        };
        await using var reader = database.OpenReader();
        return [.. await reader.QueryAsync<OutboxEntry>(new CommandDefinition(select, parameters, cancellationToken: ct))];
    }

    /// <summary>Tells the worker to look: after a commit here, or when another node says so.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    internal async Task WhenWokenAsync(CancellationToken ct) => await _wakes.Reader.ReadAsync(ct);

    /// <summary>Whether the worker was told to look since it last took notice.</summary>
    internal bool IsWoken => _wakes.Reader.Count > 0;

    /// <summary>The worker begins to look: it will see whatever it was told about until now.</summary>
    internal void NoticeWake() => _wakes.Reader.TryRead(out _);
}

/// <summary>What came of asking to send a message again; only <see cref="Waiting"/> changed anything.</summary>
public enum ResendResult
{
    Waiting,
    NotFound,
    AlreadyWaiting,
    Withdrawn,

    /// <summary>Its time has passed: see <see cref="OutboxMessage.NotAfter"/>.</summary>
    TooLate,

    /// <summary>Its content is no longer kept: see <see cref="Retention.RetentionOptions.MessageDays"/>.</summary>
    Emptied,
}
