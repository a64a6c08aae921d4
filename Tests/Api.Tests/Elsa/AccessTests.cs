using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Workflows.Api.CommandLine;
using Workflows.Api.Identity;
using Workflows.Api.Tests.Stories;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Elsa;

public sealed class AccessTests(ElsaServer server) : IClassFixture<ElsaServer>
{
    [Theory]
    [InlineData("GET", "workflow-definitions")]
    [InlineData("GET", "descriptors/activities")]
    [InlineData("POST", "workflow-definitions")]
    [InlineData("POST", "workflow-instances")]
    [InlineData("POST", "workflow-definitions/leave/publish")]
    [InlineData("GET", "features/installed")]
    public async Task Nobody_IsAskedToSignIn(string method, string path) =>
        (await server.SendAsync(person: null, new HttpMethod(method), path, method == "POST" ? new JsonObject() : null)).Status.ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("emma", "GET", "workflow-definitions")]
    [InlineData("emma", "GET", "descriptors/activities")]
    [InlineData("emma", "POST", "workflow-instances")]
    [InlineData("hana", "POST", "workflow-instances")]
    [InlineData("hana", "GET", "workflow-instances/x")]
    [InlineData("emma", "POST", "activity-executions/report")]
    [InlineData("hana", "GET", "/api/admin/api-keys")]
    public async Task Reading_WithoutTheRight_IsForbidden(string person, string method, string path) =>
        (await server.SendAsync(person, new HttpMethod(method), path, method == "POST" ? new JsonObject() : null)).Status.ShouldBe(HttpStatusCode.Forbidden);

    /// <summary>403 at publish breaks the designer's page.</summary>
    [Theory]
    [InlineData("hana", "POST", "workflow-definitions", "process:edit")]
    [InlineData("hana", "POST", "workflow-definitions/import", "process:edit")]
    [InlineData("felix", "POST", "workflow-definitions/leave/publish", "process:publish")]
    [InlineData("felix", "POST", "workflow-definitions/leave/retract", "process:publish")]
    [InlineData("hana", "POST", "workflow-definitions/leave/revert/1", "process:edit")]
    [InlineData("felix", "DELETE", "workflow-definitions/leave", "process:publish")]
    [InlineData("marco", "POST", "cancel/workflow-instances/x", "instances:manage")]
    [InlineData("marco", "DELETE", "workflow-instances/x", "instances:manage")]
    [InlineData("marco", "POST", "alterations/run", "instances:manage")]
    [InlineData("marco", "POST", "tasks/x-1/complete", "instances:manage")]
    [InlineData("marco", "POST", "workflow-definitions/leave/execute", "instances:manage")]
    [InlineData("hana", "POST", "tests/activities", "process:edit")]
    public async Task Changing_WithoutTheRight_IsRefusedInALineThatTheDesignerShows(string person, string method, string path, string right)
    {
        var refused = await server.SendAsync(person, new HttpMethod(method), path, method == "POST" ? new JsonObject() : null);

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        DefinitionApiTests.Lines(refused).ShouldHaveSingleItem().ShouldContain(right);
    }

    [Fact]
    public async Task Publish_ByAnEditor_IsRefused_AndTheEditIsNotSavedEither()
    {
        var model = await server.CreateAsync("Edit only", by: "felix");
        model["name"] = "Renamed";

        (await server.SaveAsync("felix", model, publish: true)).Status.ShouldBe(HttpStatusCode.BadRequest);

        ((string?)(await server.GetAsync("felix", $"workflow-definitions/by-definition-id/{model["definitionId"]}"))["name"]).ShouldBe("Edit only");
    }

    [Fact]
    public async Task Links_AreThereExactlyForThoseWhoMayUseThem()
    {
        foreach (var (person, list, one) in new[] { ("hana", "", "self"), ("felix", "bulk-publish", "self publish"), ("diana", "bulk-publish", "self publish") })
        {
            Rels(await server.GetAsync(person, "workflow-definitions?versionOptions=Latest")).ShouldBe(list, person);
            Rels(await server.GetAsync(person, "workflow-definitions/by-definition-id/leave")).ShouldBe(one, person);
        }

        static string Rels(Answer answer) => string.Join(' ', answer["links"]!.AsArray().Select(link => (string?)link!["rel"]));
    }

    [Fact]
    public async Task Drafts_ArePrivateToThoseWhoEdit()
    {
        var draft = await server.CreateAsync("Secret plan");
        var published = await server.CreateAsync("Public plan", publish: true);
        published["name"] = "Public plan, next";
        var next = (await server.SaveAsync("diana", published))["workflowDefinition"]!;

        (await server.GetAsync("hana", "workflow-definitions?versionOptions=AllVersions&SearchTerm=plan")).Items.Select(item => (string?)item["name"]).ShouldBe(["Public plan"]);
        (await server.GetAsync("hana", "workflow-definitions?versionOptions=Latest&SearchTerm=plan")).Items.Select(item => (string?)item["name"]).ShouldBe(["Public plan"]);
        (await server.GetAsync("hana", $"workflow-definitions/by-id/{draft["id"]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("hana", $"workflow-definitions/by-id/{next["id"]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("hana", $"workflow-definitions/{draft["definitionId"]}/export")).Status.ShouldBe(HttpStatusCode.NotFound);
        ((string?)(await server.GetAsync("hana", $"workflow-definitions/by-definition-id/{published["definitionId"]}"))["name"]).ShouldBe("Public plan");
    }

    [Fact]
    public async Task ApiKey_GivesItsRights_HereOnly_UntilItIsRevoked()
    {
        var created = await server.SendAsync("ivan", HttpMethod.Post, "/api/admin/api-keys", new JsonObject { ["name"] = "git", ["personId"] = "diana", ["rights"] = new JsonArray("process:read", "people:manage") });
        created.Status.ShouldBe(HttpStatusCode.Created, created.Text);
        var key = new AuthenticationHeaderValue("ApiKey", (string)created["secret"]!);

        (await Status(key, HttpMethod.Get, "workflow-definitions")).ShouldBe(HttpStatusCode.OK);
        (await Status(new AuthenticationHeaderValue("Bearer", key.Parameter), HttpMethod.Get, "workflow-definitions")).ShouldBe(HttpStatusCode.OK);
        (await Status(key, HttpMethod.Post, "workflow-definitions/leave/publish")).ShouldBe(HttpStatusCode.BadRequest);
        (await Status(key, HttpMethod.Get, "/api/tasks")).ShouldBe(HttpStatusCode.Unauthorized);
        // The person has no right to manage people, so neither has the key.
        (await Status(key, HttpMethod.Get, "workflow-instances")).ShouldBe(HttpStatusCode.Forbidden);
        (await Status(new AuthenticationHeaderValue("ApiKey", "wfk_nothing"), HttpMethod.Get, "workflow-definitions")).ShouldBe(HttpStatusCode.Unauthorized);
        var listed = await server.SendAsync("ivan", HttpMethod.Get, "/api/admin/api-keys");
        listed.Text.ShouldNotContain(key.Parameter!);
        listed.Items.Single(item => (string?)item["name"] == "git")["lastUsedAt"].ShouldNotBeNull();
        if (TestDatabase.Usual == Dialect.Sqlite) (await File.ReadAllTextAsync(server.Connection["Data Source=".Length..], System.Text.Encoding.Latin1)).ShouldNotContain(key.Parameter!);

        (await server.SendAsync("ivan", HttpMethod.Delete, $"/api/admin/api-keys/{created["key"]!["id"]}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Status(key, HttpMethod.Get, "workflow-definitions")).ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> Status(AuthenticationHeaderValue authorization, HttpMethod method, string path) => (await server.SendAsync(authorization, method, path, content: null)).Status;
    }

    [Fact]
    public async Task CreateApiKey_OnTheCommandLine_PrintsAKeyThatWorks()
    {
        var (output, errors) = (new StringWriter(), new StringWriter());

        (await ApiKeyCommand.CreateAsync("ci", "ivan@example.test", "process:read,process:edit", days: 30, server.Data, server.Connection, output, errors, CancellationToken.None)).ShouldBe(0, errors.ToString());
        (await server.SendAsync(new AuthenticationHeaderValue("ApiKey", output.ToString().Trim()), HttpMethod.Get, "workflow-definitions", content: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await ApiKeyCommand.CreateAsync("ci", "nobody", "process:read", days: null, server.Data, server.Connection, output, errors, CancellationToken.None)).ShouldBe(1);
        (await ApiKeyCommand.CreateAsync("ci", "ivan", "process:explode", days: null, server.Data, server.Connection, output, errors, CancellationToken.None)).ShouldBe(1);
        errors.ToString().ShouldContain("there is no right 'process:explode'");
    }

    [Fact]
    public async Task DesignerToken_OpensElsaAndNothingElse_AndEndsWithTheSession()
    {
        var (session, _) = await server.SessionAsync("diana");
        var own = new AuthenticationHeaderValue("Bearer", server.Get<AccessTokens>().Issue(session).Value);
        var issued = await server.SendAsync(own, HttpMethod.Post, "/api/session/designer-token", content: null);
        var token = new AuthenticationHeaderValue("Bearer", (string)issued["accessToken"]!);

        ((int)issued["expiresIn"]!).ShouldBeInRange(1, 3600);
        (await server.SendAsync(token, HttpMethod.Get, "workflow-definitions", content: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await HubConnection.NegotiateAsync(server.Http, HubConnection.OfInstances, token.Parameter)).ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/api/me", "/api/tasks", "/api/requests"]) (await server.SendAsync(token, HttpMethod.Get, path, content: null)).Status.ShouldBe(HttpStatusCode.Unauthorized, path);
        (await server.SendAsync(token, HttpMethod.Post, "/api/session/designer-token", content: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.SendAsync(authorization: null, HttpMethod.Get, $"workflow-definitions?access_token={Uri.EscapeDataString(token.Parameter!)}", content: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await server.Get<Sessions>().EndAsync(session.Id, CancellationToken.None);
        (await server.SendAsync(token, HttpMethod.Get, "workflow-definitions", content: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
