using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions.Comparison;

namespace Workflows.Engine.Tests.Definitions.Comparison;

/// <summary>One thing done to a document: a leaf changed, a member or an item taken away.</summary>
internal sealed record Mutation(IReadOnlyList<object> Steps, string Path, string? Activity, bool Removes)
{
    /// <summary>Every leaf changed, every member and item removed once.</summary>
    public static IEnumerable<Mutation> Of(JsonObject document) => Walk(document, [], "$", null);

    public void Apply(JsonObject document)
    {
        JsonNode node = document;
        foreach (var step in Steps.SkipLast(1)) node = step is string name ? node[name]! : node[(int)step]!;
        var last = Steps[^1];
        if (Removes)
        {
            if (last is string name) ((JsonObject)node).Remove(name);
            else ((JsonArray)node).RemoveAt((int)last);
            return;
        }

        var old = last is string member ? node[member] : node[(int)last];
        JsonNode changed = old?.GetValueKind() switch
        {
            JsonValueKind.Number => old.GetValue<decimal>() + 1,
            JsonValueKind.True => false,
            JsonValueKind.False => true,
            JsonValueKind.String => old.GetValue<string>() + "x",
            _ => "something",
        };
        if (last is string key) node[key] = changed;
        else node[(int)last] = changed;
    }

    /// <summary>By where it is, or by the activity that it is in: an id or a type that changed makes another activity of it.</summary>
    public bool IsNamedBy(DefinitionChange change) =>
        change.Path == Path
        || Path.StartsWith(change.Path, StringComparison.Ordinal)
        || change.Path.StartsWith(Path, StringComparison.Ordinal)
        || (Activity is not null && (change.Activity?.Id.StartsWith(Activity, StringComparison.Ordinal) ?? false))
        || (change.Kind == ChangeKind.LayoutChanged && (Path.Contains(".metadata", StringComparison.Ordinal) || Path.Contains(".connections", StringComparison.Ordinal)))
        || (Path.Contains(".connections", StringComparison.Ordinal) && change.Path.Contains(".connections", StringComparison.Ordinal));

    public override string ToString() => $"{(Removes ? "without" : "changed")} {Path}";

    private static IEnumerable<Mutation> Walk(JsonNode node, List<object> steps, string path, string? activity)
    {
        if (node is JsonObject map)
        {
            if (map["type"] is JsonValue && map["id"] is JsonValue id && path.StartsWith("$.root", StringComparison.Ordinal)) activity = id.ToString();
            foreach (var (name, value) in map)
            {
                var at = $"{path}.{name}";
                yield return new Mutation([.. steps, name], at, activity, Removes: true);
                foreach (var mutation in Inside(value, [.. steps, name], at, activity)) yield return mutation;
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                yield return new Mutation([.. steps, i], path, activity, Removes: true);
                foreach (var mutation in Inside(list[i], [.. steps, i], $"{path}[{i}]", activity)) yield return mutation;
            }
        }
    }

    private static IEnumerable<Mutation> Inside(JsonNode? value, List<object> steps, string path, string? activity) =>
        value is JsonObject or JsonArray ? Walk(value, steps, path, activity) : [new Mutation(steps, path, activity, Removes: false)];
}
