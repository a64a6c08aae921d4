using System.Net;
using System.Text;
using Workflows.Tests.Support;

namespace Workflows.Stress;

/// <summary>Somebody outside whom workflows call: answers each call by what it was called for, and remembers it.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private Outside(Uri address, History history)
    {
        Address = address;
        _listener.Prefixes.Add(address.ToString());
        _listener.Start();
        _serving = ServeAsync(history);
    }

    public Uri Address { get; }

    public static Outside Start(History history) => new(new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}/"), history);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync(History history)
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                history.Add(new CallReceived(context.Request.Headers["Idempotency-Key"] ?? "", context.Request.QueryString["for"] ?? ""));
                context.Response.ContentType = "text/plain";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("Answered"));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The caller died before it had the answer, or the run is over.
                if (!_listener.IsListening) return;
            }
        }
    }
}
