using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Small processes for what leave has no case of. Each tells the requester when it is over.</summary>
internal static class SmallProcess
{
    /// <summary>Asks an address outside the company; fields <c>email</c> and <c>lasts</c> (00:00:02).</summary>
    public const string Outside = "outside";

    /// <summary>Marco or Diana decides, whoever is first.</summary>
    public const string Either = "either";

    /// <summary>Waits; field <c>lasts</c>.</summary>
    public const string Pause = "pause";

    public static IReadOnlyList<JsonObject> All =>
    [
        Of(
            Outside,
            "OU",
            ["email", "lasts"],
            new JsonObject
            {
                ["id"] = "Ask", ["type"] = "Approvals.EmailActionToken", ["recipient"] = Script("getEmail()"), ["title"] = Literal("Will you be our partner?"),
                ["actions"] = Value("[\"Accept\", \"Decline\"]"), ["expiresAfter"] = Script("getLasts()"), ["decision"] = Variable("Choice"),
            }),
        Of(
            Either,
            "EI",
            [],
            new JsonObject
            {
                ["id"] = "Ask", ["type"] = "Approvals.RequestApproval", ["approvers"] = Value("[\"marco\", \"diana\"]"), ["title"] = Literal("Which of you is first?"),
                ["decision"] = Variable("Choice"),
            }),
        Of(Pause, "PA", ["lasts"], new JsonObject { ["id"] = "Wait", ["type"] = "Elsa.Delay", ["timeSpan"] = Script("getLasts()") }),
    ];

    internal static JsonObject Of(string id, string prefix, string[] fields, JsonObject step)
    {
        step["name"] = step["id"]!.DeepClone();
        return new JsonObject
        {
            ["id"] = $"{id}-1",
            ["definitionId"] = id,
            ["name"] = id,
            ["version"] = 1,
            ["isPublished"] = true,
            ["inputs"] = new JsonArray([.. fields.Select(field => new JsonObject { ["name"] = field, ["type"] = "String", ["displayName"] = field })]),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "outcome", ["type"] = "String", ["displayName"] = "Outcome" }),
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "Choice", ["name"] = "Choice", ["typeName"] = "String", ["isArray"] = false }),
            ["customProperties"] = new JsonObject
            {
                ["Workflows:Request"] = new JsonObject
                {
                    ["referencePrefix"] = prefix,
                    ["fields"] = new JsonObject([.. fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field, new JsonObject { ["required"] = true }))]),
                },
            },
            ["root"] = new JsonObject
            {
                ["id"] = "Steps",
                ["type"] = "Elsa.Sequence",
                ["activities"] = new JsonArray(
                    step,
                    new JsonObject { ["id"] = "Outcome", ["type"] = "Elsa.SetOutput", ["outputName"] = Literal("outcome"), ["outputValue"] = Script("variables.Choice ? variables.Choice : 'Expired'") },
                    new JsonObject
                    {
                        ["id"] = "Tell", ["type"] = "Notifications.Notify", ["to"] = Value("[\"requester\"]"),
                        ["subject"] = Script("`It is over: ${variables.Choice ? variables.Choice : 'Expired'}`"),
                    }),
            },
        };
    }

    internal static JsonObject Literal(string value) => Input("String", "Literal", value);

    internal static JsonObject Script(string value) => Input("Object", "JavaScript", value);

    internal static JsonObject Value(string json) => Input("Object", "Object", json);

    internal static JsonObject Variable(string id) => new() { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = id } };

    private static JsonObject Input(string type, string expression, string value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };
}
