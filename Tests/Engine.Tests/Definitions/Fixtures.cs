using System.Text.Json.Nodes;
using Workflows.Conformance;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>The definitions of the conformance suite.</summary>
internal static class Fixtures
{
    public static ConformanceSuite Suite { get; } = ConformanceSuite.Read(Path.Combine(Repository.Root, "Tests", "Conformance", "data"));

    public static ActivityCatalog Catalog { get; } = new();

    public static IReadOnlyList<string> Paths { get; } = [.. Suite.DefinitionPaths()];

    public static JsonObject Document(string path) => CanonicalJson.Parse(Suite.Definition(path));

    /// <summary>A definition with a flowchart of these activities and connections.</summary>
    public static JsonObject Flowchart(string activities, string connections = "[]", string more = "") => CanonicalJson.Parse(
        $$"""{ "id": "test-1", "definitionId": "test", "name": "Test", "version": 1{{(more.Length == 0 ? "" : ", " + more)}}, "root": { "type": "Elsa.Flowchart", "id": "flow", "activities": [{{activities}}], "connections": {{connections}} } }""");

    public static string WriteLine(string id, string text = "hello") =>
        $$"""{ "type": "Elsa.WriteLine", "id": "{{id}}", "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{text}}" } } }""";

    public static string Script(string id, string script) =>
        $$"""{ "type": "Elsa.WriteLine", "id": "{{id}}", "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": {{JsonValue.Create(script).ToJsonString()}} } } }""";

    public static string Connection(string from, string to, string port = "Done") =>
        $$"""{ "source": { "activity": "{{from}}", "port": "{{port}}" }, "target": { "activity": "{{to}}", "port": "In" } }""";
}

/// <summary>Definitions in memory.</summary>
internal sealed class FixtureLookup(IEnumerable<WorkflowDefinition> definitions) : DefinitionLookup
{
    private readonly List<WorkflowDefinition> _definitions = [.. definitions];

    public override WorkflowDefinition? FindVersion(string versionId) => _definitions.Find(definition => definition.Id == versionId);

    public override WorkflowDefinition? FindVersion(string definitionId, int version) => _definitions.Find(definition => definition.DefinitionId == definitionId && definition.Version == version);

    public override WorkflowDefinition? FindPublished(string definitionId) => _definitions.Find(definition => definition.DefinitionId == definitionId && definition.IsPublished);

    public override WorkflowDefinition? FindLatest(string definitionId) => _definitions.Find(definition => definition.DefinitionId == definitionId);

    public override WorkflowDefinition? FindByActivityType(string typeName) => _definitions.Find(definition => definition.ActivityTypeName == typeName && definition.Options.UsableAsActivity);

    public override IEnumerable<WorkflowDefinition> Published() => _definitions.Where(definition => definition.IsPublished);
}
