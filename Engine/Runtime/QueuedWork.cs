using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Starts a workflow in the background, once, after the commit.</summary>
public sealed record QueueWorkflow(
    string InstanceId, string DefinitionId, string? CorrelationId, ObjectValue Input, ObjectValue Properties, string ParentInstanceId) : Effect
{
    /// <summary>Stored name.</summary>
    public const string Kind = "dispatch";

    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        WorkQueue.Enqueue(
            transaction,
            // The queued row is found again by the id of the instance that it will start, so it starts once.
            InstanceId,
            Kind,
            new ObjectValue
            {
                ["definitionId"] = DefinitionId,
                ["correlationId"] = CorrelationId,
                ["input"] = Input,
                ["properties"] = Properties,
                ["parentInstanceId"] = ParentInstanceId,
            },
            context.Now);
        return Task.CompletedTask;
    }
}

/// <summary>Delivers a stimulus to whatever waits for it or starts with it, after the commit.</summary>
/// <param name="Payload">What it is matched by.</param>
/// <param name="Content">What it brings.</param>
/// <param name="InstanceId">Only this instance receives it; null: all.</param>
public sealed record QueueStimulus(string Name, ObjectValue Payload, object? Content, string? CorrelationId, string? InstanceId) : Effect
{
    /// <summary>Stored name.</summary>
    public const string Kind = "stimulus";

    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        Enqueue(transaction, context.Now);
        return Task.CompletedTask;
    }

    internal void Enqueue(Transaction transaction, DateTimeOffset now) =>
        WorkQueue.Enqueue(
            transaction,
            Guid.CreateVersion7().ToString(),
            Kind,
            new ObjectValue { ["name"] = Name, ["payload"] = Payload, ["content"] = Content, ["correlationId"] = CorrelationId, ["instanceId"] = InstanceId },
            now);
}

internal static class WorkQueue
{
    public static void Enqueue(Transaction transaction, string id, string kind, ObjectValue payload, DateTimeOffset now)
    {
        transaction.Defer(
            "INSERT INTO queue (id, kind, payload, available_at, created_at) VALUES (@id, @kind, @json, @now, @now)",
            new { id, kind, json = JsonValues.ToJson(payload), now });
        transaction.Announce(new Change.Work(now));
    }
}
