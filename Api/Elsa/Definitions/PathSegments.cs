using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>A container on the way to an activity, and the port of it that the way goes through.</summary>
public sealed record PathSegment(string ActivityNodeId, string ActivityId, string ActivityType, string PortName, string ActivityName);

/// <summary>Where an activity stands: what the designer shows as a trail, outermost first.</summary>
/// <param name="ChildNode">The activity itself.</param>
/// <param name="Container">What the designer opens to show it.</param>
public sealed record PathSegments(JsonObject ChildNode, JsonObject Container, [property: System.Text.Json.Serialization.JsonPropertyName("pathSegments")] IReadOnlyList<PathSegment> Segments)
{
    /// <summary>Null when there is no such activity.</summary>
    internal static PathSegments? Of(WorkflowDefinition definition, string nodeId, DefinitionLookup definitions)
    {
        if (DefinitionModel.Subgraph(definition, nodeId, definitions) is not { } child) return null;
        // Every part of the node id is an activity around the one below; the first is the workflow itself.
        var parts = nodeId.Split(':');
        var segments = new List<PathSegment>();
        JsonObject? container = null;
        for (var length = 2; length < parts.Length; length++)
        {
            var around = string.Join(':', parts[..length]);
            if (DefinitionModel.Subgraph(definition, around, definitions)?["activity"] is not JsonObject activity) continue;
            // A flowchart shows its activities itself: only what has to be opened to see inside is a segment.
            if (activity["type"]?.ToString() is not { } type || type is "Elsa.Flowchart" or "Elsa.Workflow") continue;
            segments.Add(new PathSegment(around, parts[length - 1], type, PortOf(activity, parts[length]), activity["name"]?.ToString() is { Length: > 0 } name ? name : type));
            container = activity;
        }

        container ??= DefinitionModel.Subgraph(definition, string.Join(':', parts[..Math.Min(2, parts.Length)]), definitions)?["activity"] as JsonObject;
        return new PathSegments(child, Node(container ?? (JsonObject)child["activity"]!.DeepClone()), segments);
    }

    private static JsonObject Node(JsonObject activity) => new()
    {
        ["activity"] = activity.Parent is null ? activity : activity.DeepClone(),
        ["nodeId"] = activity["nodeId"]?.ToString(),
        ["port"] = null,
        ["parents"] = new JsonArray(),
        ["children"] = new JsonArray(),
    };

    /// <summary>The member that holds the child, in PascalCase.</summary>
    private static string PortOf(JsonObject activity, string childId)
    {
        foreach (var (name, member) in activity)
        {
            var holds = member switch
            {
                JsonObject one => one["id"]?.ToString() == childId,
                JsonArray list => list.OfType<JsonObject>().Any(item => item["id"]?.ToString() == childId || item["activity"]?["id"]?.ToString() == childId),
                _ => false,
            };
            if (holds && name is not "metadata" and not "customProperties") return ActivityType.PascalCase(name);
        }

        return "Root";
    }
}
