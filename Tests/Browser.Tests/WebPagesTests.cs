using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Workflows.Browser.Tests;

/// <summary>The pages of the web application: signing in, every page on a phone and on a desk, light and dark, read by the accessibility checker.</summary>
public sealed partial class WebPagesTests : IAsyncLifetime
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
    public async Task SignIn_ByCode_GoesWhereTheLinkPointedAndSubmitsARequest()
    {
        var page = await _browser.OpenAsync(new() { BaseURL = _server.Address.ToString(), Locale = "en-GB" });
        await page.GotoAsync("/new/leave");
        await Expect(page).ToHaveURLAsync(SignInPage());
        await page.GetByLabel("E-mail address").FillAsync("emma@example.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).ClickAsync();
        await page.GetByLabel("Code from the mail").FillAsync("1234 5678");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is wrong");
        await page.GetByLabel("Code from the mail").FillAsync(await _server.CodeAsync("emma@example.test"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(_server.Address + "new/leave");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByLabel("Type of leave")).ToBeFocusedAsync();
        await page.GetByLabel("Type of leave").SelectOptionAsync("annual");
        await page.GetByLabel("First day", new() { Exact = false }).First.FillAsync("2027-03-11");
        await page.GetByLabel("Last day", new() { Exact = false }).First.FillAsync("2027-03-12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByText("Waiting for Marco Rossi")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.GetByText("Emma Larsen sent this request")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of Emma Larsen" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Bahasa Indonesia" }).ClickAsync();
        await Expect(page.GetByText("Menunggu Marco Rossi")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Keluar" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(_server.Address + "sign-in");
        await page.GotoAsync("/processes");
        await Expect(page).ToHaveURLAsync(SignInPage());
    }

    [Fact]
    public async Task Task_DecidedWithTheKeyboard_TakesTheFocusToWhatIsMissingAndToWhatBecameOfIt()
    {
        await _server.SubmitAsync("emma");
        var page = await _server.WindowOfAsync("marco", _browser);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Emma Larsen" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await page.GetByRole(AriaRole.Button, new() { Name = "Reject" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Comment")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Comment")).ToHaveAccessibleDescriptionAsync("'Reject' needs a comment. Say why.");
        await page.Keyboard.TypeAsync("The launch is that week.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Marco Rossi decided" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Pages_EveryWidthAndColour_FitAndAreAccessible()
    {
        var request = await _server.SubmitAsync("emma");
        foreach (var (width, scheme) in Looks())
        {
            var nobody = await _browser.OpenAsync(Options(width, scheme));
            await LookAsync(nobody, "sign-in", "/sign-in", "Send me a code", width, scheme);
            await nobody.Context.CloseAsync();

            var emma = await _server.WindowOfAsync("emma", _browser, Options(width, scheme));
            await LookAsync(emma, "home-employee", "/", "Annual leave for Emma", width, scheme);
            await LookAsync(emma, "new-request", "/new/leave", "Type of leave", width, scheme);
            await LookAsync(emma, "request", $"/requests/{request.Reference}", "Waiting for Marco Rossi", width, scheme);
            await LookAsync(emma, "not-allowed", "/processes", "Your roles do not let you", width, scheme);
            await emma.Context.CloseAsync();

            var marco = await _server.WindowOfAsync("marco", _browser, Options(width, scheme));
            await LookAsync(marco, "home", "/", "Emma Larsen", width, scheme);
            await marco.GetByRole(AriaRole.Link, new() { Name = "Emma Larsen" }).First.ClickAsync();
            await LookAsync(marco, "task", null, "Comment", width, scheme);
            await marco.Context.CloseAsync();

            var ivan = await _server.WindowOfAsync("ivan", _browser, Options(width, scheme));
            // Studio's own start is tried elsewhere; here it would be looked at too, and it is not ours.
            await ivan.RouteAsync("**/designer/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><html lang=en><title>Studio</title><main><h1>Studio</h1></main></html>" }));
            await LookAsync(ivan, "processes", "/processes", "Leave", width, scheme);
            await LookAsync(ivan, "processes-nothing-found", "/processes?q=nothing", "Nothing found", width, scheme);
            await LookAsync(ivan, "versions", "/processes/leave/versions", "Live", width, scheme);
            await LookAsync(ivan, "process-requests", "/processes/leave/requests", "Annual leave for Emma", width, scheme);
            await LookAsync(ivan, "design", "/processes/leave/design", "Publish ...", width, scheme);
            await ivan.GetByRole(AriaRole.Button, new() { Name = "Publish ..." }).ClickAsync();
            await LookAsync(ivan, "publish-nothing", null, "nothing has changed since", width, scheme);
            await ivan.Keyboard.PressAsync("Escape");
            await ivan.GetByRole(AriaRole.Button, new() { Name = "Account of Ivan Petrov" }).ClickAsync();
            await LookAsync(ivan, "account", null, "Sign out", width, scheme);
            await LookAsync(ivan, "not-found", "/nothing/here", "There is no such page", width, scheme);
            await ivan.Context.CloseAsync();
        }
    }

    [GeneratedRegex(@"/sign-in\?to=", RegexOptions.None, 1000)]
    private static partial Regex SignInPage();

    private static (int Width, ColorScheme Scheme)[] Looks() =>
        Album.Folder is null ? [(390, ColorScheme.Light), (1360, ColorScheme.Dark)] : [(390, ColorScheme.Light), (390, ColorScheme.Dark), (1360, ColorScheme.Light), (1360, ColorScheme.Dark)];

    private BrowserNewContextOptions Options(int width, ColorScheme scheme) =>
        new() { BaseURL = _server.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = width, Height = 860 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce };

    /// <param name="url">Null: the page as it stands.</param>
    /// <param name="shows">What is there once the page has what it shows.</param>
    private static async Task LookAsync(IPage page, string name, string? url, string shows, int width, ColorScheme scheme)
    {
        if (url is not null) await page.GotoAsync(url);
        await Expect(page.GetByText(shows).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Album.KeepAsync(page, $"{name}-{width}-{scheme}");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{name} scrolls sideways");
        // Studio's own document is not ours to mend.
        var found = await page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector("iframe")] }, new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        found.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty($"{name}, {width}, {scheme}");
    }
}
