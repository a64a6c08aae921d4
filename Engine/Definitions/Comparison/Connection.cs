using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>A connection of a flowchart. An end that names no activity of it is null.</summary>
internal sealed record Connection(ActivityPlace? Source, string? Port, ActivityPlace? Target, string? TargetPort, JsonObject Json, string Path)
{
    public static List<Connection> Of(ActivityPlace flowchart)
    {
        // Ids are unique among the activities of one flowchart, or the definition is refused; the first is taken.
        var byId = flowchart.Children.GroupBy(child => child.Id).ToDictionary(group => group.Key, group => group.First());
        var list = new List<Connection>();
        foreach (var (index, item) in (flowchart.Json["connections"] as JsonArray ?? []).Index())
        {
            if (item is not JsonObject json) continue;
            list.Add(new Connection(End("source"), Port("source"), End("target"), Port("target"), json, $"{flowchart.Path}.connections[{index}]"));

            ActivityPlace? End(string end) => (json[end] as JsonObject)?["activity"]?.ToString() is { } id ? byId.GetValueOrDefault(id) : null;
            string? Port(string end) => (json[end] as JsonObject)?["port"]?.ToString();
        }

        return list;
    }
}
