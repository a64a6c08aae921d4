using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>What the viewer may do with something; the designer offers only what is linked.</summary>
public sealed record ElsaLink(string Href, string Rel, string Method);

/// <summary>A version in a list, without what it does.</summary>
public sealed record DefinitionSummary(
    string Id, string DefinitionId, string Name, string Description, int Version, string ToolVersion, bool IsLatest, bool IsPublished, bool IsReadonly, DateTimeOffset CreatedAt, IReadOnlyList<ElsaLink> Links)
{
    public string MaterializerName => "Json";

    public bool IsMaterializerAvailable => true;

    /// <summary>Who stored it last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedBy { get; init; }

    /// <summary>What they said about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comment { get; init; }
}

public sealed record DefinitionPage(IReadOnlyList<DefinitionSummary> Items, int TotalCount, IReadOnlyList<ElsaLink> Links);

/// <summary>Full definitions; each as <see cref="DefinitionViews.Full"/> makes it.</summary>
public sealed record DefinitionList(IReadOnlyList<JsonObject> Items, int Count);

/// <param name="Model">A definition in Elsa's JSON.</param>
/// <param name="Comment">What changed, in a sentence; kept with the version.</param>
public sealed record SaveDefinitionRequest(JsonObject? Model, bool? Publish, string? Comment = null);

public sealed record SavedDefinition(JsonObject WorkflowDefinition, bool AlreadyPublished, int ConsumingWorkflowCount)
{
    /// <summary>Always empty: what is wrong is answered with 400.</summary>
    public IReadOnlyList<string> ValidationErrors => [];
}

public sealed record PublishRequest(string? Comment);

public sealed record DefinitionCount(int Count);

public sealed record NameIsUnique(bool IsUnique);

public sealed record ConsumingDefinitions(IReadOnlyList<string> ConsumingWorkflowDefinitionIds);

public sealed record UpdatedReferences(IReadOnlyList<string> AffectedWorkflows);

public sealed record VersionIds(IReadOnlyList<string>? Ids, bool IncludeConsumingWorkflows = false);

public sealed record ProcessIds([property: JsonPropertyName("definitionIds")] IReadOnlyList<string>? Values);

public sealed record DeletedCount(int Deleted);

public sealed record BulkPublished(IReadOnlyList<string> Published, IReadOnlyList<string> AlreadyPublished, IReadOnlyList<string> NotFound, IReadOnlyList<string> UpdatedConsumers)
{
    /// <summary>What stopped the others, one line per problem, by definition id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Refused { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

public sealed record BulkRetracted(IReadOnlyList<string> Retracted, IReadOnlyList<string> AlreadyRetracted, IReadOnlyList<string> NotFound);

public sealed record ImportedFiles(int Count)
{
    /// <summary>What stopped the others: one line per file and problem.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
