using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa.Descriptors;

/// <summary>Published workflows that are usable as activities, as the palette shows them.</summary>
internal static class WorkflowActivities
{
    public static IEnumerable<ActivityDescriptor> Of(IEnumerable<WorkflowDefinition> published) => published.Where(definition => definition.Options.UsableAsActivity).Select(Of);

    private static ActivityDescriptor Of(WorkflowDefinition definition) => new()
    {
        TypeName = definition.ActivityTypeName,
        Name = definition.ActivityTypeName,
        Namespace = "",
        Version = definition.Version,
        Category = definition.Options.ActivityCategory is { Length: > 0 } category ? category : "Workflows",
        DisplayName = definition.Name,
        Description = definition.Description ?? "",
        Kind = ActivityKind.Action,
        IsBrowsable = true,
        IsContainer = false,
        IsStart = false,
        IsTerminal = false,
        Ports =
        [
            .. definition.Outcomes.Append("Done").Distinct().Select(outcome => new PortDescriptor(outcome, outcome, "Flow", IsBrowsable: true)),
            new PortDescriptor("Root", "Root", "Embedded", IsBrowsable: false),
        ],
        Inputs = [.. definition.Inputs.Select(InputOf)],
        Outputs = [.. definition.Outputs.Select((output, index) => new OutputDescriptor(output.Name, TypeNames.NameOf(output.Type), output.Name, "", index, IsBrowsable: true, IsSynthetic: true))],
        CustomProperties = Reference(definition, ("RootType", "WorkflowDefinitionActivity")),
        ConstructionProperties = Reference(definition, ("LatestAvailablePublishedVersion", definition.Version), ("LatestAvailablePublishedVersionId", definition.Id)),
    };

    private static Dictionary<string, object> Reference(WorkflowDefinition definition, params (string Name, object Value)[] more)
    {
        var properties = new Dictionary<string, object> { ["WorkflowDefinitionId"] = definition.DefinitionId, ["WorkflowDefinitionVersionId"] = definition.Id };
        foreach (var (name, value) in more) properties[name] = value;
        return properties;
    }

    private static InputDescriptor InputOf(InputDefinition input, int order) => new(
        input.Name,
        TypeNames.NameOf(input.Type),
        input.DisplayName is { Length: > 0 } label ? label : input.Name,
        input.Description ?? "",
        order,
        IsBrowsable: true,
        IsSynthetic: true,
        IsWrapped: true,
        Text(input.Json, "uiHint") ?? UiHints.SingleLine,
        Text(input.Json, "category"),
        DefaultValue: null,
        DefaultSyntax: "Literal",
        IsReadOnly: false,
        IsSensitive: false,
        IsRequired: false,
        UiSpecifications: null,
        OptionsFrom: null);

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
