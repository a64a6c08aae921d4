using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Identity;
using Workflows.Api.Tests.ActionPages;
using Workflows.Api.Tests.Pages;

namespace Workflows.Browser.Tests;

/// <summary>Every page, narrow and wide, light and dark: nothing scrolls sideways, and the accessibility checker finds nothing. With <c>SCREENSHOTS=folder</c> it looks at more of them and keeps a picture of each.</summary>
public sealed class PageLookTests : IAsyncLifetime
{
    private PageServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PageServer.StartAsync(mailbox: true);
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_EveryStateWidthAndColour_FitAndAreAccessible()
    {
        var actions = TestProcess.Object("""["Approve", "Reject", {"name": "RequestChanges", "needsComment": true}]""");
        await _server.AskAsync(new JsonObject { ["decideWithin"] = TestProcess.Literal("5d"), ["actions"] = actions });
        var open = (await _server.MailAsync("marco")).Button("Approve");
        await LookAsync("open", open);
        await LookAsync("open-id", open + "&lang=id");
        await LookAsync("chosen-reject", open.Replace("=Approve", "=Reject"));
        await LookAsync("report", open.Split('?')[0] + "?report=1");
        await LookAsync("comment-missing", open, page => page.GetByRole(AriaRole.Button, new() { Name = "Ask for changes" }).ClickAsync());
        await LookAsync("who-presses", open, async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        });
        await _server.Http.PressAsync(open, "RequestChanges", "Could you come back on Thursday?\nWe have the audit on Friday.");
        await LookAsync("decided", open);

        var withdrawn = await _server.AskAsync();
        var link = (await _server.MailAsync("marco")).Button("Approve");
        await _server.Get<RequestService>().WithdrawAsync(withdrawn, _server.Get<PeopleDirectory>().Find("emma")!, ChannelNames.Api, null, CancellationToken.None);
        await LookAsync("withdrawn", link);
        await LookAsync("unknown", "a/none");

        await LookAsync("home", "plain/home");
        await LookAsync("sign-in", "plain/sign-in");
        await LookAsync("code", "plain/sign-in", async page =>
        {
            await page.GetByLabel("E-mail address").FillAsync("nobody@example.test");
            await page.GetByRole(AriaRole.Button).ClickAsync();
            await page.GetByLabel("Code").FillAsync("1234 5678");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByText("The code is wrong").WaitForAsync();
        });
        var token = await _server.Get<SignInLinks>().CreateAsync(_server.Get<PeopleDirectory>().Find("ivan")!, CancellationToken.None);
        await LookAsync("link", $"plain/sign-in?token={token}");
    }

    [Fact]
    public async Task DigestAndUnsubscribe_FitAndAreAccessible()
    {
        await _server.WishDigestAsync("marco");
        await _server.AskAsync(new JsonObject { ["decideWithin"] = TestProcess.Literal("5d") });
        await _server.AskAsync(new JsonObject { ["actions"] = TestProcess.Object("""[{"name": "Approve", "needsComment": true}, "Reject"]""") });
        var mail = await _server.DigestAsync("marco");
        var list = mail.Links().Single(link => link.Contains("/d/"));
        await LookAsync("digest", list);
        await LookAsync("digest-id", list + "?lang=id");
        await LookAsync("digest-who-presses", list, async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve selected" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        });
        await LookAsync("digest-report", list + "?report=1");
        var task = await _server.Http.ReadAsync(list);
        await _server.Http.SubmitAsync(list, new() { ["choice"] = "approve", ["task"] = task.Field("task"), [$"revision.{task.Field("task")}"] = task.Field($"revision.{task.Field("task")}") });
        await LookAsync("digest-decided", list);
        await LookAsync("unsubscribe-digest", mail.UnsubscribeUrl!);
        var notices = _server.Get<UnsubscribeLinks>().For("marco", MailSort.Notices)!;
        await LookAsync("unsubscribe", notices);
        await _server.Http.SubmitAsync(notices, new() { ["List-Unsubscribe"] = "One-Click" });
        await LookAsync("unsubscribed", notices);
    }

    [Fact]
    public async Task JustDecidedAndSignedIn_FitAndAreAccessible()
    {
        var shots = 0;
        foreach (var (width, scheme) in Looks())
        {
            await _server.AskAsync();
            var mail = await _server.MailAsync("marco");
            await LookAsync($"just-decided-{++shots}", mail.Button("Approve"), page => page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync(), [(width, scheme)]);
            var token = await _server.Get<SignInLinks>().CreateAsync(_server.Get<PeopleDirectory>().Find("ivan")!, CancellationToken.None);
            await LookAsync($"signed-in-{shots}", $"plain/sign-in?token={token}", page => page.GetByRole(AriaRole.Button).ClickAsync(), [(width, scheme)]);
        }
    }

    private static string? Album => Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private static (int Width, ColorScheme Scheme)[] Looks() =>
        Album is null ? [(320, ColorScheme.Light), (1100, ColorScheme.Dark)] : [(320, ColorScheme.Light), (380, ColorScheme.Dark), (1100, ColorScheme.Light), (1100, ColorScheme.Dark)];

    private async Task LookAsync(string name, string url, Func<IPage, Task>? prepare = null, (int Width, ColorScheme Scheme)[]? looks = null)
    {
        foreach (var (width, scheme) in looks ?? Looks())
        {
            var page = await _browser.OpenAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 760 }, ColorScheme = scheme, Locale = "en-GB" });
            var complaints = new List<string>();
            page.Console += (_, message) =>
            {
                // The browser notes answers such as 403 and 409 itself; what matters here is the page's own policy.
                if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) complaints.Add(message.Text);
            };
            await page.GotoAsync(new Uri(_server.Address, url).ToString());
            if (prepare is not null) await prepare(page);
            await page.LoadedAsync();

            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{name} scrolls sideways");
            if (Album is not null)
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Album, $"{name}-{width}-{scheme}.png"), FullPage = true });
            complaints.ShouldBeEmpty(name);
            var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
            found.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty($"{name}, {width}, {scheme}");
            await page.Context.CloseAsync();
        }
    }
}
