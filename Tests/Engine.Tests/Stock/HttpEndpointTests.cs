using System.Text;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Tests.Runtime;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Stock;

public sealed class HttpEndpointTests
{
    private const string Boundary = "----parts";

    [Fact]
    public async Task Multipart_FieldsAndFile_AreTheOutputs()
    {
        await using var engine = await PublishAsync(
            """ "supportedMethods": { "expression": { "type": "Object", "value": "[\"POST\"]" } }, "parsedContent": { "memoryReference": { "id": "content" } }, "file": { "memoryReference": { "id": "file" } } """,
            Reply("`${variables.Content.title}: ${variables.File.fileName} (${variables.File.contentType}) ${variables.File.length}`"));

        var response = await SendAsync(engine, Upload("claim.pdf", "application/pdf", "12345"));

        (response.StatusCode, Text(response)).ShouldBe((200, "Taxi: claim.pdf (application/pdf) 5"));
    }

    [Theory]
    [InlineData(""" "requestSizeLimit": { "expression": { "type": "Literal", "value": 100 } } """, 413, "The maximum request size allowed is 100 bytes.")]
    [InlineData(""" "fileSizeLimit": { "expression": { "type": "Literal", "value": 4 } } """, 413, "The maximum file size allowed is 4 bytes.")]
    [InlineData(""" "allowedFileExtensions": { "expression": { "type": "Object", "value": "[\".png\"]" } } """, 415, "Only the following file extensions are allowed: .png")]
    [InlineData(""" "blockedFileExtensions": { "expression": { "type": "Object", "value": "[\".PDF\"]" } } """, 415, "The following file extensions are not allowed: .PDF")]
    [InlineData(""" "allowedMimeTypes": { "expression": { "type": "Object", "value": "[\"image/png\"]" } } """, 415, "Only the following MIME types are allowed: image/png")]
    public async Task Limit_FileBeyondIt_IsRefusedAndStartsNothing(string limit, int status, string message)
    {
        await using var engine = await PublishAsync(""" "supportedMethods": { "expression": { "type": "Object", "value": "[\"POST\"]" } }, """ + limit, Reply("'taken'"));

        var response = await SendAsync(engine, Upload("claim.pdf", "application/pdf", "12345"));

        response.StatusCode.ShouldBe(status);
        JsonNode.Parse(response.Body)!["message"]!.ToString().ShouldBe(message);
        (await engine.CountAsync("instances")).ShouldBe(0);
    }

