using Microsoft.Playwright;

namespace Workflows.Browser.Tests;

/// <summary>Pictures of what was seen, when the test run names a folder for them: <c>SCREENSHOTS</c>.</summary>
internal static class Album
{
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    public static async Task KeepAsync(IPage page, string name)
    {
        if (Folder is not null) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png") });
    }
}
