using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Workflows.Api.Elsa.Instances;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Live;

/// <summary>Where the designer asks to be told when a run moves.</summary>
[Authorize(Right.InstancesRead)]
public sealed class InstanceHub(LiveInstances live, InstanceQueries queries) : Hub
{
    // Stored name: the designer calls it.
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (await queries.FindAsync(Context.User!, instanceId, Context.ConnectionAborted) is null) throw new HubException($"There is no run '{instanceId}'.");
        live.Observe(instanceId, Context);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        live.Forget(Context);
        return base.OnDisconnectedAsync(exception);
    }
}
