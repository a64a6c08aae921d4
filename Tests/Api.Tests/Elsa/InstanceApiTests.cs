using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Api.Tests.Stories;

namespace Workflows.Api.Tests.Elsa;

public sealed class InstanceApiTests(ElsaServer server) : IClassFixture<ElsaServer>
{
    [Fact]
    public async Task Execute_AsTheDesignerRuns_GivesTheIdInTheHeader()
    {
        var id = (string)(await server.CreateAsync("Run me"))["definitionId"]!;

        var started = await server.PostAsync("diana", $"workflow-definitions/{id}/execute", JsonNode.Parse("""{"correlationId":null,"triggerActivityId":null,"versionOptions":"Latest","input":null}"""));
        var unpublished = await server.PostAsync("diana", $"workflow-definitions/{id}/execute");
        var dispatched = await server.PostAsync("diana", $"workflow-definitions/{id}/dispatch", JsonNode.Parse("""{"instanceId":"mine-1","versionOptions":"Latest"}"""));

        started.Response.Headers.GetValues("x-elsa-workflow-instance-id").Single().ShouldBe((string?)started["workflowState"]!["id"]);
        ((string?)started["workflowState"]!["status"], (string?)started["workflowState"]!["subStatus"]).ShouldBe(("Running", "Suspended"));
        unpublished.Status.ShouldBe(HttpStatusCode.NotFound);
        ((string?)dispatched["workflowInstanceId"]).ShouldBe("mine-1");
        (await server.GetAsync("diana", "workflow-instances/mine-1")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Task_ReportedDone_LetsItsRunGoOnWithTheResult_Once()
    {
        var model = ElsaServer.Greeting("Asks the host");
        var task = model["root"]!["activities"]![0]!;
        task["type"] = "Elsa.RunTask";
        task["taskName"] = JsonNode.Parse("""{"typeName":"String","expression":{"type":"Literal","value":"Print the badge"}}""");
        var id = (string)(await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!["definitionId"]!;
        var run = await server.RunAsync(id);
        var waiting = (await server.GetAsync("diana", $"workflow-instances/{run}"))["workflowState"]!["bookmarks"]!.AsArray().Single()!;
        var taskId = (string)waiting["payload"]!["taskId"]!;

        (await server.PostAsync("diana", $"tasks/{run}-999/complete")).Status.ShouldBe(HttpStatusCode.NotFound);
        var reported = await server.PostAsync("diana", $"tasks/{taskId}/complete", new JsonObject { ["result"] = new JsonObject { ["printed"] = true } });
        var again = await server.PostAsync("diana", $"tasks/{taskId}/complete");

        (reported.Status, again.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        var journal = await server.GetAsync("diana", $"activity-executions/list?workflowInstanceId={run}&activityNodeId=Workflow1:flow:hello");
        ((bool?)journal.Items.Single()["outputs"]!["Result"]!["printed"]).ShouldBe(true, journal.Text);
    }

    [Fact]
    public async Task Execute_SingletonThatRuns_CannotStart()
    {
        var model = ElsaServer.Greeting("Alone");
        model["options"] = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime" };
        var id = (string)(await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!["definitionId"]!;
        await server.RunAsync(id);

        var second = await server.PostAsync("diana", $"workflow-definitions/{id}/execute", new JsonObject());

        second.Status.ShouldBe(HttpStatusCode.OK);
        second.Response.Headers.GetValues("x-elsa-workflow-cannot-start").Single().ShouldBe("true");
    }

    [Fact]
    public async Task Execute_FaultsAtOnce_Is500WithTheState()
    {
        var model = ElsaServer.Greeting("Faulty");
        model["root"]!["activities"]![0]!["type"] = "Elsa.Fault";
        var id = (string)(await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!["definitionId"]!;

        var started = await server.PostAsync("diana", $"workflow-definitions/{id}/execute", new JsonObject());

        started.Status.ShouldBe(HttpStatusCode.InternalServerError);
        ((string?)started["workflowState"]!["subStatus"], (string?)started["workflowState"]!["incidents"]![0]!["activityNodeId"]).ShouldBe(("Faulted", "Workflow1:flow:hello"));
    }

    [Fact]
    public async Task List_EveryFilter_FindsTheRun()
    {
        var id = (string)(await server.CreateAsync("Filtered", publish: true))["definitionId"]!;
        var run = await server.RunAsync(id);
        await server.RunAsync((string)(await server.CreateAsync("Not it", publish: true))["definitionId"]!);
        var done = await server.RunAsync(id);
        await server.PostAsync("diana", $"cancel/workflow-instances/{done}");

        foreach (var (filter, expected) in new (string, string[])[]
        {
            ($$"""{"definitionIds":["{{id}}"],"orderBy":"Created","orderDirection":"Ascending"}""", [run, done]),
            ($$"""{"definitionIds":["{{id}}"],"orderBy":"Created","orderDirection":"Descending","page":0,"pageSize":1}""", [done]),
            ($$"""{"definitionIds":["{{id}}"],"orderBy":"Created","orderDirection":"Ascending","page":1,"pageSize":1}""", [done]),
            ($$"""{"definitionIds":["{{id}}"],"statuses":["Running"]}""", [run]),
            ($$"""{"definitionId":"{{id}}","subStatuses":["Cancelled"]}""", [done]),
            ($$"""{"searchTerm":"{{run.ToUpperInvariant()}}"}""", [run]),
            ($$"""{"searchTerm":"{{run[..^1]}}%"}""", []),
            ($$"""{"correlationId":"for-{{id}}","status":"Running"}""", [run]),
            ($$"""{"definitionIds":["{{id}}"],"hasIncidents":true}""", []),
            ($$"""{"definitionIds":["{{id}}"],"hasIncidents":false,"version":1,"isSystem":false,"status":"Running"}""", [run]),
            ($$"""{"definitionIds":["{{id}}"],"timestampFilters":[{"column":"FinishedAt","operator":"GreaterThan","timestamp":"2020-01-01T00:00:00Z"}]}""", [done]),
            ($$"""{"definitionIds":["{{id}}"],"timestampFilters":[{"column":"CreatedAt","operator":"LessThan","timestamp":"2020-01-01T00:00:00+02:00"}]}""", []),
        })
        {
            var list = await server.PostAsync("diana", "workflow-instances", JsonNode.Parse(filter));
            list.Items.Select(item => (string)item["id"]!).ShouldBe(expected, filter);
        }

        var query = await server.GetAsync("diana", $"workflow-instances?DefinitionIds={id}&Statuses=Finished&Page=0&PageSize=10");
        (query.Items.Single()["id"]!.ToString(), (int)query["totalCount"]!).ShouldBe((done, 1));
        var item = query.Items.Single();
        foreach (var needed in (string[])["version", "status", "subStatus", "incidentCount", "createdAt", "updatedAt", "definitionId", "definitionVersionId", "finishedAt", "correlationId"]) item[needed].ShouldNotBeNull(needed);
        (await server.PostAsync("diana", "workflow-instances", JsonNode.Parse("""{"timestampFilters":[{"column":"Nope","operator":"Is","timestamp":"2020-01-01T00:00:00Z"}]}"""))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Instance_StateJournalExecutionsAndVariables_TellTheRun()
    {
        var id = (string)(await server.CreateAsync("Told", publish: true))["definitionId"]!;
        var run = await server.RunAsync(id, new JsonObject { ["Who"] = "Ann" });

        var instance = await server.GetAsync("diana", $"workflow-instances/{run}");
        var bookmark = instance["workflowState"]!["bookmarks"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)bookmark["activityNodeId"], (string?)bookmark["name"]).ShouldBe(("Workflow1:flow:wait", "Elsa.Event"));
        var state = await server.GetAsync("diana", $"workflow-instances/{run}/execution-state");
        ((string?)state["status"], (string?)state["workflowSubStatus"], state["updatedAt"] != null).ShouldBe(("Running", "Suspended", true));
        var variable = (await server.GetAsync("diana", $"workflow-instances/{run}/variables")).Items.ShouldHaveSingleItem();
        ((string?)variable["id"], (string?)variable["name"], (int?)variable["value"]).ShouldBe(("count", "Count", 3));

        var journal = await server.PostAsync("diana", $"workflow-instances/{run}/journal?skip=0&take=100", JsonNode.Parse("""{"filter":{"excludedActivityTypes":["Elsa.Flowchart"]}}"""));
        journal.Items.Select(entry => $"{entry["activityName"]} {entry["eventName"]}").ShouldBe(["Hello Started", "Hello Completed", "Wait Started", "Wait Suspended"]);
        ((string?)journal.Items[0]["activityState"]!["Text"], (string?)journal.Items[1]["payload"]!["Outcomes"]![0]).ShouldBe(("Hello Ann", "Done"));
        var page = await server.GetAsync("diana", $"workflow-instances/{run}/journal?skip=1&take=2");
        (page.Items.Count, (int)page["totalCount"]!).ShouldBe((2, 5));
        var filtered = await server.PostAsync("diana", $"workflow-instances/{run}/journal", JsonNode.Parse("""{"filter":{"activityNodeIds":["Workflow1:flow:wait"],"eventNames":["Suspended"]}}"""));
        filtered.Items.Count.ShouldBe(1);

        var report = await server.PostAsync("diana", "activity-executions/report", new JsonObject { ["workflowInstanceId"] = run, ["activityNodeIds"] = new JsonArray("Workflow1:flow:hello", "Workflow1:flow:wait", "Workflow1:flow:none") });
        report["stats"]!.AsArray().Select(node => ((string?)node!["activityId"], (int?)node["completedCount"], (bool?)node["isBlocked"])).ShouldBe([("hello", 1, false), ("wait", 0, true)]);
        var summary = (await server.GetAsync("diana", $"activity-execution-summaries/list?WorkflowInstanceId={run}&ActivityNodeId=Workflow1:flow:hello")).Items.ShouldHaveSingleItem();
        var execution = await server.GetAsync("diana", $"activity-executions/by-id?id={Uri.EscapeDataString((string)summary["id"]!)}");
        ((string?)execution["status"], (string?)execution["activityState"]!["Text"], execution["completedAt"] != null).ShouldBe(("Completed", "Hello Ann", true));
        var stack = await server.GetAsync("diana", $"activity-executions/{Uri.EscapeDataString((string)summary["id"]!)}/call-stack");
        stack.Items.Select(item => (string?)item["activityId"]).ShouldBe(["flow", "hello"]);
        ((int?)(await server.GetAsync("diana", $"activity-executions/list?WorkflowInstanceId={run}"))["count"]).ShouldBe(3);
    }

    [Fact]
    public async Task Incident_IsShown_AndRetried()
    {
        var model = ElsaServer.Greeting("Mendable");
        model["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "if (variables.Count < 5) throwNothingKnown(); return 'fine'";
        model["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "variables.Count < 5 ? null.length : 'fine'";
        model["options"] = new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" };
        var id = (string)(await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!["definitionId"]!;
        var run = await server.RunAsync(id);

        var incident = (await server.GetAsync("diana", $"workflow-instances/{run}"))["workflowState"]!["incidents"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)incident["activityId"], incident["message"] != null, incident["exception"]!["message"] != null).ShouldBe(("hello", true, true));
        var failed = (await server.GetAsync("diana", $"activity-executions/list?WorkflowInstanceId={run}&ActivityNodeId=Workflow1:flow:hello")).Items.Single();
        ((string?)failed["status"], failed["exception"]!["message"] != null).ShouldBe(("Faulted", true));
        var mended = await server.PostAsync("diana", "alterations/run", new JsonObject { ["alterations"] = new JsonArray(JsonNode.Parse("""{"type":"ModifyVariable","variableId":"count","value":7}""")), ["workflowInstanceIds"] = new JsonArray(run) });
        ((bool?)mended["results"]![0]!["isSuccessful"]).ShouldBe(true);
        var retried = await server.PostAsync("diana", "alterations/workflows/retry", new JsonObject { ["workflowInstanceIds"] = new JsonArray(run) });

        ((bool?)retried["results"]![0]!["isSuccessful"]).ShouldBe(true, retried.Text);
        var after = await server.GetAsync("diana", $"workflow-instances/{run}");
        (after["workflowState"]!["incidents"]!.AsArray().Count, (string?)after["subStatus"], (string?)after["workflowState"]!["bookmarks"]![0]!["activityNodeId"]).ShouldBe((0, "Suspended", "Workflow1:flow:wait"));
    }

    [Fact]
    public async Task Alterations_SubmitWithAFilter_ChangeAllThatMatch_AndKeepTheLog()
    {
        var id = (string)(await server.CreateAsync("Mass", publish: true))["definitionId"]!;
        var runs = new[] { await server.RunAsync(id), await server.RunAsync(id) };
        var cancel = new JsonArray(new JsonObject { ["type"] = "Cancel" });

        var dry = await server.PostAsync("diana", "alterations/dry-run", new JsonObject { ["definitionIds"] = new JsonArray(id) });
        var none = await server.PostAsync("diana", "alterations/submit", new JsonObject { ["alterations"] = cancel.DeepClone(), ["filter"] = new JsonObject() });
        var plan = await server.PostAsync("diana", "alterations/submit", new JsonObject { ["alterations"] = cancel, ["filter"] = new JsonObject { ["definitionIds"] = new JsonArray(id), ["statuses"] = new JsonArray("Running") } });

        dry["workflowInstanceIds"]!.AsArray().Select(run => (string)run!).ShouldBe(runs);
        none.Status.ShouldBe(HttpStatusCode.BadRequest);
        var kept = await server.GetAsync("diana", $"alterations/{plan["planId"]}");
        kept["jobs"]!.AsArray().Select(job => ((string?)job!["workflowInstanceId"], (string?)job["status"])).ShouldBe(runs.Select(run => ((string?)run, (string?)"Completed")));
        foreach (var run in runs) ((string?)(await server.GetAsync("diana", $"workflow-instances/{run}/execution-state"))["subStatus"]).ShouldBe("Cancelled");
        (await server.PostAsync("diana", "alterations/run", JsonNode.Parse("""{"alterations":[{"type":"Explode"}],"workflowInstanceIds":["x"]}"""))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task CancelDeleteExportAndImport_OneAndMany()
    {
        var id = (string)(await server.CreateAsync("Moved", publish: true))["definitionId"]!;
        var (run, other) = (await server.RunAsync(id), await server.RunAsync(id));

        (await server.SendAsync("diana", HttpMethod.Delete, $"workflow-instances/{run}")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await server.PostAsync("diana", $"cancel/workflow-instances/{run}")).Status.ShouldBe(HttpStatusCode.OK);
        var file = await server.GetAsync("diana", $"workflow-instances/{run}/export");
        (await server.SendAsync("diana", HttpMethod.Delete, $"workflow-instances/{run}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.GetAsync("diana", $"workflow-instances/{run}")).Status.ShouldBe(HttpStatusCode.NotFound);

        var imported = await UploadAsync(file.Text);
        (imported.Status, (int?)imported["count"]).ShouldBe((HttpStatusCode.OK, 1));
        (await server.GetAsync("diana", $"workflow-instances/{run}/journal")).Items.Count.ShouldBeGreaterThan(3);
        ((string?)(await server.GetAsync("diana", $"workflow-instances/{run}"))["subStatus"]).ShouldBe("Cancelled");
        DefinitionApiTests.Lines(await UploadAsync(file.Text)).ShouldHaveSingleItem().ShouldContain("here already");
        var running = await server.GetAsync("diana", $"workflow-instances/{other}/export");
        DefinitionApiTests.Lines(await UploadAsync(running.Text)).ShouldHaveSingleItem().ShouldContain("still going on");

        ((int?)(await server.PostAsync("diana", "bulk-actions/cancel/workflow-instances", new JsonObject { ["definitionId"] = id, ["versionOptions"] = "AllVersions" }))["cancelled"]).ShouldBe(1);
        ((int?)(await server.PostAsync("diana", "bulk-actions/delete/workflow-instances/by-id", new JsonObject { ["ids"] = new JsonArray(run, other, "nothing") }))["deleted"]).ShouldBe(2);
        (await server.PostAsync("diana", "bulk-actions/export/workflow-instances", new JsonObject { ["ids"] = new JsonArray("nothing") })).Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");

        async Task<Answer> UploadAsync(string text)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", "run.json" } };
            return await server.SendAsync(new AuthenticationHeaderValue("Bearer", await server.TokenAsync("diana")), HttpMethod.Post, "bulk-actions/import/workflow-instances", form);
        }
    }

    [Fact]
    public async Task Requests_OfPeopleOutOfSight_AreNotThere()
    {
        var request = await server.SendAsync("siti", HttpMethod.Post, "/api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = new JsonObject { ["type"] = "annual", ["firstDay"] = "2027-04-12", ["lastDay"] = "2027-04-12" } });
        request.Status.ShouldBe(HttpStatusCode.Created, request.Text);

        // Marco leads another team in another company; Rizal is above Siti.
        (await server.PostAsync("marco", "workflow-instances", new JsonObject { ["searchTerm"] = request.Reference })).Items.ShouldBeEmpty();
        foreach (var path in (string[])["", "/journal", "/execution-state", "/variables", "/export"]) (await server.GetAsync("marco", $"workflow-instances/{request.Id}{path}")).Status.ShouldBe(HttpStatusCode.NotFound, path);
        (await server.GetAsync("marco", $"activity-executions/list?WorkflowInstanceId={request.Id}")).Items.ShouldBeEmpty();
        (await server.PostAsync("rizal", "workflow-instances", new JsonObject { ["searchTerm"] = request.Reference })).Items.ShouldHaveSingleItem();
        (await server.PostAsync("diana", $"cancel/workflow-instances/{request.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await server.PostAsync("rizal", $"cancel/workflow-instances/{request.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        var shown = await server.SendAsync("siti", HttpMethod.Get, $"/api/requests/{request.Id}");
        ((string?)shown["status"], (string?)shown.The("altered")["byName"]).ShouldBe(("withdrawn", "Rizal Hakim"));
    }

    [Fact]
    public async Task TestActivity_SaysWhatItWouldDo_AndDoesNothing()
    {
        var before = await CountsAsync();
        var greeting = await server.CreateAsync("Tried");

        var hello = await TryAsync((string)greeting["id"]!, "Workflow1:flow:hello");
        var approval = await TryAsync("leave-1", "Workflow1:LeaveFlow:ManagerDecides");
        var missing = await server.PostAsync("diana", "tests/activities", JsonNode.Parse("""{"workflowDefinitionHandle":{"definitionId":"leave"},"activityHandle":{"activityId":"nothing"}}"""));

        ((string?)hello["status"], (string?)hello["activityState"]!["Text"], (string?)hello["payload"]!["Printed"]![0]).ShouldBe(("Completed", "Hello null", "Hello null"));
        ((string?)approval["status"], (string?)approval["payload"]!["WouldWaitFor"]![0]).ShouldBe(("Running", "Approvals.Decision"));
        missing.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await CountsAsync()).ShouldBe(before);

        Task<Answer> TryAsync(string versionId, string nodeId) => server.PostAsync("diana", "tests/activities", new JsonObject { ["workflowDefinitionHandle"] = new JsonObject { ["definitionVersionId"] = versionId }, ["activityHandle"] = new JsonObject { ["activityNodeId"] = nodeId } });

        async Task<(int, int)> CountsAsync() =>
            ((int)(await server.PostAsync("diana", "workflow-instances", new JsonObject()))["totalCount"]!, (await server.SendAsync("marco", HttpMethod.Get, "/api/tasks")).Items.Count);
    }
}
