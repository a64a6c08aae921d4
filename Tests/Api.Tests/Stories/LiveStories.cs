using System.Net;
using System.Text.Json.Nodes;
using Workflows.Api.Tests.Elsa;
using Workflows.Engine.Storage;

namespace Workflows.Api.Tests.Stories;

/// <summary>What people who are connected hear, on one server and across two.</summary>
public sealed class LiveStories
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Leave_AskedCommentedDecided_IsHeardByThoseItConcernsAndNobodyElse(Dialect dialect)
    {
        await using var company = await Company.OpenAsync(dialect);
        // Where there can be two, everybody listens on the other one.
        var listening = dialect == Dialect.PostgreSql ? (await company.AddNodeAsync()).Http : company.Http;
        await using var emma = await HubConnection.OpenAsync(listening, HubConnection.OfApp, await company.SignInAsync("emma"));
        await using var marco = await HubConnection.OpenAsync(listening, HubConnection.OfApp, await company.SignInAsync("marco"));
        await using var siti = await HubConnection.OpenAsync(listening, HubConnection.OfApp, await company.SignInAsync("siti"));
        foreach (var hub in (HubConnection[])[emma, marco, siti]) Counts(await hub.NextAsync("CountsChanged")).ShouldBe((0, 0));

        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");

        var asked = (await marco.NextAsync("TaskOpened")).ShouldNotBeNull();
        ((string?)asked["requestId"], (string?)asked["kind"]).ShouldBe((request.Id, "approval"));
        Counts(await marco.NextAsync("CountsChanged")).ShouldBe((1, 0));
        ((string?)(await emma.NextAsync("RequestChanged"))!["reference"]).ShouldBe(request.Reference);

        (await company.SendAsync("marco", HttpMethod.Post, $"api/requests/{request.Id}/comments", new JsonObject { ["text"] = "Who covers for you?" })).Status.ShouldBe(HttpStatusCode.OK);
        ((string?)(await emma.NextAsync("RequestChanged"))!["status"]).ShouldBe("open");

        (await company.DecideAsync("marco", await company.TaskAsync("marco", request.Reference), "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        ((string?)(await marco.NextAsync("TaskClosed"))!["id"]).ShouldBe((string?)asked["id"]);
        Counts(await marco.NextAsync("CountsChanged")).ShouldBe((0, 0));
        JsonNode told;
        do told = (await emma.NextAsync("RequestChanged")).ShouldNotBeNull();
        while ((string?)told["status"] == "open");
        ((string?)told["outcome"]).ShouldBe("Approved");

        // Had she heard of Emma's request, that would have come first.
        var own = await company.SubmitLeaveAsync("siti", "2026-12-07", "2026-12-07");
        ((string?)(await siti.NextAsync("RequestChanged"))!["reference"]).ShouldBe(own.Reference);
    }

    [Fact]
    public async Task Substitute_NamedAndEnded_HearsOfTheTasksThatAreNowTheirs()
    {
        await using var company = await Company.OpenAsync();
        await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        await using var hana = await HubConnection.OpenAsync(company.Http, HubConnection.OfApp, await company.SignInAsync("hana"));
        Counts(await hana.NextAsync("CountsChanged")).ShouldBe((0, 0));

        var named = await company.SendAsync("marco", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "hana", ["firstDay"] = "2020-01-01", ["lastDay"] = "2099-12-31", ["reason"] = "Away" });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        (await hana.NextAsync("TaskOpened")).ShouldNotBeNull();
        Counts(await hana.NextAsync("CountsChanged")).ShouldBe((1, 0));

        (await company.SendAsync("marco", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        (await hana.NextAsync("TaskClosed")).ShouldNotBeNull();
        Counts(await hana.NextAsync("CountsChanged")).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Connect_WithoutASessionOrAfterItsEnd_IsRefusedAndToldNothing()
    {
        await using var company = await Company.OpenAsync();
        (await HubConnection.NegotiateAsync(company.Http, HubConnection.OfApp, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        await using var emma = await HubConnection.OpenAsync(company.Http, HubConnection.OfApp, await company.SignInAsync("emma"));
        (await emma.NextAsync("CountsChanged")).ShouldNotBeNull();
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        (await emma.NextAsync("RequestChanged")).ShouldNotBeNull();
        await company.SignInAsync("marco");
        var task = await company.TaskAsync("marco", request.Reference);

        (await company.SendAsync("emma", HttpMethod.Post, "api/sign-out")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        (await company.DecideAsync("marco", task, "Approve")).Status.ShouldBe(HttpStatusCode.OK);

        // Nothing about the decision: the connection ends. What was on its way before the sign-out may still come.
        while (await emma.NextAsync("RequestChanged") is { } told) ((string?)told["status"]).ShouldBe("open");
    }

    private static (int Open, int Changes) Counts(JsonNode? told) => ((int)told!["open"]!, (int)told["changes"]!);
}
