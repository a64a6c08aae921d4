using System.Net;
using System.Net.Http.Json;
using Workflows.Api.People;
using Workflows.Api.Tests.Identity;

namespace Workflows.Api.Tests.People;

public sealed class OrganisationEndpointsTests : IAsyncLifetime
{
    private SignInServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SignInServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Lists_Nobody_AreRefused()
    {
        foreach (var list in (string[])["grades", "departments", "groups"]) (await _server.StatusAsync($"/api/people/{list}", null)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Grades_Anybody_AreOrderedByRank()
    {
        var grades = await GetAsync<GradeList>("emma", "grades");

        grades.Items.Select(grade => grade.Id).ShouldBe(["P1", "P2", "P3", "M1", "M2", "D1", "E1"]);
        grades.Items[0].ShouldBe(new GradeView("P1", 10, "Professional 1"));
    }

    [Fact]
    public async Task Departments_AreThoseOfCompaniesOneSees_WithHeadsOneMayKnow()
    {
        var emma = await GetAsync<DepartmentList>("emma", "departments");
        emma.Items.Select(department => department.Company).Distinct().ShouldBe(["borealis"]);
        emma.Items.Single(department => department.Id == "operations").HeadId.ShouldBe("diana", "everybody knows the head of their own department");
        emma.Items.Single(department => department.Id == "finance").ShouldBe(new DepartmentView("borealis", "finance", "Finance", null, null, 0));

        (await GetAsync<DepartmentList>("hana", "departments")).Items.Single(department => department.Id == "finance").HeadName.ShouldNotBeNull();
        (await GetAsync<DepartmentList>("ivan", "departments")).Items.Select(department => department.Company).Distinct().Order().ShouldBe(["borealis", "samudra"]);
    }

    [Fact]
    public async Task Groups_AreOnesOwn_AndAllForThoseWhoLookAfterPeopleOrProcesses()
    {
        (await GetAsync<GroupList>("emma", "groups")).Items.ShouldBeEmpty();
        (await GetAsync<GroupList>("diana", "groups")).Items.Select(group => group.Id).ShouldBe(["credit-committee", "go-live-board"]);

        var committee = (await GetAsync<GroupList>("hana", "groups")).Items.Single(group => group.Id == "credit-committee");
        committee.Members.Select(member => member.Id).ShouldBe(["sofia", "diana", "felix"], ignoreOrder: true, "rizal is in another company");
        (await GetAsync<GroupList>("ivan", "groups")).Items.Single(group => group.Id == "credit-committee").Members.Count.ShouldBe(4);
    }

    private async Task<T> GetAsync<T>(string person, string list)
    {
        var answer = await _server.SendAsync(HttpMethod.Get, $"/api/people/{list}", await _server.SignInAsync(person));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }
}
