using System.Net;
using Workflows.Activities.Audit;
using Workflows.Activities.Requests;
using Workflows.Api.Tests.Pages;

namespace Workflows.Api.Tests.ActionPages;

/// <summary>What browsers say about who sent a form, in the headers that they send.</summary>
public sealed class GestureTests : IAsyncLifetime
{
    private const string Chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36";
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    private const string ChromeOnIphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1";

    private PageServer _server = null!;
    private RequestRow _request = null!;
    private string _url = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PageServer.StartAsync();
        _request = await _server.AskAsync();
        _url = (await _server.MailAsync("marco")).Button("Approve");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Chrome)]
    [InlineData(Firefox)]
    public async Task Press_BrowserSaysAPersonDid_Decides(string browser)
    {
        var page = await _server.Http.PressAsync(_url, "Approve", change: From(browser, mode: "navigate", user: "?1"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        await ShouldHaveDecided(1);
    }

    [Theory]
    [InlineData(Chrome, "navigate", "same-origin")]
    [InlineData(Firefox, "navigate", "same-origin")]
    [InlineData(Chrome, "cors", "same-origin")]
    [InlineData(Safari, "cors", "same-origin")]
    [InlineData(Safari, "no-cors", "same-origin")]
    [InlineData(Chrome, "navigate", "cross-site")]
    [InlineData(Safari, "navigate", "cross-site")]
    [InlineData(Safari, "navigate", "same-site")]
    public async Task Press_ScriptOrOtherSite_DecidesNothingEvenWithTheBoxTicked(string browser, string mode, string site)
    {
        var page = await _server.Http.PressAsync(_url, "Approve", "Kept", From(browser, mode, user: null, site), tick: true);

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Text.ShouldContain("Nothing was decided");
        page.Html.ShouldContain("Kept</textarea>");
        page.Buttons.ShouldBe(["Approve", "Reject"]);
        await ShouldHaveDecided(0);
    }

    [Fact]
    public async Task Press_OtherSiteWithAGesture_DecidesNothing()
    {
        var page = await _server.Http.PressAsync(_url, "Approve", change: From(Chrome, "navigate", "?1", "cross-site"));

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        await ShouldHaveDecided(0);
    }

    [Theory]
    [InlineData(Safari, "navigate")]
    [InlineData(ChromeOnIphone, "navigate")]
    [InlineData(Chrome, null)]
    public async Task Press_BrowserThatNeverSays_NeedsATickBesideThePress(string browser, string? mode)
    {
        var change = From(browser, mode, user: null);
        (await _server.Http.ReadAsync(_url, change)).Html.ShouldContain("type=\"checkbox\" name=\"own\"");

        var without = await _server.Http.PressAsync(_url, "Approve", change: change);
        without.Status.ShouldBe(HttpStatusCode.Forbidden);
        without.Text.ShouldContain("Please tick this box");
        await ShouldHaveDecided(0);

        (await _server.Http.PressAsync(_url, "Approve", change: change, tick: true)).Status.ShouldBe(HttpStatusCode.OK);
        await ShouldHaveDecided(1);
    }

    [Fact]
    public async Task Show_BrowserThatSays_NeedsNoTick()
    {
        (await _server.Http.ReadAsync(_url, From(Chrome, "navigate", "?1"))).Html.ShouldNotContain("type=\"checkbox\"");
        (await _server.Http.ReadAsync(_url, From(Firefox, "navigate", null, "cross-site"))).Html.ShouldNotContain("type=\"checkbox\"");
    }

    [Fact]
    public async Task Report_WithoutAGesture_LeavesTheLinkAlone()
    {
        var page = _url.Split('?')[0] + "?report=1";

        var script = await _server.Http.SubmitAsync(page, new() { ["report"] = "yes", ["own"] = "yes" }, From(Chrome, "navigate", user: null));
        var safari = await _server.Http.SubmitAsync(page, new() { ["report"] = "yes" }, From(Safari, "navigate", user: null));

        script.Status.ShouldBe(HttpStatusCode.Forbidden);
        safari.Status.ShouldBe(HttpStatusCode.Forbidden);
        safari.Html.ShouldContain("type=\"checkbox\" name=\"own\"");
        (await _server.AuditAsync(_request, AuditKinds.Reported)).ShouldBeEmpty();
        (await _server.Http.ReadAsync(_url)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Action<HttpRequestMessage> From(string browser, string? mode, string? user, string site = "same-origin") => request =>
    {
        request.Headers.TryAddWithoutValidation("User-Agent", browser);
        if (mode is null) return;
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", mode);
        request.Headers.Add("Sec-Fetch-Dest", "document");
        if (user is not null) request.Headers.Add("Sec-Fetch-User", user);
    };

    private async Task ShouldHaveDecided(int times) => (await _server.AuditAsync(_request, AuditKinds.Decided)).Count.ShouldBe(times);
}
