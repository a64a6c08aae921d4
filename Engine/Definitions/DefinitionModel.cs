using System.Text.Json.Nodes;
using Workflows.Engine.Stock.Composition;

namespace Workflows.Engine.Definitions;

/// <summary>Definitions as the designer wants them served: every activity with its id and node id, workflows used as activities closed or opened.</summary>
public static class DefinitionModel
{
    /// <summary>The document with ids and node ids in place and the publication flags as they are now. Workflows used as activities stay closed (no <c>root</c>).</summary>
    public static JsonObject Of(WorkflowDefinition definition)
    {
        var model = (JsonObject)definition.Document.DeepClone();
        model["id"] = definition.Id;
        model["definitionId"] = definition.DefinitionId;
        model["version"] = definition.Version;
        model["isLatest"] = definition.IsLatest;
        model["isPublished"] = definition.IsPublished;
        foreach (var node in definition.Nodes)
        {
            if (node.Index == 0 || Find(model, node.Path) is not { } activity) continue;
            activity["id"] = node.Id;
            activity["nodeId"] = node.NodeId;
            if (node.Activity is WorkflowDefinitionActivity) activity.Remove("root");
        }

        return model;
    }

    /// <summary>One activity with what is below it; a workflow used as an activity is opened: its <c>root</c> is the workflow inside, and that one's the root activity.</summary>
    /// <param name="nodeId">Its first part, the workflow's own id, is not compared: Elsa numbers it by the order of loading.</param>
    /// <returns><c>{activity, activityId, nodeId, port, children}</c>; null when there is no such activity.</returns>
    public static JsonObject? Subgraph(WorkflowDefinition definition, string nodeId, DefinitionLookup definitions)
    {
        var (current, rest) = (definition, Rest(nodeId));
        while (true)
        {
            // Through a workflow used as an activity the path goes on in the definition inside.
            var node = current.Nodes.Where(node => IsOnPath(node, rest)).MaxBy(node => node.NodeId.Length);
            if (node is null) return null;
            var path = Rest(node.NodeId);
            if (path == rest) return Graph(current, node, nodeId, definitions);
            if (node.Activity is not WorkflowDefinitionActivity activity || activity.Resolve(definitions) is not { } inner) return null;
            rest = rest[(path.Length + 1)..];
            // The next part names the workflow inside.
            (current, rest) = (inner, rest.Contains(':') ? Rest(rest) : "");
            if (rest.Length == 0) return Graph(inner, inner.Workflow, nodeId, definitions);
        }
    }

    private static JsonObject Graph(WorkflowDefinition definition, ActivityNode node, string nodeId, DefinitionLookup definitions)
    {
        var activity = node.Index == 0 ? WorkflowOf(definition, nodeId) : Find(Of(definition), node.Path)!.DeepClone().AsObject();
        var children = new JsonArray();
        if (node.Activity is WorkflowDefinitionActivity used && used.Resolve(definitions) is { } inner)
        {
            var workflow = WorkflowOf(inner, $"{nodeId}:{DefinitionReader.WorkflowNodeId}");
            activity["root"] = workflow;
            children.Add(Entry(workflow.DeepClone().AsObject(), "root"));
        }

        foreach (var child in node.Children)
        {
            if (Find(Of(definition), child.Path) is { } json) children.Add(Entry(json.DeepClone().AsObject(), null));
        }

        return new JsonObject { ["activity"] = activity, ["activityId"] = node.Id, ["nodeId"] = nodeId, ["port"] = null, ["children"] = children };
    }

    private static JsonObject Entry(JsonObject activity, string? port) => new()
    {
        ["activityId"] = activity["id"]?.ToString(),
        ["nodeId"] = activity["nodeId"]?.ToString(),
        ["port"] = port,
        ["activity"] = activity,
        ["children"] = new JsonArray(),
    };

    /// <summary>The workflow as the activity that it is above its root.</summary>
    private static JsonObject WorkflowOf(WorkflowDefinition definition, string nodeId)
    {
        var model = Of(definition);
        var root = model["root"]?.DeepClone();
        Prefix(root, nodeId);
        return new JsonObject
        {
            ["id"] = DefinitionReader.WorkflowNodeId,
            ["nodeId"] = nodeId,
            ["type"] = "Elsa.Workflow",
            ["version"] = definition.Version,
            ["name"] = definition.Name,
            ["variables"] = model["variables"]?.DeepClone() ?? new JsonArray(),
            ["root"] = root,
        };
    }

    private static void Prefix(JsonNode? node, string nodeId)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list) Prefix(item, nodeId);
                break;
            case JsonObject map:
                if (map["nodeId"] is JsonValue own) map["nodeId"] = $"{nodeId}:{Rest(own.ToString())}";
                foreach (var (_, member) in map.ToList()) Prefix(member, nodeId);
                break;
        }
    }

    private static bool IsOnPath(ActivityNode node, string rest)
    {
        var path = Rest(node.NodeId);
        return path.Length > 0 && (rest == path || rest.StartsWith(path + ":", StringComparison.Ordinal));
    }

    private static string Rest(string nodeId) => nodeId.IndexOf(':') is >= 0 and var colon ? nodeId[(colon + 1)..] : "";

    /// <summary>Follows a path of the reader, such as <c>$.root.activities[2].body</c>.</summary>
    private static JsonObject? Find(JsonNode document, string path)
    {
        JsonNode? current = document;
        foreach (var step in path.Split('.').Skip(1))
        {
            var bracket = step.IndexOf('[');
            current = (current as JsonObject)?[bracket < 0 ? step : step[..bracket]];
            if (bracket < 0) continue;
            if (current is JsonObject wrapper) current = wrapper["$values"];
            current = int.TryParse(step[(bracket + 1)..^1], out var index) && current is JsonArray list && index < list.Count ? list[index] : null;
        }

        return current as JsonObject;
    }
}
