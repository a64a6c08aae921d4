using System.Net;
using System.Text.Json.Nodes;
using Workflows.Activities.Registers;

namespace Workflows.Api.Tests.Elsa;

public sealed class DescriptorApiTests(ElsaServer server) : IClassFixture<ElsaServer>
{
    [Fact]
    public async Task Activities_Each_HasWhatTheDesignerCannotDoWithout()
    {
        var list = await server.GetAsync("hana", "descriptors/activities?refresh=false");

        list.Items.Count.ShouldBe((int)list["count"]!);
        foreach (var descriptor in list.Items)
        {
            foreach (var needed in (string[])["typeName", "name", "namespace", "version", "category", "displayName", "description", "kind", "isBrowsable", "isContainer", "isStart", "isTerminal", "customProperties", "constructionProperties", "ports", "inputs", "outputs"])
                descriptor[needed].ShouldNotBeNull($"{descriptor["typeName"]}.{needed}");
            foreach (var input in descriptor["inputs"]!.AsArray())
            {
                foreach (var needed in (string[])["name", "typeName", "uiHint", "displayName", "order", "isBrowsable", "isSynthetic", "isWrapped", "defaultSyntax", "isReadOnly", "isSensitive"])
                    input![needed].ShouldNotBeNull($"{descriptor["typeName"]}.{input["name"]}.{needed}");
            }
        }
    }

    [Theory]
    [InlineData("Approvals.RequestApproval", "Approvers", "checklist", "checklist.checkList.items", "role:hr")]
    [InlineData("Approvals.RequestApproval", "Approvers", "checklist", "checklist.checkList.items", "head-of-department")]
    [InlineData("Approvals.RequestApproval", "EscalateTo", "checklist", "checklist.checkList.items", "manager-of-requester:2")]
    [InlineData("Approvals.RequestApproval", "EscalateTo", "checklist", "checklist.checkList.items", "manager-of-approver")]
    [InlineData("People.InstallSubstitute", "Processes", "checklist", "checklist.checkList.items", "leave")]
    [InlineData("Registers.ChangeRow", "Register", "dropdown", "dropdown.selectList.items", "clients")]
    [InlineData("Notifications.Notify", "To", "checklist", "checklist.checkList.items", "requester")]
    [InlineData("Notifications.Notify", "Template", "dropdown", "dropdown.selectList.items", "outcome")]
    [InlineData("People.WorkingDays", "Person", "dropdown", "dropdown.selectList.items", "emma")]
    [InlineData("Bookings.CheckBooking", "Client", "dropdown", "dropdown.selectList.items", "acme")]
    [InlineData("Bookings.CheckBooking", "Stock", "dropdown", "dropdown.selectList.items", "eni")]
    [InlineData("Bookings.CheckBooking", "Employee", "dropdown", "dropdown.selectList.items", "emma")]
    [InlineData("Projects.CheckGoLive", "Project", "dropdown", "dropdown.selectList.items", "portal")]
    [InlineData("Elsa.HttpEndpoint", "SupportedMethods", "checklist", "checklist.checkList.items", "POST")]
    public async Task Input_WithAList_OffersIt(string type, string name, string hint, string path, string value)
    {
        var input = await InputAsync(type, name);

        ((string?)input["uiHint"]).ShouldBe(hint);
        Follow(input["uiSpecifications"]!, path).AsArray().Select(item => (string?)item!["value"]).ShouldContain(value);
        var options = await server.PostAsync("hana", $"descriptors/activities/{type}/options/{name}", new JsonObject { ["context"] = new JsonObject() });
        Follow(options["items"]!, path).AsArray().Select(item => (string?)item!["value"]).ShouldContain(value);
    }

    [Theory]
    [InlineData("Approvals.RequestApproval", "DecideWithin", "singleline")]
    [InlineData("Approvals.RequestChanges", "RemindAfter", "singleline")]
    [InlineData("Approvals.RequestApproval", "HoldForUndo", "dropdown")]
    [InlineData("Approvals.RequestApproval", "Actions", "multitext")]
    [InlineData("Approvals.RequestApproval", "FurtherOutcomes", "dynamic-outcomes")]
    [InlineData("Approvals.EmailActionToken", "Actions", "dynamic-outcomes")]
    [InlineData("Approvals.EmailActionToken", "Buttons", "multitext")]
    [InlineData("Elsa.ExecuteWorkflow", "WorkflowDefinitionId", "workflow-definition-picker")]
    [InlineData("Elsa.RunJavaScript", "Script", "code-editor")]
    public async Task Input_HasTheEditorThatFits(string type, string name, string hint) => ((string?)(await InputAsync(type, name))["uiHint"]).ShouldBe(hint);

