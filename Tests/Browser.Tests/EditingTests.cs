using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Workflows.Browser.Tests;

/// <summary>What becomes of work in the editor when something gets in its way.</summary>
public sealed partial class EditingTests : IAsyncLifetime
{
    private ProductServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProductServer.StartAsync("--Roles:hr", "process:read,process:edit");
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Leave_UnsavedWork_AsksFirst()
    {
        var (page, studio) = await EditorAsync("ivan");
        // The server takes the save and never answers: what was changed is on its way and nowhere.
        var sent = new TaskCompletionSource();
        await page.RouteAsync(Save(), _ =>
        {
            sent.TrySetResult();
            return Task.CompletedTask;
        });
        await studio.AddAsync("Write Line", "Console");
        await sent.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await page.GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Leave with unsaved work?" });
        await Expect(dialog).ToBeVisibleAsync();
        await Album.KeepAsync(page, "leave-guard");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page).ToHaveURLAsync(_server.Address + "processes/leave/design");

        // The browser's own way out: a reload.
        var asked = new TaskCompletionSource<string>();
        page.Dialog += async (_, question) =>
        {
            asked.TrySetResult(question.Type);
            await question.DismissAsync();
        };
        await page.EvaluateAsync("setTimeout(() => location.reload(), 0)");
        (await asked.Task.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe("beforeunload");
        await Expect(studio.Node("IsLong")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Home" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(_server.Address.ToString());
    }

    [Fact]
    public async Task Save_SignedOutElsewhere_GoesOnAfterSigningInAgain()
    {
        var (page, studio) = await EditorAsync("ivan");
        // Our pictures are for our activities: an element of the palette that showed one of those before shows Elsa's own now.
        await studio.FindAsync("Request approval", "Approvals");
        await Expect(page.FrameLocator("iframe").Locator("[data-activity-type='Approvals.RequestApproval']")).ToHaveCountAsync(1);
        // The page may hear of it before anything is sent: the dialog is then over the palette.
        var item = await studio.FindAsync("Write Line", "Console");
        // Who only looks for something has changed nothing.
        await Expect(page.GetByText("Changes are saved by themselves as a draft")).ToBeVisibleAsync();
        await Expect(item).ToHaveAttributeAsync("data-activity-type", "Elsa.WriteLine");
        (await page.APIRequest.PostAsync("/api/sign-out", new() { Headers = new Dictionary<string, string> { ["Sec-Fetch-Site"] = "same-origin" } })).Ok.ShouldBeTrue();

        var added = await studio.DropAsync(item);
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Please sign in again" });
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(studio.Node(added)).ToBeAttachedAsync();
        await Album.KeepAsync(page, "session-ended");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).ClickAsync();
        await dialog.GetByLabel("Code from the mail").FillAsync(await _server.CodeAsync("ivan@example.test"));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        // The save that was refused is sent again by itself, with what was done meanwhile.
        await Expect(page.GetByText("Draft saved")).ToBeVisibleAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(studio.Node(added)).ToBeAttachedAsync();
        (await (await page.APIRequest.GetAsync("/elsa/api/workflow-definitions/by-definition-id/leave?versionOptions=Latest")).TextAsync()).ShouldContain(added);
    }

    [Fact]
    public async Task Save_SomebodyElseWasFaster_IsToldAndOverwritesNothing()
    {
        var (ivans, first) = await EditorAsync("ivan");
        var (hanas, second) = await EditorAsync("hana", ColorScheme.Dark);
        // Studio is drawn in the colours of the page around it.
        (await second.BackgroundAsync()).ShouldBe("rgb(27, 31, 38)");
        (await first.BackgroundAsync()).ShouldNotBe("rgb(27, 31, 38)");
        var added = "";
        await first.SavingAsync(async () => added = await first.AddAsync("Write Line", "Console"));

        var lost = await second.AddAsync("Correlate", "Primitives");

        await Expect(hanas.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Ivan Petrov" })).ToBeVisibleAsync();
        await Album.KeepAsync(hanas, "conflict");
        var stored = await (await ivans.APIRequest.GetAsync("/elsa/api/workflow-definitions/by-definition-id/leave?versionOptions=Latest")).TextAsync();
        stored.ShouldContain(added);
        stored.ShouldNotContain($"\"{lost}\"");

        await hanas.GetByRole(AriaRole.Button, new() { Name = "Load the stored version" }).ClickAsync();
        await second.ReadyAsync();
        await Expect(second.Node(added)).ToBeAttachedAsync();
        await second.SavingAsync(() => second.AddAsync("Correlate", "Primitives"));

        // On a phone the diagram has the width: what is for editing makes way.
        await hanas.SetViewportSizeAsync(390, 844);
        await Expect(hanas.GetByText("The editor needs room")).ToBeVisibleAsync();
        (await second.WidthAsync()).ShouldBeGreaterThan(360);
        await Album.KeepAsync(hanas, "design-phone");
    }

    [Fact]
    public async Task Editor_TheServerIsAwayForAWhile_StaysWithItsWork()
    {
        var (page, studio) = await EditorAsync("ivan");
        var asked = 0;
        var givenUp = new TaskCompletionSource();
        // Once, and the two tries after that.
        await page.RouteAsync("**/api/processes/leave/overview", async route =>
        {
            if (Interlocked.Increment(ref asked) > 3) await route.ContinueAsync();
            else await route.AbortAsync();
            if (asked == 3) givenUp.TrySetResult();
        });
        var first = "";
        await studio.SavingAsync(async () => first = await studio.AddAsync("Write Line", "Console"));
        await givenUp.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await studio.SavingAsync(() => studio.AddAsync("Correlate", "Primitives"));
        await Expect(studio.Node(first)).ToBeAttachedAsync();
        await Expect(page.GetByText("Draft", new() { Exact = true })).ToBeVisibleAsync();
    }

    private async Task<(IPage Page, StudioPage Studio)> EditorAsync(string person, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await _server.WindowOfAsync(person, _browser, new() { ViewportSize = new() { Width = 1500, Height = 950 }, ColorScheme = scheme });
        await page.GotoAsync("/processes/leave/design");
        var studio = new StudioPage(page);
        await studio.ReadyAsync();
        return (page, studio);
    }

    [GeneratedRegex("/elsa/api/workflow-definitions$", RegexOptions.None, 1000)]
    private static partial Regex Save();
}
