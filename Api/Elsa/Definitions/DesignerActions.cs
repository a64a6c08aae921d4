using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Engine.Expressions;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Actions of approvals as the designer's editors can show them: lists of texts, and the names that have ports.</summary>
/// <remarks>Definitions may also write actions as objects. The designer's editors show those as an empty list, and stop at them where they give ports; what is saved from there would then be lost.</remarks>
internal static class DesignerActions
{
    /// <param name="model">A definition on its way to the designer; it is changed.</param>
    public static void Write(JsonNode? model)
    {
        switch (model)
        {
            case JsonArray list:
                foreach (var item in list) Write(item);
                break;
            case JsonObject map:
                if (map["type"] is JsonValue type) WriteActivity(map, type.ToString());
                foreach (var (_, member) in map) Write(member);
                break;
        }
    }

    /// <summary>Puts back how the stored definition writes actions that were not edited, so that looking at them changes nothing.</summary>
    /// <param name="sent">A root from the designer; it is changed.</param>
    public static void Restore(JsonNode? sent, JsonNode? stored)
    {
        if (sent is null || stored is null) return;
        var shown = stored.DeepClone();
        Write(shown);
        var (before, then) = (ActivitiesIn(stored), ActivitiesIn(shown));
        foreach (var (id, activity) in ActivitiesIn(sent))
        {
            if (!then.TryGetValue(id, out var asShown) || !before.TryGetValue(id, out var asStored) || JsonNode.DeepEquals(asShown["actions"], asStored["actions"])) continue;
            if (!Members.All(member => JsonNode.DeepEquals(activity[member]?["expression"], asShown[member]?["expression"]))) continue;
            foreach (var member in Members)
            {
                if (asStored[member] is { } value) activity[member] = value.DeepClone();
                else activity.Remove(member);
            }
        }
    }

    private static readonly string[] Members = ["actions", "buttons", "furtherOutcomes"];

    private static Dictionary<string, JsonObject> ActivitiesIn(JsonNode root)
    {
        var found = new Dictionary<string, JsonObject>();
        Collect(root);
        return found;

        void Collect(JsonNode? node)
        {
            if (node is JsonArray list) foreach (var item in list) Collect(item);
            if (node is not JsonObject map) return;
            if (map["type"] is JsonValue && map["id"] is JsonValue id) found.TryAdd(id.ToString(), map);
            foreach (var (_, member) in map) Collect(member);
        }
    }

    private static void WriteActivity(JsonObject activity, string type)
    {
        // Stored names.
        if (type is not ("Approvals.RequestApproval" or "Approvals.EmailActionToken")) return;
        if (activity["actions"]?["expression"] is not JsonObject { } expression || expression["type"]?.ToString() is not ("Object" or "Literal" or "Json")) return;
        if (ListIn(expression["value"]) is not { } list || !list.OfType<JsonObject>().Any()) return;
        IReadOnlyList<TaskAction> actions;
        try
        {
            actions = TaskAction.Read(JsonValues.FromJson(list), []);
        }
        catch (FormatException)
        {
            // Publishing says what is wrong with it.
            return;
        }

        var texts = actions.Select(action => action.ToText()).ToList();
        if (texts.Contains(null)) return;
        if (type == "Approvals.EmailActionToken")
        {
            activity["actions"] = Input(actions.Select(action => action.Name));
            activity["buttons"] ??= Input(actions.Select(action => (action with { Outcome = TaskAction.Read(action.Name, [])[0].Outcome }).ToText() ?? action.Name));
        }
        else
        {
            activity["actions"] = Input(texts.OfType<string>());
            activity["furtherOutcomes"] ??= Input(actions.Select(action => action.Outcome).Distinct().Except(["Approved", "Rejected", TaskAction.RequestChanges.Outcome, "Expired"]));
        }
    }

    private static JsonArray? ListIn(JsonNode? value) => value switch
    {
        JsonArray list => list,
        JsonValue text when text.TryGetValue(out string? json) && JsonValues.TryParse(json, out var parsed) && parsed is System.Collections.IList => JsonNode.Parse(json) as JsonArray,
        _ => null,
    };

    private static JsonObject Input(IEnumerable<string> texts) => new()
    {
        ["typeName"] = "Object",
        ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = new JsonArray([.. texts.Select(text => (JsonNode)text)]).ToJsonString(Readable) },
    };

    // An arrow stays an arrow.
    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
