using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Brings stimuli to what waits for them or starts with them.</summary>
/// <remarks>
/// A stimulus is first split, in one transaction, into one row of work per receiver; each row is then done once, because its deletion is part of the commit it causes.
/// </remarks>
public sealed class Stimuli(Database database, WorkflowRuntime runtime, TimeProvider time)
{
    /// <summary>How long a stimulus that nothing waits for yet is kept: whoever publishes may be faster than whoever waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Takes a stimulus in. It is delivered after this returns, also when the process dies.</summary>
    public async Task SendAsync(string name, ObjectValue payload, object? content, string? correlationId, string? instanceId, CancellationToken ct)
    {
        var stimulus = new QueueStimulus(name, payload, content, correlationId, instanceId);
        await database.WriteAsync(
            transaction =>
            {
                stimulus.Enqueue(transaction, time.GetUtcNow());
                return Task.CompletedTask;
            },
            ct);
    }

    /// <summary>Splits a stimulus into its receivers. Without any it waits a while for one.</summary>
    internal Task SplitAsync(QueueRow row, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            var stimulus = row.Payload();
            var (name, correlationId, instanceId) = ((string)stimulus["name"]!, (string?)stimulus["correlationId"], (string?)stimulus["instanceId"]);
            var hash = Burst.HashOf(name, stimulus["payload"]);
            var now = time.GetUtcNow();
            var bookmarks = (await transaction.QueryAsync<Receiver>(
                """
                SELECT id, instance_id FROM bookmarks
                WHERE  hash = @hash AND (@instanceId IS NULL OR instance_id = @instanceId) AND (@correlationId IS NULL OR correlation_id = @correlationId)
                ORDER BY created_at, id
                """,
                new { hash, instanceId, correlationId },
                ct)).ToList();
            var triggers = instanceId is null
                ? (await transaction.QueryAsync<TriggerRow>("SELECT id, definition_id, definition_version_id, activity_id FROM triggers WHERE hash = @hash ORDER BY id", new { hash }, ct)).ToList()
                : [];
            if (bookmarks.Count + triggers.Count == 0 && now - row.CreatedAt < Patience)
            {
                await transaction.ExecuteAsync("UPDATE queue SET available_at = @later WHERE id = @Id", new { later = now + Retry, row.Id }, ct);
                return;
            }

            // Of two nodes that split the same stimulus, one deletes the row.
            if (await transaction.ExecuteAsync("DELETE FROM queue WHERE id = @Id", new { row.Id }, ct) == 0) return;

            foreach (var trigger in triggers)
            {
                WorkQueue.Enqueue(
                    transaction,
                    Guid.CreateVersion7().ToString(),
                    StartByTrigger,
                    new ObjectValue
                    {
                        ["versionId"] = trigger.DefinitionVersionId,
                        ["definitionId"] = trigger.DefinitionId,
                        ["activityId"] = trigger.ActivityId,
                        ["content"] = stimulus["content"],
                        ["correlationId"] = correlationId,
                    },
                    now);
            }

            foreach (var bookmark in bookmarks)
            {
                WorkQueue.Enqueue(
                    transaction,
                    Guid.CreateVersion7().ToString(),
                    ResumeBookmark,
                    new ObjectValue { ["instanceId"] = bookmark.InstanceId, ["bookmarkId"] = bookmark.Id, ["content"] = stimulus["content"] },
                    now);
            }
        },
        ct);

    /// <summary>Does one row of work. It is gone when it is done, and only then.</summary>
    internal async Task DoAsync(QueueRow row, CancellationToken ct)
    {
        try
        {
            await DoOnceAsync(row, ct);
        }
        catch (WorkGoneException)
        {
            // Another node has done it.
        }
    }

    private async Task DoOnceAsync(QueueRow row, CancellationToken ct)
    {
        var done = new WorkDone(row.Id);
        var work = row.Payload();
        switch (row.Kind)
        {
            case QueueStimulus.Kind:
                await SplitAsync(row, ct);
                return;
            case QueueWorkflow.Kind:
                var started = await runtime.StartAsync(
                    new StartWorkflow
                    {
                        InstanceId = row.Id,
                        DefinitionId = (string)work["definitionId"]!,
                        CorrelationId = (string?)work["correlationId"],
                        Input = (ObjectValue)work["input"]!,
                        Properties = (ObjectValue)work["properties"]!,
                        ParentInstanceId = (string?)work["parentInstanceId"],
                        CheckActivation = false,
                    },
                    [done],
                    ct);
                if (started.Outcome == StartOutcome.NoSuchDefinition)
                    throw new InvalidOperationException($"No published workflow definition found with ID '{work["definitionId"]}'.");
                if (started.Outcome != StartOutcome.Started) break;
                return;
            case StartByTrigger:
                var triggered = await runtime.StartAsync(
                    new StartWorkflow
                    {
                        InstanceId = row.Id,
                        DefinitionId = (string)work["definitionId"]!,
                        VersionId = (string)work["versionId"]!,
                        CorrelationId = (string?)work["correlationId"],
                        TriggerActivityId = (string)work["activityId"]!,
                        TriggerPayload = work["content"],
                    },
                    [done],
                    ct);
                if (triggered.Outcome != StartOutcome.Started) break;
                return;
            case ResumeBookmark:
                var bookmarkId = (string)work["bookmarkId"]!;
                var resumed = await runtime.ResumeAsync(
                    (string)work["instanceId"]!,
                    instance => instance.Bookmarks.Where(bookmark => bookmark.Id == bookmarkId),
                    new ResumeWith(work["content"], Input: null, row.CreatedAt),
                    [done],
                    ct);
                if (resumed is null) break;
                return;
            default:
                throw new InvalidOperationException($"There is no queued work of kind '{row.Kind}'.");
        }

        // Nothing was committed, because there was nothing to do any more.
        await database.WriteAsync(transaction => done.WriteAsync(transaction, null!, ct), ct);
    }

    // Stored names.
    private const string StartByTrigger = "start";
    private const string ResumeBookmark = "resume";

    private sealed record WorkDone(string Id) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            transaction.DeferGuard("DELETE FROM queue WHERE id = @Id", new { Id }, () => new WorkGoneException());
            return Task.CompletedTask;
        }
    }

    private sealed class Receiver
    {
        public string Id { get; init; } = "";

        public string InstanceId { get; init; } = "";
    }
}

/// <summary>Somebody else has done this piece of work: another node, when this one was thought dead.</summary>
internal sealed class WorkGoneException : Exception;

/// <summary>A trigger of a published definition, as stored.</summary>
internal sealed class TriggerRow
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public string DefinitionVersionId { get; init; } = "";

    public string ActivityId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Payload { get; init; } = "";
}

internal sealed class QueueRow
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Json { get; init; } = "";

    public int Attempts { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The end of this node's lease, on a shared database.</summary>
    public DateTimeOffset ClaimedUntil { get; init; }

    public ObjectValue Payload() => JsonValues.TryParse(Json, out var value) && value is ObjectValue payload ? payload : [];
}
