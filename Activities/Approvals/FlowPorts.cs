using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;

namespace Workflows.Activities.Approvals;

/// <summary>What a flowchart has drawn behind an activity.</summary>
internal static class FlowPorts
{
    /// <summary>Whether a connection leaves the activity by this port.</summary>
    public static bool IsConnected(ActivityNode node, string port) =>
        node.Parent?.Json["connections"] is JsonArray connections
        && connections.OfType<JsonObject>().Any(connection =>
            connection["source"] is JsonObject source && source["activity"]?.ToString() == node.Id && string.Equals(source["port"]?.ToString(), port, StringComparison.OrdinalIgnoreCase));
}
