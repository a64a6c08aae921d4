using System.Net;
using Microsoft.Extensions.Configuration;
using Workflows.Api.Identity;

namespace Workflows.Api.Tests.Identity;

public sealed class RightsTests
{
    [Theory]
    [InlineData("emma", "")]
    [InlineData("hana", "process:read people:manage")]
    [InlineData("ivan", "process:read process:edit process:publish instances:read instances:manage people:manage people:erase messages:manage keys:manage registers:edit expenses:manage revenue:read")]
    public async Task Policies_ByRole_LetThroughWhatTheRoleMay(string id, string expected)
    {
        await using var server = await SignInServer.StartAsync();
        var tokens = await server.SignInAsync(id);
        var allowed = new List<string>();
        foreach (var right in Right.All)
        {
            var answer = await server.SendAsync(HttpMethod.Get, $"/test/{right}", tokens);
            if (answer.StatusCode == HttpStatusCode.OK) allowed.Add(right);
            else (answer.StatusCode, await SignInServer.ProblemIn(answer)).ShouldBe((HttpStatusCode.Forbidden, "not-allowed"));
        }

        string.Join(' ', allowed).ShouldBe(expected);
    }

    [Fact]
    public void Configuration_ListOrText_ReplacesTheDefault()
    {
        var rights = new Rights(Settings(("Roles:hr:0", "messages:manage"), ("Roles:auditor", "process:read, instances:read"), ("Roles:process-owner", "")));

        rights.Of(["hr"]).ShouldBe(["messages:manage"]);
        rights.Of(["auditor", "hr"]).ShouldBe(["process:read", "instances:read", "messages:manage"], ignoreOrder: true);
        rights.Of(["process-owner", "unheard-of"]).ShouldBeEmpty();
        rights.Of(["admin"]).Count.ShouldBe(Right.All.Count);
    }

    [Fact]
    public void Configuration_UnknownRight_IsNamed()
    {
        Should.Throw<InvalidOperationException>(() => new Rights(Settings(("Roles:hr", "people:mange")))).Message.ShouldStartWith("Roles:hr names the right 'people:mange'");
    }

    [Fact]
    public void SignInOptions_Senseless_NameTheKey()
    {
        Should.Throw<InvalidOperationException>(() => new SignInOptions { TriesPerCode = 0 }.Checked()).Message.ShouldStartWith("SignIn:TriesPerCode is 0");
        Should.Throw<InvalidOperationException>(() => new SignInOptions { CodeLifetime = TimeSpan.Zero }.Checked()).Message.ShouldStartWith("SignIn:CodeLifetime");
    }

    private static IConfiguration Settings(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build();
}
