using System.Net;
using System.Text.Json.Nodes;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Tests.Elsa;

public sealed class HubTests(ElsaServer server) : IClassFixture<ElsaServer>
{
    [Fact]
    public async Task ObserveInstance_RunMoves_IsToldHow()
    {
        var id = (string)(await server.CreateAsync("Watched", publish: true))["definitionId"]!;
        var run = await server.RunAsync(id);
        await using var hub = await HubConnection.OpenAsync(server.Http, HubConnection.OfInstances, await server.TokenAsync("diana"));
        (await hub.InvokeAsync("ObserveInstanceAsync", run)).AsObject().ContainsKey("error").ShouldBeFalse();

        await server.Get<Stimuli>().SendAsync("Elsa.Event", new OrderedDictionary<string, object?> { ["eventName"] = "go-Watched" }, content: null, correlationId: null, run, CancellationToken.None);

        var stats = (await hub.NextAsync("ActivityExecutionLogUpdatedAsync"))!["stats"]!.AsArray();
        var wait = stats.Single(node => (string?)node!["activityNodeId"] == "Workflow1:flow:wait")!;
        ((int?)wait["completedCount"], (bool?)wait["isBlocked"]).ShouldBe((1, false));
        (await hub.NextAsync("WorkflowExecutionLogUpdatedAsync")).ShouldNotBeNull();
        ((string?)(await hub.NextAsync("WorkflowInstanceUpdatedAsync"))!["workflowInstanceId"]).ShouldBe(run);
    }

    [Fact]
    public async Task Connect_WithoutTheRight_IsRefused()
    {
        (await HubConnection.NegotiateAsync(server.Http, HubConnection.OfInstances, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await HubConnection.NegotiateAsync(server.Http, HubConnection.OfInstances, await server.TokenAsync("emma"))).ShouldBe(HttpStatusCode.Forbidden);
        (await HubConnection.NegotiateAsync(server.Http, HubConnection.OfInstances, await server.TokenAsync("marco"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ObserveInstance_SomebodyElsesRequest_IsNotThere()
    {
        var request = await server.SendAsync("siti", HttpMethod.Post, "/api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = new JsonObject { ["type"] = "annual", ["firstDay"] = "2027-04-12", ["lastDay"] = "2027-04-12" } });
        request.Status.ShouldBe(HttpStatusCode.Created, request.Text);
        await using var hub = await HubConnection.OpenAsync(server.Http, HubConnection.OfInstances, await server.TokenAsync("marco"));

        var answer = await hub.InvokeAsync("ObserveInstanceAsync", request.Id);

        ((string?)answer["error"]).ShouldNotBeNull().ShouldContain("There is no run");
    }

    [Fact]
    public async Task SignOut_ConnectionThatIsOpen_IsToldNothingMore()
    {
        var id = (string)(await server.CreateAsync("Unwatched", publish: true))["definitionId"]!;
        var run = await server.RunAsync(id);
        var (session, _) = await server.SessionAsync("rizal");
        await using var hub = await HubConnection.OpenAsync(server.Http, HubConnection.OfInstances, server.Get<AccessTokens>().Issue(session).Value);
        await hub.InvokeAsync("ObserveInstanceAsync", run);
        await server.Get<Sessions>().EndAsync(session.Id, CancellationToken.None);

        await server.PostAsync("diana", $"cancel/workflow-instances/{run}");

        (await hub.NextAsync("ActivityExecutionLogUpdatedAsync")).ShouldBeNull();
    }
}
