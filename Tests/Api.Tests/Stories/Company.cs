using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>The demo company at work: the product as a process of its own on its own data, and a real mail server. People act through the API, their mail and the pages.</summary>
public sealed partial class Company : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("company-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private readonly int _port = ServerProcess.FreePort();
    private readonly List<CompanyNode> _nodes = [];
    private TestDatabase? _database;
    private string[] _launcher = [];
    private DateTimeOffset? _opensAt;
    private TimeSpan _shift;
    private IReadOnlyList<string> _settings = [];
    private ServerProcess? _server;
    private HttpClient? _http;
    private HttpClient? _through;

    public SmtpServer Smtp { get; private set; } = null!;

    /// <summary>How often the server was started.</summary>
    public int Starts { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public string Data => Path.Combine(_folder, "data");

    public string Definitions => Path.Combine(_folder, "definitions");

    public HttpClient Http => _through ?? _http ?? throw new InvalidOperationException("The server is down.");

    /// <summary>As in ConnectionStrings:Workflows.</summary>
    public string Connection => _database?.Connection ?? $"Data Source={DatabaseFile}";

    /// <summary>What the server wrote since its last start.</summary>
    public string Console => _server?.Output ?? "";

    public static Task<Company> OpenAsync(params JsonObject[] definitions) => OpenAsync(TestDatabase.Usual, definitions);

    public static Task<Company> OpenAsync(Dialect dialect, params JsonObject[] definitions) => OpenAsync(dialect, [], definitions);

    /// <param name="settings">Of every server of the company, whenever it starts.</param>
    public static async Task<Company> OpenAsync(Dialect dialect, IReadOnlyList<string> settings, params JsonObject[] definitions)
    {
        var company = new Company { _settings = settings };
        await company.InitializeAsync(dialect, definitions);
        return company;
    }

    /// <summary>Opens a company whose clock stands somewhere else than the machine's, and goes on from there.</summary>
    public static async Task<Company> OpenAtAsync(DateTimeOffset at, IReadOnlyList<string> settings, params IReadOnlyList<JsonObject> definitions)
    {
        var company = new Company { _settings = settings, _opensAt = at };
        await company.InitializeAsync(TestDatabase.Usual, definitions);
        return company;
    }

    public ValueTask InitializeAsync() => InitializeAsync(TestDatabase.Usual, []);

    private async ValueTask InitializeAsync(Dialect dialect, IReadOnlyList<JsonObject> definitions)
    {
        if (dialect == Dialect.PostgreSql) _database = await TestDatabase.CreateAsync(dialect);

        Directory.CreateDirectory(Definitions);
        File.Copy(Path.Combine(Repository.Root, "workflows", "leave.json"), Path.Combine(Definitions, "leave.json"));
        foreach (var definition in definitions.Concat(SmallProcess.All))
        {
            await File.WriteAllTextAsync(Path.Combine(Definitions, $"{definition["definitionId"]}.json"), definition.ToJsonString());
        }

        Smtp = await SmtpServer.StartAsync();
        await (_opensAt is { } at ? StartAtAsync(at - TimeProvider.System.GetUtcNow()) : StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        foreach (var node in _nodes) await node.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        await Smtp.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // ---- the server

    public async Task StartAsync(params string[] settings)
    {
        _server = await ServerProcess.StartAsync(_folder, Arguments(Address, Data, Definitions, ["--Outbox:Node", "first", .. settings]), _launcher);
        _http = ClientOf(Address);
        Starts++;
    }

    /// <summary>Starts it with a clock that is so far off, now and whenever it starts again.</summary>
    public Task StartAtAsync(TimeSpan shift)
    {
        _shift = shift;
        _launcher = ["env", string.Create(CultureInfo.InvariantCulture, $"WORKFLOWS_CLOCK_SHIFT={shift.TotalSeconds}")];
        return StartAsync();
    }

    /// <summary>Stops the server and starts it again when its clock has come so far; nobody is signed in then.</summary>
    /// <remarks>It stops as a service manager stops it: what a power cut breaks off in the middle of sending is sent again.</remarks>
    public async Task MoveClockAsync(DateTimeOffset to)
    {
        if (_server is { } server) await server.StopAsync();
        await KillAsync();
        _tokens.Clear();
        await StartAtAsync(to - TimeProvider.System.GetUtcNow());
    }

    /// <summary>Starts another node on the same database. It says that it is reached where the first one is.</summary>
    public async Task<CompanyNode> AddNodeAsync(string? definitions = null, params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}/");
        var data = Path.Combine(_folder, $"data-{address.Port}");
        var server = await ServerProcess.StartAsync(_folder, Arguments(address, data, definitions ?? Definitions, ["--PublicUrl", Address.ToString(), .. settings]));
        var node = new CompanyNode(server, ClientOf(address));
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>From here on people act through this node; null is the first.</summary>
    public void Through(CompanyNode? node) => _through = node?.Http;

    private IEnumerable<string> Arguments(Uri address, string data, string definitions, IEnumerable<string> settings) =>
    [
        "serve", "--urls", address.ToString(), "--Data", data, "--Definitions", definitions, "--Demo", "true", "--ConnectionStrings:Workflows", Connection,
        "--Smtp:Host", Smtp.Host, "--Smtp:Port", Smtp.Port.ToString(CultureInfo.InvariantCulture), "--Smtp:StartTls", "false", "--Smtp:From", "approvals@example.test",
        "--Logging:LogLevel:Default", "Warning", .. _settings, .. settings,
    ];

    private static HttpClient ClientOf(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Ends the server as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
        _http?.Dispose();
        (_server, _http) = (null, null);
    }

    /// <summary>A power cut, and a start on the same data.</summary>
    public async Task CrashAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>Sends something and kills the server while it is at work: after this many further commits to its database, or when the answer has come, whichever is first. Starts it again.</summary>
    /// <returns>The answer, if there was one.</returns>
    public async Task<HttpResponseMessage?> CrashDuringAsync(Func<HttpRequestMessage> request, long commits)
    {
        // An open connection, so that the request is on its way at once.
        await Http.GetAsync("health/live");
        var before = await CommitsAsync();
        using var message = request();
        var answering = Http.SendAsync(message);
        while (!answering.IsCompleted && await CommitsAsync() - before < commits) await Task.Yield();
        await _server!.KillAsync();
        HttpResponseMessage? answer = null;
        try
        {
            answer = await answering;
        }
        catch (HttpRequestException)
        {
            // Cut off.
        }

        await CrashAsync();
        return answer;
    }

    // SQLite counts its commits in the header of the WAL index (walformat: iChange), which every process may read; PostgreSQL numbers the transactions that write.
    private async Task<long> CommitsAsync()
    {
        if (_database is not null) return await CountAsync("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        await using var index = new FileStream(DatabaseFile + "-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var header = new byte[12];
        await index.ReadExactlyAsync(header);
        return BitConverter.ToUInt32(header, 8);
    }

    // ---- people and the API

    /// <summary>Signs somebody in by the code in their mail; once, then it is remembered.</summary>
    public async Task<string> SignInAsync(string person)
    {
        return _tokens.TryGetValue(person, out var known) ? known : await SignInAsync(person, await CodeAsync(person));
    }

    public async Task<string> SignInAsync(string person, string code)
    {
        var answer = await SendAsync(null, HttpMethod.Post, "api/sign-in", new JsonObject { ["email"] = $"{person}@example.test", ["code"] = code });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return _tokens[person] = (string)answer["accessToken"]!;
    }

    /// <summary>Asks for a sign-in code and reads it from the mail.</summary>
    public async Task<string> CodeAsync(string person)
    {
        (await SendAsync(null, HttpMethod.Post, "api/sign-in/code", new JsonObject { ["email"] = $"{person}@example.test" })).Status.ShouldBe(HttpStatusCode.Accepted);
        var mail = await Smtp.NextAsync(mail => mail.To.Contains($"{person}@example.test") && Code().IsMatch(mail.Text));
        return Code().Match(mail.Text).Groups["code"].Value;
    }

    /// <param name="person">Null: nobody who has signed in.</param>
    public async Task<Answer> SendAsync(string? person, HttpMethod method, string path, JsonNode? body = null, string? idempotencyKey = null)
    {
        using var request = await RequestAsync(person, method, path, body, idempotencyKey);
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    public Task<Answer> GetAsync(string? person, string path) => SendAsync(person, HttpMethod.Get, path);

    public async Task<HttpRequestMessage> RequestAsync(string? person, HttpMethod method, string path, JsonNode? body = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (person is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SignInAsync(person));
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return request;
    }

    public async Task<Answer> SubmitAsync(string person, string process, JsonObject inputs, string? idempotencyKey = null)
    {
        var answer = await SendAsync(person, HttpMethod.Post, "api/requests", new JsonObject { ["process"] = process, ["inputs"] = inputs }, idempotencyKey);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer;
    }

    public Task<Answer> SubmitLeaveAsync(string person, string firstDay, string lastDay, string type = "annual", string? idempotencyKey = null) =>
        SubmitAsync(person, "leave", Leave(firstDay, lastDay, type), idempotencyKey);

    public static JsonObject Leave(string firstDay, string lastDay, string type = "annual") => new() { ["type"] = type, ["firstDay"] = firstDay, ["lastDay"] = lastDay, ["reason"] = "Skiing" };

    public async Task<Answer> ShowAsync(string person, string request)
    {
        var answer = await GetAsync(person, $"api/requests/{request}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }

    /// <summary>What somebody has left of their annual leave of 2026.</summary>
    public async Task<decimal> BalanceAsync(string person) => (decimal)(await GetAsync(person, "api/leave?year=2026"))["balance"]!["left"]!;

    /// <summary>The open task of a request, as somebody who may decide it sees it.</summary>
    public async Task<JsonNode> TaskAsync(string person, string reference) =>
        (await GetAsync(person, "api/tasks?limit=200")).Items.Single(task => (string?)task["reference"] == reference);

    public Task<Answer> DecideAsync(string person, JsonNode task, string action, string? comment = null) =>
        SendAsync(person, HttpMethod.Post, $"api/tasks/{task["id"]}/decision", new JsonObject { ["action"] = action, ["comment"] = comment, ["revision"] = (string?)task["revision"] });

    /// <summary>Uploads a PDF file, or whatever else its name says.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> UploadAsync(string person, string name, string? content = null)
    {
        var answer = await TryUploadAsync(person, name, content ?? $"%PDF-1.4 {name}");
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return (string)answer.Items[0]["id"]!;
    }

    public async Task<Answer> TryUploadAsync(string person, string name, string content)
    {
        using var request = await RequestAsync(person, HttpMethod.Post, "api/attachments");
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content = new MultipartFormDataContent { { file, "file", name } };
        return await Answer.OfAsync(await Http.SendAsync(request));
    }

    /// <summary>Imports lines of people.csv, as the administrator does.</summary>
    public async Task ImportPeopleAsync(params string[] lines)
    {
        using var request = await RequestAsync("ivan", HttpMethod.Post, "api/people/import");
        request.Content = new StringContent(string.Join('\n', lines), Encoding.UTF8, "text/csv");
        var answer = await Answer.OfAsync(await Http.SendAsync(request));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }

    /// <summary>From here on somebody signs in anew.</summary>
    public void Forget(string person) => _tokens.Remove(person);

    // ---- mail

    /// <summary>Completes when every timer that is due has fired and every mail that is due has arrived.</summary>
    public async Task QuietAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        var now = (TimeProvider.System.GetUtcNow() + _shift).ToUnixTimeMilliseconds();
        while (await CountAsync("SELECT (SELECT COUNT(*) FROM timers WHERE fire_at <= @now) + (SELECT COUNT(*) FROM outbox WHERE status = 'waiting' AND next_attempt_at <= @now)", new { now }) > 0)
        {
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(30)) throw new TimeoutException("What is due was not done.");
        }

        await Smtp.WhenReceivedAsync((int)await CountAsync("SELECT COUNT(*) FROM outbox WHERE kind = 'email' AND status = 'delivered'"));
    }

    /// <summary>The next unread mail about a request.</summary>
    /// <param name="to">A person of the company, or an address.</param>
    public Task<ReceivedMail> MailAsync(string to, string reference, string saying = "")
    {
        var address = to.Contains('@') ? to : $"{to}@example.test";
        return Smtp.NextAsync(mail => mail.To.Contains(address) && mail.Subject.Contains($"[{reference}]") && mail.Subject.Contains(saying));
    }

    /// <summary>No mail came with two contents or two Message-IDs, however often it came.</summary>
    public void MailsShouldBeTheSameEachTime()
    {
        foreach (var copies in Smtp.Received.Where(mail => mail.Subject.StartsWith('[')).GroupBy(mail => (To: mail.To.Single(), mail.Subject)))
        {
            copies.Select(mail => mail.MessageId).Distinct().ShouldHaveSingleItem($"{copies.Key}");
            copies.Select(mail => mail.Text).Distinct().ShouldHaveSingleItem($"{copies.Key}");
        }
    }

    // ---- the database, as an administrator could open it

    public string DatabaseFile => Path.Combine(Data, "workflows.db");

    public async Task<long> CountAsync(string sql, object? parameters = null)
    {
        await using var file = OpenFile();
        return await file.ExecuteScalarAsync<long>(sql, parameters);
    }

    public async Task ChangeFileAsync(string sql, object? parameters = null)
    {
        await using var file = OpenFile();
        await file.ExecuteAsync(sql, parameters);
    }

    private DbConnection OpenFile() =>
        _database is not null ? new NpgsqlConnection(Connection) : new SqliteConnection($"{Connection};Pooling=False;Default Timeout=30");

    [GeneratedRegex(@"^ +(?<code>\d{6,10})\s*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}

/// <summary>One more server of a company that has several.</summary>
public sealed record CompanyNode(ServerProcess Server, HttpClient Http) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What the API answered.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Response, string Text)
{
    private readonly Lazy<JsonNode?> _json = new(() => JsonNode.Parse(Text));

    public JsonNode? this[string member] => _json.Value![member];

    public string Id => (string)this["id"]!;

    public string Reference => (string)this["reference"]!;

    public IReadOnlyList<JsonNode> Items => [.. this["items"]!.AsArray().Select(item => item!)];

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<string> Kinds => [.. Timeline.Select(entry => (string)entry["kind"]!)];

    public IReadOnlyList<JsonNode> Timeline => [.. this["timeline"]!.AsArray().Select(entry => entry!)];

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(response.StatusCode, response, await response.Content.ReadAsStringAsync());

    /// <summary>The one entry of this kind.</summary>
    public JsonNode The(string kind) => Timeline.Single(entry => (string?)entry["kind"] == kind);
}
