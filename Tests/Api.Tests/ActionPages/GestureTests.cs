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
    [InlineData(Chrome, "navigate", "?1")]
    [InlineData(Firefox, "navigate", "?1")]
    [InlineData(Safari, "navigate", null)]
    [InlineData(ChromeOnIphone, "navigate", null)]
    [InlineData(Chrome, null, null)]
    public async Task Press_PointerOnTheButton_Decides(string browser, string? mode, string? user)
    {
        var page = await _server.Http.PressAsync(_url, "Approve", change: From(browser, mode, user), point: (40, 12));

        page.Status.ShouldBe(HttpStatusCode.OK);
        (await _server.TaskAsync(_request)).Action.ShouldBe("Approve");
        await ShouldHaveDecided(1);
    }

    [Theory]
    [InlineData(Chrome, "navigate", "same-origin", null)]
    [InlineData(Firefox, "navigate", "same-origin", null)]
    [InlineData(Chrome, "cors", "same-origin", null)]
    [InlineData(Safari, "cors", "same-origin", null)]
    [InlineData(Safari, "no-cors", "same-origin", null)]
    [InlineData(Chrome, "navigate", "cross-site", "?1")]
    [InlineData(Safari, "navigate", "cross-site", null)]
    [InlineData(Safari, "navigate", "same-site", null)]
    public async Task Press_ScriptOrOtherSite_DecidesNothingWhateverItSends(string browser, string mode, string site, string? user)
    {
        var page = await _server.Http.PressAsync(_url, "Approve", "Kept", From(browser, mode, user, site), point: (40, 12), answer: true);

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Text.ShouldContain("Nothing was decided");
        page.Html.ShouldContain("Kept</textarea>");
        page.Buttons.ShouldBe(["Approve", "Reject"]);
        await ShouldHaveDecided(0);
    }

    [Theory]
    [InlineData(Chrome, "navigate", "?1", 0, 0)]
    [InlineData(Chrome, "navigate", "?1", -20, -400)]
    [InlineData(Safari, "navigate", null, 0, 0)]
    [InlineData(Chrome, null, null, 0, 0)]
    public async Task Press_NoPointerOnTheButton_AsksWhoPresses(string browser, string? mode, string? user, int x, int y)
    {
        var change = From(browser, mode, user);

        var page = await _server.Http.PressAsync(_url, "Approve", change: change, point: (x, y));
        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Text.ShouldContain("Please choose an answer, then press the button again.");
        await ShouldHaveDecided(0);

        (await _server.Http.PressAsync(_url, "Approve", change: change)).Status.ShouldBe(HttpStatusCode.Forbidden, "a field that any form could carry is no press");
        await ShouldHaveDecided(0);

        (await _server.Http.PressAsync(_url, "Approve", change: change, point: (x, y), answer: true)).Status.ShouldBe(HttpStatusCode.OK);
        await ShouldHaveDecided(1);
    }

    [Fact]
    public async Task Report_WithoutAGesture_LeavesTheLinkAlone()
    {
        var page = _url.Split('?')[0] + "?report=1";

        var script = await _server.Http.SubmitAsync(page, new() { ["report.yes.x"] = "9", ["report.yes.y"] = "9" }, From(Chrome, "navigate", user: null));
        var click = await _server.Http.SubmitAsync(page, new() { ["report.yes.x"] = "0", ["report.yes.y"] = "0" }, From(Safari, "navigate", user: null));

        script.Status.ShouldBe(HttpStatusCode.Forbidden);
        click.Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _server.AuditAsync(_request, AuditKinds.Reported)).ShouldBeEmpty();
        (await _server.Http.ReadAsync(_url)).Status.ShouldBe(HttpStatusCode.OK);

        var pressed = await _server.Http.SubmitAsync(page, new() { ["report.yes.x"] = "9", ["report.yes.y"] = "9" }, From(Chrome, "navigate", user: "?1"));
        pressed.Status.ShouldBe(HttpStatusCode.OK);
        (await _server.AuditAsync(_request, AuditKinds.Reported)).Count.ShouldBe(1);
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
