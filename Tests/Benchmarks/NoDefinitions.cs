using Workflows.Engine.Definitions;

namespace Workflows.Benchmarks;

/// <summary>What a burst may ask for and a benchmark does not have.</summary>
internal sealed class NoDefinitions : DefinitionLookup
{
    public override WorkflowDefinition? FindVersion(string versionId) => null;

    public override WorkflowDefinition? FindVersion(string definitionId, int version) => null;

    public override WorkflowDefinition? FindPublished(string definitionId) => null;

    public override WorkflowDefinition? FindLatest(string definitionId) => null;

    public override WorkflowDefinition? FindByActivityType(string typeName) => null;
}

/// <inheritdoc cref="NoDefinitions"/>
internal sealed class NoServices : IServiceProvider
{
    public object? GetService(Type serviceType) => null;
}
