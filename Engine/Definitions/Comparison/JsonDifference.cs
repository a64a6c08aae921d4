using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>A leaf that differs between two pieces of JSON.</summary>
/// <param name="Name">Its members from the start down, such as <c>options[sick].label.en</c>; empty for all of it.</param>
internal sealed record JsonDifference(string Path, string Name, JsonNode? Before, JsonNode? After)
{
    // What names an item of a list, in this order.
    private static readonly string[] Labels = ["label", "value", "name", "id", "key", "statusCode"];

    private static readonly HashSet<string> ExpressionTypes = ["Literal", "Object", "Json", "Variable", "Input", "JavaScript", "Handlebars", "Liquid", "CSharp", "Python", "Delegate"];

    /// <summary>All differences; activities inside are left out, they are compared as activities.</summary>
    /// <param name="path">Of the piece in its document.</param>
    public static IEnumerable<JsonDifference> Between(JsonNode? before, JsonNode? after, string path, string name = "")
    {
        if (DefinitionContent.Same(before, after)) return [];
        var isWhole = IsValue(before) || IsValue(after);
        return (before, after) switch
        {
            _ when IsStep(before) && (after is null || IsStep(after)) => [],
            _ when before is null && IsStep(after) => [],
            (JsonObject or null, JsonObject or null) when !isWhole && (before ?? after)!.AsObject().Count > 0 => Members(before as JsonObject ?? [], after as JsonObject ?? [], path, name),
            (JsonArray, JsonArray) or (null, JsonArray) or (JsonArray, null) => Items(before as JsonArray ?? [], after as JsonArray ?? [], path, name),
            _ => [new JsonDifference(path, name, before, after)],
        };
    }

    /// <summary><c>{type, value}</c>, which is no activity although it has a type.</summary>
    public static bool IsExpression(JsonObject json) =>
        json["type"] is JsonValue type
        && (json.Count == 1 ? ExpressionTypes.Contains(type.ToString()) : json.Count == 2 && json.ContainsKey("value") && !(json["value"] is JsonObject value && value.ContainsKey("expression")));

    /// <summary>What an item of a list is called; null when nothing names it.</summary>
    public static string? LabelOf(JsonObject item) =>
        Labels.Select(label => item[label]).OfType<JsonValue>().FirstOrDefault()?.ToString();

    private static bool IsValue(JsonNode? node) => node is JsonObject json && (json.ContainsKey("expression") || json.ContainsKey("memoryReference") || IsExpression(json));

    private static bool IsStep(JsonNode? node) => node is JsonObject json && ActivityPlace.IsActivity(json);

    private static IEnumerable<JsonDifference> Members(JsonObject before, JsonObject after, string path, string name) =>
        before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .SelectMany(member => Between(before[member], after[member], $"{path}.{member}", name.Length == 0 ? member : $"{name}.{member}"));

    private static IEnumerable<JsonDifference> Items(JsonArray before, JsonArray after, string path, string name)
    {
        var (old, now) = (Others(before), Others(after));
        if (old.Count == 0 && now.Count == 0) return [];
        if (!AreNamed(old) || !AreNamed(now))
        {
            if (old.Count == now.Count && old.Concat(now).All(item => item.Item is JsonObject))
                return old.Zip(now).SelectMany(pair => Between(pair.First.Item, pair.Second.Item, $"{path}[{pair.Second.Index}]", $"{name}[{pair.Second.Index}]"));
            return Same(old, now) ? [] : [new JsonDifference(path, name, List(old), List(now))];
        }

        var byLabel = old.ToDictionary(item => Label(item.Item), item => item);
        var labels = now.Select(item => Label(item.Item)).ToList();
        var differences = now.SelectMany(item => byLabel.TryGetValue(Label(item.Item), out var known)
                ? Between(known.Item, item.Item, $"{path}[{item.Index}]", $"{name}[{Label(item.Item)}]")
                : [new JsonDifference($"{path}[{item.Index}]", $"{name}[{Label(item.Item)}]", null, WithoutSteps(item.Item))])
            .Concat(old.Where(item => !labels.Contains(Label(item.Item))).Select(item => new JsonDifference($"{path}[{item.Index}]", $"{name}[{Label(item.Item)}]", WithoutSteps(item.Item), null)))
            .ToList();
        var kept = old.Select(item => Label(item.Item)).Where(labels.Contains).ToList();
        var keptNow = labels.Where(byLabel.ContainsKey).ToList();
        if (!kept.SequenceEqual(keptNow)) differences.Add(new JsonDifference(path, name, Names(kept), Names(keptNow)));
        return differences;
    }

    private static JsonNode? WithoutSteps(JsonNode? item)
    {
        if (item?.DeepClone() is not JsonObject map) return item;
        foreach (var (name, _) in map.Where(member => IsStep(member.Value)).ToList()) map.Remove(name);
        return map;
    }

    private static List<(int Index, JsonNode? Item)> Others(JsonArray list) => [.. list.Index().Where(item => !IsStep(item.Item))];

    private static bool AreNamed(List<(int Index, JsonNode? Item)> items)
    {
        var labels = items.Select(item => item.Item is JsonObject map ? LabelOf(map) : null).ToList();
        return labels.TrueForAll(label => label is not null) && labels.Distinct().Count() == labels.Count;
    }

    private static bool Same(List<(int Index, JsonNode? Item)> one, List<(int Index, JsonNode? Item)> other) => DefinitionContent.Same(List(one), List(other));

    private static string Label(JsonNode? item) => LabelOf((JsonObject)item!)!;

    private static JsonArray List(List<(int Index, JsonNode? Item)> items) => [.. items.Select(item => item.Item?.DeepClone())];

    private static JsonArray Names(List<string> names) => [.. names.Select(name => (JsonNode?)name)];
}
