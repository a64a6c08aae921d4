using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;

namespace Workflows.Engine.Definitions;

/// <summary>One activity of a definition, in its place.</summary>
public sealed class ActivityNode
{
    public required int Index { get; init; }

    public required string Id { get; init; }

    /// <summary>The ids of all ancestors and of this activity, joined with ":", from the workflow down.</summary>
    public required string NodeId { get; init; }

    public required string Type { get; init; }

    public required int Version { get; init; }

    public string? Name { get; init; }

    /// <summary>Where the activity stands in the document.</summary>
    public required string Path { get; init; }

    public required JsonObject Json { get; init; }

    public ActivityNode? Parent { get; init; }

    /// <summary>Direct children in document order.</summary>
    public IReadOnlyList<ActivityNode> Children { get; internal set; } = [];

    /// <summary>The bound outputs that are in the document.</summary>
    public IReadOnlyList<Output> Outputs { get; internal set; } = [];

    public bool CanStartWorkflow { get; init; }

    /// <summary>It runs in a burst of its own, after the commit of the one that reaches it: a task of which the definition asks this (<c>runAsynchronously</c>), or a job.</summary>
    public bool RunsInBackground { get; init; }

    /// <summary>Nothing follows it: what contains it ends.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Where it stands among the activities of its flowchart: runs look it up with every completion.</summary>
    internal int PositionInParent { get; set; }

    /// <summary>What state and journal call this node: its id, or its node id where the id stands twice in the definition.</summary>
    public string Key { get; internal set; } = "";

    // From here on: what each execution reads. Declared together, it lies together in memory, which long runs notice.

    /// <summary>What the activity does; its inputs are bound to this node's expressions. Set once, while the definition is read.</summary>
    public Activity Activity { get; internal set; } = null!;

    /// <summary>The bound inputs that are in the document.</summary>
    public IReadOnlyList<Input> Inputs { get; internal set; } = [];

    /// <summary>The inputs whose value must be worked out each time: each has a slot in the activity's context.</summary>
    public Input[] EvaluatedInputs { get; internal set; } = [];

    public IReadOnlyList<VariableDefinition> Variables { get; internal set; } = [];

    /// <summary>Which of its values the journal keeps.</summary>
    public LogPersistence Log { get; init; } = LogPersistence.All;

    /// <summary>How people call this activity: its display text, its name or its id.</summary>
    public string DisplayName =>
        Json["metadata"] is JsonObject metadata && metadata["displayText"] is JsonValue text && text.TryGetValue(out string? display) && display.Length > 0
            ? display
            : Name ?? Id;

    /// <summary>A value of <c>customProperties</c>; the key is found without regard to case.</summary>
    public JsonNode? CustomProperty(string name) =>
        Json["customProperties"] is JsonObject properties
            ? properties.FirstOrDefault(property => string.Equals(property.Key, name, StringComparison.OrdinalIgnoreCase)).Value
            : null;

    public override string ToString() => $"{Type} '{Id}'";
}
