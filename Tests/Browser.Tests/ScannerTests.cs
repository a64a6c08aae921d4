using Microsoft.Playwright;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Requests;
using Workflows.Api.Tests.ActionPages;
using Workflows.Api.Tests.Pages;

namespace Workflows.Browser.Tests;

public sealed class ScannerTests : IAsyncLifetime
{
    private PageServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PageServer.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Links_Scanned_DecideNothingAndAPersonsPressDecidesOnce()
    {
        var request = await _server.AskAsync();
        var mail = await _server.MailAsync("marco");
        var links = mail.Links().Where(link => link.Contains("/a/")).ToList();
        links.Count.ShouldBe(2);

        var scanner = new Scanner(_browser);
        foreach (var link in links) await Scanner.FetchAsync(_server.Http, link);
        await scanner.DetonateAsync(links[0]);
        await scanner.ClickAsync(links[1]);
        await scanner.ClickAsync(links[0].Split('?')[0] + "?report=1");
        await ShouldHaveHappened(request, decided: 0);

        var page = await _browser.OpenAsync();
        await page.GotoAsync(mail.Button("Approve"));
        await page.GetByLabel("Comment").FillAsync("Enjoy");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "You approved this" }).WaitForAsync();

        await page.GotoAsync(mail.Button("Reject"));
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("Marco Rossi approved this");
        (await page.GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0);
        await ShouldHaveHappened(request, decided: 1);
        (await _server.TaskAsync(request)).Comment.ShouldBe("Enjoy");
    }

    [Fact]
    public async Task DigestLinks_Scanned_DecideAndStopNothingAndAPersonsPressDecides()
    {
        await _server.WishDigestAsync("marco");
        var (first, second) = (await _server.AskAsync(), await _server.AskAsync());
        var mail = await _server.DigestAsync("marco");
        var list = mail.Links().Single(link => link.Contains("/d/"));
        var alone = $"{list}?task={(await _server.TaskAsync(first)).Id}";

        var scanner = new Scanner(_browser);
        foreach (var link in (string[])[list, alone, mail.UnsubscribeUrl!]) await Scanner.FetchAsync(_server.Http, link);
        await scanner.DetonateAsync(list);
        await scanner.ClickAsync(alone);
        await scanner.ClickAsync(list + "?report=1");
        await scanner.ClickAsync(mail.UnsubscribeUrl!);
        await ShouldHaveHappened(first, decided: 0);
        await ShouldHaveHappened(second, decided: 0);
        _server.Get<PreferenceBook>().Of("marco")!.DigestAt.ShouldNotBeNull();

        var page = await _browser.OpenAsync();
        await page.GotoAsync(list);
        await page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve selected" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "What became of them" }).WaitForAsync();
        await ShouldHaveHappened(first, decided: 0);
        await ShouldHaveHappened(second, decided: 1);

        await page.GotoAsync(mail.UnsubscribeUrl!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the daily mail" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "There is no daily mail" }).WaitForAsync();
        _server.Get<PreferenceBook>().Of("marco")!.DigestAt.ShouldBeNull();
    }

    [Fact]
    public async Task Links_ScannedAsAnIphone_DecideNothingAndATapDecides()
    {
        // What such a phone's browser says of itself; scanners do that too. Here the header that tells a gesture cannot be relied on.
        var iphone = new BrowserNewContextOptions
        {
            UserAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            HasTouch = true,
            IsMobile = true,
        };
        var request = await _server.AskAsync();
        var link = (await _server.MailAsync("marco")).Button("Approve");

        await new Scanner(_browser).ClickAsync(link, iphone);
        await ShouldHaveHappened(request, decided: 0);

        var page = await _browser.OpenAsync(iphone);
        await page.GotoAsync(link);
        await page.GetByLabel("Comment").FillAsync("Not that week");
        await page.GetByText("Reject", new() { Exact = true }).TapAsync();
        await page.GetByText("You rejected this").WaitForAsync();
        await ShouldHaveHappened(request, decided: 1);
    }

    [Fact]
    public async Task Keyboard_PressesAButton_AfterSayingWhoPresses()
    {
        var request = await _server.AskAsync();
        var page = await _browser.OpenAsync();
        await page.GotoAsync((await _server.MailAsync("marco")).Button("Approve"));
        var who = page.GetByLabel("Who presses the button?");

        await page.GetByLabel("Comment").FocusAsync();
        await page.Keyboard.TypeAsync("By keyboard");
        await page.Keyboard.PressAsync("Tab");
        (await who.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(200, "the question appears with the focus");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await ShouldHaveHappened(request, decided: 0);

        await who.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("You approved this").WaitForAsync();
        (await _server.TaskAsync(request)).Comment.ShouldBe("By keyboard");
    }

    private async Task ShouldHaveHappened(RequestRow request, int decided)
    {
        (await _server.AuditAsync(request, AuditKinds.Decided)).Count.ShouldBe(decided);
        (await _server.AuditAsync(request, AuditKinds.Reported)).ShouldBeEmpty();
    }
}
