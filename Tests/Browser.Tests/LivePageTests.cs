using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Workflows.Browser.Tests;

/// <summary>Pages that move by themselves: by what the server tells, not by asking again.</summary>
public sealed class LivePageTests : IAsyncLifetime
{
    // While a page listens it asks by itself once a minute only: what shows within this was told. Beside other tests a page takes its time, too.
    private const float Told = 45_000;

    private ProductServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProductServer.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_SomethingHappensElsewhere_ShowItAndCatchUpAfterALostConnection()
    {
        var marco = await _server.WindowOfAsync("marco", _browser);
        var line = await ListenAsync(marco, "/");
        await Expect(marco.GetByText("Nothing to decide")).ToBeVisibleAsync();
        var request = await _server.SubmitAsync("emma");
        await Expect(marco.GetByRole(AriaRole.Link, new() { Name = "Emma Larsen" }).First).ToBeVisibleAsync(new() { Timeout = Told });
        (await line.Reader.ReadAsync()).ShouldContain("CountsChanged");

        var emma = await _server.WindowOfAsync("emma", _browser);
        var sockets = new ConcurrentQueue<IWebSocketRoute>();
        await emma.RouteWebSocketAsync("**/hub?**", socket =>
        {
            socket.ConnectToServer();
            sockets.Enqueue(socket);
        });
        var heard = await ListenAsync(emma, $"/requests/{request.Reference}");
        await heard.Reader.ReadAsync();
        await Expect(emma.GetByText("Waiting for Marco Rossi")).ToBeVisibleAsync();
        await DecideAsync(marco);
        await Expect(emma.GetByText("Marco Rossi decided: Approved")).ToBeVisibleAsync(new() { Timeout = Told });

        // A closed request is never asked for again: what comes while the line is down shows because the page takes it up again.
        sockets.TryDequeue(out var first).ShouldBeTrue();
        await first!.CloseAsync();
        (await marco.APIRequest.PostAsync($"/api/requests/{request.Id}/comments", new() { DataObject = new { text = "Send a card" }, Headers = OwnPage() })).Status.ShouldBe(200);
        await Expect(emma.GetByText("Send a card")).ToBeVisibleAsync(new() { Timeout = Told });
        sockets.ShouldNotBeEmpty();
    }

    private static async Task DecideAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Emma Larsen" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByText("Marco Rossi decided")).ToBeVisibleAsync();
    }

    /// <summary>Opens a page.</summary>
    /// <returns>What the server says to it.</returns>
    private static async Task<System.Threading.Channels.Channel<string>> ListenAsync(IPage page, string url)
    {
        var said = System.Threading.Channels.Channel.CreateUnbounded<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Text?.Contains("CountsChanged", StringComparison.Ordinal) == true) said.Writer.TryWrite(frame.Text);
        };
        await page.GotoAsync(url);
        return said;
    }

    private static Dictionary<string, string> OwnPage() => new() { ["Sec-Fetch-Site"] = "same-origin" };
}
