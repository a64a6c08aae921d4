using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Audit;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Notifications;

/// <summary>Puts notices into the outbox and says so in the timeline.</summary>
/// <param name="Messages">Null for somebody whom no channel reaches, or who wants none.</param>
public sealed record SendNotices(string InstanceId, IReadOnlyList<OutboxMessage?> Messages, string Names) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var outbox = context.Services.GetRequiredService<OutboxStore>();
        foreach (var message in Messages.OfType<OutboxMessage>()) await outbox.EnqueueAsync(transaction, message, ct);
        if (Messages.OfType<OutboxMessage>().FirstOrDefault() is not { } first) return;
        await AuditTrail.AppendAsync(
            transaction, new AuditEntry { At = context.Now, Kind = AuditKinds.Notified, RequestId = InstanceId, Channel = first.Kind, Detail = $"{Names}: {first.Subject}" }, ct);
    }
}
