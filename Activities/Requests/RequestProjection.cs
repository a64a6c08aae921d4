using Workflows.Activities.Audit;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>Keeps the requests table at what the instances are at, in the same commits.</summary>
public sealed class RequestProjection : CommitParticipant
{
    public override async Task WriteAsync(Transaction transaction, Burst burst, EffectContext context, CancellationToken ct)
    {
        var instance = burst.Instance;
        if (RequestInfo.Of(instance) is not { } request) return;
        var state = RequestState.Of(request, instance);
        // The first commit has just written the request as it is.
        if (instance.Revision > 0)
        {
            transaction.Defer(
                """
                UPDATE requests SET title = @Title, status = @Status, outcome = @Outcome, reason = @Reason, closed_at = @ClosedAt
                WHERE  id = @Id AND (status <> @Status OR title <> @Title)
                """,
                new { state.Title, state.Status, state.Outcome, state.Reason, state.ClosedAt, instance.Id });
        }

        if (state.Status == RequestState.StatusOf(burst.Before) || state.Status is "open" or "withdrawn") return;
        var entry = new AuditEntry { At = context.Now, RequestId = instance.Id, Kind = AuditKinds.Closed, Outcome = state.Outcome, Detail = state.Reason };
        if (state.Status == "failed") entry = entry with { Kind = AuditKinds.Failed, Detail = instance.Incidents.LastOrDefault()?.Message };
        await AuditTrail.AppendAsync(transaction, entry, ct);
    }
}

/// <summary>What a request is at, as its run says.</summary>
/// <param name="Status">Stored name: open, closed, withdrawn or failed.</param>
/// <param name="Outcome">What the process set as the output <c>outcome</c>; <paramref name="Reason"/> says why.</param>
internal sealed record RequestState(string Title, string Status, string? Outcome, string? Reason, DateTimeOffset? ClosedAt)
{
    public static RequestState Of(RequestInfo request, WorkflowInstance instance)
    {
        var status = StatusOf(instance.SubStatus);
        var outcome = status switch
        {
            "closed" => Text(instance, "outcome") ?? "Done",
            "withdrawn" => "Withdrawn",
            _ => null,
        };
        return new RequestState(instance.Name ?? request.Reference, status, outcome, Text(instance, "reason"), instance.FinishedAt);
    }

    public static string StatusOf(WorkflowSubStatus status) => status switch
    {
        WorkflowSubStatus.Finished => "closed",
        WorkflowSubStatus.Cancelled => "withdrawn",
        WorkflowSubStatus.Faulted => "failed",
        _ => "open",
    };

    private static string? Text(WorkflowInstance instance, string output) =>
        instance.Output.GetValueOrDefault(output) is { } value ? ValueConverter.ToText(value) : null;
}
