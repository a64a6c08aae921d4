using Workflows.Api.Identity;

namespace Workflows.Api.Tests.Identity;

public sealed class VisiblePeopleTests
{
    [Theory]
    [InlineData("emma", "emma")]
    [InlineData("marco", "emma luca marco")]
    [InlineData("diana", "diana emma ivan luca marco nina omar paula pieter")]
    [InlineData("budi", "agus budi siti")]
    [InlineData("hana", "diana emma felix hana ivan luca marco nina omar paula pieter sofia")]
    [InlineData("dewi", "agus budi dewi rizal siti")]
    [InlineData("ivan", "agus budi dewi diana emma felix hana ivan luca marco nina omar paula pieter rizal siti sofia")]
    [InlineData("nobody", "")]
    public async Task Of_ByRoleAndTree_IsWhatCanSeeSays(string viewer, string expected)
    {
        await using var server = await SignInServer.StartAsync();
        var visible = server.Get<VisiblePeople>();

        string.Join(' ', visible.Of(viewer).Select(person => person.Id)).ShouldBe(expected);
        var everybody = server.Get<Workflows.Activities.People.PeopleDirectory>().All.Select(person => person.Id).Append("nobody");
        string.Join(' ', everybody.Where(person => visible.CanSee(viewer, person))).ShouldBe(expected);
    }

    [Fact]
    public async Task Scopes_FromConfiguration_NarrowAndWiden()
    {
        await using var server = await SignInServer.StartAsync(new() { ["Scopes:manager"] = "department", ["Scopes:hr"] = "own", ["Scopes:employee"] = "own" });
        var visible = server.Get<VisiblePeople>();

        visible.Of("hana").Select(person => person.Id).ShouldBe(["hana"]);
        visible.Of("marco").Select(person => person.Id).ShouldBe(["diana", "emma", "luca", "marco"]);
        visible.Of("diana").Select(person => person.Id).ShouldBe(["diana"]);
    }

    [Fact]
    public async Task Leaver_SeesNobodyAndIsStillSeen()
    {
        await using var server = await SignInServer.StartAsync();
        await server.ImportAsync("name,email,left_on", "Marco Rossi,marco@example.test,2020-01-01");
        var visible = server.Get<VisiblePeople>();

        visible.Of("marco").ShouldBeEmpty();
        visible.CanSee("marco", "marco").ShouldBeFalse();
        visible.CanSee("diana", "marco").ShouldBeTrue();
        visible.CanSee("diana", "emma").ShouldBeTrue();
    }

    [Fact]
    public async Task Scopes_UnknownScope_IsNamed()
    {
        await using var server = await SignInServer.StartAsync(new() { ["Scopes:hr"] = "planet" });

        Should.Throw<InvalidOperationException>(server.Get<VisiblePeople>).Message.ShouldStartWith("Scopes:hr is 'planet'");
    }
}
