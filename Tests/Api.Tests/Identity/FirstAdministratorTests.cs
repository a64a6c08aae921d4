using System.Net;
using System.Net.Http.Json;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Identity;

public sealed class FirstAdministratorTests
{
    private const string Listening = "Now listening on";

    [Fact]
    public async Task EmptyInstallation_GetsAnAdministratorWhoSignsInOnceByLink()
    {
        await using var server = await SignInServer.StartAsync(demo: false);
        var link = (await PrepareAsync(server)).ShouldNotBeNull();
        link.Person.Email.ShouldBe("admin@localhost");
        link.LineAt("http://localhost:5000/").ShouldContain($"http://localhost:5000/sign-in?token={link.Token}");

        var tokens = await SignInServer.TokensIn(await FollowAsync(server, link));

        (await server.StatusAsync("/test/people:manage", tokens)).ShouldBe(HttpStatusCode.OK);
        var second = await FollowAsync(server, link);
        (second.StatusCode, await SignInServer.ProblemIn(second)).ShouldBe((HttpStatusCode.Unauthorized, "dead-link"));
        (await PrepareAsync(server)).ShouldBeNull("the administrator has been here");
        server.Get<PeopleDirectory>().All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task LinkNeverUsed_TheNextStartPrintsAnotherAndTheOldOneIsDead()
    {
        await using var server = await SignInServer.StartAsync(new() { ["Administrator:Email"] = "Root@Acme.Test", ["Administrator:Name"] = "Rosa" }, demo: false);
        var first = (await PrepareAsync(server)).ShouldNotBeNull();
        await server.RestartAsync();
        var second = (await PrepareAsync(server)).ShouldNotBeNull();

        (first.Person.Id, first.Person.Name, second.Person.Email).ShouldBe(("root", "Rosa", "root@acme.test"));
        (await FollowAsync(server, first)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await FollowAsync(server, second)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Link_AfterADay_IsDead()
    {
        await using var server = await SignInServer.StartAsync(demo: false);
        var link = (await PrepareAsync(server)).ShouldNotBeNull();
        server.Time.Pass(TimeSpan.FromHours(24));

        (await FollowAsync(server, link)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Link_FollowedManyTimesAtOnce_SignsInOnce()
    {
        await using var server = await SignInServer.StartAsync(demo: false);
        var link = (await PrepareAsync(server)).ShouldNotBeNull();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FollowAsync(server, link)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task Demo_PrintsALinkForItsAdministratorAtEveryStart()
    {
        await using var server = await SignInServer.StartAsync();
        await SignInServer.TokensIn(await FollowAsync(server, (await PrepareAsync(server)).ShouldNotBeNull()));
        await server.RestartAsync();

        var link = (await PrepareAsync(server)).ShouldNotBeNull();

        link.Person.Id.ShouldBe(DemoCompany.AdministratorId);
        (await FollowAsync(server, link)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OwnAdministrators_NobodyIsAddedAndNothingPrinted()
    {
        await using var server = await SignInServer.StartAsync(demo: false);
        await server.ImportAsync("name,email,roles", "Rosa,rosa@acme.test,admin");

        (await PrepareAsync(server)).ShouldBeNull();

        server.Get<PeopleDirectory>().All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AddressThatIsNone_EndsTheStartBeforeAnybodyIsServed()
    {
        var folder = Directory.CreateTempSubdirectory("nobody-").FullName;
        string[] Arguments(string email) =>
        [
            "serve", "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--Data", folder, "--Definitions", folder, "--Administrator:Email", email,
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information",
        ];

        var refused = await Should.ThrowAsync<ServerEndedException>(ServerProcess.StartAsync(folder, Arguments("nonsense")));

        (refused.ExitCode, refused.Message.Contains("Administrator:Email: 'nonsense' is not an e-mail address.")).ShouldBe((2, true), refused.Message);
        refused.Message.ShouldNotContain("   at ", customMessage: "a sentence is enough");
        refused.Message.ShouldNotContain(Listening, customMessage: "whoever asks a server that gives up finds its services gone");
        await using (var server = await ServerProcess.StartAsync(folder, Arguments("rosa@acme.test"))) server.Output.ShouldContain(Listening);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task FollowLink_UnknownToken_LooksLikeAUsedOne(string token)
    {
        await using var server = await SignInServer.StartAsync(demo: false);

        var answer = await server.Http.PostAsJsonAsync("/api/sign-in/link", new { token });

        (answer.StatusCode, await SignInServer.ProblemIn(answer)).ShouldBe((HttpStatusCode.Unauthorized, "dead-link"));
    }

    private static Task<OneTimeSignIn?> PrepareAsync(SignInServer server) => server.Get<FirstAdministrator>().PrepareAsync(CancellationToken.None);

    private static Task<HttpResponseMessage> FollowAsync(SignInServer server, OneTimeSignIn link) =>
        server.Http.PostAsJsonAsync("/api/sign-in/link", new { token = link.Token });
}
