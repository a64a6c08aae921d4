using Workflows.Activities.Audit;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>Keeps the requests table at what the instances are at, in the same commits.</summary>
/// <remarks>The outcome of a request is what its process sets as the output <c>outcome</c>; <c>reason</c> says why.</remarks>
public sealed class RequestProjection : CommitParticipant
{
    public override async Task WriteAsync(Transaction transaction, Burst burst, EffectContext context, CancellationToken ct)
    {
        var instance = burst.Instance;
        if (RequestInfo.Of(instance) is not { } request) return;
        var (status, outcome) = instance.SubStatus switch
        {
            WorkflowSubStatus.Finished => ("closed", Text(instance, "outcome") ?? "Done"),
            WorkflowSubStatus.Cancelled => ("withdrawn", "Withdrawn"),
            WorkflowSubStatus.Faulted => ("failed", (string?)null),
            _ => ("open", null),
        };
        var changed = await transaction.ExecuteAsync(
            "UPDATE requests SET title = @title, status = @status, outcome = @outcome, reason = @reason, closed_at = @FinishedAt WHERE id = @Id AND status <> @status OR id = @Id AND title <> @title",
            new { title = instance.Name ?? request.Reference, status, outcome, reason = Text(instance, "reason"), instance.FinishedAt, instance.Id },
            ct);
        if (changed == 0 || status is "open" or "withdrawn") return;
        var entry = new AuditEntry { At = context.Now, RequestId = instance.Id, Kind = AuditKinds.Closed, Outcome = outcome, Detail = Text(instance, "reason") };
        if (status == "failed") entry = entry with { Kind = AuditKinds.Failed, Detail = instance.Incidents.LastOrDefault()?.Message };
        await AuditTrail.AppendAsync(transaction, entry, ct);
    }

    private static string? Text(WorkflowInstance instance, string output) =>
        instance.Output.GetValueOrDefault(output) is { } value ? ValueConverter.ToText(value) : null;
}
