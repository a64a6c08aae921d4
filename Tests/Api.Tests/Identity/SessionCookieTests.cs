using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Identity;

public sealed class SessionCookieTests : IAsyncLifetime
{
    private SignInServer _server = null!;
    private HttpClient _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SignInServer.StartAsync();
        // Each request brings the cookie that the test gives it, and no other.
        _browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _server.Http.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Session_BegunByCode_IsACookieThatOnlyOurPagesCanUse()
    {
        await _server.AskForCodeAsync("emma@example.test");
        var begun = await _browser.PostAsJsonAsync("/api/session", new { email = "emma@example.test", code = (await _server.NextCodeAsync()).Code });

        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await begun.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.ToString().ShouldBe("emma");
        var written = begun.Headers.GetValues("Set-Cookie").Single();
        written.ShouldContain("httponly", Case.Insensitive);
        written.ShouldContain("samesite=strict", Case.Insensitive);
        var cookie = written.Split(';')[0];
        (await MeAsync(cookie, ("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.OK);
        (await MeAsync(cookie)).ShouldBe(HttpStatusCode.OK, "an old browser, and it only reads");
        (await MeAsync(cookie, ("Sec-Fetch-Site", "cross-site"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(cookie, ("Sec-Fetch-Site", "same-site"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(cookie, ("Authorization", "Bearer nonsense"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_Writes_CountOnlyFromOurOwnPages()
    {
        var cookie = await CookieAsync("emma");

        (await ChooseAsync(cookie, "id", ("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.OK);
        (await ChooseAsync(cookie, "id", ("Origin", _server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)))).ShouldBe(HttpStatusCode.OK);
        (await ChooseAsync(cookie, "id", ("Origin", "https://elsewhere.example"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await ChooseAsync(cookie, "id", ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await ChooseAsync(cookie, "id")).ShouldBe(HttpStatusCode.Unauthorized, "nothing says which page sent it");
        (await ChooseAsync(cookie, "fr", ("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Session_SignedOutOrRoleChanged_EndsTheCookieToo()
    {
        var (first, second) = (await CookieAsync("emma"), await CookieAsync("emma"));

        using var signOut = new HttpRequestMessage(HttpMethod.Post, "/api/sign-out");
        signOut.Headers.Add("Cookie", first);
        signOut.Headers.Add("Sec-Fetch-Site", "same-origin");
        var answer = await _browser.SendAsync(signOut);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("1970");
        (await MeAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await MeAsync(second)).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> CookieAsync(string person)
    {
        await _server.AskForCodeAsync($"{person}@example.test");
        var begun = await _browser.PostAsJsonAsync("/api/session", new { email = $"{person}@example.test", code = (await _server.NextCodeAsync()).Code });
        return begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpStatusCode> MeAsync(string cookie, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, "/api/me", null, cookie, headers);

    private Task<HttpStatusCode> ChooseAsync(string cookie, string language, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, "/api/me/language", JsonContent.Create(new { language }), cookie, headers);

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, HttpContent? content, string cookie, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Cookie", cookie);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return (await _browser.SendAsync(request)).StatusCode;
    }
}
