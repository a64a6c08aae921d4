using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Puts what an editor sent over the stored document, so that only what was edited differs: members keep their order, and what the editor does not know stays.</summary>
internal static class EditedDocument
{
    private static readonly string[] Edited = ["name", "description", "toolVersion", "variables", "inputs", "outputs", "outcomes", "customProperties", "options", "root"];

    /// <param name="document">The stored document; it is changed.</param>
    /// <returns>False when nothing differs.</returns>
    public static bool Apply(JsonObject document, JsonObject model)
    {
        var changed = false;
        foreach (var name in Edited)
        {
            // A root or options that are missing are kept, lists that are missing are emptied: as Elsa's server does.
            var sent = model[name]?.DeepClone();
            if (sent is null && name is "root" or "options" or "toolVersion" or "name") continue;
            sent ??= name switch { "description" => null, "customProperties" => new JsonObject(), _ => new JsonArray() };
            if (name == "root")
            {
                Clean(sent);
                DesignerActions.Restore(sent, document[name]);
            }

            if (name == "variables") KeepValues(sent, document[name]);
            var before = document[name];
            var after = Merge(before, sent);
            if (Same(before, after)) continue;
            document[name] = after;
            changed = true;
        }

        return changed;
    }

    /// <summary>Takes out what the server computes: node ids, and the inside of workflows that are used as activities.</summary>
    public static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list) Clean(item);
                break;
            case JsonObject map:
                if (map["type"] is JsonValue && map["id"] is JsonValue)
                {
                    map.Remove("nodeId");
                    if (map["workflowDefinitionVersionId"] is JsonValue) map.Remove("root");
                }

                foreach (var (_, member) in map) Clean(member);
                break;
        }
    }

    // The designer writes the values of all variables as text whenever it saves, also when nobody has touched them.
    private static void KeepValues(JsonNode? sent, JsonNode? stored)
    {
        if (sent is not JsonArray variables || stored is not JsonArray known) return;
        foreach (var (variable, index) in variables.OfType<JsonObject>().Select((variable, index) => (variable, index)))
        {
            if (Counterpart(known, variable, index) is JsonObject before && DefinitionContent.SameValue(before, variable)) variable["value"] = before["value"]?.DeepClone();
        }
    }

    private static bool Same(JsonNode? before, JsonNode? after) =>
        JsonNode.DeepEquals(before, after) || (before is null && after is JsonArray { Count: 0 } or JsonObject { Count: 0 } or null);

    private static JsonNode? Merge(JsonNode? before, JsonNode? after)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject now):
                var merged = new JsonObject();
                foreach (var (name, value) in old)
                {
                    if (now.ContainsKey(name)) merged[name] = Merge(value, now[name]);
                }

                foreach (var (name, value) in now)
                {
                    // A null for what was never there says nothing.
                    if (!old.ContainsKey(name) && value is not null) merged[name] = value.DeepClone();
                }

                return merged;
            case (JsonArray old, JsonArray now):
                return new JsonArray([.. now.Select((item, index) => Merge(Counterpart(old, item, index), item))]);
            default:
                return after?.DeepClone();
        }
    }

    /// <summary>The item of the same id (of the same name where there are no ids); things without either by their position.</summary>
    private static JsonNode? Counterpart(JsonArray old, JsonNode? item, int index)
    {
        if (item is not JsonObject map) return null;
        foreach (var key in (string[])["id", "name"])
        {
            if (map[key]?.ToString() is { Length: > 0 } value) return old.OfType<JsonObject>().FirstOrDefault(candidate => candidate[key]?.ToString() == value);
        }

        return index < old.Count ? old[index] : null;
    }
}
