using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>An activity where it stands in a document, found without knowing its type.</summary>
internal sealed class ActivityPlace
{
    // What holds no activities, or is compared on its own.
    private static readonly HashSet<string> Own = ["metadata", "customProperties", "connections", "variables"];

    public required JsonObject Json { get; init; }

    public required string Path { get; init; }

    /// <summary>Its id; a made-up one when it has none.</summary>
    public required string Id { get; init; }

    public required ActivityPlace? Parent { get; init; }

    /// <summary>The member of the parent that holds it, such as <c>body</c>, <c>activities</c> or <c>cases[Long].activity</c>.</summary>
    public required string Slot { get; init; }

    /// <summary>Unique in its document: the id, or the ids from the root down where the id stands twice.</summary>
    public string Key { get; private set; } = "";

    public List<ActivityPlace> Children { get; } = [];

    public string Type => Text(Json["type"]) ?? "";

    public string Name => Text((Json["metadata"] as JsonObject)?["displayText"]) ?? Text(Json["name"]) ?? Id;

    public bool IsFlowchart => Type == "Elsa.Flowchart";

    public ChangedActivity Seen => new(Id, Name, Type);

    /// <summary>All activities below and including the root, parents first.</summary>
    public static List<ActivityPlace> In(JsonObject content)
    {
        var all = new List<ActivityPlace>();
        if (content["root"] is JsonObject root) Add(root, "$.root", "root", parent: null, all);
        var twice = all.GroupBy(place => place.Id).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var keys = new HashSet<string>();
        foreach (var place in all)
        {
            place.Key = twice.Contains(place.Id) ? $"{place.Parent?.Key}:{place.Id}" : place.Id;
            while (!keys.Add(place.Key)) place.Key += "'";
        }

        return all;
    }

    /// <summary>An expression has a type too: <c>{type, value}</c>.</summary>
    public static bool IsActivity(JsonObject json) =>
        Text(json["type"]) is not null && !json.ContainsKey("expression") && !JsonDifference.IsExpression(json);

    private static void Add(JsonObject json, string path, string slot, ActivityPlace? parent, List<ActivityPlace> all)
    {
        var id = Text(json["id"]) ?? $"{Text(json["type"])}@{(parent is null ? "" : parent.Id + ".")}{slot}{(path.EndsWith(']') ? path[path.LastIndexOf('[')..] : "")}";
        var place = new ActivityPlace { Json = json, Path = path, Id = id, Parent = parent, Slot = slot };
        parent?.Children.Add(place);
        all.Add(place);
        foreach (var (name, value) in json)
        {
            if (!Own.Contains(name)) Search(value, $"{path}.{name}", name, place, all);
        }
    }

    private static void Search(JsonNode? value, string path, string slot, ActivityPlace owner, List<ActivityPlace> all)
    {
        switch (value)
        {
            case JsonObject json when IsActivity(json):
                Add(json, path, slot, owner, all);
                break;
            case JsonObject json when !json.ContainsKey("expression") && !JsonDifference.IsExpression(json):
                foreach (var (name, member) in json) Search(member, $"{path}.{name}", $"{slot}.{name}", owner, all);
                break;
            case JsonArray list:
                foreach (var (index, item) in list.Index())
                    Search(item, $"{path}[{index}]", item is JsonObject json && !IsActivity(json) ? $"{slot}[{JsonDifference.LabelOf(json) ?? $"{index}"}]" : slot, owner, all);
                break;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
