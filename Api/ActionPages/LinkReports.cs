using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Engine.Storage;

namespace Workflows.Api.ActionPages;

/// <summary>"This is not me": a link that reached somebody else than it was made for.</summary>
public sealed class LinkReports(Database database, TimeProvider time)
{
    /// <summary>Voids the link, so that from now on it looks like one that never was, and writes down that it was reported. Nothing else changes.</summary>
    /// <param name="address">The network address of who reports.</param>
    public Task ReportAsync(TokenView link, string holder, string? address, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            // The row count is the answer: pressed twice, it is reported once.
            var voided = await transaction.ExecuteAsync("DELETE FROM action_tokens WHERE hash = @Hash", new { link.Hash }, ct);
            if (voided == 0) return;
            await AuditTrail.AppendAsync(
                transaction,
                new AuditEntry
                {
                    At = time.GetUtcNow(),
                    Kind = AuditKinds.Reported,
                    RequestId = link.Task.InstanceId,
                    TaskId = link.Task.Id,
                    Actor = link.Approver,
                    ActorName = holder,
                    Channel = ChannelNames.Email,
                    Address = address,
                    Detail = $"{link.Task.ActivityName}: whoever has the link of {holder} says that they are somebody else",
                },
                ct);
        },
        ct);
}
