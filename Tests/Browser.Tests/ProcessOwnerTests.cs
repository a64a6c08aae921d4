using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Workflows.Browser.Tests;

/// <summary>What a process owner does, on the built product, with the real Studio.</summary>
public sealed class ProcessOwnerTests : IAsyncLifetime
{
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
    public async Task Leave_ChangedBrokenMendedAndPublished_IsTheNewVersionAndMovesByFile()
    {
        var page = await _server.WindowOfAsync("ivan", _browser, new() { ViewportSize = new() { Width = 1500, Height = 950 } });
        var complaints = Complaints(page);
        await page.GotoAsync("/processes");
        await page.GetByRole(AriaRole.Link, new() { Name = "Leave" }).ClickAsync();
        var studio = new StudioPage(page);
        await studio.ReadyAsync();

        await studio.ShowAsync("IsLong");
        var added = "";
        await studio.SavingAsync(async () => added = await studio.AddAsync("Write Line", "Console"));
        await studio.SavingAsync(() => studio.ConnectAsync("IsLong", "False", added));
        await studio.SelectAsync(added);
        await studio.SavingAsync(() => studio.WriteAsync("Text", "The manager decided alone"));
        await studio.SelectAsync("IsLong");
        await studio.SavingAsync(() => studio.WriteExpressionAsync("Days", "variables.Days >"));
        await Expect(page.GetByText("Draft", new() { Exact = true })).ToBeVisibleAsync();
        await Album.KeepAsync(page, "design-draft");

        // Broken: every problem stands at its activity, and a press shows it, wherever the diagram was.
        await studio.ShowAsync("Start");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish ..." }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Publish" });
        await Expect(dialog.GetByText("stops this")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" })).ToBeDisabledAsync();
        await Album.KeepAsync(page, "publish-broken");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "More than 3 working days?" }).ClickAsync();
        await studio.ShouldBeSelectedAsync("IsLong");
        await Expect(studio.Node("IsLong").Locator("foreignObject")).ToBeInViewportAsync(new() { Ratio = 1 });

        await studio.SavingAsync(() => studio.WriteExpressionAsync("Days", "variables.Days > 5"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish ..." }).ClickAsync();
        await Expect(dialog.GetByText("variables.Days > 3 -> variables.Days > 5")).ToBeVisibleAsync();
        await dialog.GetByLabel("What changed, and why").FillAsync("HR joins above five days");
        await Album.KeepAsync(page, "publish");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish version 2" }).ClickAsync();
        await Expect(page.GetByText("Version 2 is live.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Versions" }).ClickAsync();
        var versions = page.GetByRole(AriaRole.List, new() { Name = "Versions" });
        await Expect(versions.GetByText("HR joins above five days")).ToBeVisibleAsync();
        await Expect(versions.GetByText("Live")).ToBeVisibleAsync();
        await Expect(page.GetByText("added step \"WriteLine1\"")).ToBeVisibleAsync();
        await Album.KeepAsync(page, "versions");

        await MovesByFileAsync(page);
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunningRequest_DecidedElsewhere_MovesInTheViewerAndTheStory()
    {
        var request = await _server.SubmitAsync("emma");
        var page = await _server.WindowOfAsync("ivan", _browser, new() { ViewportSize = new() { Width = 1500, Height = 950 } });
        var complaints = Complaints(page);
        await page.GotoAsync($"/requests/{request.Reference}");
        await Expect(page.GetByText("Waiting for Marco Rossi")).ToBeVisibleAsync();
        var studio = new StudioPage(page);
        await studio.ReadyAsync();
        var reached = studio.Node("BookLeave").Locator(".mud-badge");
        await Expect(studio.Node("ManagerDecides").Locator(".mud-badge").First).ToBeAttachedAsync();
        // The diagram is shown where the request stands.
        await Expect(studio.Node("ManagerDecides").Locator("foreignObject")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(reached).ToHaveCountAsync(0);

        var other = await _server.WindowOfAsync("marco", _browser);
        await other.GotoAsync("/");
        await other.GetByRole(AriaRole.Link, new() { Name = "Emma Larsen" }).First.ClickAsync();
        await other.GetByLabel("Comment").FillAsync("Enjoy");
        await other.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(other.GetByText("Marco Rossi decided")).ToBeVisibleAsync();

        await Expect(reached.First).ToBeAttachedAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Marco Rossi decided: Approved")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("Enjoy")).ToBeVisibleAsync();
        await Album.KeepAsync(page, "request-viewer");
        complaints.ShouldBeEmpty();
    }

    private async Task MovesByFileAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "Design" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Export as a file" }).ClickAsync());
        var file = JsonNode.Parse(await File.ReadAllTextAsync(await download.PathAsync()))!.AsObject();
        file["definitionId"]!.ToString().ShouldBe("leave");
        file["version"]!.GetValue<int>().ShouldBe(2);

        (file["definitionId"], file["name"]) = ("leave-copy", "Leave, the copy");
        ((JsonObject)file["customProperties"]!).Remove("Workflows:Request");
        await page.GotoAsync("/processes");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "copy.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(file.ToJsonString()) });
        // Asked until it is so: Playwright's WaitForURL misses an address that changes between its look and its listening.
        await Expect(page).ToHaveURLAsync(new Uri(_server.Address, "processes/leave-copy/design").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Leave, the copy" })).ToBeVisibleAsync();
    }

    /// <summary>What the browser's console has against our pages and Studio's: broken policies and scripts.</summary>
    private static List<string> Complaints(IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // A file of Studio that is still on its way when the page is left is noted as an error too.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && !message.Text.StartsWith("Fetch API cannot load", StringComparison.Ordinal))
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        return complaints;
    }
}
