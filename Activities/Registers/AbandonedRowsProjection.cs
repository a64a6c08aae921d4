using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>A withdrawn request leaves nothing waiting: a blocked booking is cancelled, a proposed partner rejected, in the same commit.</summary>
public sealed class AbandonedRowsProjection(RegisterCatalog registers, RegisterStore store) : CommitParticipant
{
    public override async Task WriteAsync(Transaction transaction, Burst burst, EffectContext context, CancellationToken ct)
    {
        if (burst.Instance.SubStatus != WorkflowSubStatus.Cancelled || RequestInfo.Of(burst.Instance) is not { } request) return;
        foreach (var register in registers.All.Where(register => register.Abandoned is not null))
        {
            var ids = await transaction.QueryAsync<string>(
                $"SELECT id FROM {register.Table} WHERE request = @Id AND status IN @From", new { request.Id, register.Abandoned!.From }, ct);
            foreach (var id in ids.ToList())
            {
                await store.SaveAsync(
                    transaction, register.Name, id, new ObjectValue { ["status"] = register.Abandoned!.To }, byProcess: true, new RegisterCause(request.Reference, RequestId: request.Id), sealedBy: null, ct);
            }
        }
    }
}
