using System.Net;
using System.Text.Json.Nodes;
using Workflows.Api.Tests.Definitions;

namespace Workflows.Api.Tests.Processes;

/// <summary>A draft from its first save to its publication, and what happens when two people work on it.</summary>
public sealed class ProcessVersionStories
{
    [Fact]
    public async Task Draft_SavedPublishedCommentedAndDiscarded_IsPrivateUntilThen()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        var before = await server.GetAsync("api/processes/leave/draft");
        (before["hasDraft"]!.GetValue<bool>(), (int)before["version"]!).ShouldBe((false, 1));
        var nothing = await server.PublishAsync();
        (nothing.Status, (string?)nothing["type"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:nothing-to-publish"));

        (await server.EditAsync(leave => Deadline(leave, "5d"))).Status.ShouldBe(HttpStatusCode.OK);

        (await server.VersionInUseAsync()).ShouldBe(1);
        var draft = await server.GetAsync("api/processes/leave/draft");
        (draft["hasDraft"]!.GetValue<bool>(), draft["canPublish"]!.GetValue<bool>(), (string?)draft["savedByName"]).ShouldBe((true, true, "Ivan Petrov"));
        draft.Response.Headers.ETag!.Tag.ShouldBe($"\"{draft["revision"]}\"");
        ((string?)draft["changes"]![0]!["sentence"]).ShouldBe("\"Manager decides\": Decide within: 10 working days -> 5 working days");

        // Somebody saves after the draft was looked at.
        await server.EditAsync(leave => Deadline(leave, "6d"));
        var late = await server.SendAsync(HttpMethod.Post, "api/processes/leave/publish", new JsonObject { ["revision"] = (string?)draft["revision"] });
        (late.Status, (string?)late["type"], (string?)late["savedByName"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:changed-since", "Ivan Petrov"));
        (await server.SendAsync(HttpMethod.Post, "api/processes/leave/draft/discard", new JsonObject { ["revision"] = (string?)draft["revision"] })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await server.SendAsync(HttpMethod.Post, "api/processes/leave/publish", new JsonObject())).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await server.PublishAsync("Six days are enough")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.VersionInUseAsync()).ShouldBe(2);
        (await server.SendAsync(HttpMethod.Put, "api/processes/leave/versions/2/comment", new JsonObject { ["comment"] = "Six days" })).Status.ShouldBe(HttpStatusCode.NoContent);
        var version = (await server.GetAsync("api/processes/leave/versions")).Items[0];
        ((string?)version["comment"], (string?)version["publishedByName"], (string?)version["state"]).ShouldBe(("Six days", "Ivan Petrov", "published"));
        ((string?)(await server.GetAsync("api/processes/leave/changes?language=id"))["changes"]![0]!["sentence"]).ShouldBe("\"Manager decides\": Decide within: 10 hari kerja -> 6 hari kerja");

        await server.EditAsync(leave => Deadline(leave, "7d"));
        var again = await server.GetAsync("api/processes/leave/draft");
        (await server.SendAsync(HttpMethod.Post, "api/processes/leave/draft/discard", new JsonObject { ["revision"] = (string?)again["revision"] })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.GetAsync("api/processes/leave/versions")).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Publish_ABrokenDraft_NamesEveryProblemAtItsActivity()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        await server.EditAsync(leave =>
        {
            ChangeWordsTests.Step(leave, "IsLong")["condition"]!["expression"]!["value"] = "variables.Days >";
            ChangeWordsTests.Step(leave, "ManagerDecides")["title"]!["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "" };
        });

        var answer = await server.PublishAsync();

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problems = answer["problems"]!.AsArray().Where(problem => !(bool)problem!["isWarning"]!).ToList();
        problems.Select(problem => (string?)problem!["activityId"]).ShouldBe(["IsLong", "ManagerDecides"], ignoreOrder: true);
        problems.ShouldAllBe(problem => ((string)problem!["path"]!).StartsWith("$.root.activities["));
        (await server.VersionInUseAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Versions_ForAKeyThatMayOnlyRead_ShowNoDraft()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        await server.EditAsync(leave => Deadline(leave, "5d"));
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Authorization", $"ApiKey {await server.KeyAsync("process:read")}");

        (await http.GetAsync("api/processes/leave/versions/1/document")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("api/processes/leave/versions/draft/document")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("api/processes/leave/versions/2/document")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("api/definition-files")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await http.GetAsync("api/tasks")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "keys decide nothing");
    }

    private static void Deadline(JsonObject leave, string value) => ChangeWordsTests.Step(leave, "ManagerDecides")["decideWithin"]!["expression"]!["value"] = value;
}
