using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>Variables, inputs and outputs: lists whose items have a name, and perhaps an id.</summary>
internal sealed class NamedListChanges(Action<DefinitionChange> report)
{
    /// <param name="list">The member: variables, inputs or outputs.</param>
    /// <param name="owner">Null for those of the process itself.</param>
    public void Compare(JsonNode? before, JsonNode? after, string list, string path, ChangedActivity? owner)
    {
        var (addedKind, removedKind, changedKind) = list switch
        {
            "variables" => (ChangeKind.VariableAdded, ChangeKind.VariableRemoved, ChangeKind.VariableChanged),
            "inputs" => (ChangeKind.InputAdded, ChangeKind.InputRemoved, ChangeKind.InputChanged),
            _ => (ChangeKind.OutputAdded, ChangeKind.OutputRemoved, ChangeKind.OutputChanged),
        };
        var (old, now) = (Objects(before), Objects(after));
        var pairs = new List<((int Index, JsonObject Item) Before, (int Index, JsonObject Item) After)>();
        Pair((one, other) => Text(one, "id") is { } id && id == Text(other, "id"));
        Pair((one, other) => Text(one, "name") is { } name && name == Text(other, "name"));
        // The same under another name.
        Pair((one, other) => DefinitionContent.Same(Nameless(one), Nameless(other)));

        foreach (var (index, item) in now) report(On(addedKind, item, index) with { After = item.DeepClone() });
        foreach (var (index, item) in old) report(On(removedKind, item, index) with { Before = item.DeepClone() });
        foreach (var (was, present) in pairs.OrderBy(pair => pair.After.Index))
        {
            foreach (var part in was.Item.Select(member => member.Key).Union(present.Item.Select(member => member.Key)))
            {
                foreach (var difference in JsonDifference.Between(was.Item[part], present.Item[part], $"{path}.{list}[{present.Index}].{part}", part))
                    report(On(changedKind, was.Item, present.Index) with { Path = difference.Path, Part = difference.Name, Before = difference.Before?.DeepClone(), After = difference.After?.DeepClone() });
            }
        }

        var order = pairs.OrderBy(pair => pair.After.Index).Select(pair => pair.Before.Index).ToList();
        if (!order.SequenceEqual(order.Order()))
        {
            report(new DefinitionChange(ChangeKind.OrderChanged, $"{path}.{list}")
            {
                Activity = owner, Member = list, Before = Names(pairs.OrderBy(pair => pair.Before.Index).Select(pair => pair.Before.Item)), After = Names(pairs.OrderBy(pair => pair.After.Index).Select(pair => pair.After.Item)),
            });
        }

        void Pair(Func<JsonObject, JsonObject, bool> isSame)
        {
            foreach (var item in now.ToList())
            {
                if (old.FindIndex(candidate => isSame(candidate.Item, item.Item)) is not (>= 0 and var found)) continue;
                pairs.Add((old[found], item));
                old.RemoveAt(found);
                now.Remove(item);
            }
        }

        DefinitionChange On(ChangeKind kind, JsonObject item, int index) => new(kind, $"{path}.{list}[{index}]") { Activity = owner, Member = NameOf(item) };
    }

    private static List<(int Index, JsonObject Item)> Objects(JsonNode? list) => [.. (list as JsonArray ?? []).Index().Where(item => item.Item is JsonObject).Select(item => (item.Index, (JsonObject)item.Item!))];

    private static JsonObject Nameless(JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        foreach (var name in (string[])["id", "name", "displayName"]) copy.Remove(name);
        return copy;
    }

    private static JsonArray Names(IEnumerable<JsonObject> items) => [.. items.Select(item => (JsonNode?)NameOf(item))];

    private static string NameOf(JsonObject item) => Text(item, "displayName") ?? Text(item, "name") ?? Text(item, "id") ?? "?";

    private static string? Text(JsonObject item, string member) => item[member] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
