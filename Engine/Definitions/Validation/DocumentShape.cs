using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Validation;

/// <summary>Finds members whose JSON has another shape than Elsa's format gives them. What has a wrong shape is left out when the document is read, so it must be said.</summary>
internal static class DocumentShape
{
    private const int MaxDepth = 500;

    private static readonly string[] Texts = ["id", "definitionId", "name", "description", "toolVersion", "tenantId", "createdAt"];
    private static readonly string[] Flags = ["isLatest", "isPublished", "isReadonly", "isSystem", "usableAsActivity"];
    private static readonly string[] Maps = ["customProperties", "options", "root"];
    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    // The members of activities that hold activities.
    private static readonly string[] ActivityLists = ["activities", "branches"];

    public static void Check(JsonObject document, List<DefinitionProblem> problems)
    {
        foreach (var name in Texts) Expect(document, name, "$", JsonValueKind.String, problems);
        foreach (var name in Flags) ExpectFlag(document, name, "$", problems);
        foreach (var name in Maps) Expect(document, name, "$", JsonValueKind.Object, problems);
        foreach (var name in Lists) Expect(document, name, "$", JsonValueKind.Array, problems);
        ExpectNumber(document, "version", "$", problems);
        Named(document["variables"], "$.variables", problems);
        Named(document["inputs"], "$.inputs", problems);
        Named(document["outputs"], "$.outputs", problems);
        if (document["root"] is JsonObject root) Activity(root, "$.root", 0, problems);
    }

    private static void Activity(JsonObject activity, string path, int depth, List<DefinitionProblem> problems)
    {
        if (depth > MaxDepth) return;
        if (activity["type"] is not JsonValue type || type.GetValueKind() != JsonValueKind.String || type.ToString().Length == 0)
            problems.Add(new DefinitionProblem(path + ".type", "This activity has no type. Give it one, such as Elsa.WriteLine.", Id(activity)));
        foreach (var name in (string[])["id", "name", "nodeId"]) Expect(activity, name, path, JsonValueKind.String, problems);
        ExpectNumber(activity, "version", path, problems);
        foreach (var name in (string[])["customProperties", "metadata"]) Expect(activity, name, path, JsonValueKind.Object, problems);
        Expect(activity, "variables", path, JsonValueKind.Array, problems);
        Named(activity["variables"], path + ".variables", problems);
        if (Id(activity)?.Contains(':') == true) problems.Add(new DefinitionProblem(path + ".id", $"The id '{Id(activity)}' contains a colon, which separates ids in node ids. Use another id.", Id(activity)));
        foreach (var name in ActivityLists) Activities(activity, name, path, depth, problems);
        Connections(activity, path, problems);
        foreach (var (name, member) in activity)
        {
            if (member is JsonObject child && child["type"] is JsonValue && child["expression"] is null && name is "body" or "then" or "else" or "default" or "childCompleted" or "childFaulted")
                Activity((JsonObject)member!, $"{path}.{name}", depth + 1, problems);
        }
    }

    private static void Activities(JsonObject activity, string name, string path, int depth, List<DefinitionProblem> problems)
    {
        var node = activity[name];
        if (node is null || (name == "branches" && node is JsonObject)) return;
        if (((node as JsonObject)?["$values"] ?? node) is not JsonArray list)
        {
            problems.Add(new DefinitionProblem($"{path}.{name}", $"A list of activities belongs here, not {Kind(node)}.", Id(activity)));
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject child) Activity(child, $"{path}.{name}[{i}]", depth + 1, problems);
            else problems.Add(new DefinitionProblem($"{path}.{name}[{i}]", $"An activity belongs here, not {Kind(list[i])}.", Id(activity)));
        }
    }

    private static void Connections(JsonObject activity, string path, List<DefinitionProblem> problems)
    {
        if (activity["connections"] is not { } node) return;
        if (((node as JsonObject)?["$values"] ?? node) is not JsonArray list)
        {
            problems.Add(new DefinitionProblem(path + ".connections", $"A list of connections belongs here, not {Kind(node)}.", Id(activity)));
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject connection)
            {
                problems.Add(new DefinitionProblem($"{path}.connections[{i}]", $"A connection belongs here, not {Kind(list[i])}.", Id(activity)));
                continue;
            }

            foreach (var end in (string[])["source", "target"])
            {
                var isEnd = connection[end] is JsonObject or JsonValue;
                if (!isEnd) problems.Add(new DefinitionProblem($"{path}.connections[{i}].{end}", "This end of the connection names no activity. Write {\"activity\": \"<id>\", \"port\": \"...\"}.", Id(activity)));
            }
        }
    }

    private static void Named(JsonNode? node, string path, List<DefinitionProblem> problems)
    {
        if (node is not JsonArray list) return;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject item) problems.Add(new DefinitionProblem($"{path}[{i}]", $"An object with a name belongs here, not {Kind(list[i])}."));
            else if (item["name"] is not null && (item["name"] is not JsonValue name || name.GetValueKind() != JsonValueKind.String)) problems.Add(new DefinitionProblem($"{path}[{i}].name", $"A name is a text, not {Kind(item["name"])}."));
        }
    }

    private static void Expect(JsonObject json, string name, string path, JsonValueKind kind, List<DefinitionProblem> problems)
    {
        if (json[name] is not { } node || node.GetValueKind() == kind) return;
        var wanted = kind switch
        {
            JsonValueKind.String => "A text",
            JsonValueKind.Object => "An object",
            _ => "A list",
        };
        problems.Add(new DefinitionProblem($"{path}.{name}", $"{wanted} belongs here, not {Kind(node)}.", path == "$" ? null : Id(json)));
    }

    private static void ExpectFlag(JsonObject json, string name, string path, List<DefinitionProblem> problems)
    {
        if (json[name] is { } node && node.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)) problems.Add(new DefinitionProblem($"{path}.{name}", $"true or false belongs here, not {Kind(node)}."));
    }

    private static void ExpectNumber(JsonObject json, string name, string path, List<DefinitionProblem> problems)
    {
        if (json[name] is not { } node || (node is JsonValue value && value.TryGetValue(out int number) && number >= 0)) return;
        problems.Add(new DefinitionProblem($"{path}.{name}", $"A whole number belongs here, not {(node.GetValueKind() == JsonValueKind.Number ? node.ToJsonString() : Kind(node))}.", path == "$" ? null : Id(json)));
    }

    private static string? Id(JsonObject activity) => activity["id"] is JsonValue id && id.TryGetValue(out string? text) ? text : null;

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "nothing",
    };
}
