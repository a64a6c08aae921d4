using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Api.People;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Identity;

/// <summary>The sign-in and people routes on a real Kestrel and a real database file, with the demo company; codes are received here instead of by mail.</summary>
internal sealed class SignInServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sign-in-").FullName;
    private readonly Channel<SignInCodeIssued> _codes = Channel.CreateUnbounded<SignInCodeIssued>();
    private readonly Dictionary<string, string?> _settings;
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    private SignInServer(Dictionary<string, string?> settings) => _settings = settings;

    public SettableTime Time { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public string Folder => _folder;

    public static async Task<SignInServer> StartAsync(Dictionary<string, string?>? settings = null, bool demo = true)
    {
        var server = new SignInServer(settings ?? []) { _database = await TestDatabase.CreateAsync(TestDatabase.Usual) };
        await server.StartAgainAsync();
        if (demo) (await server.Get<DemoCompany>().LoadAsync(CancellationToken.None)).ShouldBeTrue();
        return server;
    }

    /// <summary>As after a restart of the program.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<SignInCodeIssued> NextCodeAsync() => await _codes.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public bool HasAnotherCode => _codes.Reader.TryPeek(out _);

    public Task<HttpResponseMessage> AskForCodeAsync(string email) => Http.PostAsJsonAsync("/api/sign-in/code", new { email });

    public Task<HttpResponseMessage> EnterCodeAsync(string email, string code) => Http.PostAsJsonAsync("/api/sign-in", new { email, code });

    public async Task<Tokens> SignInAsync(string id)
    {
        var email = $"{id}@example.test";
        (await AskForCodeAsync(email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var issued = await NextCodeAsync();
        issued.Person.Id.ShouldBe(id);
        return await TokensIn(await EnterCodeAsync(email, issued.Code));
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Tokens? tokens, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (tokens is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return await Http.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(string path, Tokens? tokens) => (await SendAsync(HttpMethod.Get, path, tokens)).StatusCode;

    public Task<HttpResponseMessage> RefreshAsync(Tokens tokens) => Http.PostAsJsonAsync("/api/sign-in/refresh", new { tokens.RefreshToken });

    public static async Task<Tokens> TokensIn(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Tokens>())!;
    }

    public static async Task<string> ProblemIn(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString()!.Replace("urn:workflows:problem:", "");
    }

    public async Task ImportAsync(params string[] lines)
    {
        var result = await Get<PeopleImport>().ImportAsync([new CsvFile("people.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines)))], CancellationToken.None);
        result.Problems.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAgainAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.ClearProviders().AddProvider(new QueueLogger(Log)).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(Time);
        var database = await Database.OpenAsync(
            _database.Connection,
            [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly), .. Migration.In(typeof(SignInCodes).Assembly)],
            Time,
            CancellationToken.None);
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddPeople();
        builder.Services.AddSignIn(builder.Configuration, _folder);
        builder.Services.AddSingleton<DeliverSignInCode>((transaction, issued, _) =>
        {
            transaction.AfterCommit(() => _codes.Writer.TryWrite(issued));
            return Task.CompletedTask;
        });
        _app = builder.Build();
        _app.MapSignIn();
        _app.MapPeople();
        _app.MapOrganisation();
        foreach (var right in Right.All) _app.MapGet($"/test/{right}", () => "yes").RequireAuthorization(right);
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public sealed record Tokens(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);

    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

internal sealed class SettableTime : TimeProvider
{
    // Token protection checks real key lifetimes, so the clock starts at the real hour and only moves forward from there.
    private DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Pass(TimeSpan duration) => _now += duration;
}
