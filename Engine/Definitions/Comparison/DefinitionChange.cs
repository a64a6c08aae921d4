using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>One difference between two definitions.</summary>
/// <param name="Path">Where it stands: in the later document, or in the earlier one for what was removed.</param>
public sealed record DefinitionChange(ChangeKind Kind, string Path)
{
    /// <summary>The activity that it is about; for connections the source. Null for the process itself.</summary>
    public ChangedActivity? Activity { get; init; }

    /// <summary>The input, output, variable, field, option or setting, by its JSON name.</summary>
    public string? Member { get; init; }

    /// <summary>Which part of the member, such as <c>typeName</c> or <c>label.en</c>; null when it is all of it.</summary>
    public string? Part { get; init; }

    /// <summary>For connections.</summary>
    public string? Port { get; init; }

    /// <summary>What it was; null when there was nothing. An activity's value is an expression, <c>{type, value}</c>.</summary>
    public JsonNode? Before { get; init; }

    public JsonNode? After { get; init; }

    /// <summary>For connections where it led; for what moved or was added, the neighbour or container before.</summary>
    public ChangedActivity? From { get; init; }

    public ChangedActivity? To { get; init; }

    /// <summary>How many activities a change of layout concerns.</summary>
    public int Count { get; init; }
}

/// <param name="Name">How people call it.</param>
public sealed record ChangedActivity(string Id, string Name, string Type);
