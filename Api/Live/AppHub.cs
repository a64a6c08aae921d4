using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Workflows.Api.Live;

/// <summary>Where the web application, and any client that is signed in, hears what happens: the calls of <see cref="LiveEvents"/>. There is nothing to ask for; everybody is told what concerns them.</summary>
[Authorize]
public sealed class AppHub(LiveUpdates live) : Hub
{
    public override Task OnConnectedAsync()
    {
        live.Join(Context);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        live.Leave(Context);
        return base.OnDisconnectedAsync(exception);
    }
}
