using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Elsa;

/// <summary>A client of the hub that speaks SignalR's JSON protocol over a web socket, as the designer's does: negotiate with the header, connect with the token in the address.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonNode> _read = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private string _rest = "";

    /// <summary>The designer's hub.</summary>
    public const string OfInstances = "/elsa/hubs/workflow-instance";

    /// <summary>The web application's hub.</summary>
    public const string OfApp = "/hub";

    public static async Task<HttpStatusCode> NegotiateAsync(HttpClient server, string hub, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{hub}/negotiate?negotiateVersion=1");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await server.SendAsync(request)).StatusCode;
    }

    public static async Task<HubConnection> OpenAsync(HttpClient server, string hub, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{hub}/negotiate?negotiateVersion=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var negotiated = JsonNode.Parse(await (await server.SendAsync(request)).Content.ReadAsStringAsync())!;
        var connection = new HubConnection();
        var address = new UriBuilder(server.BaseAddress!) { Scheme = "ws", Path = hub, Query = $"id={negotiated["connectionToken"]}&access_token={Uri.EscapeDataString(token)}" };
        await connection._socket.ConnectAsync(address.Uri, connection._limit.Token);
        await connection.SendAsync("""{"protocol":"json","version":1}""");
        (await connection.NextAsync()).AsObject().Count.ShouldBe(0);
        return connection;
    }

    /// <summary>Calls a method of the hub and waits for its answer.</summary>
    public async Task<JsonNode> InvokeAsync(string method, string argument)
    {
        await SendAsync(new JsonObject { ["type"] = 1, ["invocationId"] = "1", ["target"] = method, ["arguments"] = new JsonArray(argument) }.ToJsonString());
        while (true)
        {
            var message = await NextAsync();
            if ((int?)message["type"] == 3) return message;
        }
    }

    /// <summary>The next call of a method of the client's; its argument. Null: the server closed the connection.</summary>
    public async Task<JsonNode?> NextAsync(string target)
    {
        while (true)
        {
            try
            {
                var message = await NextAsync();
                if ((int?)message["type"] == 7) return null;
                if ((string?)message["target"] == target) return message["arguments"]!.AsArray() is [var first, ..] ? first : new JsonObject();
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);

    private async Task<JsonNode> NextAsync()
    {
        var buffer = new byte[64 * 1024];
        while (_read.Count == 0)
        {
            var part = await _socket.ReceiveAsync(buffer, _limit.Token);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed");
            _rest += Encoding.UTF8.GetString(buffer, 0, part.Count);
            while (_rest.IndexOf(End) is >= 0 and var end)
            {
                _read.Enqueue(JsonNode.Parse(_rest[..end])!);
                _rest = _rest[(end + 1)..];
            }
        }

        return _read.Dequeue();
    }
}
