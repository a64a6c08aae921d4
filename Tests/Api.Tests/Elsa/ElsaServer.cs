using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.Tests.Stories;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Elsa;

/// <summary>The product on a real Kestrel with the demo company, asked as Elsa's clients ask it.</summary>
/// <remarks>Who may what: emma nothing, hana (hr) reads processes, felix (finance) edits and may not publish, marco (manager) reads runs, diana and rizal (directors) and ivan (admin) everything.</remarks>
public sealed class ElsaServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elsa-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>As in ConnectionStrings:Workflows.</summary>
    public string Connection => _database.Connection;

    public string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "definitions"));
        File.Copy(Repository.FirstLeave, Path.Combine(_folder, "definitions", "leave.json"));
        _database = await TestDatabase.CreateAsync(TestDatabase.Usual);
        _app = await Server.BuildAsync(
            [
                "--environment", "Development", "--urls", "http://127.0.0.1:0", "--Data", Data, "--Definitions", Path.Combine(_folder, "definitions"), "--Demo", "true", "--ConnectionStrings:Workflows", _database.Connection,
                "--Logging:LogLevel:Default", "None", "--Roles:finance", "process:read,process:edit", "--Roles:manager", "process:read,instances:read",
                "--Roles:director", "process:read,process:edit,process:publish,instances:read,instances:manage",
            ],
            CancellationToken.None);
        await Server.StartAsync(_app, CancellationToken.None);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A token of a session of somebody's.</summary>
    public async Task<string> TokenAsync(string person)
    {
        if (_tokens.TryGetValue(person, out var known)) return known;
        var (session, _) = await SessionAsync(person);
        return _tokens[person] = Get<AccessTokens>().Issue(session).Value;
    }

    public async Task<(Session Session, Person Person)> SessionAsync(string person)
    {
        var found = Get<PeopleDirectory>().Find(person)!;
        var session = await Get<Database>().WriteAsync(transaction => Get<Sessions>().StartAsync(transaction, found, formerSession: null, CancellationToken.None), CancellationToken.None);
        return (session, found);
    }

    public async Task<Answer> SendAsync(string? person, HttpMethod method, string path, JsonNode? body = null) =>
        await SendAsync(person is null ? null : new AuthenticationHeaderValue("Bearer", await TokenAsync(person)), method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    public async Task<Answer> SendAsync(AuthenticationHeaderValue? authorization, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/elsa/api/{path}") { Content = content };
        request.Headers.Authorization = authorization;
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    public Task<Answer> GetAsync(string person, string path) => SendAsync(person, HttpMethod.Get, path);

    public Task<Answer> PostAsync(string person, string path, JsonNode? body = null) => SendAsync(person, HttpMethod.Post, path, body);

    /// <summary>As the designer saves: the whole model, with what it does not know left out.</summary>
    public Task<Answer> SaveAsync(string person, JsonNode model, bool publish = false) =>
        PostAsync(person, "workflow-definitions", new JsonObject { ["model"] = AsDesignerSends(model), ["publish"] = publish });

    /// <summary>A new process with one WriteLine and a wait.</summary>
    /// <returns>The answer's definition.</returns>
    public async Task<JsonObject> CreateAsync(string name, bool publish = false, string by = "diana")
    {
        var saved = await SaveAsync(by, Greeting(name), publish);
        saved.Status.ShouldBe(HttpStatusCode.OK, saved.Text);
        return saved["workflowDefinition"]!.AsObject();
    }

    public async Task<string> RunAsync(string definitionId, JsonObject? input = null)
    {
        var started = await PostAsync("diana", $"workflow-definitions/{definitionId}/execute", new JsonObject { ["versionOptions"] = "Latest", ["input"] = input, ["correlationId"] = $"for-{definitionId}" });
        started.Status.ShouldBe(HttpStatusCode.OK, started.Text);
        return started.Response.Headers.GetValues("x-elsa-workflow-instance-id").Single();
    }

    public static JsonObject Greeting(string name) => JsonNode.Parse($$"""
        {
          "name": "{{name}}", "description": "Says hello, then waits.",
          "inputs": [ { "type": "String", "name": "Who", "displayName": "Who", "description": "", "category": "Primitives", "isArray": false, "uiHint": "singleline" } ],
          "variables": [ { "id": "count", "name": "Count", "typeName": "Int32", "isArray": false, "value": "3", "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" } ],
          "root": {
            "id": "flow", "type": "Elsa.Flowchart", "version": 1, "name": "Flowchart1",
            "activities": [
              { "id": "hello", "type": "Elsa.WriteLine", "version": 1, "name": "Hello", "metadata": { "designer": { "position": { "x": 10, "y": 20 } } },
                "text": { "typeName": null, "expression": { "type": "JavaScript", "value": "`Hello ${getWho()}`" }, "memoryReference": null } },
              { "id": "wait", "type": "Elsa.Event", "version": 1, "name": "Wait", "eventName": { "typeName": null, "expression": { "type": "Literal", "value": "go-{{name}}" } } }
            ],
            "connections": [ { "source": { "activity": "hello", "port": "Done" }, "target": { "activity": "wait", "port": "In" }, "vertices": [] } ]
          }
        }
        """)!.AsObject();

    // WorkflowDefinitionEditorService of the designer: these members and no others.
    private static JsonObject AsDesignerSends(JsonNode model)
    {
        var sent = new JsonObject { ["links"] = null, ["isReadonly"] = false };
        foreach (var name in (string[])["id", "description", "name", "toolVersion", "inputs", "options", "outcomes", "outputs", "variables", "version", "createdAt", "customProperties", "definitionId", "isLatest", "isPublished", "root"])
        {
            if (model[name] is { } value) sent[name] = value.DeepClone();
        }

        return sent;
    }
}
