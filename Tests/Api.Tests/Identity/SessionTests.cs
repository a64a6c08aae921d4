using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Workflows.Api.Tests.Identity;

public sealed class SessionTests : IAsyncLifetime
{
    private SignInServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SignInServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Request_WithoutOrWithAForeignToken_IsAskedToSignIn()
    {
        var answer = await _server.SendAsync(HttpMethod.Get, "/api/me", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        (await SignInServer.ProblemIn(answer)).ShouldBe("sign-in-required");
        (await _server.StatusAsync("/api/me", new SignInServer.Tokens("Bearer", "abc", 0, ""))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAtOnceAndNoOther()
    {
        var (here, there) = (await _server.SignInAsync("emma"), await _server.SignInAsync("emma"));

        (await _server.SendAsync(HttpMethod.Post, "/api/sign-out", here)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await _server.StatusAsync("/api/me", here)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.RefreshAsync(here)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.StatusAsync("/api/me", there)).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("name,email,roles", "Hana Novak,hana@example.test,employee")]
    [InlineData("name,email,left_on", "Hana Novak,hana@example.test,2020-01-01")]
    [InlineData("id,name,email", "hana,Hana Novak,hana.novak@example.test")]
    public async Task RolesAddressOrLeavingDayChange_EndTheSessionForGood(string header, string line)
    {
        var tokens = await _server.SignInAsync("hana");
        (await _server.StatusAsync("/test/people:manage", tokens)).ShouldBe(HttpStatusCode.OK);

        await _server.ImportAsync(header, line);

        (await _server.StatusAsync("/api/me", tokens)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.RefreshAsync(tokens)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await _server.ImportAsync("id,name,email,roles,left_on", "hana,Hana Novak,hana@example.test,employee;hr,");
        (await _server.StatusAsync("/api/me", tokens)).ShouldBe(HttpStatusCode.Unauthorized, "changing it back does not open the old session");
    }

    [Fact]
    public async Task Grade_Changes_TheSessionGoesOn()
    {
        var tokens = await _server.SignInAsync("hana");

        await _server.ImportAsync("name,email,grade", "Hana Novak,hana@example.test,M9");

        (await _server.StatusAsync("/api/me", tokens)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Restart_TokensStayGood()
    {
        var tokens = await _server.SignInAsync("emma");

        await _server.RestartAsync();

        (await _server.StatusAsync("/api/me", tokens)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AccessToken_AfterAnHour_IsRefreshed()
    {
        var tokens = await _server.SignInAsync("emma");
        tokens.ExpiresIn.ShouldBe(3600);
        _server.Time.Pass(TimeSpan.FromHours(1));
        (await _server.StatusAsync("/api/me", tokens)).ShouldBe(HttpStatusCode.Unauthorized);

        var next = await SignInServer.TokensIn(await _server.RefreshAsync(tokens));

        (await _server.StatusAsync("/api/me", next)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refresh_WithAUsedToken_IsForgivenAtOnceAndEndsTheSessionLater()
    {
        var first = await _server.SignInAsync("emma");
        var second = await SignInServer.TokensIn(await _server.RefreshAsync(first));
        // The answer was lost, or two tabs refreshed together.
        var again = await SignInServer.TokensIn(await _server.RefreshAsync(first));
        (await _server.StatusAsync("/api/me", again)).ShouldBe(HttpStatusCode.OK);

        _server.Time.Pass(TimeSpan.FromSeconds(31));
        (await _server.RefreshAsync(first)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await _server.StatusAsync("/api/me", second)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.RefreshAsync(second)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_ManyAtOnce_AllGetGoodTokens()
    {
        var tokens = await _server.SignInAsync("emma");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _server.RefreshAsync(tokens)));

        foreach (var answer in answers) (await _server.StatusAsync("/api/me", await SignInServer.TokensIn(answer))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Refresh_WithNonsense_IsRefused(string? token)
    {
        (await _server.Http.PostAsJsonAsync("/api/sign-in/refresh", new { refreshToken = token })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_WithAnAccessToken_IsRefused()
    {
        var tokens = await _server.SignInAsync("emma");

        (await _server.RefreshAsync(tokens with { RefreshToken = tokens.AccessToken })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.StatusAsync("/api/me", tokens with { AccessToken = tokens.RefreshToken })).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_AfterThirtyDays_EndsHoweverOftenItWasRefreshed()
    {
        var tokens = await _server.SignInAsync("emma");
        for (var days = 0; days < 28; days += 7)
        {
            _server.Time.Pass(TimeSpan.FromDays(7));
            tokens = await SignInServer.TokensIn(await _server.RefreshAsync(tokens));
        }

        _server.Time.Pass(TimeSpan.FromDays(2));

        (await _server.RefreshAsync(tokens)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_WhileSignedIn_EndsTheFormerSession()
    {
        var former = await _server.SignInAsync("emma");
        await _server.AskForCodeAsync("emma@example.test");
        var issued = await _server.NextCodeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in") { Content = JsonContent.Create(new { email = "emma@example.test", code = issued.Code }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", former.AccessToken);

        var next = await SignInServer.TokensIn(await _server.Http.SendAsync(request));

        (await _server.StatusAsync("/api/me", former)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.StatusAsync("/api/me", next)).ShouldBe(HttpStatusCode.OK);
    }
}
