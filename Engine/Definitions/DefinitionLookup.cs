namespace Workflows.Engine.Definitions;

/// <summary>Finds definitions for activities that run other workflows. All reads are synchronous and come from memory.</summary>
public abstract class DefinitionLookup
{
    /// <summary>By the id of a version; null when there is none.</summary>
    public abstract WorkflowDefinition? FindVersion(string versionId);

    public abstract WorkflowDefinition? FindVersion(string definitionId, int version);

    public abstract WorkflowDefinition? FindPublished(string definitionId);

    public abstract WorkflowDefinition? FindLatest(string definitionId);

    /// <summary>The definition that other workflows use as an activity under this type name.</summary>
    public abstract WorkflowDefinition? FindByActivityType(string typeName);

    /// <summary>Takes over what other nodes have stored since; call it when something that should be there is not.</summary>
    public virtual Task RefreshAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>The versions in use. A lookup that keeps no list has none.</summary>
    public virtual IEnumerable<WorkflowDefinition> Published() => [];

    /// <summary>Elsa's rule for a workflow used as an activity: the exact version id, else id and version, else the published one, else the latest; where none of that is known, the name.</summary>
    public WorkflowDefinition? FindReferenced(string? versionId, string? definitionId, int version, string typeName)
    {
        if (versionId is not null && FindVersion(versionId) is { } exact) return exact;
        if (definitionId is not null && (FindVersion(definitionId, version) ?? FindPublished(definitionId) ?? FindLatest(definitionId)) is { } known) return known;
        return FindByActivityType(typeName);
    }
}
