using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Engine.Storage;

namespace Workflows.Api.Tests.Identity;

public sealed class SignInTests : IAsyncLifetime
{
    private SignInServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SignInServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task SignIn_RightCode_GivesTokensThatSayWhoItIs()
    {
        (await _server.AskForCodeAsync(" Emma@Example.Test ")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var issued = await _server.NextCodeAsync();
        issued.Code.ShouldMatch("^[0-9]{8}$");
        issued.ValidFor.ShouldBe(TimeSpan.FromMinutes(10));

        var answer = await _server.EnterCodeAsync("emma@example.test", $"{issued.Code[..4]} {issued.Code[4..]}");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var tokens = await SignInServer.TokensIn(answer);

        var me = await (await _server.SendAsync(HttpMethod.Get, "/api/me", tokens)).Content.ReadFromJsonAsync<JsonElement>();
        me.GetProperty("id").GetString().ShouldBe("emma");
        me.GetProperty("managerId").GetString().ShouldBe("marco");
        me.GetProperty("scope").GetString().ShouldBe("team");
        me.GetProperty("rights").GetArrayLength().ShouldBe(0);
        me.GetProperty("timeZone").GetString().ShouldBe("Europe/Rome");
    }

    [Fact]
    public async Task AskForCode_NobodyHasTheAddress_AnswersTheSameAndSendsNothing()
    {
        await _server.ImportAsync("name,email,left_on", "Luca Ferrari,luca@example.test,2020-01-01");
        var unknown = await _server.AskForCodeAsync("nobody@example.test");
        var leaver = await _server.AskForCodeAsync("luca@example.test");
        var known = await _server.AskForCodeAsync("emma@example.test");

        var bodies = await Task.WhenAll(new[] { unknown, leaver, known }.Select(answer => answer.Content.ReadAsStringAsync()));
        bodies.Distinct().ShouldHaveSingleItem();
        new[] { unknown, leaver, known }.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        // Codes are issued in turn, so Emma's comes after anything the others could have caused.
        (await _server.NextCodeAsync()).Person.Id.ShouldBe("emma");
        _server.HasAnotherCode.ShouldBeFalse();

        var wrong = await _server.EnterCodeAsync("emma@example.test", "00000000x");
        var nobody = await _server.EnterCodeAsync("nobody@example.test", "00000000");
        (await WithoutTraceAsync(wrong)).ShouldBe(await WithoutTraceAsync(nobody));

        static async Task<string> WithoutTraceAsync(HttpResponseMessage answer)
        {
            var problem = (await answer.Content.ReadFromJsonAsync<Dictionary<string, JsonElement>>())!;
            return $"{(int)answer.StatusCode} {string.Join(' ', problem.Where(member => member.Key != "traceId"))}";
        }
    }

    [Fact]
    public async Task EnterCode_TwiceOrAfterTenMinutesOrAfterANewOne_IsRefused()
    {
        await _server.AskForCodeAsync("emma@example.test");
        var first = await _server.NextCodeAsync();
        await _server.AskForCodeAsync("emma@example.test");
        var second = await _server.NextCodeAsync();
        if (first.Code != second.Code) await ShouldBeWrong(first.Code);
        (await _server.EnterCodeAsync("emma@example.test", second.Code)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeWrong(second.Code);

        await _server.AskForCodeAsync("emma@example.test");
        var third = await _server.NextCodeAsync();
        _server.Time.Pass(TimeSpan.FromMinutes(10));
        await ShouldBeWrong(third.Code);
    }

    [Fact]
    public async Task EnterCode_FiveWrongTries_VoidTheCode()
    {
        await _server.AskForCodeAsync("emma@example.test");
        var issued = await _server.NextCodeAsync();

        for (var number = 0; number < 5; number++) await ShouldBeWrong(WrongFor(issued.Code));
        await ShouldBeWrong(issued.Code);
    }

    [Fact]
    public async Task EnterCode_ManyAtOnce_OneSignsIn()
    {
        await _server.AskForCodeAsync("emma@example.test");
        var issued = await _server.NextCodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _server.EnterCodeAsync("emma@example.test", issued.Code)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task EnterCode_OfSomebodyElse_IsRefused()
    {
        await _server.AskForCodeAsync("emma@example.test");
        await _server.AskForCodeAsync("marco@example.test");
        var emma = await _server.NextCodeAsync();
        var marco = await _server.NextCodeAsync();
        emma.Code.ShouldNotBe(marco.Code);

        (await _server.EnterCodeAsync("marco@example.test", emma.Code)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.EnterCodeAsync("marco@example.test", marco.Code)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("emma@example.test")]
    [InlineData("nobody@example.test")]
    public async Task AskForCode_TooOftenForOneAccount_WaitsWhetherItExists(string email)
    {
        for (var number = 0; number < 5; number++) (await _server.AskForCodeAsync(email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        _server.Time.Pass(TimeSpan.FromMinutes(5));

        var refused = await _server.AskForCodeAsync(email);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(10));
        (await SignInServer.ProblemIn(refused)).ShouldBe("too-many-sign-ins");
        (await _server.AskForCodeAsync("marco@example.test")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await _server.RestartAsync();
        (await _server.AskForCodeAsync(email)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "a restart forgets nothing");
        _server.Time.Pass(TimeSpan.FromMinutes(10));
        (await _server.AskForCodeAsync(email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task TooOftenFromOneAddress_WaitsWhicheverAccountIsNamed()
    {
        await using var server = await SignInServer.StartAsync(new() { ["SignIn:CodesPerAddress"] = "3", ["SignIn:TriesPerAddress"] = "2", ["SignIn:LimitWindow"] = "00:01:00" });
        for (var number = 0; number < 3; number++) (await server.AskForCodeAsync($"person{number}@example.test")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await server.AskForCodeAsync("emma@example.test")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        for (var number = 0; number < 2; number++) (await server.EnterCodeAsync($"person{number}@example.test", "12345678")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var refused = await server.EnterCodeAsync("emma@example.test", "12345678");
        (refused.StatusCode, refused.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1)));

        server.Time.Pass(TimeSpan.FromMinutes(1));
        (await server.AskForCodeAsync("emma@example.test")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("emma")]
    public async Task AskForCode_NotAnAddress_NamesTheField(string? email)
    {
        var answer = await _server.Http.PostAsJsonAsync("/api/sign-in/code", new { email });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("email:");
    }

    [Fact]
    public async Task Secrets_AreNeitherStoredNorLogged()
    {
        await _server.AskForCodeAsync("emma@example.test");
        var issued = await _server.NextCodeAsync();
        var tokens = await SignInServer.TokensIn(await _server.EnterCodeAsync("emma@example.test", issued.Code));
        await _server.AskForCodeAsync("emma@example.test");
        var waiting = await _server.NextCodeAsync();
        var link = await _server.Get<SignInLinks>().CreateAsync(_server.Get<PeopleDirectory>().Find("emma")!, CancellationToken.None);

        await using var reader = _server.Get<Database>().OpenReader();
        var rows = new[] { "sign_in_codes", "sign_in_links", "sign_in_attempts", "sessions", "last_sign_ins" }
            .SelectMany(table => reader.Query($"SELECT * FROM {table}").Cast<IDictionary<string, object>>())
            .SelectMany(row => row.Values.Select(value => value as string ?? ""))
            .ToList();

        rows.ShouldNotBeEmpty();
        foreach (var secret in new[] { issued.Code, waiting.Code, link, tokens.AccessToken, tokens.RefreshToken })
        {
            rows.ShouldAllBe(value => !value.Contains(secret));
            _server.Log.ShouldAllBe(line => !line.Contains(secret));
        }

        _server.Log.ShouldNotBeEmpty();
        Directory.GetFiles(Path.Combine(_server.Folder, "keys")).ShouldNotBeEmpty();
    }

    private async Task ShouldBeWrong(string code)
    {
        var answer = await _server.EnterCodeAsync("emma@example.test", code);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInServer.ProblemIn(answer)).ShouldBe("wrong-code");
    }

    private static string WrongFor(string code) => (code[0] == '0' ? '1' : '0') + code[1..];
}
