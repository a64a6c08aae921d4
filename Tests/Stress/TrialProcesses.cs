using System.Text.Json.Nodes;

namespace Workflows.Stress;

/// <summary>The processes of a run: between them they wait for people, for time, for a call, for another workflow, and start by the clock.</summary>
internal static class TrialProcesses
{
    /// <summary>Marco or Diana decides; then a pause; then the requester is told.</summary>
    public const string Ask = "trial-ask";

    /// <summary>Asks an address that never answers: the task expires.</summary>
    public const string Expire = "trial-expire";

    /// <summary>Calls somebody outside and ends with what it was told.</summary>
    public const string Call = "trial-call";

    /// <summary>Starts another workflow and waits for it.</summary>
    public const string Parent = "trial-parent";

    public const string Child = "trial-child";

    /// <summary>Starts every second, and makes up for each second that it missed.</summary>
    public const string Tick = "trial-tick";

    /// <summary>What people submit, and how often of twenty.</summary>
    public static IReadOnlyList<string> Submitted { get; } =
        [.. Enumerable.Repeat(Ask, 12), .. Enumerable.Repeat(Expire, 3), .. Enumerable.Repeat(Call, 3), .. Enumerable.Repeat(Parent, 2)];

    public static void WriteTo(string folder, Uri outside)
    {
        JsonObject[] all =
        [
            Request(Ask, "TA", $$"""
                { "id": "Ask", "type": "Approvals.RequestApproval", "approvers": {{Value("""["marco","diana"]""")}}, "title": {{Literal("Which of you is first?")}}, {{Output("decision", "Said")}} },
                { "id": "Pause", "type": "Elsa.Delay", "timeSpan": {{Literal("00:00:00.700")}} },
                """),
            Request(Expire, "TE", $$"""
                { "id": "Ask", "type": "Approvals.EmailActionToken", "recipient": {{Literal("silent@example.test")}}, "title": {{Literal("Are you there?")}}, "actions": {{Value("""["Yes"]""")}}, "expiresAfter": {{Literal("00:00:02")}}, {{Output("decision", "Said")}} },
                """),
            Request(Call, "TC", $$"""
                { "id": "Call", "type": "Elsa.SendHttpRequest", "url": {{Script($"`{outside}answer?for=${{getWorkflowInstanceId()}}`")}}, {{Output("parsedContent", "Said")}} },
                """),
            Request(Parent, "TP", $$"""
                { "id": "Start", "type": "Elsa.DispatchWorkflow", "workflowDefinitionId": {{Literal(Child)}}, "waitForCompletion": {{Value("true")}} },
                { "id": "Said", "type": "Elsa.SetVariable", "variable": { "id": "Said" }, "value": {{Literal("Child")}} },
                """),
            Plain(Child, $$"""{ "id": "Pause", "type": "Elsa.Delay", "timeSpan": {{Literal("00:00:00.300")}} }"""),
            Plain(Tick, $$"""
                { "id": "Every", "type": "Elsa.Cron", "customProperties": { "canStartWorkflow": true }, "cronExpression": {{Literal("* * * * * *")}}, "catchUp": {{Literal("all")}}, {{Output("dueAt", "Due")}} },
                { "id": "Tell", "type": "Elsa.SetOutput", "outputName": {{Literal("due")}}, "outputValue": {{Script("variables.Due.toISOString()")}} }
                """),
        ];
        Directory.CreateDirectory(folder);
        foreach (var process in all) File.WriteAllText(Path.Combine(folder, $"{process["definitionId"]}.json"), process.ToJsonString());
    }

    private static JsonObject Request(string id, string prefix, string steps)
    {
        var process = Plain(id, $$"""
            {{steps}}
            { "id": "Outcome", "type": "Elsa.SetOutput", "outputName": {{Literal("outcome")}}, "outputValue": {{Script("variables.Said ? variables.Said : 'Expired'")}} },
            { "id": "Tell", "type": "Notifications.Notify", "to": {{Value("""["requester"]""")}}, "subject": {{Literal("It is over")}} }
            """);
        process["outputs"] = new JsonArray(new JsonObject { ["name"] = "outcome", ["type"] = "String", ["displayName"] = "Outcome" });
        process["customProperties"] = new JsonObject { ["Workflows:Request"] = new JsonObject { ["referencePrefix"] = prefix } };
        return process;
    }

    private static JsonObject Plain(string id, string steps) => JsonNode.Parse($$"""
        {
          "id": "{{id}}-1", "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "isPublished": true,
          "variables": [
            { "id": "Said", "name": "Said", "typeName": "String", "storageDriverTypeName": "WorkflowInstanceStorageDriver" },
            { "id": "Due", "name": "Due", "typeName": "DateTimeOffset", "storageDriverTypeName": "WorkflowInstanceStorageDriver" }
          ],
          "outputs": [{ "name": "due", "type": "String", "displayName": "Due" }],
          "root": { "id": "Steps", "type": "Elsa.Sequence", "activities": [{{steps.TrimEnd().TrimEnd(',')}}] }
        }
        """)!.AsObject();

    private static string Literal(string value) => Input("Literal", value);

    private static string Script(string value) => Input("JavaScript", value);

    private static string Value(string json) => Input("Object", json);

    private static string Input(string type, string value) => $$"""{ "expression": { "type": "{{type}}", "value": {{JsonValue.Create(value).ToJsonString()}} } }""";

    private static string Output(string name, string variable) => $$""" "{{name}}": { "memoryReference": { "id": "{{variable}}" } } """;
}
