using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Api.Tests.Stories;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Tests.Elsa;

public sealed class DefinitionApiTests(ElsaServer server) : IClassFixture<ElsaServer>
{
    [Fact]
    public async Task List_AsTheDesignerAsks_HasWhatItNeeds()
    {
        var list = await server.GetAsync("diana", "workflow-definitions?versionOptions=Latest&Page=0&PageSize=100&SearchTerm=&IsSystem=False&OrderDirection=Ascending");

        var leave = list.Items.Single(item => (string?)item["definitionId"] == "leave");
        ((string?)leave["name"], (int?)leave["version"], (bool?)leave["isLatest"], (bool?)leave["isPublished"], (bool?)leave["isReadonly"], (bool?)leave["isMaterializerAvailable"]).ShouldBe(("Leave", 1, true, true, false, true));
        Version.Parse((string)leave["toolVersion"]!).Major.ShouldBe(3);
        Rels(list["links"]).ShouldBe(["bulk-publish"]);
        Rels(leave["links"]).ShouldBe(["self", "publish"]);
        NullsIn(JsonNode.Parse(list.Text)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_SearchOrderAndPages_CountFromZero()
    {
        foreach (var name in (string[])["Paged C", "Paged A", "Paged B"]) await server.CreateAsync(name);

        (await Names("searchTerm=paged&OrderBy=Name&OrderDirection=Ascending&Page=0&PageSize=2")).ShouldBe(["Paged A", "Paged B"]);
        (await Names("SEARCHTERM=paged&orderby=Name&Page=1&PageSize=2")).ShouldBe(["Paged C"]);
        (await Names("SearchTerm=PAGED&OrderBy=Name&OrderDirection=Descending")).ShouldBe(["Paged C", "Paged B", "Paged A"]);
        (await Names("SearchTerm=paged&OrderBy=Created")).ShouldBe(["Paged C", "Paged A", "Paged B"]);
        var beyond = await server.GetAsync("diana", "workflow-definitions?versionOptions=Latest&SearchTerm=paged&Page=7&PageSize=2");
        (beyond.Items.Count, (int)beyond["totalCount"]!).ShouldBe((0, 3));

        async Task<List<string?>> Names(string query) => [.. (await server.GetAsync("diana", $"workflow-definitions?versionOptions=Latest&{query}")).Items.Select(item => (string?)item["name"])];
    }

    [Fact]
    public async Task Definition_AsServed_NamesEveryActivity()
    {
        var leave = await server.GetAsync("diana", "workflow-definitions/by-definition-id/leave?versionOptions=Latest");

        ((string?)leave["root"]!["nodeId"]).ShouldBe("Workflow1:LeaveFlow");
        foreach (var activity in leave["root"]!["activities"]!.AsArray()) ((string?)activity!["nodeId"]).ShouldBe($"Workflow1:LeaveFlow:{activity["id"]}");
        foreach (var list in (string[])["variables", "inputs", "outputs", "outcomes"]) leave[list].ShouldBeOfType<JsonArray>();
        leave["variables"]!.AsArray().ShouldAllBe(variable => variable!["id"] != null);
        var again = await server.GetAsync("diana", $"workflow-definitions/by-id/{leave["id"]}");
        JsonNode.DeepEquals(JsonNode.Parse(again.Text), JsonNode.Parse(leave.Text)).ShouldBeTrue();
        (await server.GetAsync("diana", $"workflow-definitions/many-by-id?ids={leave["id"]}&ids=nothing"))["count"]!.GetValue<int>().ShouldBe(1);
        (await server.GetAsync("diana", "workflow-definitions/by-definition-id/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Save_EmptyFlowchart_AsCreateSends_GetsActivities()
    {
        var created = await server.SaveAsync("felix", new JsonObject { ["name"] = "Fresh", ["root"] = new JsonObject { ["id"] = "r1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1" } });

        created.Status.ShouldBe(HttpStatusCode.OK, created.Text);
        var definition = created["workflowDefinition"]!;
        definition["root"]!["activities"]!.AsArray().Count.ShouldBe(0);
        ((int?)definition["version"], (bool?)definition["isPublished"], (bool?)definition["isLatest"]).ShouldBe((1, false, true));
        created["validationErrors"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_FirstEditAfterPublishing_IsANewDraft_AndTheNextOnesGoOnWithIt()
    {
        var first = await server.CreateAsync("Edited", publish: true);
        Say(first, "'one'");

        var draft = (await server.SaveAsync("diana", first))["workflowDefinition"]!.AsObject();
        Say(draft, "'two'");
        var same = (await server.SaveAsync("diana", draft))["workflowDefinition"]!.AsObject();
        var published = await server.SaveAsync("diana", same, publish: true);

        ((int?)draft["version"], (bool?)draft["isPublished"]).ShouldBe((2, false));
        ((string?)same["id"], (int?)same["version"]).ShouldBe(((string?)draft["id"], 2));
        ((int?)published["workflowDefinition"]!["version"], (bool?)published["workflowDefinition"]!["isPublished"], (bool?)published["alreadyPublished"]).ShouldBe((2, true, false));
        var versions = await server.GetAsync("diana", $"workflow-definitions?versionOptions=AllVersions&definitionIds={first["definitionId"]}&OrderBy=Version");
        versions.Items.Select(item => ((int?)item["version"], (bool?)item["isPublished"], (bool?)item["isLatest"])).ShouldBe([(1, false, false), (2, true, true)]);
        ((string?)(await server.GetAsync("diana", $"workflow-definitions/by-id/{first["id"]}"))["root"]!["activities"]![0]!["text"]!["expression"]!["value"]).ShouldBe("`Hello ${getWho()}`");
    }

    [Fact]
    public async Task Save_UnchangedModel_MakesNoVersion()
    {
        var published = await server.CreateAsync("Unchanged", publish: true);

        var saved = await server.SaveAsync("diana", published);

        ((int?)saved["workflowDefinition"]!["version"], (bool?)saved["workflowDefinition"]!["isPublished"]).ShouldBe((1, true));
    }

    // Whoever only tabs through the designer makes it save, with every value of a variable as text.
    [Fact]
    public async Task Save_ValuesOfVariablesAsText_MakesNoVersion()
    {
        var model = ElsaServer.Greeting("Limits");
        model["variables"] = JsonNode.Parse("""[{"id":"limit","name":"Limit","typeName":"Decimal","value":30},{"id":"kinds","name":"Kinds","typeName":"Object","value":["a","b"]}]""");
        var published = (await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!.AsObject();
        (published["variables"]![0]!["value"], published["variables"]![1]!["value"]) = ("30", "[\"a\",\"b\"]");

        var saved = await server.SaveAsync("diana", published);
        ((int?)saved["workflowDefinition"]!["version"], (bool?)saved["workflowDefinition"]!["isPublished"]).ShouldBe((1, true));

        published["variables"]![0]!["value"] = "25";
        var changed = (await server.SaveAsync("diana", published))["workflowDefinition"]!;
        ((int?)changed["version"], changed["variables"]![0]!["value"]!.ToJsonString(), changed["variables"]![1]!["value"]!.ToJsonString()).ShouldBe((2, "\"25\"", """["a","b"]"""));
    }

    [Fact]
    public async Task Save_TwoPeopleOnOneDraft_TheSecondIsTold()
    {
        var opened = await server.CreateAsync("Contested");
        var (diana, rizal) = (opened.DeepClone().AsObject(), opened.DeepClone().AsObject());
        Say(diana, "'hers'");
        Say(rizal, "'his'");

        (await server.SaveAsync("diana", diana)).Status.ShouldBe(HttpStatusCode.OK);
        var second = await server.SaveAsync("rizal", rizal);
        var publish = await server.SaveAsync("rizal", rizal, publish: true);

        foreach (var refused in new[] { second, publish })
        {
            refused.Status.ShouldBe(HttpStatusCode.BadRequest);
            Lines(refused).ShouldHaveSingleItem().ShouldStartWith("Diana Weber saved version 1 of 'Contested'");
        }

        var stored = await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{opened["definitionId"]}");
        ((string?)stored["root"]!["activities"]![0]!["text"]!["expression"]!["value"]).ShouldBe("'hers'");
        // Who reloads goes on.
        var reloaded = JsonNode.Parse(stored.Text)!.AsObject();
        Say(reloaded, "'his, after hers'");
        (await server.SaveAsync("rizal", reloaded)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Save_BeforeTheAnswerToTheFormerSave_IsNoConflictWithOneself()
    {
        var opened = await server.CreateAsync("Hasty");
        var (one, two) = (opened.DeepClone().AsObject(), opened.DeepClone().AsObject());
        Say(one, "'one'");
        Say(two, "'one, two'");

        (await server.SaveAsync("diana", one)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SaveAsync("diana", two)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Save_DesignersForm_LeavesTheStoredDocumentAsItWas()
    {
        var leave = JsonNode.Parse((await server.GetAsync("diana", "workflow-definitions/by-definition-id/leave")).Text)!.AsObject();
        var before = await server.GetAsync("diana", "workflow-definitions/leave/export?versionOptions=1");
        leave["root"]!["activities"]![12]!["condition"]!["expression"]!["value"] = "variables.Days > 5";

        (await server.SaveAsync("diana", leave)).Status.ShouldBe(HttpStatusCode.OK);

        var after = await server.GetAsync("diana", "workflow-definitions/leave/export?versionOptions=Latest");
        var differing = before.Text.Split('\n').Zip(after.Text.Split('\n')).Where(lines => lines.First != lines.Second).Select(lines => lines.Second.Trim()).ToList();
        after.Text.Split('\n').Length.ShouldBe(before.Text.Split('\n').Length);
        differing.Where(line => !line.StartsWith("\"id\": \"0") && !line.StartsWith("\"version\": 2") && !line.StartsWith("\"isPublished\": false") && !line.StartsWith("\"isLatest\""))
            .ShouldBe(["\"value\": \"variables.Days > 5\""]);
        after.Text.ShouldNotContain("Workflows:Revision");
        await server.SendAsync("diana", HttpMethod.Delete, $"workflow-definition-versions/{JsonNode.Parse(after.Text)!["id"]}");
    }

    [Fact]
    public async Task ActionsAsObjects_AreServedAsTheDesignerShowsThem_AndStoredAsTheyWere()
    {
        const string Objects = """[{"name":"Paid","label":"It is paid","style":"primary"},{"name":"Refuse","label":"Cannot","outcome":"NotPaid","style":"danger","needsComment":true}]""";
        var model = ElsaServer.Greeting("Paying");
        var activities = model["root"]!["activities"]!.AsArray();
        activities.Add(JsonNode.Parse($$"""{ "id": "pay", "type": "Approvals.RequestApproval", "version": 1, "actions": { "typeName": "Object", "expression": { "type": "Object", "value": {{JsonValue.Create(Objects).ToJsonString()}} } } }"""));
        activities.Add(JsonNode.Parse($$"""{ "id": "ask", "type": "Approvals.EmailActionToken", "version": 1, "actions": { "typeName": "Object", "expression": { "type": "Object", "value": {{JsonValue.Create(Objects).ToJsonString()}} } } }"""));
        var saved = (await server.SaveAsync("diana", model))["workflowDefinition"]!;
        var id = (string)saved["definitionId"]!;

        var served = (await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{id}?versionOptions=Latest"))["root"]!["activities"]!.AsArray();
        Input("pay", "actions").ShouldBe(["Paid: It is paid (primary)", "Refuse: Cannot -> NotPaid (danger, comment)"]);
        Input("pay", "furtherOutcomes").ShouldBe(["Paid", "NotPaid"]);
        Input("ask", "actions").ShouldBe(["Paid", "Refuse"]);
        Input("ask", "buttons").ShouldBe(["Paid: It is paid (primary)", "Refuse: Cannot (danger, comment)"]);

        var again = (await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{id}?versionOptions=Latest")).Text;
        await server.SaveAsync("diana", JsonNode.Parse(again)!);
        (await server.GetAsync("diana", $"workflow-definitions/{id}/export")).Text.ShouldContain("needsComment", customMessage: "what was only looked at stays as it was written");

        string[] Input(string activity, string name) =>
            JsonNode.Parse((string)served.Single(node => (string?)node!["id"] == activity)![name]!["expression"]!["value"]!)!.AsArray().Select(item => (string)item!).ToArray();
    }

    [Fact]
    public async Task Publish_Broken_SaysWhatAtWhichActivity_InElsasShape()
    {
        var model = await server.CreateAsync("Broken");
        Say(model, "getWho( +");
        model["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "cs", ["type"] = "Elsa.RunCSharp", ["version"] = 1, ["name"] = "Compute" });

        (await server.SaveAsync("diana", model)).Status.ShouldBe(HttpStatusCode.OK);
        var current = await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{model["definitionId"]}");
        var viaSave = await server.SaveAsync("diana", JsonNode.Parse(current.Text)!, publish: true);
        var viaPublish = await server.PostAsync("diana", $"workflow-definitions/{model["definitionId"]}/publish", new JsonObject());

        foreach (var refused in new[] { viaSave, viaPublish })
        {
            refused.Status.ShouldBe(HttpStatusCode.BadRequest);
            refused.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            ((int?)refused["status"], refused["title"] != null, refused["type"] != null).ShouldBe((400, true, true));
            Lines(refused).ShouldContain(line => line.Contains("Hello"));
            Lines(refused).ShouldContain(line => line.Contains("Compute") && line.Contains("Elsa.RunJavaScript"));
        }
    }

    [Fact]
    public async Task PublishRetractRevertAndDelete_DoWhatTheySay()
    {
        var model = await server.CreateAsync("Lived");
        var id = (string)model["definitionId"]!;

        var published = await server.PostAsync("diana", $"workflow-definitions/{id}/publish", new JsonObject());
        ((bool?)published["alreadyPublished"], (bool?)published["workflowDefinition"]!["isPublished"]).ShouldBe((false, true));
        ((bool?)(await server.PostAsync("diana", $"workflow-definitions/{id}/publish"))["alreadyPublished"]).ShouldBe(true);
        var edited = JsonNode.Parse((await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{id}")).Text)!.AsObject();
        Say(edited, "'second'");
        await server.SaveAsync("diana", edited, publish: true);

        var reverted = await server.PostAsync("diana", $"workflow-definitions/{id}/revert/1");
        ((int?)reverted["version"], (bool?)reverted["isLatest"], (bool?)reverted["isPublished"]).ShouldBe((3, true, false));
        ((string?)(await server.GetAsync("diana", $"workflow-definitions/by-id/{reverted["id"]}"))["root"]!["activities"]![0]!["text"]!["expression"]!["value"]).ShouldBe("`Hello ${getWho()}`");

        var retracted = await server.PostAsync("diana", $"workflow-definitions/{id}/retract");
        (retracted.Status, (bool?)retracted["isPublished"]).ShouldBe((HttpStatusCode.OK, false));
        (await server.PostAsync("diana", $"workflow-definitions/{id}/retract")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await server.SendAsync("diana", HttpMethod.Delete, $"workflow-definition-versions/{reverted["id"]}")).Status.ShouldBe(HttpStatusCode.NoContent);
        ((int?)(await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{id}"))["version"]).ShouldBe(2);
        (await server.SendAsync("diana", HttpMethod.Delete, $"workflow-definitions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.SendAsync("diana", HttpMethod.Delete, $"workflow-definitions/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_ProcessWithRuns_IsRefusedWithTheCure()
    {
        var id = (string)(await server.CreateAsync("Used", publish: true))["definitionId"]!;
        await server.RunAsync(id);

        var refused = await server.SendAsync("diana", HttpMethod.Delete, $"workflow-definitions/{id}");

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        Lines(refused).ShouldHaveSingleItem().ShouldContain("'Used' has 1 run");
    }

    [Fact]
    public async Task ExportAndImport_OneAndMany_RoundTrip()
    {
        var model = await server.CreateAsync("Carried");
        var id = (string)model["definitionId"]!;
        var file = await server.GetAsync("diana", $"workflow-definitions/{id}/export?versionOptions=Latest&includeConsumingWorkflows=False");
        file.Response.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull();
        JsonNode.Parse(file.Text)!["$schema"].ShouldNotBeNull();

        var again = await server.PostAsync("diana", "workflow-definitions/import", JsonNode.Parse(file.Text));
        ((int?)again["version"], (string?)again["definitionId"]).ShouldBe((1, id));
        var other = JsonNode.Parse(file.Text)!.AsObject();
        (other["definitionId"], other["id"], other["name"]) = ("carried-2", "carried-2-1", "Carried 2");
        (await UploadAsync(("carried-2.json", Encoding.UTF8.GetBytes(other.ToJsonString()))))["count"]!.GetValue<int>().ShouldBe(1);

        var ids = new JsonArray((string?)model["id"], (string?)(await server.GetAsync("diana", "workflow-definitions/by-definition-id/carried-2"))["id"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/bulk-actions/export/workflow-definitions") { Content = new StringContent(new JsonObject { ["ids"] = ids, ["includeConsumingWorkflows"] = false }.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.TokenAsync("diana"));
        var zip = await (await server.Http.SendAsync(request)).Content.ReadAsByteArrayAsync();
        using (var archive = new ZipArchive(new MemoryStream(zip))) archive.Entries.Count.ShouldBe(2);
        (await UploadAsync(("all.zip", zip)))["count"]!.GetValue<int>().ShouldBe(2);

        var broken = await UploadAsync(("nonsense.json", "{ no"u8.ToArray()), ("csharp.json", Encoding.UTF8.GetBytes("""{"name":"X","definitionId":"x-cs","root":{"id":"r","type":"Elsa.RunCSharp","version":1}}""")));
        broken.Status.ShouldBe(HttpStatusCode.BadRequest);
        Lines(broken).Select(line => line.Split(':')[0]).ShouldBe(["nonsense.json", "csharp.json"]);

        async Task<Answer> UploadAsync(params (string Name, byte[] Content)[] files)
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, content) in files) form.Add(new ByteArrayContent(content), "files", name);
            return await server.SendAsync(new AuthenticationHeaderValue("Bearer", await server.TokenAsync("diana")), HttpMethod.Post, "workflow-definitions/import-files", form);
        }
    }

    [Fact]
    public async Task BulkActions_SayWhatBecameOfEach()
    {
        var (good, published) = ((string)(await server.CreateAsync("Bulk good"))["definitionId"]!, (string)(await server.CreateAsync("Bulk published", publish: true))["definitionId"]!);
        var bad = await server.CreateAsync("Bulk bad");
        Say(bad, "(");
        await server.SaveAsync("diana", bad);
        var badId = (string)bad["definitionId"]!;

        var bulk = await server.PostAsync("diana", "bulk-actions/publish/workflow-definitions/by-definition-ids", Ids("definitionIds", good, published, badId, "nothing"));
        (Texts(bulk["published"]), Texts(bulk["alreadyPublished"]), Texts(bulk["notFound"])).ShouldBe((good, published, "nothing"));
        bulk["refused"]![badId]!.AsArray().Count.ShouldBe(1);
        var retracted = await server.PostAsync("diana", "bulk-actions/retract/workflow-definitions/by-definition-ids", Ids("definitionIds", good, badId, "nothing"));
        (Texts(retracted["retracted"]), Texts(retracted["alreadyRetracted"]), Texts(retracted["notFound"])).ShouldBe((good, badId, "nothing"));
        ((int?)(await server.PostAsync("diana", "bulk-actions/delete/workflow-definitions/by-definition-id", Ids("definitionIds", good, badId, "nothing")))["deleted"]).ShouldBe(2);
        var version = (await server.GetAsync("diana", $"workflow-definitions/by-definition-id/{published}"))["id"]!.ToString();
        ((int?)(await server.PostAsync("diana", "bulk-actions/delete/workflow-definitions/by-id", Ids("ids", version)))["deleted"]).ShouldBe(1);

        static JsonObject Ids(string name, params string[] ids) => new() { [name] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
        static string Texts(JsonNode? list) => string.Join(' ', list!.AsArray());
    }

    [Fact]
    public async Task WorkflowUsedAsActivity_IsInThePalette_AndKnowsItsConsumers()
    {
        var part = ElsaServer.Greeting("Shared part");
        part["options"] = new JsonObject { ["usableAsActivity"] = true, ["activityCategory"] = "Parts", ["autoUpdateConsumingWorkflows"] = false };
        part["definitionId"] = "shared-part";
        (await server.SaveAsync("diana", part, publish: true)).Status.ShouldBe(HttpStatusCode.OK);
        var descriptor = (await server.GetAsync("diana", "descriptors/activities")).Items.Single(item => (string?)item["typeName"] == "SharedPart");
        ((string?)descriptor["category"], (string?)descriptor["customProperties"]!["WorkflowDefinitionId"], (string?)descriptor["inputs"]![0]!["name"]).ShouldBe(("Parts", "shared-part", "Who"));
        var user = ElsaServer.Greeting("User of part");
        user["definitionId"] = "part-user";
        user["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "inner", ["type"] = "SharedPart", ["version"] = 1, ["workflowDefinitionId"] = "shared-part", ["workflowDefinitionVersionId"] = descriptor["constructionProperties"]!["WorkflowDefinitionVersionId"]!.DeepClone() });
        var saved = await server.SaveAsync("diana", user);

        ((string?)(await server.GetAsync("diana", "workflow-definitions/shared-part/consumers"))["consumingWorkflowDefinitionIds"]![0]).ShouldBe("part-user");
        (await server.GetAsync("diana", "workflow-definitions/nothing/consumers")).Status.ShouldBe(HttpStatusCode.NotFound);
        var versionId = saved["workflowDefinition"]!["id"];
        var inside = await server.GetAsync("diana", $"workflow-definitions/subgraph/{versionId}?parentNodeId=Workflow1:flow:inner");
        ((string?)inside["activity"]!["root"]!["type"]).ShouldBe("Elsa.Workflow");
        var trail = await server.GetAsync("diana", $"workflow-definitions/subgraph/segments/{versionId}?childNodeId=Workflow1:flow:inner:Workflow1:flow:hello");
        (trail["pathSegments"]!.AsArray().Count, (string?)trail["pathSegments"]![0]!["activityId"], (string?)trail["childNode"]!["activity"]!["id"]).ShouldBe((1, "inner", "hello"));
        var edited = JsonNode.Parse((await server.GetAsync("diana", "workflow-definitions/by-definition-id/shared-part")).Text)!.AsObject();
        Say(edited, "'new'");
        await server.SaveAsync("diana", edited, publish: true);
        ((string?)(await server.PostAsync("diana", "workflow-definitions/shared-part/update-references", new JsonObject()))["affectedWorkflows"]![0]).ShouldBe("User of part");
    }

    [Fact]
    public async Task NamesAndCounts_AreRight()
    {
        var id = (string)(await server.CreateAsync("Only one"))["definitionId"]!;

        ((bool?)(await server.GetAsync("diana", "workflow-definitions/validation/is-name-unique?name=Only%20one"))["isUnique"]).ShouldBe(false);
        ((bool?)(await server.GetAsync("diana", $"workflow-definitions/validation/is-name-unique?name=Only%20one&DefinitionId={id}"))["isUnique"]).ShouldBe(true);
        ((bool?)(await server.GetAsync("diana", "workflow-definitions/validation/is-name-unique?name=None%20such"))["isUnique"]).ShouldBe(true);
        ((int?)(await server.GetAsync("diana", "workflow-definitions/query/count"))["count"]).ShouldBe(server.Get<DefinitionStore>().Versions.Select(version => version.DefinitionId).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"definitionId": "../../etc/passwd", "name": "X"}""", "definitionId:")]
    [InlineData("""{"definitionId": 7, "name": "X"}""", "definitionId:")]
    [InlineData("""{"name": ["X"]}""", "name:")]
    [InlineData("""{"name": "X", "root": "nothing"}""", "root:")]
    public async Task Save_Nonsense_IsExplained(string model, string field)
    {
        var refused = await server.PostAsync("diana", "workflow-definitions", new JsonObject { ["model"] = JsonNode.Parse(model), ["publish"] = false });

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        Lines(refused).ShouldHaveSingleItem().ShouldStartWith(field);
    }

    internal static IReadOnlyList<string> Lines(Answer refused) => [.. refused["errors"]!["generalErrors"]!.AsArray().Select(line => (string)line!)];

    private static List<string?> Rels(JsonNode? links) => [.. links!.AsArray().Select(link => (string?)link!["rel"])];

    private static IEnumerable<string> NullsIn(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member.Value is null ? [member.Key] : NullsIn(member.Value)),
        JsonArray list => list.SelectMany(NullsIn),
        _ => [],
    };

    /// <summary>Gives the first activity another text, as a script.</summary>
    private static void Say(JsonObject model, string script) => model["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = script;
}
