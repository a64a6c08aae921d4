using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Says in the timeline of a request who changed it from outside, in the same commit.</summary>
internal sealed record RecordAlteration(Person? By, string Detail) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => RequestInfo.Of(context.Instance) is { } request
        ? AuditTrail.AppendAsync(
            transaction,
            new AuditEntry { At = context.Now, Kind = AuditKinds.Altered, RequestId = request.Id, Actor = By?.Id, ActorName = By?.Name, Channel = ChannelNames.Api, Detail = Detail },
            ct)
        : Task.CompletedTask;
}