    [Fact]
    public async Task RowsOfARegister_AreThoseThatFitAndThatTheEditorMaySee()
    {
        var clients = server.Get<RegisterCatalog>().Get("clients");
        await server.Get<RegisterStore>().CreateAsync(clients, "asleep", new JsonObject { ["name"] = "Asleep", ["active"] = false }, new RegisterCause("test"), CancellationToken.None);

        (await ValuesAsync("hana")).ShouldBe(["", "acme", "verdi"]);
        (await ValuesAsync("budi")).ShouldBe(["", "mandiri"]);

        async Task<IEnumerable<string?>> ValuesAsync(string person)
        {
            var palette = await server.GetAsync(person, "descriptors/activities");
            var client = palette.Items.Single(item => (string?)item["typeName"] == "Bookings.CheckBooking")["inputs"]!.AsArray().Single(input => (string?)input!["name"] == "Client")!;
            return Follow(client["uiSpecifications"]!, "dropdown.selectList.items").AsArray().Select(item => (string?)item!["value"]);
        }
    }

    // A form that shows 0 for what must be given, and takes it, books nothing for nothing.
    [Fact]
    public async Task RequiredNumber_LeftOut_HasNoDefaultAndIsNotPublished()
    {
        var model = ElsaServer.Greeting("Booked for nothing");
        model["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id":"check","type":"Bookings.CheckBooking","version":1,"client":{"expression":{"type":"Literal","value":"acme"}}}"""));

        (await server.SaveAsync("diana", model, publish: true)).Text.ShouldContain("'Quantity' is required and empty");
        (await InputAsync("Bookings.CheckBooking", "Quantity"))["defaultValue"].ShouldBeNull();
        (await InputAsync("Expenses.CheckClaim", "OldestDays"))["defaultValue"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Approvers_WhatADefinitionSays_IsAlwaysAmongTheChoices()
    {
        var model = ElsaServer.Greeting("Unusual approver");
        model["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id":"ask","type":"Approvals.RequestApproval","version":1,"approvers":{"typeName":"Object","expression":{"type":"Object","value":"[\"role:board\", \"emma\"]"}}}"""));
        await server.SaveAsync("diana", model);

        var values = Follow((await InputAsync("Approvals.RequestApproval", "Approvers"))["uiSpecifications"]!, "checklist.checkList.items").AsArray().Select(item => (string?)item!["value"]).ToList();

        values.Count(value => value == "role:board").ShouldBe(1);
        values.Count(value => value == "emma").ShouldBe(1);
    }

    [Fact]
    public async Task OtherDescriptors_AnswerInElsasShapes()
    {
        (await server.GetAsync("hana", "descriptors/expression-descriptors")).Items.Select(item => (string?)item["type"]).ShouldBe(["Literal", "Object", "JavaScript", "Handlebars", "Variable", "Input"]);
        ((string?)(await server.GetAsync("hana", "descriptors/expression-descriptors")).Items[2]["properties"]!["MonacoLanguage"]).ShouldBe("javascript");
        (await server.GetAsync("hana", "descriptors/variables")).Items.ShouldAllBe(item => Engine.Definitions.TypeNames.Resolve((string)item["typeName"]!, false) != null);
        (await server.GetAsync("hana", "descriptors/storage-drivers")).Items.Count.ShouldBe(2);
        (await server.GetAsync("hana", "descriptors/workflow-activation-strategies")).Items.Count.ShouldBe(4);
        (await server.GetAsync("hana", "descriptors/incident-strategies")).Items.Count.ShouldBe(2);
        (await server.GetAsync("hana", "descriptors/log-persistence-strategies")).Items.Count.ShouldBe(3);
        foreach (var empty in (string[])["descriptors/commit-strategies/workflows", "descriptors/commit-strategies/activities", "descriptors/output-converters?sourceType=String&destinationType=Int32", "resilience/strategies?category=HTTP"])
            (await server.GetAsync("hana", empty)).Items.ShouldBeEmpty(empty);
        ((string?)(await server.GetAsync("emma", "features/installed/Elsa.RealTimeWorkflowUpdates"))["fullName"]).ShouldBe("Elsa.RealTimeWorkflowUpdates");
        (await server.GetAsync("emma", "features/installed/Elsa.Resilience")).Status.ShouldBe(HttpStatusCode.NotFound);
        ((string?)(await server.GetAsync("emma", "package/version"))["packageVersion"]).ShouldBe("3.8.2");
        ((bool?)(await server.PostAsync("hana", "secrets/picker", new JsonObject()))["canCreateInline"]).ShouldBe(false);
        (await server.GetAsync("hana", "secrets/descriptors"))["types"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task TypeDefinitions_KnowVariablesInputsAndFunctions()
    {
        var types = await server.PostAsync("hana", "scripting/javascript/type-definitions/leave", new JsonObject { ["workflowDefinitionId"] = "leave", ["activityTypeName"] = "Elsa.RunJavaScript", ["propertyName"] = "Script" });

        types.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-typescript");
        foreach (var line in (string[])["  Days: number;", "declare function getDays(): number;", "declare function getFirstDay(): string;", "declare function getRequester(): Person | null;", "declare function setOutcome(outcome: string): void;"])
            types.Text.ShouldContain(line);
    }

    private async Task<JsonNode> InputAsync(string type, string name) =>
        (await server.GetAsync("hana", "descriptors/activities")).Items.Single(item => (string?)item["typeName"] == type)["inputs"]!.AsArray().Single(input => (string?)input!["name"] == name)!;

    private static JsonNode Follow(JsonNode node, string path) => path.Split('.').Aggregate(node, (current, member) => current[member]!);
}
