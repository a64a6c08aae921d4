using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>What a definition says, apart from how it was written down: two documents with the same content run alike and look alike in the designer.</summary>
/// <remarks>
/// Left out are the marks of a version (<c>id</c>, <c>version</c>, <c>isPublished</c> ...), what a server works out (<c>nodeId</c>, <c>links</c>), what says nothing (null, empty lists,
/// switches that are off) and the order of members. Lists keep their length, so JSON paths hold in both forms.
/// </remarks>
public static class DefinitionContent
{
    private static readonly HashSet<string> VersionMarks = ["$schema", "id", "version", "isLatest", "isPublished", "createdAt", "toolVersion", "tenantId", "links", "types", "versions"];

    private static readonly HashSet<string> Switches =
        ["isArray", "isReadonly", "isSystem", "usableAsActivity", "autoUpdateConsumingWorkflows", "canStartWorkflow", "runAsynchronously", "CanStartWorkflow", "RunAsynchronously"];

    private static readonly HashSet<string> Notes = ["description", "category", "displayName", "displayText", "uiHint"];

    /// <summary>SHA-256 of the content, in lower-case hexadecimal.</summary>
    public static string HashOf(JsonObject document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(Of(document)))));

    /// <summary>The content alone, in the members' own order; a copy.</summary>
    public static JsonObject Of(JsonObject document)
    {
        var content = new JsonObject();
        foreach (var (name, value) in document)
        {
            if (!VersionMarks.Contains(name) && Normal(name, value) is { } kept) content[name] = kept;
        }

        return content;
    }

    /// <summary>Whether two variables of one type begin with the same value, also when the designer has written one of them as text.</summary>
    public static bool SameValue(JsonObject one, JsonObject other) =>
        one["typeName"]?.ToString() == other["typeName"]?.ToString() && Same(NormalVariable(one)?["value"], NormalVariable(other)?["value"]);

    /// <summary>Says which version a document is, not what it does.</summary>
    internal static bool IsVersionMark(string name) => VersionMarks.Contains(name);

    /// <summary>Whether two values of a member say the same.</summary>
    internal static bool SameMember(string name, JsonNode? one, JsonNode? other) => Same(Normal(name, one), Normal(name, other));

    /// <summary>Whether two normal forms say the same.</summary>
    internal static bool Same(JsonNode? one, JsonNode? other)
    {
        if (one is null || other is null) return one is null && other is null;
        return TextOf(one) == TextOf(other);
    }

    /// <summary>Null: it says nothing.</summary>
    private static JsonNode? Normal(string name, JsonNode? value)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonObject { Count: 1 } wrapper when wrapper["$values"] is JsonArray list:
                return Normal(name, list);
            case JsonObject map:
                if (name == "expression") return NormalExpression(map);
                var members = NormalMembers(name, map);
                return members.Count == 0 ? null : members;
            case JsonArray list:
                return list.Count == 0 ? null : new JsonArray([.. list.Select(item => name switch
                {
                    "connections" => NormalConnection(item),
                    "variables" => NormalVariable(item),
                    _ => item is null ? null : NormalItem(item),
                })]);
            default:
                if (value.GetValueKind() == JsonValueKind.False && Switches.Contains(name)) return null;
                if (Notes.Contains(name) && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0) return null;
                return value.DeepClone();
        }
    }

    private static JsonNode NormalItem(JsonNode item) => item is JsonObject map ? NormalMembers("", map) : item.DeepClone();

    private static JsonObject NormalMembers(string name, JsonObject map)
    {
        var members = new JsonObject();
        // The declared type of an input or output decides, not the one that was written beside it.
        var isValue = map.ContainsKey("expression") || map.ContainsKey("memoryReference");
        foreach (var (member, value) in map)
        {
            if (member == "nodeId" && map.ContainsKey("type")) continue;
            if (isValue && member == "typeName") continue;
            if (name == "memoryReference" && member != "id") continue;
            if (Normal(member, value) is { } kept) members[member] = kept;
        }

        return members;
    }

    // A value may be anything, also something that says nothing elsewhere.
    private static JsonObject NormalExpression(JsonObject expression)
    {
        var type = expression["type"]?.ToString();
        var value = expression["value"];
        // The designer writes the numbers and switches that somebody types as text: True, 3.
        var normal = value?.GetValueKind() switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Number => JsonValue.Create(value.ToJsonString()),
            _ => value?.DeepClone(),
        };
        return new JsonObject { ["type"] = type is null or "" ? "Literal" : type == "Json" ? "Object" : type, ["value"] = normal };
    }

    // The designer writes the values of variables as text: 30 as "30", a list as JSON text. They are read as what the variable holds.
    private static JsonNode? NormalVariable(JsonNode? item)
    {
        if (item is not JsonObject variable) return item?.DeepClone();
        var normal = NormalMembers("", variable);
        if (variable["value"] is not JsonValue written || !written.TryGetValue(out string? text)) return normal;
        var type = TypeNames.Resolve(variable["typeName"]?.ToString());
        var read = type == typeof(bool) && bool.TryParse(text, out var flag) ? flag : JsonOf(text) switch
        {
            (JsonObject or JsonArray) and var json when type != typeof(string) => json,
            JsonValue and var number when number.GetValueKind() == JsonValueKind.Number && IsNumber(type) => number,
            _ => null,
        };
        if (read is null) return normal;
        normal.Remove("value");
        if (Normal("value", read) is { } kept) normal["value"] = kept;
        return normal;
    }

    private static bool IsNumber(Type? type) => (type is { IsPrimitive: true } || type == typeof(decimal)) && type != typeof(bool) && type != typeof(char);

    private static JsonNode? JsonOf(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? NormalConnection(JsonNode? item)
    {
        if (item is not JsonObject connection) return item?.DeepClone();
        var normal = NormalMembers("", connection);
        // The older form: {source, target, sourcePort, targetPort}.
        foreach (var end in (string[])["source", "target"])
        {
            if (normal[end] is not JsonValue id) continue;
            var port = normal[end + "Port"]?.DeepClone();
            normal.Remove(end + "Port");
            normal[end] = new JsonObject { ["activity"] = id.DeepClone() };
            if (port is not null) normal[end]!["port"] = port;
        }

        if (normal["target"] is JsonObject target && target["port"]?.ToString() == "In") target.Remove("port");
        return normal;
    }

    private static string TextOf(JsonNode node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    text.Append(JsonValue.Create(name).ToJsonString()).Append(':');
                    Append(text, value);
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (var item in list) Append(text, item);
                text.Append(']');
                break;
            case null:
                text.Append("null");
                break;
            default:
                text.Append(node.GetValueKind() switch
                {
                    // 150 and 150.0 are one number, whoever wrote it.
                    JsonValueKind.Number when decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("G29", CultureInfo.InvariantCulture),
                    JsonValueKind.String => JsonValue.Create(node.GetValue<string>()).ToJsonString(),
                    _ => node.ToJsonString(),
                });
                break;
        }

        text.Append(' ');
    }
}
