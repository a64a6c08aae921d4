using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Activities.Mail;
using Workflows.Activities.Tests.Mail;
using Workflows.Api.Identity;
using Workflows.Api.Mailbox;
using Workflows.Api.Messages;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Messages;

/// <summary>The message log and the development mailbox on a real Kestrel, composed as the product composes them. Who sends the header X-Test-Right has that right.</summary>
internal sealed class MessagesServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messages-").FullName;
    private WebApplication _app = null!;
    private TestDatabase _stored = null!;
    private Database _database = null!;

    public HttpClient Http { get; private set; } = null!;

    public HttpClient Manager { get; private set; } = null!;

    public OutboxWorker Worker => _app.Services.GetRequiredService<OutboxWorker>();

    public string MailboxFolder => Path.Combine(_folder, "mailbox");

    public static async Task<MessagesServer> StartAsync(string environment = "Development", params (string Key, string Value)[] settings)
    {
        var server = new MessagesServer();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)));
        server._stored = await TestDatabase.CreateAsync(TestDatabase.Usual);
        server._database = await server._stored.OpenAsync(Migration.In(typeof(Database).Assembly), TimeProvider.System);
        builder.Services.AddSingleton(server._database);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOutbox(builder.Configuration);
        builder.Services.AddMail(builder.Configuration, builder.Environment, server._folder);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Right.MessagesManage, policy => policy.RequireClaim("right", Right.MessagesManage));
        server._app = builder.Build();
        server._app.UseAuthentication();
        server._app.UseAuthorization();
        server._app.MapMessages();
        server._app.MapDevelopmentMailbox();
        await server._app.StartAsync();
        var address = new Uri(server._app.Urls.Single());
        server.Http = new HttpClient { BaseAddress = address };
        server.Manager = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "X-Test-Right", Right.MessagesManage } } };
        return server;
    }

    public async Task SendAsync(string id, OutgoingMail mail, string? instanceId = null)
    {
        var outbox = _app.Services.GetRequiredService<OutboxStore>();
        await _database.WriteAsync(transaction => outbox.EnqueueAsync(transaction, mail.ToMessage(id, instanceId), CancellationToken.None), CancellationToken.None);
        await Worker.WhenIdleAsync(CancellationToken.None);
    }

    public Task<JsonElement> GetAsync(string path) => Manager.GetFromJsonAsync<JsonElement>(path);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Manager.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        await _stored.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-Test-Right"] is not [{ } right]) return Task.FromResult(AuthenticateResult.NoResult());
            var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim("right", right)], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name)));
        }
    }
}
