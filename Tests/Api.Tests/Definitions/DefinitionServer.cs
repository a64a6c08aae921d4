using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Api.Tests.Stories;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Definitions;

/// <summary>The product with a folder of definitions, as a process owner and a developer share it: the server, its files, and the commands.</summary>
public sealed class DefinitionServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("definitions-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private readonly Dictionary<string, string> _keys = [];
    private ServerProcess? _server;
    private HttpClient? _http;
    private string? _token;

    public string Files => Path.Combine(_folder, "workflows");

    public string Data => Path.Combine(_folder, "data");

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public string Output => _server?.Output ?? "";

    public string FileOf(string name) => Path.Combine(Files, name);

    /// <summary>A folder with the leave process.</summary>
    public static DefinitionServer Create()
    {
        var server = new DefinitionServer();
        Directory.CreateDirectory(server.Files);
        File.Copy(Repository.FirstLeave, server.FileOf("leave.json"));
        return server;
    }

    public async Task StartAsync(string environment = "Production")
    {
        _server = await ServerProcess.StartAsync(_folder,
            ["serve", "--urls", Address.ToString(), "--environment", environment, "--Data", Data, "--Definitions", Files, "--Demo", "true", "--Smtp:Host", "127.0.0.1", "--Smtp:Port", "9", "--Smtp:From", "a@example.test"]);
        _http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        if (_token is not null) return;
        // The first start gives the administrator a link, a line after it says where it is.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Output.Contains("sign-in?token=")) await asking.WaitForNextTickAsync(limit.Token);
        var link = Output[(Output.IndexOf("sign-in?token=", StringComparison.Ordinal) + "sign-in?token=".Length)..].Split(['\r', '\n', ' '])[0];
        var answer = await Answer.OfAsync(await _http.PostAsync("api/sign-in/link", new StringContent(new JsonObject { ["token"] = Uri.UnescapeDataString(link) }.ToJsonString(), Encoding.UTF8, "application/json")));
        _token = (string?)answer["accessToken"] ?? throw new InvalidOperationException(answer.Text);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
        _http?.Dispose();
        (_server, _http) = (null, null);
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>A key of Ivan, as an administrator makes it on the server's machine.</summary>
    public async Task<string> KeyAsync(string rights = "process:read,process:edit,process:publish")
    {
        if (_keys.TryGetValue(rights, out var known)) return known;
        var made = await CommandResult.RunAsync("create-api-key", "--name", "tools", "--person", "ivan", "--rights", rights, "--data", Data);
        made.ExitCode.ShouldBe(0, made.Errors);
        return _keys[rights] = made.Output.Trim();
    }

    /// <summary>As Ivan, the administrator.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await Answer.OfAsync(await _http!.SendAsync(request));
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<int> VersionInUseAsync() => (int)(await GetAsync("api/processes/leave"))["version"]!;

    /// <summary>What the designer opens.</summary>
    public async Task<JsonObject> OpenAsync() =>
        JsonNode.Parse((await GetAsync("elsa/api/workflow-definitions/by-definition-id/leave?versionOptions=Latest")).Text)!.AsObject();

    /// <summary>Saves the draft as the designer does.</summary>
    public Task<Answer> SaveAsync(JsonObject model) => SendAsync(HttpMethod.Post, "elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false });

    public async Task<Answer> EditAsync(Action<JsonObject> change)
    {
        var model = await OpenAsync();
        change(model);
        return await SaveAsync(model);
    }

    public async Task<Answer> PublishAsync(string? comment = null)
    {
        var draft = await GetAsync("api/processes/leave/draft");
        return await SendAsync(HttpMethod.Post, "api/processes/leave/publish", new JsonObject { ["comment"] = comment, ["revision"] = (string?)draft["revision"] });
    }

    public void ChangeFile(string name, Action<JsonObject> change)
    {
        var document = CanonicalJson.Parse(File.ReadAllText(FileOf(name)));
        change(document);
        File.WriteAllText(FileOf(name), CanonicalJson.Write(document));
    }

    /// <summary>A command on the database of the server's data folder.</summary>
    public Task<CommandResult> RunAsync(string command, params string[] arguments) => CommandResult.RunAsync([command, .. arguments, "--data", Data, "--folder", Files]);

    /// <summary>A command that asks the server, from a clone of the files elsewhere.</summary>
    public async Task<CommandResult> AskAsync(string folder, string command, params string[] arguments) =>
        await CommandResult.RunAsync([command, .. arguments, "--server", Address.ToString(), "--key", await KeyAsync(), "--folder", folder]);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
