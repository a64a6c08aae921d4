using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Tests.Support;

namespace Workflows.Browser.Tests;

/// <summary>The whole product on a port of its own, with the demo company, the real leave process and the built web application.</summary>
internal sealed class ProductServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("product-").FullName;
    private WebApplication _app = null!;

    public Uri Address { get; private set; } = null!;

    /// <param name="settings">More of them, as on the command line.</param>
    public static async Task<ProductServer> StartAsync(params string[] settings)
    {
        if (!File.Exists(Path.Combine(Repository.Root, "Designer", "dist", "index.html")))
            throw new FileNotFoundException("The web application is not built. Run: node Designer/build.mjs");
        var server = new ProductServer();
        var definitions = Directory.CreateDirectory(Path.Combine(server._folder, "workflows")).FullName;
        File.Copy(Repository.FirstLeave, Path.Combine(definitions, "leave.json"));
        server.Address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}/");
        server._app = await Server.BuildAsync(
        [
            "--environment", "Development", "--urls", server.Address.ToString(), "--Data", Path.Combine(server._folder, "data"), "--Definitions", definitions, "--Demo", "true",
            "--Logging:LogLevel:Default", "Warning", .. settings,
        ],
            CancellationToken.None);
        await Server.StartAsync(server._app, CancellationToken.None);
        return server;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A window of somebody who is signed in, as after the sign-in page.</summary>
    public async Task<IPage> WindowOfAsync(string person, Browser browser, BrowserNewContextOptions? options = null)
    {
        var page = await browser.OpenAsync(new BrowserNewContextOptions(options ?? new()) { BaseURL = Address.ToString(), Locale = "en-GB" });
        var token = await Get<SignInLinks>().CreateAsync(Get<PeopleDirectory>().Find(person)!, CancellationToken.None);
        var answer = await page.APIRequest.PostAsync("/api/session", new APIRequestContextOptions { DataObject = new { token } });
        answer.Status.ShouldBe(200, await answer.TextAsync());
        return page;
    }

    /// <summary>Two days of leave.</summary>
    public async Task<RequestRow> SubmitAsync(string person)
    {
        var inputs = new JsonObject { ["type"] = "annual", ["firstDay"] = "2027-03-11", ["lastDay"] = "2027-03-12", ["reason"] = "Skiing" };
        var result = await Get<RequestService>().SubmitAsync("leave", inputs, Get<PeopleDirectory>().Find(person)!, ChannelNames.App, idempotencyKey: null, CancellationToken.None);
        return result.ShouldBeOfType<SubmitResult.Accepted>().Request;
    }

    /// <summary>The code in the newest mail to somebody.</summary>
    public async Task<string> CodeAsync(string email)
    {
        using var arrived = new SemaphoreSlim(0);
        using var watch = new FileSystemWatcher(Directory.CreateDirectory(Path.Combine(_folder, "data", "mailbox")).FullName);
        watch.Created += (_, _) => arrived.Release();
        watch.Renamed += (_, _) => arrived.Release();
        watch.EnableRaisingEvents = true;
        do
        {
            if (await Get<DevelopmentMailbox>().ListAsync(email, CancellationToken.None) is [var newest, ..]
                && Regex.Match(newest.Mail.Text, @"\b[0-9]{4} ?[0-9]{4}\b", RegexOptions.NonBacktracking) is { Success: true } code) return code.Value;
        }
        while (await arrived.WaitAsync(TimeSpan.FromSeconds(60)));

        throw new TimeoutException($"No code came for {email}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
