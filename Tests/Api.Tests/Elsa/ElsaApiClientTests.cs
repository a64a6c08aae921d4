using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Elsa;

/// <summary>Elsa's own API client, called as its users call it, finds an Elsa server here: its requests are taken and its models read the answers.</summary>
public sealed class ElsaApiClientTests(ElsaServer server) : IClassFixture<ElsaServer>, IAsyncLifetime
{
    /// <summary>What an approval platform has not, with what stands in its place.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["ILoginApi"] = "people sign in with a code by mail, programs with an API key",
        ["IShellsApi"] = "there are no shells to reload",
        ["IExternalAuthenticationConnectionsApi"] = "people sign in with a code by mail",
        ["IExternalAuthenticationDescriptorsApi"] = "people sign in with a code by mail",
        ["IExternalIdentityLinksApi"] = "people sign in with a code by mail",
    };

    private ElsaApiClient _elsa = null!;

    public async ValueTask InitializeAsync()
    {
        var created = await server.SendAsync("ivan", HttpMethod.Post, "/api/admin/api-keys", new JsonObject
        {
            ["name"] = "elsa client", ["personId"] = "diana", ["rights"] = new JsonArray("process:read", "process:edit", "process:publish", "instances:read", "instances:manage"),
        });
        _elsa = new ElsaApiClient(server.Http.BaseAddress!, (string)created["secret"]!);
    }

    public ValueTask DisposeAsync()
    {
        _elsa.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Definition_SavedPublishedListedAndReverted()
    {
        var model = ElsaServer.Greeting("Listed by client");
        var saved = (await _elsa.CallAsync("IWorkflowDefinitionsApi.SaveAsync", new JsonObject { ["model"] = model, ["publish"] = false }))["workflowDefinition"]!;
        var id = (string)saved["definitionId"]!;
        ((string?)saved["name"], (int?)saved["version"], (bool?)saved["isPublished"], (string?)saved["root"]!["activities"]![0]!["nodeId"]).ShouldBe(("Listed by client", 1, false, "Workflow1:flow:hello"));
        ((string?)saved["inputs"]![0]!["name"], (string?)saved["variables"]![0]!["name"], (string?)saved["toolVersion"] != null).ShouldBe(("Who", "Count", true));
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.PublishAsync", id, new JsonObject()))["alreadyPublished"]!.GetValue<bool>().ShouldBeFalse();
        var other = (string)(await server.CreateAsync("Listed by client, too"))["definitionId"]!;

        var list = await ListAsync(new JsonObject { ["page"] = 0, ["pageSize"] = 10, ["definitionIds"] = new JsonArray(id, other), ["isSystem"] = false, ["orderBy"] = "Name", ["orderDirection"] = "Descending" }, "Latest");
        list["items"]!.AsArray().Select(item => (string)item!["definitionId"]!).ShouldBe([other, id]);
        ((long)list["totalCount"]!, (bool)list["items"]![1]!["isMaterializerAvailable"]!, (string)list["items"]![1]!["links"]![1]!["rel"]!).ShouldBe((2, true, "publish"));
        (await ListAsync(new JsonObject { ["ids"] = new JsonArray((string)saved["id"]!) }, "AllVersions"))["totalCount"]!.GetValue<long>().ShouldBe(1);
        (await ListAsync(new JsonObject { ["searchTerm"] = "listed BY client", ["orderBy"] = "Created", ["orderDirection"] = "Ascending" }, "Published"))["items"]![0]!["definitionId"]!.ToString().ShouldBe(id);
        // As the client leaves it out: every version.
        (await ListAsync(new JsonObject { ["definitionIds"] = new JsonArray(id) }, null))["totalCount"]!.GetValue<long>().ShouldBe(1);

        var full = await _elsa.CallAsync("IWorkflowDefinitionsApi.GetByDefinitionIdAsync", id, "Published");
        full["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "'again'";
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.SaveAsync", new JsonObject { ["model"] = full.DeepClone(), ["publish"] = true }))["workflowDefinition"]!["version"]!.GetValue<int>().ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetByDefinitionIdAsync", id, "1"))["version"]!.GetValue<int>().ShouldBe(1);
        var reverted = await _elsa.CallAsync("IWorkflowDefinitionsApi.RevertVersionAsync", id, 1);
        ((int?)reverted["version"], (bool?)reverted["isLatest"]).ShouldBe((3, true));
        ((string?)(await _elsa.CallAsync("IWorkflowDefinitionsApi.GetByIdAsync", (string)reverted["id"]!))["root"]!["activities"]![0]!["text"]!["expression"]!["value"]).ShouldBe("`Hello ${getWho()}`");
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetManyByIdAsync", (object)new[] { (string)reverted["id"]!, (string)saved["id"]! }))["items"]!.AsArray().Count.ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetSubgraphAsync", (string)saved["id"]!, "Workflow1:flow"))["children"]!.AsArray().Count.ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetPathSegmentsGetAsync", (string)saved["id"]!, "Workflow1:flow:hello"))["childNode"]!["nodeId"]!.ToString().ShouldBe("Workflow1:flow:hello");

        (await _elsa.CallAsync("IWorkflowDefinitionsApi.RetractAsync", id, new JsonObject()))["isPublished"]!.GetValue<bool>().ShouldBeFalse();
        await _elsa.CallAsync("IWorkflowDefinitionsApi.DeleteVersionAsync", (string)reverted["id"]!);
        await _elsa.CallAsync("IWorkflowDefinitionsApi.DeleteAsync", id);
        (await ListAsync(new JsonObject { ["definitionIds"] = new JsonArray(id) }, "AllVersions"))["totalCount"]!.GetValue<long>().ShouldBe(0);

        Task<JsonNode> ListAsync(JsonObject request, string? versions) => _elsa.CallAsync("IWorkflowDefinitionsApi.ListAsync", request, versions);
    }

    [Fact]
    public async Task Definitions_ManyAndAsFiles()
    {
        var (one, two) = (await server.CreateAsync("Client one"), await server.CreateAsync("Client two"));
        string[] ids = [(string)one["definitionId"]!, (string)two["definitionId"]!];

        (await _elsa.CallAsync("IWorkflowDefinitionsApi.BulkPublishAsync", (object)ids))["published"]!.AsArray().Count.ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.BulkRetractAsync", (object)ids))["retracted"]!.AsArray().Count.ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.CountAsync"))["count"]!.GetValue<long>().ShouldBeGreaterThan(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetIsNameUniqueAsync", "Client one"))["isUnique"]!.GetValue<bool>().ShouldBeFalse();
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetIsNameUniqueAsync", "Client one", ids[0]))["isUnique"]!.GetValue<bool>().ShouldBeTrue();
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.GetConsumersAsync", ids[0]))["consumingWorkflowDefinitionIds"]!.AsArray().ShouldBeEmpty();
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.UpdateReferencesAsync", ids[0], new JsonObject()))["affectedWorkflows"]!.AsArray().ShouldBeEmpty();

        var file = JsonNode.Parse(await _elsa.DownloadAsync("IWorkflowDefinitionsApi.ExportAsync", ids[0], "Latest", false))!;
        ((string?)file["name"]).ShouldBe("Client one");
        var zip = await _elsa.DownloadAsync("IWorkflowDefinitionsApi.BulkExportAsync", new JsonObject { ["ids"] = new JsonArray((string)one["id"]!, (string)two["id"]!), ["includeConsumingWorkflows"] = true });
        await using (var archive = new ZipArchive(new MemoryStream(zip))) archive.Entries.Count.ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.ImportFilesAsync", ElsaApiClient.Upload("all.zip", zip)))["count"]!.GetValue<int>().ShouldBe(2);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.ImportFilesAsync", ElsaApiClient.Upload("one.json", Encoding.UTF8.GetBytes(file.ToJsonString()))))["count"]!.GetValue<int>().ShouldBe(1);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.ImportAsync", file))["definitionId"]!.ToString().ShouldBe(ids[0]);

        (await _elsa.CallAsync("IWorkflowDefinitionsApi.BulkDeleteVersionsAsync", (object)new[] { (string)one["id"]! }))["deleted"]!.GetValue<long>().ShouldBe(1);
        (await _elsa.CallAsync("IWorkflowDefinitionsApi.BulkDeleteAsync", (object)new[] { ids[1] }))["deleted"]!.GetValue<long>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ShippedProcess_ReadAndSavedByTheClient_StaysAsItWas()
    {
        var before = await server.GetAsync("diana", "workflow-definitions/leave/export?versionOptions=Latest");
        var read = await _elsa.CallAsync("IWorkflowDefinitionsApi.GetByDefinitionIdAsync", "leave", "Latest");

        var saved = await _elsa.CallAsync("IWorkflowDefinitionsApi.SaveAsync", new JsonObject { ["model"] = read, ["publish"] = false });

        saved["workflowDefinition"]!["version"]!.GetValue<int>().ShouldBe(1);
        (await server.GetAsync("diana", "workflow-definitions/leave/export?versionOptions=Latest")).Text.ShouldBe(before.Text);
    }

    [Fact]
    public async Task Descriptors_OfEverySort_AreRead()
    {
        var activities = (await _elsa.CallAsync("IActivityDescriptorsApi.ListAsync", new JsonObject { ["refresh"] = false }))["items"]!.AsArray();
        var approval = activities.Single(item => (string?)item!["typeName"] == "Approvals.RequestApproval")!;
        ((string?)approval["kind"], (string?)approval["ports"]![0]!["type"], approval["inputs"]!.AsArray().Count > 10).ShouldBe(("Action", "Flow", true));
        (await _elsa.CallAsync("IActivityDescriptorOptionsApi.GetAsync", "Approvals.RequestApproval", "Approvers", new JsonObject { ["context"] = new JsonObject { ["x"] = 1 } }))["items"]!["checklist"].ShouldNotBeNull();
        foreach (var (list, atLeast) in new[]
        {
            ("IExpressionDescriptorsApi.ListAsync", 6), ("IVariableTypesApi.ListAsync", 10), ("IStorageDriversApi.ListAsync", 2), ("IWorkflowActivationStrategiesApi.ListAsync", 4), ("IIncidentStrategiesApi.ListAsync", 2),
            ("ILogPersistenceStrategiesApi.ListAsync", 3), ("ICommitStrategiesApi.ListWorkflowStrategiesAsync", 0), ("ICommitStrategiesApi.ListActivityStrategiesAsync", 0), ("IFeaturesApi.ListAsync", 1), ("IWorkflowContextProviderDescriptorsApi.ListAsync", 0),
        })
        {
            (await CallListAsync(list)).Count.ShouldBeGreaterThanOrEqualTo(atLeast, list);
        }

        (await CallListAsync("IResilienceStrategiesApi.ListAsync", "HTTP")).ShouldBeEmpty();
        (await CallListAsync("IRetryAttemptsApi.ListAsync", "anything", 0, 10)).ShouldBeEmpty();
        (await CallListAsync("IOutputConvertersApi.ListAsync", new JsonObject { ["sourceType"] = "String", ["destinationType"] = "Int32" })).ShouldBeEmpty();
        ((string?)(await _elsa.CallAsync("IFeaturesApi.GetAsync", "Elsa.RealTimeWorkflowUpdates"))["fullName"]).ShouldBe("Elsa.RealTimeWorkflowUpdates");
        ((string?)(await _elsa.CallAsync("IPackageApi.GetAsync"))["packageVersion"]).ShouldBe("3.8.2");
        var types = await _elsa.SendAsync("IJavaScriptApi.GetTypeDefinitions", "leave", new JsonObject { ["workflowDefinitionId"] = "leave", ["activityTypeName"] = "Elsa.RunJavaScript", ["propertyName"] = "Script" });
        (await types.Content.ReadAsStringAsync()).ShouldContain("declare function getDays(): number;");

        async Task<JsonArray> CallListAsync(string name, params object?[] arguments) => (await _elsa.CallAsync(name, arguments))["items"]!.AsArray();
    }

    [Fact]
    public async Task Runs_StartedFoundReadAndCancelled()
    {
        var definition = await server.CreateAsync("Run by client", publish: true);
        var id = (string)definition["definitionId"]!;
        var executed = await _elsa.SendAsync("IExecuteWorkflowApi.ExecuteAsync", id, new JsonObject { ["correlationId"] = "c-1", ["versionOptions"] = "Latest", ["input"] = new JsonObject { ["Who"] = "Ann" } });
        var run = executed.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        // Nothing sent at all: the version in use.
        (await _elsa.SendAsync("IExecuteWorkflowApi.ExecuteAsync", id)).IsSuccessStatusCode.ShouldBeTrue();
        var dispatched = await _elsa.SendAsync("IExecuteWorkflowApi.DispatchAsync", id, new JsonObject { ["instanceId"] = "client-1", ["versionOptions"] = "Published", ["input"] = new JsonObject { ["Who"] = "Bob" } });
        dispatched.IsSuccessStatusCode.ShouldBeTrue();

        foreach (var (filter, expected) in new (string, int)[]
        {
            ("""{"page":0,"pageSize":2,"orderBy":"LastExecuted","orderDirection":"Descending"}""", 3),
            ("""{"correlationId":"c-1","version":1,"hasIncidents":false,"isSystem":false}""", 1),
            ("""{"status":"Running","subStatus":"Suspended"}""", 3),
            ("""{"statuses":["Running"],"subStatuses":["Suspended","Faulted"],"orderBy":"Finished"}""", 3),
            ("""{"subStatus":"Interrupted"}""", 0),
            ("""{"searchTerm":"client-1","orderBy":"Name"}""", 1),
            ("""{"timestampFilters":[{"column":"CreatedAt","operator":"LessThanOrEqual","timestamp":"2020-01-01T00:00:00+07:00"}]}""", 0),
            ("""{"timestampFilters":[{"column":"UpdatedAt","operator":"GreaterThan","timestamp":"2020-01-01T00:00:00.1234567Z"}]}""", 3),
        })
        {
            var request = JsonNode.Parse(filter)!;
            request["definitionIds"] = new JsonArray(id);
            var found = await _elsa.CallAsync("IWorkflowInstancesApi.ListAsync", request);
            found["totalCount"]!.GetValue<long>().ShouldBe(expected, filter);
        }

        var instance = await _elsa.CallAsync("IWorkflowInstancesApi.GetAsync", run);
        ((string?)instance["status"], (string?)instance["subStatus"], (string?)instance["correlationId"], (int?)instance["version"]).ShouldBe(("Running", "Suspended", "c-1", 1));
        ((string?)instance["workflowState"]!["bookmarks"]![0]!["activityNodeId"]).ShouldBe("Workflow1:flow:wait");
        (await _elsa.CallAsync("IWorkflowInstancesApi.GetExecutionStateAsync", run))["workflowSubStatus"]!.ToString().ShouldBe("Suspended");
        (await _elsa.CallAsync("IWorkflowInstancesApi.GetVariablesAsync", run))["items"]![0]!["value"]!.GetValue<int>().ShouldBe(3);
        var journal = await _elsa.CallAsync("IWorkflowInstancesApi.GetJournalAsync", run, 0, 100);
        ((long)journal["totalCount"]!, (string?)journal["items"]![1]!["activityName"], (string?)journal["items"]![1]!["nodeId"]).ShouldBe((5, "Hello", "Workflow1:flow:hello"));
        (await _elsa.CallAsync("IWorkflowInstancesApi.GetFilteredJournalAsync", run, JsonNode.Parse("""{"filter":{"activityNodeIds":["Workflow1:flow:wait"],"eventNames":["Suspended"],"excludedActivityTypes":["Elsa.Flowchart"]}}"""), 0, 10))["totalCount"]!.GetValue<long>().ShouldBe(1);
        (await _elsa.CallAsync("IWorkflowInstancesApi.GetFilteredJournalAsync", run, null))["totalCount"]!.GetValue<long>().ShouldBe(5);

        var report = await _elsa.CallAsync("IActivityExecutionsApi.GetReportAsync", new JsonObject { ["workflowInstanceId"] = run, ["activityNodeIds"] = new JsonArray("Workflow1:flow:hello", "Workflow1:flow:wait") });
        report["stats"]!.AsArray().Select(node => ((long?)node!["completedCount"], (bool?)node["isBlocked"])).ShouldBe([(1, false), (0, true)]);
        var node = new JsonObject { ["workflowInstanceId"] = run, ["activityNodeId"] = "Workflow1:flow:hello" };
        var execution = (await _elsa.CallAsync("IActivityExecutionsApi.ListAsync", node))["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)execution["status"], (string?)execution["activityState"]!["Text"]).ShouldBe(("Completed", "Hello Ann"));
        (await _elsa.CallAsync("IActivityExecutionsApi.ListSummariesAsync", node))["items"]!.AsArray().Count.ShouldBe(1);
        (await _elsa.CallAsync("IActivityExecutionsApi.GetAsync", (string)execution["id"]!))["activityId"]!.ToString().ShouldBe("hello");
        (await _elsa.CallAsync("IActivityExecutionsApi.GetCallStackAsync", (string)execution["id"]!, true, 0, 10))["items"]!.AsArray().Count.ShouldBe(2);

        await _elsa.CallAsync("IWorkflowInstancesApi.CancelAsync", run);
        await _elsa.CallAsync("IWorkflowInstancesApi.BulkCancelAsync", new JsonObject { ["ids"] = new JsonArray("client-1") });
        var file = await _elsa.DownloadAsync("IWorkflowInstancesApi.ExportAsync", run);
        (await _elsa.DownloadAsync("IWorkflowInstancesApi.BulkExportAsync", new JsonObject { ["ids"] = new JsonArray(run, "client-1") })).Length.ShouldBeGreaterThan(100);
        await _elsa.CallAsync("IWorkflowInstancesApi.DeleteAsync", run);
        (await _elsa.CallAsync("IWorkflowInstancesApi.BulkImportAsync", ElsaApiClient.Upload("run.json", file)))["count"]!.GetValue<int>().ShouldBe(1);
        await _elsa.CallAsync("IWorkflowInstancesApi.BulkDeleteAsync", new JsonObject { ["ids"] = new JsonArray(run, "client-1") });
        (await _elsa.CallAsync("IWorkflowInstancesApi.ListAsync", new JsonObject { ["definitionId"] = id }))["totalCount"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task Runs_AlteredTriedAndReported()
    {
        var model = ElsaServer.Greeting("Altered by client");
        model["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = "variables.Count < 5 ? null.length : 'fine'";
        model["options"] = new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" };
        var id = (string)(await server.SaveAsync("diana", model, publish: true))["workflowDefinition"]!["definitionId"]!;
        var run = await server.RunAsync(id);
        ((string?)(await _elsa.CallAsync("IWorkflowInstancesApi.GetAsync", run))["workflowState"]!["incidents"]![0]!["activityId"]).ShouldBe("hello");
        ((string?)(await _elsa.CallAsync("IActivityExecutionsApi.ListAsync", new JsonObject { ["workflowInstanceId"] = run, ["activityNodeId"] = "Workflow1:flow:hello" }))["items"]![0]!["status"]).ShouldBe("Faulted");

        await _elsa.CallAsync("IAlterationsApi.Run", new JsonObject { ["alterations"] = new JsonArray(JsonNode.Parse("""{"type":"ModifyVariable","variableId":"count","value":7}""")), ["workflowInstanceIds"] = new JsonArray(run) });
        (await _elsa.CallAsync("IAlterationsApi.BulkRetryAsync", new JsonObject { ["workflowInstanceIds"] = new JsonArray(run), ["activityIds"] = new JsonArray("hello") }))["results"]![0]!["isSuccessful"]!.GetValue<bool>().ShouldBeTrue();
        var filter = new JsonObject { ["definitionIds"] = new JsonArray(id), ["statuses"] = new JsonArray("Running") };
        (await _elsa.CallAsync("IAlterationsApi.DryRun", filter))["workflowInstanceIds"]!.AsArray().Count.ShouldBe(1);
        var plan = (string)(await _elsa.CallAsync("IAlterationsApi.Submit", new JsonObject { ["alterations"] = new JsonArray(new JsonObject { ["type"] = "Cancel" }), ["filter"] = filter.DeepClone() }))["planId"]!;
        var kept = await _elsa.CallAsync("IAlterationsApi.GetAsync", plan);
        ((string?)kept["plan"]!["status"], (string?)kept["jobs"]![0]!["status"], kept["jobs"]![0]!["log"]!.AsArray().Count > 0).ShouldBe(("Completed", "Completed", true));

        var tried = await _elsa.CallAsync("ITestsApi.TestActivityAsync", new JsonObject
        {
            ["workflowDefinitionHandle"] = new JsonObject { ["definitionId"] = "leave", ["versionOptions"] = "Latest" }, ["activityHandle"] = new JsonObject { ["activityId"] = "ManagerDecides" },
        });
        ((string?)tried["status"]).ShouldBe("Running");

        var asking = ElsaServer.Greeting("Task by client");
        asking["root"]!["activities"]![0]!["type"] = "Elsa.RunTask";
        asking["root"]!["activities"]![0]!["taskName"] = JsonNode.Parse("""{"typeName":"String","expression":{"type":"Literal","value":"Print the badge"}}""");
        var waiting = await server.RunAsync((string)(await server.SaveAsync("diana", asking, publish: true))["workflowDefinition"]!["definitionId"]!);
        var task = (string)(await _elsa.CallAsync("IWorkflowInstancesApi.GetAsync", waiting))["workflowState"]!["bookmarks"]![0]!["payload"]!["taskId"]!;
        await _elsa.CallAsync("ITasksApi.ReportTaskCompletedAsync", task, new JsonObject { ["result"] = new JsonObject { ["printed"] = true } });
        ((string?)(await _elsa.CallAsync("IWorkflowInstancesApi.GetAsync", waiting))["workflowState"]!["bookmarks"]![0]!["activityNodeId"]).ShouldBe("Workflow1:flow:wait");
    }

    /// <summary>Every request that the client can make has a route here, also those that the tests above leave out.</summary>
    [Fact]
    public void EveryRoute_OfTheClient_IsThere()
    {
        var ours = server.Get<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? []).Select(verb => $"{verb} {Shape(endpoint.RoutePattern.RawText!)}")).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var missing = ElsaApiClient.Interfaces.Where(api => !Elsewhere.ContainsKey(api.Name)).SelectMany(api => api.GetMethods()).Select(ElsaApiClient.RouteOf)
            .Where(route => !ours.Contains($"{route.Split(' ')[0]} {Shape("/elsa/api" + route.Split(' ')[1].Split('?')[0])}")).ToList();

        missing.ShouldBeEmpty();
        ElsaApiClient.Interfaces.Count().ShouldBeGreaterThan(20);

        // Parameters by their place: the names of routes differ.
        static string Shape(string route) => System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", "{}", System.Text.RegularExpressions.RegexOptions.NonBacktracking).TrimEnd('/');
    }
}
