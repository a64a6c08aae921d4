using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Api.Tests.ActionPages;

namespace Workflows.Api.Tests.Pages;

public sealed class PlainPageTests : IAsyncLifetime
{
    private PageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PageServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Home_ProcessesPublished_AreOfferedInTheReadersLanguage()
    {
        (await _server.Http.ReadAsync("/plain/home")).Text.ShouldContain("No process is published yet.");
        await _server.AskAsync();

        var english = await _server.Http.ReadAsync("/plain/home");
        var indonesian = await _server.Http.ReadAsync("/plain/home", request => request.Headers.AcceptLanguage.ParseAdd("id-ID"));

        english.Html.ShouldContain("<strong>Days off</strong>");
        english.Html.ShouldContain("href=\"sign-in?lang=en\"");
        english.Html.ShouldContain("href=\"../openapi/v1.json\"");
        english.Html.ShouldNotContain("dev/mailbox");
        indonesian.Html.ShouldContain("<strong>Cuti</strong>");
        indonesian.Html.ShouldContain("<html lang=\"id\">");
    }

    [Fact]
    public async Task Home_DevelopmentMailboxOn_LinksToIt()
    {
        await using var server = await PageServer.StartAsync(mailbox: true);

        (await server.Http.ReadAsync("/plain/home")).Html.ShouldContain("href=\"../dev/mailbox\"");
    }

    [Fact]
    public async Task SignIn_AddressThenCode_ShowsATokenThatWorks()
    {
        var asked = await PostAsync("/plain/sign-in", ("email", " Emma@Example.Test "));
        asked.Text.ShouldContain("If emma@example.test belongs to somebody here");
        var code = await _server.CodeAsync();

        var page = await PostAsync("/plain/sign-in", ("email", asked.Field("email")), ("code", $"{code[..4]} {code[4..]}"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("You are signed in as Emma Larsen");
        page.Text.ShouldContain($"{_server.Address}api/me");
        page.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await MeAsync(page)).ShouldContain("\"emma\"");
        _server.Log.FirstOrDefault(line => line.Contains(code) || line.Contains(TokenIn(page))).ShouldBeNull();
    }

    [Fact]
    public async Task SignIn_TokenOnThePage_EndsWhenItSays()
    {
        await PostAsync("/plain/sign-in", ("email", "emma@example.test"));
        var page = await PostAsync("/plain/sign-in", ("email", "emma@example.test"), ("code", await _server.CodeAsync()));
        var ends = _server.Time.GetUtcNow() + _server.Get<SignInOptions>().AccessTokenLifetime;
        page.Text.ShouldContain($"It works until {Activities.Texts.Instant(ends, TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome"), "en")}.");

        _server.Time.Advance(_server.Get<SignInOptions>().AccessTokenLifetime);

        (await SendAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_WrongCode_AsksAgainAndKnownAndUnknownLookAlike()
    {
        var known = await PostAsync("/plain/sign-in", ("email", "emma@example.test"));
        var unknown = await PostAsync("/plain/sign-in", ("email", "nobody@example.test"));
        unknown.Html.Replace("nobody@", "emma@").ShouldBe(known.Html);

        var wrong = await PostAsync("/plain/sign-in", ("email", "emma@example.test"), ("code", "1"));
        var nobody = await PostAsync("/plain/sign-in", ("email", "nobody@example.test"), ("code", "1"));

        wrong.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Text.ShouldContain("The code is wrong, used or too old.");
        wrong.Field("email").ShouldBe("emma@example.test");
        (nobody.Status, nobody.Html.Replace("nobody@", "emma@")).ShouldBe((wrong.Status, wrong.Html));
    }

    [Fact]
    public async Task SignIn_NoAddressOrTooOften_SaysSo()
    {
        var none = await PostAsync("/plain/sign-in", ("email", "emma"));
        for (var number = 0; number < _server.Get<SignInOptions>().CodesPerAccount; number++) await PostAsync("/plain/sign-in", ("email", "emma@example.test"));
        var refused = await PostAsync("/plain/sign-in", ("email", "emma@example.test"));

        none.Status.ShouldBe(HttpStatusCode.BadRequest);
        none.Html.ShouldContain("value=\"emma\" aria-invalid=\"true\"");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(15));
        refused.Text.ShouldContain("Please wait 15 minutes, then try again.");
    }

    [Fact]
    public async Task Link_OpenedOften_SignsInOnlyWhenPressedAndOnce()
    {
        var link = await _server.Get<SignInLinks>().CreateAsync(_server.Get<PeopleDirectory>().Find("siti")!, CancellationToken.None);
        var url = $"/plain/sign-in?token={link}";

        var opened = await _server.Http.ReadAsync(url);
        (await _server.Http.ReadAsync(url)).Html.ShouldBe(opened.Html);
        var script = await _server.Http.SubmitAsync(url, new() { ["link"] = "yes" }, request => request.Headers.Add("Sec-Fetch-Mode", "cors"));
        var pressed = await PostAsync(url, ("link", "yes"));
        var again = await PostAsync(url, ("link", "yes"));

        opened.Html.ShouldContain(">Masuk sebagai Siti Rahmawati</button>");
        script.Status.ShouldBe(HttpStatusCode.Forbidden);
        (await MeAsync(pressed)).ShouldContain("\"siti\"");
        pressed.Html.ShouldNotContain(link);
        again.Status.ShouldBe(HttpStatusCode.Unauthorized);
        again.Text.ShouldContain("That link is no longer good");
        (await _server.Http.ReadAsync(url)).Text.ShouldContain("That link is no longer good");
        _server.Log.FirstOrDefault(line => line.Contains(link)).ShouldBeNull();
    }

    private static string TokenIn(PageAnswer page) => Regex.Match(page.Html, "<pre class=\"token\"[^>]*>(?<token>[^<]+)</pre>", RegexOptions.NonBacktracking).Groups["token"].Value;

    private async Task<HttpResponseMessage> SendAsync(PageAnswer page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenIn(page));
        return await _server.Http.SendAsync(request);
    }

    private async Task<string> MeAsync(PageAnswer page)
    {
        var answer = await SendAsync(page);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<PageAnswer> PostAsync(string url, params (string Name, string Value)[] fields) => _server.Http.SubmitAsync(url, fields.ToDictionary(field => field.Name, field => field.Value));
}