    [Fact]
    public async Task Limit_ExposedAsOutcome_LeavesByIt()
    {
        await using var engine = await PublishAsync(
            """ "supportedMethods": { "expression": { "type": "Object", "value": "[\"POST\"]" } }, "fileSizeLimit": { "expression": { "type": "Literal", "value": 4 } }, "exposeFileTooLargeOutcome": true """,
            Reply("'too large, please scan in grey'"),
            port: "File too large");

        Text(await SendAsync(engine, Upload("claim.pdf", "application/pdf", "12345"))).ShouldBe("too large, please scan in grey");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=----parts", "no parts at all")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("application/json", "{ not json")]
    public async Task Body_NotWhatItsTypeSays_Is400AndStartsNothing(string contentType, string body)
    {
        await using var engine = await PublishAsync(""" "supportedMethods": { "expression": { "type": "Object", "value": "[\"POST\"]" } } """, Reply("'taken'"));

        var response = await SendAsync(engine, new HttpWorkflowRequest { Method = "POST", Path = "claims", ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) });

        response.StatusCode.ShouldBe(400);
        (await engine.CountAsync("instances")).ShouldBe(0);
    }

    [Theory]
    [InlineData(HttpAccess.Unauthenticated, 401)]
    [InlineData(HttpAccess.Forbidden, 403)]
    [InlineData(HttpAccess.Granted, 200)]
    public async Task Authorize_Caller_IsJudgedByThePolicy(HttpAccess access, int status)
    {
        await using var engine = await PublishAsync(
            """ "authorize": { "expression": { "type": "Literal", "value": true } }, "policy": { "expression": { "type": "Literal", "value": "finance" } } """, Reply("'for finance'"));
        var asked = new List<string?>();

        var response = await SendAsync(engine, new HttpWorkflowRequest { Method = "GET", Path = "claims", AuthorizeAsync = Judge });

        response.StatusCode.ShouldBe(status);
        asked.ShouldBe(["finance"]);
        (await engine.CountAsync("instances")).ShouldBe(access == HttpAccess.Granted ? 1 : 0);

        ValueTask<HttpAccess> Judge(string? policy)
        {
            asked.Add(policy);
            return ValueTask.FromResult(access);
        }
    }

    [Fact]
    public async Task RequestTimeout_StartTakesLonger_Is408AndKeepsNothing()
    {
        await using var engine = await PublishAsync(
            """ "requestTimeout": { "expression": { "type": "Literal", "value": "00:00:05" } } """,
            """{ "type": "Tests.PassTime", "id": "slow" }""",
            then: Reply("'done'"));

        var response = await SendAsync(engine, new HttpWorkflowRequest { Method = "GET", Path = "claims" });

        response.StatusCode.ShouldBe(408);
        (await engine.CountAsync("instances")).ShouldBe(0);
    }

    [Fact]
    public async Task RequestTimeout_ResumeTakesLonger_Is408AndTheRunStillWaits()
    {
        await using var engine = await EngineFixture.CreateAsync();
        await engine.PublishAsync(Document($$"""
            { "type": "Elsa.Sequence", "id": "root", "activities": [
              { "type": "Elsa.HttpEndpoint", "id": "wait", "path": { "expression": { "type": "Literal", "value": "claims" } },
                "requestTimeout": { "expression": { "type": "JavaScript", "value": "'00:00:05'" } } },
              { "type": "Tests.PassTime", "id": "slow" }, {{Reply("'done'")}}] }
            """));
        var instance = await engine.First.StartAsync("test");

        var response = await SendAsync(engine, new HttpWorkflowRequest { Method = "GET", Path = "claims" });

        response.StatusCode.ShouldBe(408);
        var stored = await engine.First.InstanceAsync(instance.Id);
        (stored.SubStatus, stored.Bookmarks.Count).ShouldBe((WorkflowSubStatus.Suspended, 1));
    }

    [Fact]
    public async Task WriteFileHttpResponse_BytesAndName_AreOfferedAsAttachment()
    {
        await using var engine = await PublishAsync(
            """ "supportedMethods": { "expression": { "type": "Object", "value": "[\"POST\"]" } }, "file": { "memoryReference": { "id": "file" } } """,
            """{ "type": "Elsa.WriteFileHttpResponse", "id": "reply", "content": { "expression": { "type": "JavaScript", "value": "variables.File" } }, "entityTag": { "expression": { "type": "Literal", "value": "v1" } } }""");

        var response = await SendAsync(engine, Upload("räkning \"1\".pdf", "application/pdf", "12345"));

        (response.StatusCode, response.ContentType, Text(response)).ShouldBe((200, "application/pdf", "12345"));
        response.Headers["Content-Disposition"].ShouldBe("attachment; filename=\"r_kning 1.pdf\"; filename*=UTF-8''r%C3%A4kning%201.pdf");
        response.Headers["ETag"].ShouldBe("\"v1\"");
    }

    private static async Task<EngineFixture> PublishAsync(string endpoint, string next, string port = "Done", string? then = null)
    {
        var engine = await EngineFixture.CreateAsync();
        var more = then is null ? "" : $$"""{ "source": { "activity": "slow", "port": "Done" }, "target": { "activity": "reply", "port": "In" } }""";
        var id = JsonNode.Parse(next)!["id"]!;
        await engine.PublishAsync(Document($$"""
            { "type": "Elsa.Flowchart", "id": "root", "activities": [
              { "type": "Elsa.HttpEndpoint", "id": "start", "customProperties": { "canStartWorkflow": true }, "path": { "expression": { "type": "Literal", "value": "claims" } }, {{endpoint}} },
              {{next}}{{(then is null ? "" : "," + then)}}],
              "connections": [{ "source": { "activity": "start", "port": "{{port}}" }, "target": { "activity": "{{id}}", "port": "In" } }{{(then is null ? "" : "," + more)}}] }
            """));
        return engine;
    }

    private static JsonObject Document(string root) => CanonicalJson.Parse($$"""
        { "id": "test-1", "definitionId": "test", "name": "Test", "version": 1,
          "variables": [{ "id": "content", "name": "Content", "typeName": "Object" }, { "id": "file", "name": "File", "typeName": "Object" }], "root": {{root}} }
        """);

    private static string Reply(string script) =>
        $$"""{ "type": "Elsa.WriteHttpResponse", "id": "reply", "content": { "expression": { "type": "JavaScript", "value": {{JsonValue.Create(script).ToJsonString()}} } } }""";

    private static HttpWorkflowRequest Upload(string fileName, string contentType, string content) => new()
    {
        Method = "POST",
        Path = "claims",
        ContentType = $"multipart/form-data; boundary={Boundary}",
        Body = Encoding.UTF8.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nTaxi\r\n"
            + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"receipt\"; filename=\"{fileName.Replace("\"", "")}\"\r\nContent-Type: {contentType}\r\n\r\n{content}\r\n--{Boundary}--\r\n"),
    };

    private static Task<HttpWorkflowResponse> SendAsync(EngineFixture engine, HttpWorkflowRequest request) => engine.First.Get<HttpWorkflows>().HandleAsync(request, CancellationToken.None);

    private static string Text(HttpWorkflowResponse response) => Encoding.UTF8.GetString(response.Body);
}

/// <summary>Ten seconds go by while it runs.</summary>
[Activity("Tests.PassTime", Category = "Tests", Description = "Ten seconds go by.")]
public sealed class PassTime : CodeActivity
{
    public override void Execute(ActivityContext context) => ((ManualTime)context.Time).Advance(TimeSpan.FromSeconds(10));
}
