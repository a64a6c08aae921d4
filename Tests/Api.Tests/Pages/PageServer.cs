using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.ActionPages;
using Workflows.Api.Channels;
using Workflows.Api.DigestPages;
using Workflows.Api.Identity;
using Workflows.Api.Pages;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Pages;

/// <summary>All pages on a real Kestrel and a real database file, with the demo company. Mails and codes are received here.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pages-").FullName;
    private readonly Channel<string> _codes = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private TestDatabase _database = null!;
    private WebApplication _app = null!;

    // Token protection checks real key lifetimes, so time starts at the real hour.
    public ManualTime Time { get; } = new(TimeProvider.System.GetUtcNow());

    public ConcurrentQueue<string> Log { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    public Database Database => Get<Database>();

    /// <param name="confirmAction">Mails carry the markup for Gmail.</param>
    public static async Task<PageServer> StartAsync(bool mailbox = false, bool confirmAction = false)
    {
        var server = new PageServer();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = server._folder });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new QueueLogger(server.Log)).SetMinimumLevel(LogLevel.Trace);
        server._database = await TestDatabase.CreateAsync(TestDatabase.Usual);
        var database = await Database.OpenAsync(
            server._database.Connection,
            [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly), .. Migration.In(typeof(SignInCodes).Assembly)],
            server.Time,
            CancellationToken.None);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(server.Time);
        services.AddEngine(database, typeof(RequestApproval).Assembly);
        services.AddOutbox(builder.Configuration);
        var mail = MailSettings.Read(builder.Configuration);
        mail.ConfirmAction = confirmAction;
        services.AddSingleton(mail);
        services.AddSingleton(MailTemplates.With(folder: null));
        services.AddSingleton<MailComposer>();
        services.AddSingleton<CaughtMail>();
        services.AddSingleton<OutboxHandler>(provider => provider.GetRequiredService<CaughtMail>());
        if (mailbox) services.AddSingleton(provider => new DevelopmentMailbox(Path.Combine(server._folder, "mailbox"), provider.GetRequiredService<MailSettings>(), provider.GetRequiredService<MailComposer>(), server.Time));
        services.AddPeople();
        services.AddApprovals();
        services.AddSignIn(builder.Configuration, server._folder);
        services.AddSingleton<DeliverSignInCode>((transaction, issued, _) =>
        {
            transaction.AfterCommit(() => server._codes.Writer.TryWrite(issued.Code));
            return Task.CompletedTask;
        });
        services.AddPages();
        server._app = builder.Build();
        server._app.MapActionPages();
        server._app.MapDigestPages();
        server._app.MapUnsubscribe();
        server._app.MapPlainPages();
        server._app.MapSignIn();
        await server.Get<UnsubscribeLinks>().PrepareAsync(server.Get<IDataProtectionProvider>(), CancellationToken.None);
        await server.Get<DemoCompany>().LoadAsync(CancellationToken.None);
        await server._app.StartAsync();
        server.Http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server._app.Urls.Single()) };
        server.Get<PublicAddress>().Use(server.Address.ToString());
        return server;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<OutgoingMail> MailAsync(string to) => Get<CaughtMail>().NextAsync($"{to}@example.test");

    public Task<OutgoingMail> MailToAddressAsync(string address) => Get<CaughtMail>().NextAsync(address);

    public async Task<string> CodeAsync() => await _codes.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    /// <summary>Publishes a process with one approval and submits a request to it as Emma.</summary>
    /// <param name="approval">Members of the approval activity besides its type: <c>approvers</c>, <c>title</c>, <c>actions</c> ...</param>
    public async Task<RequestRow> AskAsync(JsonObject? approval = null, string type = "Approvals.RequestApproval")
    {
        var activity = new JsonObject { ["id"] = "Ask1", ["name"] = "Manager decides", ["type"] = type };
        foreach (var (name, value) in TestProcess.Defaults(type).Concat(approval ?? [])) activity[name] = value?.DeepClone();
        var saved = await Get<DefinitionStore>().SaveAsync(TestProcess.With(activity), new SaveDefinition(Publish: true), CancellationToken.None);
        saved.Errors.ShouldBeEmpty();
        var result = await Get<RequestService>().SubmitAsync(
            TestProcess.Id,
            new JsonObject { ["firstDay"] = "2026-02-25", ["reason"] = "Skiing <b>& more</b>" },
            Get<PeopleDirectory>().Find("emma")!,
            ChannelNames.Api,
            idempotencyKey: null,
            CancellationToken.None);
        return result.ShouldBeOfType<SubmitResult.Accepted>().Request;
    }

    /// <summary>Somebody wants their tasks in one mail.</summary>
    public Task WishDigestAsync(string person) =>
        Get<PreferenceBook>().ChangeAsync(person, wishes => wishes with { DigestAt = new TimeOnly(8, 30) }, CancellationToken.None);

    /// <summary>The mail that collects somebody's tasks, as if its time had come.</summary>
    public async Task<OutgoingMail> DigestAsync(string person)
    {
        var order = new OutboxMessage { Id = $"digest-{Guid.CreateVersion7()}", Kind = DigestPlan.Kind, Destination = person, Payload = $$"""{"personId":"{{person}}"}""" };
        await Database.WriteAsync(transaction => Get<OutboxStore>().EnqueueAsync(transaction, order, CancellationToken.None), CancellationToken.None);
        return await MailAsync(person);
    }

    public async Task<TaskView> TaskAsync(RequestRow request) => (await Get<TaskStore>().OfRequestAsync(request.Id, CancellationToken.None)).ShouldHaveSingleItem();

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(RequestRow request, string kind) =>
        [.. (await AuditTrail.OfRequestAsync(Database, request.Id, CancellationToken.None)).Where(entry => entry.Kind == kind)];

    public Task ChangeAsync(string sql, object parameters) => Database.WriteAsync(transaction => transaction.ExecuteAsync(sql, parameters, CancellationToken.None), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Keeps every line with everything that the scopes around it say, as a careful logger would.</summary>
    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger, ISupportExternalScope
    {
        private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{formatter(state, exception)} {exception}";
            _scopes.ForEachScope((scope, _) => line += $" {scope} {(scope is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")}", state: 0);
            lines.Enqueue(line);
        }

        public void Dispose()
        {
        }
    }
}
