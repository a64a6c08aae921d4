using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Workflows.Activities;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Api.Definitions;
using Workflows.Api.Elsa;
using Workflows.Api.Http;
using Workflows.Api.Identity;
using Workflows.Api.Leave;
using Workflows.Api.Live;
using Workflows.Api.ActionPages;
using Workflows.Api.Attachments;
using Workflows.Api.Channels;
using Workflows.Api.DigestPages;
using Workflows.Api.Mailbox;
using Workflows.Api.Messages;
using Workflows.Api.Pages;
using Workflows.Api.People;
using Workflows.Api.Expenses;
using Workflows.Api.Processes;
using Workflows.Api.Registers;
using Workflows.Api.Requests;
using Workflows.Api.Substitutes;
using Workflows.Api.Tasks;
using Workflows.Api.Telegram;
using Workflows.Api.Web;
using Workflows.Engine;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Hosting;

/// <summary>The web server: composition, routes, and what happens at the start.</summary>
/// <remarks>
/// Configuration: <c>ConnectionStrings:Workflows</c> (<c>Data Source=file</c> or <c>Host=...</c>; default <c>workflows.db</c> in the data folder), <c>Data</c> (folder, default <c>data</c>),
/// <c>Definitions</c> (folder, default <c>workflows</c>), <c>Demo</c> (true loads the demo company into an empty directory), <c>PublicUrl</c>.
/// </remarks>
internal static class Server
{
    /// <returns>The exit code: see <see cref="DatabaseAtStart"/> for those of a database that cannot be used.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken ct) => DatabaseAtStart.ReportAsync(async () =>
    {
        await using var app = await BuildAsync(args, ct);
        await StartAsync(app, ct);
        await app.WaitForShutdownAsync(ct);
        return 0;
    });

    /// <summary>The server, ready to be started. Tests start it on a port of their own.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // What fails at the start is said below, in a sentence; what else the host has to say is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        var dataFolder = Path.GetFullPath(builder.Configuration["Data"] ?? "data");
        var database = await DatabaseAtStart.OpenAsync(builder.Configuration.GetConnectionString("Workflows"), dataFolder, ct);

        builder.Services.AddProxyHeaders(builder.Configuration);
        builder.Services.AddProduct(builder.Configuration, builder.Environment, database, dataFolder);
        builder.Services.AddSignIn(builder.Configuration, dataFolder, database.IsShared);
        builder.Services.AddSingleton<DeliverSignInCode>(provider => provider.GetRequiredService<SignInMail>().DeliverAsync);
        builder.Services.AddSingleton<SignInMail>();
        builder.Services.AddSingleton<RequestViews>();
        builder.Services.AddSingleton<TaskViews>();
        builder.Services.AddSingleton<RegisterRights>();
        builder.Services.AddSingleton<RegisterAccess>();
        builder.Services.AddSingleton<ProcessOverviews>();
        builder.Services.AddSingleton<ProcessRequests>();
        builder.Services.AddSingleton<ProcessVersionViews>();
        builder.Services.AddTelegramConversations(builder.Configuration);
        builder.Services.AddElsaApi();
        builder.Services.AddLiveUpdates();
        builder.Services.AddPages();
        builder.Services.AddWeb();
        if (builder.Environment.IsDevelopment()) builder.Services.AddHostedService<DefinitionWatcher>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        builder.Services.AddOpenApi("v1", ApiDocument.Describe);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Explain);
        builder.Services.AddExceptionHandler<UnreadableRequests>();
        builder.Services.AddExceptionHandler<DatabaseTroubles>();
        // The same in every environment: what cannot be read is an exception, which UnreadableRequests explains.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.MaxDepth = 64;
        });

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(SecurityHeaders);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWebPages();

        app.MapOpenApi("/openapi/{documentName}.json");
        // Live: the process answers. Ready: it can also do what it is asked.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        app.MapSignIn();
        app.MapPeople();
        app.MapOrganisation();
        app.MapErasure();
        app.MapProcesses();
        app.MapDefinitionFiles();
        app.MapProcessOverview();
        app.MapProcessRequests();
        app.MapProcessVersions();
        app.MapElsaApi();
        app.MapLiveUpdates();
        app.MapApiKeys();
        app.MapRequests();
        app.MapTasks();
        app.MapAttachments();
        app.MapSubstitutes();
        app.MapTelegram();
        app.MapLeave();
        app.MapRegisters();
        app.MapExpenses();
        app.MapMessages();
        app.MapBounces();
        app.MapPreferences();
        app.MapReachability();
        app.MapActionPages();
        app.MapDigestPages();
        app.MapUnsubscribe();
        app.MapPlainPages();
        app.MapHttpWorkflows();
        app.MapDevelopmentMailbox();
        app.MapWeb();
        return app;
    }

    /// <summary>Loads what a start needs, listens, and tells whoever reads the console where to go.</summary>
    public static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        var services = app.Services;
        CheckSettings(services);
        // Timers that fell due since the last run fire while the server starts, and their mails link to the address: it is known before, unless the port is left to the system.
        var address = services.GetRequiredService<PublicAddress>();
        if (app.Configuration["PublicUrl"] is { Length: > 0 } configured) address.Use(configured);
        else if (Announced(app.Configuration["urls"]) is { } announced) address.Use(announced);
        var database = services.GetRequiredService<Database>();
        if (database.IsShared) await ProtectionKeys.PrepareAsync(database, services.GetRequiredService<IKeyManager>(), services.GetRequiredService<TimeProvider>(), ct);
        await services.GetRequiredService<UnsubscribeLinks>().PrepareAsync(services.GetRequiredService<IDataProtectionProvider>(), ct);
        await services.GetRequiredService<DefinitionStore>().ReloadAsync(ct);
        await services.GetRequiredService<DefinitionFolder>().ImportAsync(app.Configuration["Definitions"] ?? "workflows", ct);
        var demo = services.GetRequiredService<DemoCompany>();
        if (app.Configuration.Read("Demo", false))
        {
            await demo.LoadAsync(ct);
            if (demo.IsLoaded) await services.GetRequiredService<DemoRegisters>().LoadAsync(ct);
        }

        var signIn = await services.GetRequiredService<FirstAdministrator>().PrepareAsync(ct);
        // The last that may fail: whoever is answered by a server that gives up its start finds its services gone.
        await ListenAsync(app, ct);
        var listening = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (app.Configuration["PublicUrl"] is not { Length: > 0 } && listening is not null) address.Use(Reachable(listening));

        var console = Console.Out;
        await console.WriteLineAsync($"Workflows is at {address.Base}");
        if (signIn is not null) await console.WriteLineAsync(signIn.LineAt(address.Base.ToString()));
        if (demo.IsLoaded) await console.WriteLineAsync("Demo company: sign in with emma@example.test (employee), marco@example.test (manager), hana@example.test (HR) and others; the code comes by mail.");
        if (services.GetService<DevelopmentMailbox>() is not null) await console.WriteLineAsync($"Mail is kept in the development mailbox: {address.Base}dev/mailbox");
    }

    // What is made when it is first asked for would say only then what is wrong with its settings.
    private static void CheckSettings(IServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredService<Rights>();
        services.GetRequiredService<VisiblePeople>();
    }

    private static async Task ListenAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception failure) when (failure is IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable })
        {
            throw new SettingException($"urls is '{app.Configuration["urls"]}': {failure.Message.TrimEnd('.')}. End the program that listens there, or choose another address: --urls http://localhost:5001, or PORT=5001 ./run.", failure);
        }
    }

    private static string Reachable(string listening) =>
        listening.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", IPAddress.Loopback.ToString(), StringComparison.Ordinal);

    /// <summary>Where the server is about to listen: the first of its addresses; null when that is not known before it listens.</summary>
    /// <exception cref="SettingException">It is no address.</exception>
    internal static string? Announced(string? urls)
    {
        if (urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var first, ..]) return null;
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(first);
        }
        catch (FormatException failure)
        {
            throw new SettingException($"urls is '{urls}'. Write where the server listens, such as http://localhost:5000.", failure);
        }

        return address.Port == 0 || address.IsUnixPipe || address.IsNamedPipe ? null : Reachable($"{address.Scheme}://{(address.Host is "*" or "+" ? "localhost" : address.Host)}:{address.Port}");
    }

    // Pages that need more say so themselves.
    private static Task SecurityHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/elsa")) headers.CacheControl = "no-store";
        return next(context);
    }
}
