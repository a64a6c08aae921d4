using System.Text.Json.Nodes;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Which stored state of a process somebody is editing. It travels in <c>customProperties</c>, which the designer sends back as it got them with every save.</summary>
/// <remarks>A save that names another state than the stored one was made over the head of somebody else, and is refused. It is never stored, and exports do not have it.</remarks>
internal static class DraftRevision
{
    // Stored name: open editors hold it while the server is upgraded.
    public const string Property = "Workflows:Revision";

    public static void Write(JsonObject model, DefinitionVersion version)
    {
        if (model["customProperties"] is not JsonObject properties) model["customProperties"] = properties = [];
        properties[Property] = version.Revision;
    }

    /// <summary>Takes it out of a model that came back.</summary>
    /// <returns>Null when the client does not send one.</returns>
    public static string? Take(JsonObject model)
    {
        if (model["customProperties"] is not JsonObject properties) return null;
        var revision = properties[Property] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
        properties.Remove(Property);
        return revision;
    }
}
