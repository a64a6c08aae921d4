using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>One version of a process, read and bound: immutable, shared by all its runs.</summary>
public sealed class WorkflowDefinition
{
    /// <summary>Names this version.</summary>
    public required string Id { get; init; }

    /// <summary>Names the process.</summary>
    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public bool IsLatest { get; internal set; } = true;

    public bool IsPublished { get; internal set; } = true;

    /// <summary>The synthetic Workflow activity above the root: it owns the variables of the workflow.</summary>
    public required ActivityNode Workflow { get; init; }

    /// <summary>Every node, parents before their children; <see cref="ActivityNode.Index"/> is the position.</summary>
    public required IReadOnlyList<ActivityNode> Nodes { get; init; }

    public required IReadOnlyList<InputDefinition> Inputs { get; init; }

    public required IReadOnlyList<OutputDefinition> Outputs { get; init; }

    public required IReadOnlyList<string> Outcomes { get; init; }

    public required WorkflowOptions Options { get; init; }

    public required JsonObject CustomProperties { get; init; }

    /// <summary>The document that this was read from. Treat it as read-only.</summary>
    public required JsonObject Document { get; init; }

    /// <summary>What is wrong with the definition, found while it was read. It still loads; what is broken faults when it runs.</summary>
    public required IReadOnlyList<DefinitionProblem> Problems { get; init; }

    /// <summary>The type name under which other workflows use this one as an activity.</summary>
    public string ActivityTypeName => ActivityTypeNameOf(Name);

    /// <summary>By <see cref="ActivityNode.Key"/>.</summary>
    public required IReadOnlyDictionary<string, ActivityNode> NodesByKey { get; init; }

    /// <summary>The first node with this id, parents first; null when there is none.</summary>
    public ActivityNode? FindNode(string id)
    {
        if (NodesByKey.TryGetValue(id, out var node)) return node;
        foreach (var candidate in Nodes)
        {
            if (candidate.Id == id) return candidate;
        }

        return null;
    }

    /// <summary>The declared output with this name; null when there is none.</summary>
    public OutputDefinition? FindOutput(string name)
    {
        foreach (var output in Outputs)
        {
            if (output.Name == name) return output;
        }

        return null;
    }

    /// <summary>By <see cref="ActivityNode.Key"/>: how saved state names a node.</summary>
    public ActivityNode? FindByKey(string key) => NodesByKey.GetValueOrDefault(key);

    /// <summary>Elsa's rule: words start in upper case, spaces and underscores go, hyphens stay.</summary>
    public static string ActivityTypeNameOf(string name) =>
        string.Concat(name.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>A variable of a workflow or of a container.</summary>
/// <param name="Type">What values are converted to.</param>
/// <param name="Default">The converted default; null when there is none.</param>
/// <param name="IsPersisted">False: the value is forgotten when the run suspends, and the default is back after it resumes.</param>
public sealed record VariableDefinition(string Id, string Name, Type Type, object? Default, bool IsPersisted);

/// <param name="IsPersisted">True: its value outlives the first wait.</param>
public sealed record InputDefinition(string Name, Type Type, string? DisplayName, string? Description, bool IsPersisted, JsonObject Json);

public sealed record OutputDefinition(string Name, Type Type);

public enum ActivationStrategy
{
    AllowAlways,
    Singleton,
    CorrelatedSingleton,
    Correlation,
}

public sealed record WorkflowOptions
{
    public ActivationStrategy ActivationStrategy { get; init; }

    /// <summary>Other branches go on after an incident; otherwise the run ends as Faulted.</summary>
    public bool ContinueWithIncidents { get; init; }

    public bool UsableAsActivity { get; init; }

    public bool AutoUpdateConsumingWorkflows { get; init; }

    public string? ActivityCategory { get; init; }
}

/// <summary>Something wrong in a definition.</summary>
/// <param name="Path">JSON path, such as <c>$.root.activities[2].condition</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="IsWarning">Does not stop a publish.</param>
public sealed record DefinitionProblem(string Path, string Message, string? ActivityId = null, bool IsWarning = false)
{
    /// <summary>The definition asks for something that this engine does not run at all: another language, another kind of activity.</summary>
    public bool IsRefusal { get; init; }
}
