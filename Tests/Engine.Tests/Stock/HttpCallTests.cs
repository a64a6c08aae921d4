using System.Net;
using System.Text;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Tests.Definitions;
using Workflows.Engine.Tests.Runtime;

namespace Workflows.Engine.Tests.Stock;

public sealed class HttpCallTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void IsPublic_Address_IsJudgedByItsNetwork(string address, bool expected) => InternetAddress.IsPublic(IPAddress.Parse(address)).ShouldBe(expected);

    [Fact]
    public async Task SendHttpRequest_AllowedHost_ComesBackWithTheAnswer()
    {
        await using var server = Server.Start(_ => (201, "application/json", """{ "number": 7 }""", null));
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"));
        var instance = await StartAsync(engine, server.Url + "/orders");

        var ended = await DeliverAsync(engine, instance.Id);

        ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        engine.Lines.ShouldBe(["201: 7"]);
        var request = server.Requests.ShouldHaveSingleItem();
        request.Path.ShouldBe("/orders");
        request.IdempotencyKey.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task SendHttpRequest_LoopbackWithoutAllowList_IsRefusedAndVisible()
    {
        await using var server = Server.Start(_ => (200, "text/plain", "secret", null));
        await using var engine = await EngineFixture.CreateAsync();
        var instance = await StartAsync(engine, server.Url + "/");

        var ended = await DeliverAsync(engine, instance.Id);

        ended.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        ended.Incidents.ShouldHaveSingleItem().Message.ShouldContain("may not be called from a workflow");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task SendHttpRequest_RedirectToAnotherHost_IsNotFollowed()
    {
        await using var other = Server.Start(_ => (200, "text/plain", "other", null));
        await using var server = Server.Start(_ => (302, "text/plain", "", other.Url + "/"));
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"));
        var instance = await StartAsync(engine, server.Url + "/");

        await DeliverAsync(engine, instance.Id);

        engine.Lines.ShouldBe(["302: undefined"]);
        other.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(200, "ok")]
    [InlineData(404, "missing")]
    [InlineData(503, "other")]
    public async Task FlowSendHttpRequest_Status_LeavesByItsOutcome(int status, string line)
    {
        await using var server = Server.Start(_ => (status, "text/plain", "", null));
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"));
        var instance = await StartFlowAsync(engine, server.Url + "/");

        var ended = await DeliverAsync(engine, instance.Id);

        ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        engine.Lines.ShouldBe([line]);
    }

    [Theory]
    [InlineData(503, "120", 120)]
    [InlineData(429, "Mon, 02 Mar 2026 08:05:00 GMT", null)]
    [InlineData(503, null, null)]
    public async Task SendHttpRequest_BusyReceiverWithoutAWayForIt_IsAskedAgainLaterWithTheSameKey(int status, string? retryAfter, int? seconds)
    {
        var isBusy = true;
        await using var server = Server.Start(_ => isBusy ? (status, "text/plain", "later", null) : (200, "application/json", """{ "number": 7 }""", null), retryAfter);
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"), ("Outbox:Jitter", "0"));
        var instance = await StartAsync(engine, server.Url + "/orders");
        var outbox = engine.First.Get<OutboxWorker>();
        await outbox.StartAsync(CancellationToken.None);
        await outbox.WhenIdleAsync(CancellationToken.None);
        await outbox.StopAsync(CancellationToken.None);

        var entry = (await engine.First.Get<OutboxStore>().ListAsync(new OutboxFilter { InstanceId = instance.Id }, null, 10, CancellationToken.None)).ShouldHaveSingleItem();
        (entry.Status, entry.Attempts).ShouldBe((OutboxStatus.Waiting, 1));
        entry.LastError!.ShouldContain($"answered {status}");
        var wait = entry.NextAttemptAt - engine.Time.GetUtcNow();
        if (seconds is { } asked) wait.ShouldBe(TimeSpan.FromSeconds(asked));
        else if (retryAfter is null) wait.ShouldBe(TimeSpan.FromSeconds(5));
        else wait.ShouldBeGreaterThan(TimeSpan.Zero);

        isBusy = false;
        engine.Time.Advance(wait);
        (await DeliverAsync(engine, instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        engine.Lines.ShouldBe(["200: 7"]);
        server.Requests.Select(request => request.IdempotencyKey).Distinct().ShouldHaveSingleItem().ShouldBe(entry.Id);
    }

    [Fact]
    public async Task FlowSendHttpRequest_NobodyThere_LeavesByFailedToConnect()
    {
        var server = Server.Start(_ => (200, "text/plain", "", null));
        await server.DisposeAsync();
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"));
        var instance = await StartFlowAsync(engine, server.Url + "/");

        await DeliverAsync(engine, instance.Id);

        engine.Lines.ShouldBe(["nobody"]);
    }

    [Fact]
    public async Task DownloadHttpFile_FileWithName_ComesBackAsBytes()
    {
        await using var server = Server.Start(_ => (200, "application/pdf", "12345", null));
        await using var engine = await EngineFixture.CreateAsync(("HttpCalls:AllowedHosts:0", "127.0.0.1"));
        await engine.PublishAsync(CanonicalJson.Parse($$"""
            { "id": "test-1", "definitionId": "test", "name": "Test", "version": 1, "variables": [{ "id": "file", "name": "File", "typeName": "Object" }],
              "root": { "type": "Elsa.Flowchart", "id": "root", "activities": [
                { "type": "Elsa.DownloadHttpFile", "id": "call", "url": { "expression": { "type": "Literal", "value": "{{server.Url}}/files/claim.pdf" } }, "result": { "memoryReference": { "id": "file" } } },
                {{Fixtures.Script("line", "`${variables.File.fileName}, ${variables.File.contentType}, ${variables.File.length}`")}}],
                "connections": [{{Fixtures.Connection("call", "line", "200")}}] } }
            """));
        var instance = await engine.First.StartAsync("test");

        await DeliverAsync(engine, instance.Id);

        engine.Lines.ShouldBe(["claim.pdf, application/pdf, 5"]);
    }

    private static async Task<WorkflowInstance> StartFlowAsync(EngineFixture engine, string url)
    {
        await engine.PublishAsync(Fixtures.Flowchart(
            $$"""
            { "type": "Elsa.FlowSendHttpRequest", "id": "call", "url": { "expression": { "type": "Literal", "value": "{{url}}" } }, "expectedStatusCodes": { "expression": { "type": "Object", "value": "[200, 404]" } } },
            {{Fixtures.WriteLine("ok", "ok")}}, {{Fixtures.WriteLine("missing", "missing")}}, {{Fixtures.WriteLine("other", "other")}}, {{Fixtures.WriteLine("nobody", "nobody")}}
            """,
            $"[{Fixtures.Connection("call", "ok", "200")}, {Fixtures.Connection("call", "missing", "404")}, {Fixtures.Connection("call", "other", "Unmatched status code")}, {Fixtures.Connection("call", "nobody", "Failed to connect")}]"));
        return await engine.First.StartAsync("test");
    }

    private static async Task<WorkflowInstance> StartAsync(EngineFixture engine, string url)
    {
        await engine.PublishAsync(CanonicalJson.Parse($$"""
            { "id": "test-1", "definitionId": "test", "name": "Test", "version": 1,
              "variables": [{ "id": "content", "name": "Content", "typeName": "Object" }, { "id": "status", "name": "Status", "typeName": "Int32" }],
              "root": { "type": "Elsa.Sequence", "id": "root", "activities": [
                { "type": "Elsa.SendHttpRequest", "id": "call", "url": { "expression": { "type": "Literal", "value": "{{url}}" } },
                  "parsedContent": { "memoryReference": { "id": "content" } }, "statusCode": { "memoryReference": { "id": "status" } } },
                {{Fixtures.Script("line", "`${variables.Status}: ${variables.Content?.number}`")}}] } }
            """));
        return await engine.First.StartAsync("test");
    }

    /// <summary>Sends what waits in the outbox, as its worker does, and runs what the answer causes.</summary>
    private static async Task<WorkflowInstance> DeliverAsync(EngineFixture engine, string instanceId)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.First.Runtime.Committed += changed =>
        {
            if (changed.Any(instance => instance.Id == instanceId && instance.Status == WorkflowStatus.Finished)) ended.TrySetResult();
        };
        var (outbox, work) = (engine.First.Get<OutboxWorker>(), engine.First.Get<BackgroundWork>());
        await outbox.StartAsync(CancellationToken.None);
        await work.StartAsync(CancellationToken.None);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await outbox.StopAsync(CancellationToken.None);
        await work.StopAsync(CancellationToken.None);
        return await engine.First.InstanceAsync(instanceId);
    }

    /// <summary>A server on a free loopback port that answers as told.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _serving;

        private readonly string? _retryAfter;

        private Server(int port, Func<string, (int Status, string Type, string Body, string? Location)> answer, string? retryAfter)
        {
            _retryAfter = retryAfter;
            Url = $"http://127.0.0.1:{port}";
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            _serving = ServeAsync(answer);
        }

        public string Url { get; }

        public List<(string Path, string? IdempotencyKey)> Requests { get; } = [];

        public static Server Start(Func<string, (int Status, string Type, string Body, string? Location)> answer, string? retryAfter = null)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            return new Server(port, answer, retryAfter);
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
        }

        private async Task ServeAsync(Func<string, (int Status, string Type, string Body, string? Location)> answer)
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                Requests.Add((context.Request.Url!.AbsolutePath, context.Request.Headers["Idempotency-Key"]));
                var (status, type, body, location) = answer(context.Request.Url.AbsolutePath);
                context.Response.StatusCode = status;
                context.Response.ContentType = type;
                if (_retryAfter is not null) context.Response.Headers["Retry-After"] = _retryAfter;
                if (location is not null) context.Response.Headers["Location"] = location;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
    }
}
