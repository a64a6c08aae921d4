using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Pages;

/// <summary>A process with a small form and one activity.</summary>
internal static class TestProcess
{
    public const string Id = "days-off";

    private static int _version;

    public static JsonObject With(JsonObject activity) => new()
    {
        ["id"] = $"{Id}-{Interlocked.Increment(ref _version)}",
        ["definitionId"] = Id,
        ["name"] = "Days off",
        ["version"] = _version,
        ["inputs"] = new JsonArray(
            new JsonObject { ["name"] = "firstDay", ["type"] = "String", ["displayName"] = "First day" },
            new JsonObject { ["name"] = "reason", ["type"] = "String", ["displayName"] = "Reason" }),
        ["customProperties"] = new JsonObject
        {
            ["Workflows:Request"] = new JsonObject
            {
                ["referencePrefix"] = "DO",
                ["title"] = new JsonObject { ["en"] = "Days off", ["id"] = "Cuti" },
                ["fields"] = new JsonObject
                {
                    ["firstDay"] = new JsonObject { ["format"] = "date", ["required"] = true, ["label"] = new JsonObject { ["en"] = "First day", ["id"] = "Hari pertama" } },
                    ["reason"] = new JsonObject { ["label"] = new JsonObject { ["en"] = "Reason", ["id"] = "Alasan" } },
                },
            },
        },
        ["root"] = new JsonObject { ["id"] = "Sequence1", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(activity) },
    };

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Defaults(string type)
    {
        yield return new("title", Literal("Emma Larsen asks for days off"));
        yield return new("body", Literal("She has 12 days left.\nNobody else of her team is away."));
        if (type == "Approvals.RequestApproval") yield return new("approvers", Object("[\"manager-of-requester\"]"));
    }

    public static JsonObject Literal(string value) => Input("String", "Literal", value);

    public static JsonObject Object(string json) => Input("Object", "Object", json);

    private static JsonObject Input(string type, string expression, string value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };
}
