using Microsoft.Playwright;

namespace Workflows.Browser.Tests;

/// <summary>Debian's Chromium, without a window, for one test.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>What a page may take for one step: beside other tests, and beside Studio in another window, many times what it takes alone.</summary>
    public const float PatienceMilliseconds = 60_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    static Browser() => Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no browser at {path}. Install it (apt-get install chromium), or name another one in the variable CHROMIUM.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>A window of its own, with nothing remembered from others.</summary>
    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

internal static class PageWaits
{
    /// <summary>Waits until the page is there with everything that belongs to it.</summary>
    /// <remarks>The page is asked until it says so: Playwright's own wait looks at one moment and listens from the next, and misses what happens in between.</remarks>
    public static Task LoadedAsync(this IPage page) => page.WaitForFunctionAsync("() => document.readyState === 'complete'");
}
