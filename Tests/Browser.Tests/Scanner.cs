using Microsoft.Playwright;
using Workflows.Api.Tests.ActionPages;

namespace Workflows.Browser.Tests;

/// <summary>What mail scanners do with a link: fetch it, fetch it again, open it in a browser, run scripts on it, send its forms and click on what can be clicked. No person, no gesture.</summary>
internal sealed class Scanner(Browser browser)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(Browser.PatienceMilliseconds);

    private static readonly Attack[] ByThePage =
    [
        new("form.submit()"),
        new("form.requestSubmit()"),
        new("for (const button of buttons) form.requestSubmit(button)"),
        new("for (const button of buttons) button.click()"),
        new("for (const button of buttons) button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))"),
        new("for (const element of [...form.querySelectorAll('label'), ...form.elements]) element.click()"),
        // Points that no pointer was at.
        new("for (const button of buttons) { const { x, y } = button.getBoundingClientRect(); button.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, clientX: x + 9, clientY: y + 9 })) }"),
        new("for (const button of buttons) fetch(location.href, { method: 'POST', body: new URLSearchParams([...new FormData(form), [button.name + '.x', 9], [button.name + '.y', 9]]) }).then(answer => answer.text())", Navigates: false),
    ];

    // What a tool evaluates in a page counts as activated by the user, so the browser itself reports a gesture. A tool that invents points as well is no scanner any more.
    private static readonly Attack[] ByATool = ByThePage[..6];

    public static async Task FetchAsync(HttpClient http, string link)
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, link);
        (await http.SendAsync(head)).EnsureSuccessStatusCode();
        (await http.ReadAsync(link)).Response.EnsureSuccessStatusCode();
        foreach (var page in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.ReadAsync(link)))) page.Response.EnsureSuccessStatusCode();
    }

    /// <summary>Opens the link once for every way to send its form without a person. Each must reach the server, or this fails.</summary>
    public async Task DetonateAsync(string link)
    {
        foreach (var attack in ByThePage) await RunAsync(link, attack, byTool: false, options: null);
        foreach (var attack in ByATool) await RunAsync(link, attack, byTool: true, options: null);
    }

    /// <summary>Opens the link and clicks on everything, from the page and as a tool.</summary>
    public async Task ClickAsync(string link, BrowserNewContextOptions? options = null)
    {
        foreach (var byTool in (bool[])[false, true])
        {
            await RunAsync(link, ByThePage[3], byTool, options);
            await RunAsync(link, ByThePage[5], byTool, options);
        }
    }

    /// <summary>Goes through many links: fetches each, lets a script of the page press and send whatever there is, and does so once more as a tool.</summary>
    /// <returns>Those with something to send. Each time it must reach the server, or this fails.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync(HttpClient http, IReadOnlyList<string> links)
    {
        var halves = await Task.WhenAll(links.Chunk((links.Count + 1) / 2).Select(half => SweepInOneWindowAsync(http, half)));
        return [.. halves.SelectMany(found => found)];
    }

    private async Task<List<string>> SweepInOneWindowAsync(HttpClient http, IReadOnlyList<string> links)
    {
        var page = await browser.OpenAsync(new BrowserNewContextOptions { BypassCSP = true });
        using var answered = new SemaphoreSlim(0);
        page.RequestFinished += (_, request) =>
        {
            if (request.Method == "POST") answered.Release();
        };
        // A window keeps its name: the page that the attack brings up is left alone, and so is the next visit, which is the tool's.
        await page.AddInitScriptAsync($$"""
            addEventListener('load', () => setTimeout(() => {
                if (window.name === location.href) return;
                window.name = location.href;
                {{ScriptOf(ByThePage[2])}}
            }));
            """);
        var found = new List<string>();
        foreach (var link in links)
        {
            using (var head = new HttpRequestMessage(HttpMethod.Head, link)) await http.SendAsync(head);
            var fetched = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => http.ReadAsync(link)));
            if (!fetched.All(answer => answer.Html.Contains("<form", StringComparison.Ordinal))) continue;
            await page.GotoAsync(link, new() { WaitUntil = WaitUntilState.Commit });
            (await answered.WaitAsync(Patience)).ShouldBeTrue($"a script sent nothing from {link}");
            await page.GotoAsync(link);
            while (answered.CurrentCount > 0) await answered.WaitAsync();
            await page.EvaluateAsync($"() => {{ {ScriptOf(ByATool[5])} }}");
            (await answered.WaitAsync(Patience)).ShouldBeTrue($"a tool sent nothing from {link}");
            found.Add(link);
        }

        await page.Context.CloseAsync();
        return found;
    }

    private static string ScriptOf(Attack attack) => $$"""
        for (const form of document.forms) {
            // A list that is approved by ticks is ticked first.
            for (const box of form.querySelectorAll('input[type=checkbox]')) box.checked = true;
            const buttons = [...form.querySelectorAll('button:not([disabled]), input[type=submit], input[type=image]')];
            {{attack.Script}};
        }
        """;

    private async Task RunAsync(string link, Attack attack, bool byTool, BrowserNewContextOptions? options)
    {
        // The page's policy would stop some of this; a scanner need not keep to it.
        var page = await browser.OpenAsync(new BrowserNewContextOptions(options ?? new()) { BypassCSP = true });
        using var answered = new SemaphoreSlim(0);
        page.RequestFinished += (_, request) =>
        {
            if (request.Method == "POST") answered.Release();
        };

        var script = ScriptOf(attack);
        // Twice where the page comes back: what a first try brings up is tried too.
        var rounds = attack.Navigates ? 2 : 1;
        if (!byTool)
        {
            await page.AddInitScriptAsync($$"""
                addEventListener('load', () => setTimeout(() => {
                    const round = Number(window.name);
                    window.name = String(round + 1);
                    if (round < {{rounds}}) { {{script}} }
                }));
                """);
        }

        await page.GotoAsync(link);
        for (var round = 0; round < rounds; round++)
        {
            if (byTool) await page.EvaluateAsync($"() => {{ {script} }}");
            (await answered.WaitAsync(Patience)).ShouldBeTrue($"{attack.Script} sent nothing from {page.Url}");
            await page.LoadedAsync();
        }

        await page.Context.CloseAsync();
    }

    /// <param name="Navigates">Whether the answer takes the place of the page.</param>
    private sealed record Attack(string Script, bool Navigates = true);
}
